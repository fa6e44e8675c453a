// Text on the kernel's console, 56 bytes a call. Allocates nothing.

using System;
using RustKernel.User;

namespace RustKernel.Runtime;

internal static class DebugOutput
{
    internal static void Write(ReadOnlySpan<byte> text)
    {
        for (int at = 0; at < text.Length; at += 56)
        {
            CallRegisters registers = default;
            int count = Math.Min(56, text.Length - at);
            registers.X0 = (ulong)count;
            for (int i = 0; i < count; i++)
            {
                Put(ref registers, i, text[at + i]);
            }

            _ = Kernel.Call(SystemCall.DebugWrite, ref registers);
        }
    }

    /// <summary>Writes text as UTF-8.</summary>
    internal static void Write(string? text)
    {
        Span<byte> bytes = stackalloc byte[56];
        int count = 0;
        for (int i = 0; text is not null && i < text.Length; i++)
        {
            uint rune = text[i];
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                rune = 0x10000 + ((rune - 0xD800) << 10) + (text[++i] - 0xDC00u);
            }
            else if (char.IsSurrogate(text[i]))
            {
                rune = 0xFFFD;
            }

            count = Add(bytes, count, rune);
            if (count > 52)
            {
                Write(bytes.Slice(0, count));
                count = 0;
            }
        }

        Write(bytes.Slice(0, count));
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

    private static int Add(Span<byte> bytes, int at, uint rune)
    {
        if (rune < 0x80)
        {
            bytes[at++] = (byte)rune;
            return at;
        }

        int more = rune < 0x800 ? 1 : rune < 0x10000 ? 2 : 3;
        uint lead = more == 1 ? 0xC0u : more == 2 ? 0xE0u : 0xF0u;
        bytes[at++] = (byte)(lead | (rune >> (6 * more)));
        while (more-- > 0)
        {
            bytes[at++] = (byte)(0x80 | ((rune >> (6 * more)) & 0x3F));
        }

        return at;
    }

    private static void Put(ref CallRegisters registers, int index, byte value)
    {
        ulong part = (ulong)value << (8 * (index % 8));
        switch (index / 8)
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
}
