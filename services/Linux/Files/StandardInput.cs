// The program's input: a port at which pieces arrive, in the messages of IStream. A thread of the personality puts them into a pipe, so the
// program reads and polls its input like any pipe.

using System.Runtime;
using RustKernel.Linux.Addresses;
using RustKernel.User;

namespace RustKernel.Linux.Files;

/// <summary>Standard input. It reads ahead: a sender of lines does not wait for the program.</summary>
internal static unsafe class StandardInput
{
    private const uint WriteLabel = (9 << 16) | 1;
    private const uint MostBytes = 63;
    private static Handle<Port> s_port;
    private static Handle<Port> s_room;

    private struct Piece
    {
        internal fixed ulong Words[8];
    }

    /// <summary>
    /// Takes input from this port from now on; none: there is no input. If preparation fails, the input ends at once, and the log says so.
    /// </summary>
    internal static void Begin(Handle<Port> port)
    {
        s_port = port;
        Pipes.BeginInput();
        ErrorCode error = port.IsNone ? ErrorCode.NotFound : Start();
        if (error == ErrorCode.OutOfMemory)
        {
            KernelLog.Write("linux: objects= or handles= of the manifest has no room for standard input\n"u8);
        }

        if (error != ErrorCode.None)
        {
            Pipes.Fill(default, null, 0);
        }
    }

    private static ErrorCode Start()
    {
        ErrorCode error = Kernel.PortCreate(1, out s_room);
        Handle<Thread> thread = default;
        error = error == ErrorCode.None
            ? Kernel.ThreadCreate(default, NativeCode.InputEntry(), Layout.InputStackTop, 0, Threads.Priority, 0, out thread)
            : error;
        return error == ErrorCode.None ? Kernel.ThreadStart(thread) : error;
    }

    [RuntimeExport("fill_input")]
    private static void Fill()
    {
        bool isOver = false;
        while (!isOver)
        {
            Message message = default;
            isOver = Kernel.Receive(s_port, Deadline.Never, ref message) != ErrorCode.None;
            if (isOver || message.Info.Label == WriteLabel)
            {
                isOver |= !TryPass(in message);
            }
        }
    }

    // False: the end.
    private static bool TryPass(in Message message)
    {
        Piece piece = default;
        for (int i = 0; i < (int)message.Info.Words; i++)
        {
            piece.Words[i] = message.Words[i];
        }

        byte* bytes = (byte*)piece.Words;
        uint count = bytes[0] < MostBytes ? bytes[0] : MostBytes;
        Pipes.Fill(s_room, bytes + 1, count);
        return count != 0;
    }
}
