// The checksum of everything on the disk: CRC-32C (Castagnoli, reflected polynomial 0x82F63B78, as iSCSI and ext4 use it).

using System;
using System.Buffers.Binary;

namespace RustKernel.Services.FileSystems.Data;

/// <summary>A machine's own way to continue the checksum <paramref name="crc"/>, not inverted, over <paramref name="data"/>.</summary>
public delegate uint ChecksumStep(uint crc, ReadOnlySpan<byte> data);

/// <summary>CRC-32C, eight bytes a step by tables, or by <see cref="Unit"/>.</summary>
public static class Crc32C
{
    private const uint Polynomial = 0x82F63B78;

    private static readonly uint[] s_tables = MakeTables();

    /// <summary>Replaces the tables; null: the tables compute.</summary>
    public static ChecksumStep? Unit { get; set; }

    /// <summary>The checksum of <paramref name="data"/>.</summary>
    public static uint Of(ReadOnlySpan<byte> data)
    {
        if (Unit is not null)
        {
            return ~Unit(uint.MaxValue, data);
        }

        uint[] tables = s_tables;
        uint crc = uint.MaxValue;
        while (data.Length >= 8)
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(data) ^ crc;
            crc = tables[(7 * 256) + (int)(byte)word]
                ^ tables[(6 * 256) + (int)(byte)(word >> 8)]
                ^ tables[(5 * 256) + (int)(byte)(word >> 16)]
                ^ tables[(4 * 256) + (int)(byte)(word >> 24)]
                ^ tables[(3 * 256) + (int)(byte)(word >> 32)]
                ^ tables[(2 * 256) + (int)(byte)(word >> 40)]
                ^ tables[256 + (int)(byte)(word >> 48)]
                ^ tables[(int)(byte)(word >> 56)];
            data = data.Slice(8);
        }

        foreach (byte value in data)
        {
            crc = (crc >> 8) ^ tables[(int)(byte)(crc ^ value)];
        }

        return ~crc;
    }

    // Table n advances a byte over n more bytes of 0.
    private static uint[] MakeTables()
    {
        uint[] tables = new uint[8 * 256];
        for (uint value = 0; value < 256; value++)
        {
            uint crc = value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : Polynomial);
            }

            tables[(int)value] = crc;
        }

        for (int i = 256; i < tables.Length; i++)
        {
            uint before = tables[i - 256];
            tables[i] = (before >> 8) ^ tables[(int)(byte)before];
        }

        return tables;
    }
}
