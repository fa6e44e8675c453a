using System;
using System.Buffers.Binary;

namespace RustKernel.Services.Internet;

/// <summary>The address of an Ethernet interface: 48 bits, the first byte the highest.</summary>
/// <param name="Value">The address as a number below 2^48.</param>
public readonly record struct LinkAddress(ulong Value)
{
    /// <summary>Bytes of an address.</summary>
    public const int Size = 6;

    /// <summary>ff:ff:ff:ff:ff:ff: every interface of the link.</summary>
    public static LinkAddress Broadcast => new(0xFFFF_FFFF_FFFF);

    /// <summary>It names a group, such as broadcast: no single interface has it.</summary>
    public bool IsGroup => ((Value >> 40) & 1) != 0;

    /// <summary>The address in the first 6 bytes of <paramref name="bytes"/>, which must have them.</summary>
    public static LinkAddress Read(ReadOnlySpan<byte> bytes) =>
        new(((ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes.Slice(2)));

    /// <summary>Writes the 6 bytes, for which <paramref name="bytes"/> must have room.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(Value >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.Slice(2), (uint)Value);
    }
}
