// Text on the kernel's console, 56 bytes a call. Allocates nothing.

using System;
using System.Text;
using RustKernel.User;

namespace RustKernel.Runtime;

internal static class DebugOutput
{
    // What a call takes along: seven registers.
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
        Span<byte> text = stackalloc byte[18];
        text[0] = (byte)'0';
        text[1] = (byte)'x';
        for (int i = 0; i < 16; i++)
        {
            int digit = (int)(value >> (60 - (4 * i))) & 15;
            text[2 + i] = (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);
        }

        Write(text);
    }
}
