// Rings of bytes between threads of the program: pipes, and its standard input, which a thread of the personality fills.

using System.Runtime.CompilerServices;
using System.Threading;
using RustKernel.Linux.Signals;
using RustKernel.User;

namespace RustKernel.Linux.Files;

/// <summary>
/// The pipes that pipe2 makes. A thread that waits for one or several (<see cref="Poll"/>) is woken when any of them changes, and looks
/// again. One lock covers waits and changes, so none is missed. [man 7 pipe]
/// </summary>
internal static unsafe class Pipes
{
    /// <summary>The most pipes, including standard input.</summary>
    internal const int Most = 17;

    /// <summary>Standard input's.</summary>
    internal const int Input = 0;

    /// <summary>The capacity of a pipe, as in Linux.</summary>
    internal const uint Capacity = 64 * 1024;

    // Writes up to this size are never interleaved with others.
    private const ulong WholeBytes = 4096;
    private const ulong BrokenPipe = 13;

    private static SpinLock s_lock;
    private static PipeTable s_pipes;
    private static int s_waiting;
    private static Handle<Port> s_fillerWaits;

    private struct Pipe
    {
        internal uint Start;
        internal uint Count;
        internal int Readers;
        internal int Writers;

        /// <summary>Calls that use the pipe now. Until they have ended, its place is not reused.</summary>
        internal int Users;

        internal readonly bool IsFree => Readers == 0 && Writers == 0 && Users == 0;
    }

    [InlineArray(Most)]
    private struct PipeTable
    {
        private Pipe _first;
    }

    /// <summary>A pipe with both ends; EMFILE also stands for ENFILE.</summary>
    internal static long Create()
    {
        s_lock.Enter();
        long index = Input + 1;
        while (index < Most && !s_pipes[(int)index].IsFree)
        {
            index++;
        }

        if (index < Most)
        {
            s_pipes[(int)index] = new Pipe { Readers = 1, Writers = 1 };
        }

        s_lock.Leave();
        return index < Most ? index : Errno.TooManyFiles;
    }

    /// <summary>Standard input begins; its writer is <see cref="StandardInput"/>.</summary>
    internal static void BeginInput() => s_pipes[Input] = new Pipe { Readers = 1, Writers = 1 };

    /// <summary>Adds a descriptor of an end; removes one if <paramref name="difference"/> is -1.</summary>
    internal static void CountEnd(int index, FileKind end, int difference)
    {
        s_lock.Enter();
        ref Pipe pipe = ref s_pipes[index];
        pipe.Readers += end == FileKind.PipeOut ? difference : 0;
        pipe.Writers += end == FileKind.PipeIn ? difference : 0;
        Wake();
        s_lock.Leave();
    }

    /// <summary>read: what is there; 0 when nothing more can come. EAGAIN without <paramref name="waits"/>.</summary>
    internal static long Read(ref LinuxThread self, int index, ulong address, ulong bytes, bool waits)
    {
        s_lock.Enter();
        ref Pipe pipe = ref s_pipes[index];
        pipe.Users++;
        long result = bytes == 0 ? 0 : Take(index, address, bytes);
        while (result == Errno.TryAgain && waits)
        {
            _ = Wait(ref self, Deadline.Never);
            result = self.Deliverable != 0 ? Errno.Restart : Take(index, address, bytes);
        }

        pipe.Users--;
        s_lock.Leave();
        return result;
    }

    /// <summary>write: everything, unless a signal interrupts. EAGAIN without <paramref name="waits"/>; EPIPE and its signal.</summary>
    internal static long Write(ref LinuxThread self, int index, ulong address, ulong bytes, bool waits)
    {
        ulong done = 0;
        long result = 0;
        s_lock.Enter();
        s_pipes[index].Users++;
        while (done < bytes && result == 0)
        {
            result = Put(index, address + done, bytes - done, isWhole: bytes <= WholeBytes);
            if (result > 0)
            {
                done += (ulong)result;
                result = 0;
            }
            else if (result == Errno.TryAgain && waits)
            {
                _ = Wait(ref self, Deadline.Never);
                result = self.Deliverable != 0 ? Errno.Restart : 0;
            }
        }

        s_pipes[index].Users--;
        s_lock.Leave();
        if (result == Errno.BrokenPipe)
        {
            _ = SignalCalls.Send(ref self, self.Number, BrokenPipe);
        }

        return done != 0 ? (long)done : result;
    }

    /// <summary>
    /// Adds standard input's next bytes; none: its end. Called by the thread that fills it, which waits at <paramref name="port"/> while
    /// there is no room.
    /// </summary>
    internal static void Fill(Handle<Port> port, byte* bytes, uint count)
    {
        s_lock.Enter();
        while (Capacity - s_pipes[Input].Count < count)
        {
            s_fillerWaits = port;
            s_lock.Leave();
            Message message = default;
            _ = Kernel.Receive(port, Deadline.Never, ref message);
            s_lock.Enter();
        }

        s_fillerWaits = default;
        s_pipes[Input].Writers -= count == 0 ? 1 : 0;
        _ = count == 0 ? 0 : Put(Input, (ulong)bytes, count, isWhole: true);
        Wake();
        s_lock.Leave();
    }

    /// <summary>What a pipe's end is ready for, as in poll. Under the lock (<see cref="Poll"/>).</summary>
    internal static uint Readiness(int index, FileKind end)
    {
        ref Pipe pipe = ref s_pipes[index];
        return end == FileKind.PipeOut
            ? (pipe.Count != 0 ? Poll.In : 0) | (pipe.Writers == 0 ? Poll.HungUp : 0)
            : (Capacity - pipe.Count >= WholeBytes ? Poll.Out : 0) | (pipe.Readers == 0 ? Poll.Error : 0);
    }

    /// <summary>The lock of all pipes.</summary>
    internal static ref SpinLock Lock => ref s_lock;

    /// <summary>
    /// Waits until any pipe has changed, a signal has come or the deadline has passed (false). Called under the lock, which is released for
    /// the wait.
    /// </summary>
    internal static bool Wait(ref LinuxThread self, Deadline deadline)
    {
        self.WaitsForFile = 1;
        s_waiting++;
        s_lock.Leave();
        ErrorCode error = ErrorCode.None;
        while (Volatile.Read(ref self.WaitsForFile) != 0 && self.Deliverable == 0 && error == ErrorCode.None)
        {
            Message message = default;
            error = Kernel.Receive(self.Port, deadline, ref message);
        }

        s_lock.Enter();
        s_waiting -= self.WaitsForFile;
        self.WaitsForFile = 0;
        return error == ErrorCode.None;
    }

    private static ulong AreaAt(int index) => FileCalls.PipeAreas + ((ulong)index * Capacity);

    private static long Take(int index, ulong address, ulong bytes)
    {
        ref Pipe pipe = ref s_pipes[index];
        if (pipe.Count == 0)
        {
            return pipe.Writers == 0 ? 0 : Errno.TryAgain;
        }

        uint count = bytes < pipe.Count ? (uint)bytes : pipe.Count;
        uint first = Capacity - pipe.Start;
        first = first < count ? first : count;
        if (NativeCode.CopyMemory(address, AreaAt(index) + pipe.Start, first) != 0
            || NativeCode.CopyMemory(address + first, AreaAt(index), count - first) != 0)
        {
            return Errno.BadAddress;
        }

        pipe.Start = (pipe.Start + count) % Capacity;
        pipe.Count -= count;
        Wake();
        return count;
    }

    private static long Put(int index, ulong address, ulong bytes, bool isWhole)
    {
        ref Pipe pipe = ref s_pipes[index];
        uint room = Capacity - pipe.Count;
        if (pipe.Readers == 0)
        {
            return Errno.BrokenPipe;
        }

        if (room == 0 || (isWhole && room < bytes))
        {
            return Errno.TryAgain;
        }

        uint count = bytes < room ? (uint)bytes : room;
        uint at = (pipe.Start + pipe.Count) % Capacity;
        uint first = Capacity - at;
        first = first < count ? first : count;
        if (NativeCode.CopyMemory(AreaAt(index) + at, address, first) != 0
            || NativeCode.CopyMemory(AreaAt(index), address + first, count - first) != 0)
        {
            return Errno.BadAddress;
        }

        pipe.Count += count;
        Wake();
        return count;
    }

    /// <summary>The number of changes so far.</summary>
    internal static uint Changes { get; private set; }

    /// <summary>Notes a change: waiting threads look again. Under the lock.</summary>
    internal static void Wake()
    {
        Changes++;
        if (!s_fillerWaits.IsNone)
        {
            _ = Kernel.Notify(s_fillerWaits, 1);
        }

        for (int i = 0; i < Threads.Used && s_waiting != 0; i++)
        {
            ref LinuxThread thread = ref Threads.At(i);
            if (thread.WaitsForFile != 0)
            {
                s_waiting--;
                Volatile.Write(ref thread.WaitsForFile, 0);
                _ = Kernel.Notify(thread.Port, 1);
            }
        }
    }
}
