// Text on the kernel's console, 56 bytes a call. Allocates nothing.

using System;
using System.Runtime.CompilerServices;
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
            CallRegisters registers = default;
            int count = Math.Min(CallBytes, text.Length - at);
            registers.X0 = (ulong)count;
            for (int i = 0; i < count; i++)
            {
                // x1 to x7 lie one behind the other.
                Unsafe.AddByteOffset(ref Unsafe.As<ulong, byte>(ref registers.X1), (nuint)i) = text[at + i];
            }

            _ = Kernel.Call(SystemCall.DebugWrite, ref registers);
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
