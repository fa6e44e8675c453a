// The check at the end of protocol lines: CRC-16/CCITT-FALSE. [docs/PROTOCOL.md section 2]

using System;

namespace RustKernel.SelfTests;

/// <summary>CRC-16 with polynomial 0x1021, initial value 0xFFFF, not reflected; "123456789" gives 0x29b1.</summary>
public struct Crc16
{
    private static readonly ushort[] s_byNibble =
    [
        0x0000, 0x1021, 0x2042, 0x3063, 0x4084, 0x50A5, 0x60C6, 0x70E7,
        0x8108, 0x9129, 0xA14A, 0xB16B, 0xC18C, 0xD1AD, 0xE1CE, 0xF1EF,
    ];

    private ushort _complement;

    /// <summary>The value over all bytes added so far. Stored inverted, so that a fresh struct means 0xFFFF.</summary>
    public readonly ushort Value => (ushort)~_complement;

    /// <summary>Adds <paramref name="bytes"/> to the checked text.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        uint crc = Value;
        foreach (byte value in bytes)
        {
            crc = ((crc << 4) & 0xFFFF) ^ s_byNibble[(int)((crc >> 12) ^ ((uint)value >> 4))];
            crc = ((crc << 4) & 0xFFFF) ^ s_byNibble[(int)((crc >> 12) ^ (value & 0xFu))];
        }

        _complement = (ushort)~crc;
    }
}
