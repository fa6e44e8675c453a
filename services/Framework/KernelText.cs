// The kernel's own ring of log text.

using System;
using RustKernel.User;

namespace RustKernel.Services;

/// <summary>Reads it, for services whose manifest says <c>machine=log</c>.</summary>
public static class KernelText
{
    /// <summary>Bytes that one call can read.</summary>
    public const int MostBytes = 40;

    /// <summary>
    /// Reads from <paramref name="position"/> on into <paramref name="text"/> (of <see cref="MostBytes"/>); what
    /// is no longer there is passed over. The errors of <see cref="SystemCall.LogRead"/>.
    /// </summary>
    public static ErrorCode Read(ulong position, Span<byte> text, out int count, out ulong next)
    {
        CallRegisters registers = new() { X0 = Own.Machine, X1 = position };
        ErrorCode error = Kernel.Call(SystemCall.LogRead, ref registers);
        count = error == ErrorCode.None ? (int)Math.Min(registers.X2, MostBytes) : 0;
        next = registers.X1;
        for (int i = 0; i < count; i++)
        {
            ulong word = (i / 8) switch { 0 => registers.X3, 1 => registers.X4, 2 => registers.X5, 3 => registers.X6, _ => registers.X7 };
            text[i] = (byte)(word >> (8 * (i % 8)));
        }

        return error;
    }
}
