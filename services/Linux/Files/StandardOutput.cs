// The program's output: to the port from its starter, or to the log.

using RustKernel.Linux.Addresses;
using RustKernel.User;

namespace RustKernel.Linux.Files;

/// <summary>Writes pieces of at most 63 bytes, the messages of IStream.</summary>
internal static unsafe class StandardOutput
{
    private const uint WriteLabel = (9 << 16) | 1;
    private const int PieceBytes = 63;
    private const ulong EndSeconds = 5;
    private static Handle<Port> s_port;
    private static SpinLock s_lock;

    private struct Piece
    {
        internal fixed byte Bytes[64];
    }

    /// <summary>Sets the port; none: the log.</summary>
    internal static void SetPort(Handle<Port> port) => s_port = port;

    /// <summary>Writes the program's bytes at <paramref name="address"/>; returns how many.</summary>
    internal static long Write(ulong address, ulong bytes)
    {
        long error = 0;
        ulong done = 0;
        s_lock.Enter();
        while (done < bytes && error == 0)
        {
            int count = bytes - done < PieceBytes ? (int)(bytes - done) : PieceBytes;
            Piece piece = default;
            error = !UserMemory.TryRead(address + done, piece.Bytes + 1, (ulong)count) ? Errno.BadAddress
                : Send(ref piece, count, Deadline.Never);
            done += error == 0 ? (ulong)count : 0;
        }

        s_lock.Leave();
        return done != 0 || bytes == 0 ? (long)done : error;
    }

    /// <summary>Sends the end of the output.</summary>
    internal static void End()
    {
        if (!s_port.IsNone)
        {
            Piece piece = default;
            _ = Send(ref piece, 0, new Deadline(Kernel.ReadCounter() + (EndSeconds * Kernel.SystemInfo(SystemItem.CounterHz))));
        }
    }

    private static long Send(ref Piece piece, int count, Deadline deadline)
    {
        piece.Bytes[0] = (byte)count;
        if (s_port.IsNone)
        {
            // SAFETY: a piece has 64 bytes.
            fixed (byte* bytes = piece.Bytes)
            {
                KernelLog.Write(new System.ReadOnlySpan<byte>(bytes + 1, count));
            }

            return 0;
        }

        Message message = default;
        uint words = (uint)(count + 8) / 8;
        // SAFETY: words is at most 8.
        fixed (byte* bytes = piece.Bytes)
        {
            for (int i = 0; i < (int)words; i++)
            {
                message.Words[i] = ((ulong*)bytes)[i];
            }
        }

        message.Info = new MessageInfo(WriteLabel, words, 0, MessageKind.Send);
        return Kernel.Send(s_port, deadline, in message) == ErrorCode.None ? 0 : Errno.BrokenPipe;
    }
}
