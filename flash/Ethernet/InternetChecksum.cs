// The checksum of IPv4, UDP and ICMP.

using System;

namespace RustKernel.Flash.Ethernet;

/// <summary>The ones' complement sum of 16-bit words. [RFC 1071]</summary>
internal static class InternetChecksum
{
    /// <summary>Adds <paramref name="bytes"/> to <paramref name="sum"/>.</summary>
    public static uint Add(uint sum, ReadOnlySpan<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            sum += (i & 1) == 0 ? (uint)bytes[i] << 8 : bytes[i];
        }

        return sum;
    }

    /// <summary>The field's value; 0 over bytes that include a right one.</summary>
    public static ushort Finish(uint sum)
    {
        while (sum > 0xffff)
        {
            sum = (sum & 0xffff) + (sum >> 16);
        }

        return (ushort)~sum;
    }
}
