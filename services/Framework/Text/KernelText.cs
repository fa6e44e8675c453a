// The kernel's own ring of log text.

using System;
using RustKernel.User;

namespace RustKernel.Services.Text;

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
        ErrorCode error = Kernel.LogRead(Own.Machine, position, out LogReadResults read);
        count = error == ErrorCode.None ? (int)Math.Min(read.ByteCount, MostBytes) : 0;
        next = read.Next;
        for (int i = 0; i < count; i++)
        {
            text[i] = (byte)(read.Words[i / 8] >> (8 * (i % 8)));
        }

        return error;
    }
}
