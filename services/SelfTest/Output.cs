using System;

namespace RustKernel.User.SelfTest;

/// <summary>Diagnostics of the test program on the kernel's console, 56 bytes a call: in KTAP's form, lines that begin with "# ".</summary>
internal static class Output
{
    /// <summary>Writes text.</summary>
    internal static void Write(ReadOnlySpan<byte> text)
    {
        for (int at = 0; at < text.Length; at += 56)
        {
            int count = Math.Min(56, text.Length - at);
            RegisterWords words = default;
            for (int i = 0; i < count; i++)
            {
                words[i / 8] |= (ulong)text[at + i] << (8 * (i % 8));
            }

            _ = Kernel.DebugWrite((uint)count, in words);
        }
    }

    /// <summary>Writes a number in hexadecimal.</summary>
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

    /// <summary>One line of four names and numbers.</summary>
    internal static void Line(
        ReadOnlySpan<byte> a,
        ulong first,
        ReadOnlySpan<byte> b,
        ulong second,
        ReadOnlySpan<byte> c,
        ulong third,
        ReadOnlySpan<byte> d,
        ulong fourth)
    {
        Write(a);
        WriteDecimal(first);
        Write(b);
        WriteDecimal(second);
        Write(c);
        WriteDecimal(third);
        Write(d);
        WriteDecimal(fourth);
        Write("\n"u8);
    }

    private static void WriteDecimal(ulong value)
    {
        Span<byte> text = stackalloc byte[20];
        int at = text.Length;
        do
        {
            text[--at] = (byte)('0' + (value % 10));
            value /= 10;
        }
        while (value != 0);

        Write(text.Slice(at, text.Length - at));
    }

    /// <summary>Reports a failed check with both values.</summary>
    internal static void Mismatch(ulong line, ulong expected, ulong actual)
    {
        Write("  # line "u8);
        WriteHex(line);
        Write(": expected "u8);
        WriteHex(expected);
        Write(", was "u8);
        WriteHex(actual);
        Write("\n"u8);
    }
}
