// IPv4 addresses as a person writes them.

using System.Linq;
using System.Net;
using System.Net.Sockets;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli;

/// <summary>Reads addresses strictly: "1" and "10.1", which the system takes for 0.0.0.1 and 10.0.0.1, are mistakes here.</summary>
internal static class InternetAddress
{
    private const int Bits = 32;

    /// <summary>The IPv4 address in <paramref name="text"/>, four numbers with dots; null for anything else.</summary>
    public static IPAddress? Read(string text)
        => text.Count(character => character == '.') == 3 && !text.Contains(':') && IPAddress.TryParse(text, out IPAddress? address)
            ? address
            : null;

    /// <summary>The IPv4 address in <paramref name="text"/>, that <paramref name="what"/> asks for.</summary>
    /// <exception cref="ConfigurationException">It is not one; for an IPv6 address the message says so.</exception>
    public static IPAddress Require(string what, string text)
    {
        if (Read(text) is { } address)
        {
            return address;
        }

        throw new ConfigurationException(IsVersion6(text)
            ? $"{what} is an IPv4 address; {text} is one of IPv6, and boot ROMs are served by IPv4 only"
            : $"{what} is an IPv4 address, not \"{text}\"");
    }

    /// <summary>True for an address of IPv6.</summary>
    public static bool IsVersion6(string text) =>
        IPAddress.TryParse(text, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>The mask of a network whose addresses share <paramref name="prefix"/> bits, 1 to 32.</summary>
    public static IPAddress Mask(int prefix)
    {
        uint mask = uint.MaxValue << (Bits - prefix);
        return new IPAddress([(byte)(mask >> 24), (byte)(mask >> 16), (byte)(mask >> 8), (byte)mask]);
    }
}
