using System;

namespace RustKernel.Services.Shell.Blocks;

/// <summary>
/// CRC-32C (Castagnoli), the check of a frame: reflected polynomial 0x82F63B78, initial value and final xor of ones. [RFC 3720 12.1]
/// </summary>
public static class Crc32C
{
    private const uint Polynomial = 0x82F63B78;

    /// <summary>The value before the first byte.</summary>
    public const uint Initial = uint.MaxValue;

    /// <summary>The check of <paramref name="bytes"/>; of <c>123456789</c> it is 0xE3069283.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint value = Initial;
        foreach (byte one in bytes)
        {
            value = Add(value, one);
        }

        return ~value;
    }

    /// <summary>The value after one more byte. The check is its complement.</summary>
    public static uint Add(uint value, byte one)
    {
        value ^= one;
        for (int bit = 0; bit < 8; bit++)
        {
            value = (value >> 1) ^ (Polynomial & (uint)-(int)(value & 1));
        }

        return value;
    }
}
