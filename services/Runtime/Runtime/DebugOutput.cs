// Text on the kernel's console, 56 bytes a call. Allocates nothing.

using System;
using System.Text;
using RustKernel.User;

namespace RustKernel.Runtime;

internal static class DebugOutput
{
    // The capacity of a call: seven registers.
    private const int CallBytes = 56;

    internal static void Write(ReadOnlySpan<byte> text)
    {
        for (int at = 0; at < text.Length; at += CallBytes)
        {
            RegisterWords words = default;
            int count = Math.Min(CallBytes, text.Length - at);
            for (int i = 0; i < count; i++)
            {
                words[i / 8] |= (ulong)text[at + i] << (8 * (i % 8));
            }

            _ = Kernel.DebugWrite((uint)count, in words);
        }
    }

    /// <summary>Writes text as UTF-8.</summary>
    internal static void Write(string? text)
    {
        // A char has at most three bytes, and the two of a pair stay together.
        Span<byte> bytes = stackalloc byte[CallBytes * 3];
        ReadOnlySpan<char> rest = text;
        while (rest.Length > 0)
        {
            int count = Math.Min(CallBytes, rest.Length);
            count -= count < rest.Length && char.IsHighSurrogate(rest[count - 1]) ? 1 : 0;
            Write(bytes.Slice(0, Encoding.UTF8.GetBytes(rest.Slice(0, count), bytes)));
            rest = rest.Slice(count);
        }
    }

    internal static void WriteDecimal(uint value)
    {
        if (value >= 10)
        {
            WriteDecimal(value / 10);
        }

        byte digit = (byte)('0' + (value % 10));
        Write(new ReadOnlySpan<byte>(ref digit));
    }

    internal static void WriteHex(ulong value)
    {
        Write("0x"u8);
        WriteHex(value, 16);
    }

    /// <summary>Writes the lowest <paramref name="digits"/> digits.</summary>
    internal static void WriteHex(ulong value, int digits)
    {
        Span<byte> text = stackalloc byte[16];
        for (int i = 0; i < digits; i++)
        {
            text[i] = Digit((int)(value >> (4 * (digits - 1 - i))) & 15);
        }

        Write(text.Slice(0, digits));
    }

    /// <summary>Writes a line of a stack trace: the address, and the program that it belongs to.</summary>
    internal static void WritePlace(ulong pc)
    {
        Span<byte> line = stackalloc byte[38];
        "   at 0x"u8.CopyTo(line);
        " in "u8.CopyTo(line.Slice(24));
        line[37 - 1] = (byte)'\n';
        for (int i = 0; i < 16; i++)
        {
            line[8 + i] = Digit((int)(pc >> (60 - (4 * i))) & 15);
        }

        BuildIdentity.CopyTo(line.Slice(28));
        Write(line.Slice(0, 37));
    }

    internal static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'a' + value - 10);
}
