// The check of protocol 1 on the lines that decide a verdict.

using System;

namespace RustKernel.Hil.Protocols;

/// <summary>CRC-16/CCITT-FALSE: polynomial 0x1021, initial value 0xFFFF, not reflected, no final xor; "123456789" gives 29b1.</summary>
public static class Crc16
{
    private const ushort Polynomial = 0x1021;

    /// <summary>The CRC of <paramref name="bytes"/>, any length.</summary>
    public static ushort Compute(ReadOnlySpan<byte> bytes)
    {
        ushort crc = 0xFFFF;
        foreach (byte value in bytes)
        {
            crc ^= (ushort)(value << 8);
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? (ushort)((crc << 1) ^ Polynomial) : (ushort)(crc << 1);
            }
        }

        return crc;
    }
}
