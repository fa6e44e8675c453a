using System;
using RustKernel.User;

namespace RustKernel.Services.Text;

/// <summary>Reads the kernel's ring of log text, for services whose manifest says <c>machine=log</c>.</summary>
public static class KernelText
{
    /// <summary>The most bytes of one call.</summary>
    public const int MostBytes = 40;

    /// <summary>
    /// Reads from <paramref name="position"/> into <paramref name="text"/> (of <see cref="MostBytes"/>), and skips text already
    /// overwritten. The errors of <see cref="SystemCall.LogRead"/>.
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
