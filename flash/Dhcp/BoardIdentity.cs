// What a boot ROM says about itself in DHCP.

using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Linq;

namespace RustKernel.Flash.Dhcp;

/// <summary>Reads options 60, 93 and 97.</summary>
internal static class BoardIdentity
{
    private const int PiIdentifierBytes = 17;

    // What the IEEE has given to Raspberry Pi. [IEEE MA-L registry]
    private static readonly string[] s_piVendors = ["b8:27:eb", "dc:a6:32", "e4:5f:01", "d8:3a:dd", "2c:cf:67", "28:cd:c1", "88:a2:9e"];

    /// <summary>True for a boot ROM or boot loader that follows PXE.</summary>
    public static bool IsPxe(DhcpPacket packet) => packet.VendorClass.StartsWith("PXEClient", StringComparison.Ordinal);

    /// <summary>
    /// True for a Raspberry Pi: option 97 is 0, "RPi4", board revision, four bytes of the MAC, serial number, or the MAC
    /// belongs to Raspberry Pi. (The identifier can be changed in the EEPROM: DHCP_OPTION97.)
    /// </summary>
    public static bool IsPi(DhcpPacket packet)
    {
        if (packet.Options.TryGetValue(DhcpOption.ClientMachine, out byte[]? id)
            && id.Length == PiIdentifierBytes
            && id.AsSpan(1, 3).SequenceEqual("RPi"u8))
        {
            return true;
        }

        return IsPxe(packet) && s_piVendors.Contains(packet.Mac[..8]);
    }

    /// <summary>The serial number as the Pi writes it before file names; empty when unknown.</summary>
    public static string Serial(DhcpPacket packet)
    {
        if (!IsPi(packet) || !packet.Options.TryGetValue(DhcpOption.ClientMachine, out byte[]? id) || id.Length != PiIdentifierBytes)
        {
            return "";
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(id.AsSpan(13)).ToString("x8", CultureInfo.InvariantCulture);
    }

    /// <summary>For people.</summary>
    public static string Describe(DhcpPacket packet)
    {
        string serial = Serial(packet);
        if (IsPi(packet))
        {
            return serial.Length > 0 ? $"Raspberry Pi, serial {serial}" : "Raspberry Pi";
        }

        return packet.VendorClass.Length > 0 ? packet.VendorClass : "no vendor class";
    }
}
