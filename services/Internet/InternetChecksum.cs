// The checksum of IPv4, ICMP, UDP and TCP. [RFC 1071]

using System;
using System.Buffers.Binary;

namespace RustKernel.Services.Internet;

/// <summary>A machine's own way to sum the 16-bit big-endian words of <paramref name="data"/> in ones' complement.</summary>
public delegate ushort InternetSum(ReadOnlySpan<byte> data);

/// <summary>
/// Sums in ones' complement: add parts with <see cref="Add"/> (all but the last of even length), then <see cref="Fold"/>.
/// </summary>
public static class InternetChecksum
{
    /// <summary>Replaces the sum in C#; null: C# sums.</summary>
    public static InternetSum? Unit { get; set; }

    /// <summary>Adds <paramref name="data"/> to the sum.</summary>
    public static ulong Add(ulong sum, ReadOnlySpan<byte> data)
    {
        if (Unit is not null)
        {
            return sum + Unit(data);
        }

        while (data.Length >= 8)
        {
            ulong word = BinaryPrimitives.ReadUInt64BigEndian(data);
            sum += (word >> 32) + (uint)word;
            data = data.Slice(8);
        }

        while (data.Length >= 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(data);
            data = data.Slice(2);
        }

        return data.Length == 0 ? sum : sum + ((ulong)data[0] << 8);
    }

    /// <summary>The sum as 16 bits, not complemented.</summary>
    public static ushort Fold(ulong sum)
    {
        while (sum >> 16 != 0)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return (ushort)sum;
    }

    /// <summary>The checksum of <paramref name="data"/> after <paramref name="sum"/>; 0 if data contains a correct one.</summary>
    public static ushort Of(ulong sum, ReadOnlySpan<byte> data) => (ushort)~Fold(Add(sum, data));

    /// <summary>The sum of IPv4's pseudo header. [RFC 9293 3.1, RFC 768]</summary>
    public static ulong Pseudo(uint source, uint destination, byte protocol, int length) =>
        (source >> 16) + (source & 0xFFFF) + (destination >> 16) + (destination & 0xFFFF) + protocol + (uint)length;
}
