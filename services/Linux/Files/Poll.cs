using System.Runtime.InteropServices;
using RustKernel.Linux.Addresses;

namespace RustKernel.Linux.Files;

/// <summary>ppoll: waits for one of several descriptors. [man 2 poll]</summary>
internal static class Poll
{
    /// <summary>POLLIN: there is data to read.</summary>
    internal const uint In = 1;

    /// <summary>POLLOUT: there is room to write.</summary>
    internal const uint Out = 4;

    /// <summary>POLLERR: no descriptor is open for reading.</summary>
    internal const uint Error = 8;

    /// <summary>POLLHUP: no descriptor is open for writing.</summary>
    internal const uint HungUp = 16;

    /// <summary>POLLRDHUP: the other end stops sending.</summary>
    internal const uint PeerClosed = 0x2000;

    private const uint Invalid = 32;

    // [include/uapi/asm-generic/poll.h]
    [StructLayout(LayoutKind.Sequential)]
    private struct Question
    {
        internal int Descriptor;
        internal ushort Wanted;
        internal ushort Ready;
    }

    /// <summary>ppoll; ignores the signals that it should permit during the wait.</summary>
    internal static long Call(ref LinuxThread self, ulong questions, ulong count, ulong timeout)
    {
        Deadline deadline = Deadline.Never;
        if (timeout != 0)
        {
            if (!UserMemory.TryRead(timeout, out TimeSpec time))
            {
                return Errno.BadAddress;
            }

            if (!time.IsValid)
            {
                return Errno.Invalid;
            }

            deadline = Clock.ToDeadline(in time, isAbsolute: false, isRealtime: false);
        }

        if (count > FileCalls.MostFiles)
        {
            return Errno.Invalid;
        }

        Pipes.Lock.Enter();
        long ready = Look(questions, count);
        bool isOver = false;
        while (ready == 0 && !isOver && self.Deliverable == 0)
        {
            isOver = !Pipes.Wait(ref self, deadline);
            ready = Look(questions, count);
        }

        Pipes.Lock.Leave();
        return ready != 0 || isOver ? ready : Errno.Interrupted;
    }

    // How many are ready, each with its events; EFAULT.
    private static long Look(ulong questions, ulong count)
    {
        long ready = 0;
        for (ulong i = 0; i < count; i++)
        {
            if (!UserMemory.TryRead(questions + (i * 8), out Question question))
            {
                return Errno.BadAddress;
            }

            uint now = question.Descriptor < 0 ? 0 : FileCalls.Readiness((ulong)question.Descriptor, Invalid);
            question.Ready = (ushort)(now & (question.Wanted | Error | HungUp | Invalid));
            ready += question.Ready != 0 ? 1 : 0;
            if (!UserMemory.TryWrite(questions + (i * 8), question))
            {
                return Errno.BadAddress;
            }
        }

        return ready;
    }
}
