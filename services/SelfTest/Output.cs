// Diagnostics on the kernel's console, in KTAP's form: a line that begins with "# ".

using System;

namespace RustKernel.User.SelfTest;

/// <summary>Text of the test program, 56 bytes a call.</summary>
internal static class Output
{
    /// <summary>Writes text.</summary>
    internal static void Write(ReadOnlySpan<byte> text)
    {
        for (int at = 0; at < text.Length; at += 56)
        {
            CallRegisters registers = default;
            int count = Math.Min(56, text.Length - at);
            registers.X0 = (ulong)count;
            for (int i = 0; i < count; i++)
            {
                ulong part = (ulong)text[at + i] << (8 * (i % 8));
                switch (i / 8)
                {
                    case 0: registers.X1 |= part; break;
                    case 1: registers.X2 |= part; break;
                    case 2: registers.X3 |= part; break;
                    case 3: registers.X4 |= part; break;
                    case 4: registers.X5 |= part; break;
                    case 5: registers.X6 |= part; break;
                    default: registers.X7 |= part; break;
                }
            }

            _ = Kernel.Call(SystemCall.DebugWrite, ref registers);
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

    /// <summary>Says which check found what.</summary>
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
