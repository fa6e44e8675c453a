using System;
using RustKernel.User;

namespace RustKernel.Linux;

/// <summary>Writes the personality's messages to the kernel's log, 56 bytes a call.</summary>
internal static class KernelLog
{
    private const int PieceBytes = 56;
    private const int DigitBytes = 20;

    /// <summary>Writes text.</summary>
    internal static void Write(ReadOnlySpan<byte> text)
    {
        for (int at = 0; at < text.Length; at += PieceBytes)
        {
            int count = Math.Min(PieceBytes, text.Length - at);
            RegisterWords words = default;
            for (int i = 0; i < count; i++)
            {
                words[i / 8] |= (ulong)text[at + i] << (8 * (i % 8));
            }

            _ = Kernel.DebugWrite((uint)count, in words);
        }
    }

    /// <summary>Writes a number.</summary>
    internal static void WriteDecimal(ulong value)
    {
        Span<byte> text = stackalloc byte[DigitBytes];
        int at = text.Length;
        do
        {
            text[--at] = (byte)('0' + (value % 10));
            value /= 10;
        }
        while (value != 0);

        Write(text.Slice(at));
    }

    /// <summary>Writes a number in hexadecimal.</summary>
    internal static void WriteHex(ulong value)
    {
        Span<byte> text = stackalloc byte[16];
        for (int i = 0; i < 16; i++)
        {
            int digit = (int)(value >> (60 - (4 * i))) & 15;
            text[i] = (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);
        }

        Write("0x"u8);
        Write(text);
    }
}
