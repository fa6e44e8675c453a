using System;
using System.Buffers.Binary;

namespace RustKernel.Services.Shell.Blocks;

/// <summary>
/// Writes frames: head, payload and check, between two flags (0x7E). Between the flags, every byte that a terminal, a terminal server or an
/// emulator may interpret goes as 0x7D and the byte xor 0x20: those below 0x20, 0x7D to 0x7F, and 0xFF. [RFC 1662 4.2]
/// </summary>
public static class BlockFrame
{
    /// <summary>Most bytes of a payload.</summary>
    public const int MostPayload = 512;

    /// <summary>Kind, transfer, sequence, length.</summary>
    public const int HeadBytes = 9;

    /// <summary>The check.</summary>
    public const int CheckBytes = 4;

    /// <summary>Most bytes of a frame on the line: each byte may need two.</summary>
    public const int MostBytes = ((HeadBytes + MostPayload + CheckBytes) * 2) + 3;

    /// <summary>Begins and ends a frame.</summary>
    internal const byte Flag = 0x7E;

    /// <summary>The next byte was changed by xor with <see cref="Mask"/>.</summary>
    internal const byte Escape = 0x7D;

    /// <summary>Changes a byte that must not be on the line.</summary>
    internal const byte Mask = 0x20;

    /// <summary>
    /// Writes a frame into <paramref name="line"/>, at least <see cref="MostBytes"/> long, and an end of line after it; returns the bytes
    /// used.
    /// </summary>
    public static int Write(Span<byte> line, FrameKind kind, ushort transfer, uint sequence, ReadOnlySpan<byte> payload)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        head[0] = (byte)kind;
        BinaryPrimitives.WriteUInt16LittleEndian(head.Slice(1), transfer);
        BinaryPrimitives.WriteUInt32LittleEndian(head.Slice(3), sequence);
        BinaryPrimitives.WriteUInt16LittleEndian(head.Slice(7), (ushort)payload.Length);
        uint check = Crc32C.Initial;
        int at = 0;
        line[at++] = Flag;
        at = Stuff(line, at, head, ref check);
        at = Stuff(line, at, payload, ref check);
        Span<byte> tail = stackalloc byte[CheckBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, ~check);
        at = Stuff(line, at, tail, ref check);
        line[at++] = Flag;
        line[at++] = (byte)'\n';
        return at;
    }

    private static int Stuff(Span<byte> line, int at, ReadOnlySpan<byte> bytes, ref uint check)
    {
        foreach (byte value in bytes)
        {
            check = Crc32C.Add(check, value);
            bool isPlain = value is >= 0x20 and < Escape or > 0x7F and < 0xFF;
            if (!isPlain)
            {
                line[at++] = Escape;
            }

            line[at++] = isPlain ? value : (byte)(value ^ Mask);
        }

        return at;
    }
}
