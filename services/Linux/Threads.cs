using System.Threading;
using RustKernel.Linux.Addresses;
using RustKernel.User;

namespace RustKernel.Linux;

/// <summary>
/// The program's threads: their blocks and stacks here, how they begin and end. Blocks lie at fixed addresses, one after the other, and are
/// reused when their threads have ended.
/// </summary>
internal static unsafe class Threads
{
    /// <summary>The most threads.</summary>
    internal const int Most = 512;

    /// <summary>The process's number, and its first thread's.</summary>
    internal const int ProcessNumber = 1;

    private const ulong CloneVm = 0x100;
    private const ulong CloneThread = 0x1_0000;
    private const ulong CloneSetThreadPointer = 0x8_0000;
    private const ulong CloneParentSetNumber = 0x10_0000;
    private const ulong CloneChildClearNumber = 0x20_0000;
    private const ulong CloneChildSetNumber = 0x100_0000;
    private const ulong CloneNeeded = CloneVm | CloneThread;

    private static SpinLock s_lock;
    private static uint s_priority;

    // Blocks used so far: reading a further one would make its page.
    private static int s_used;

    /// <summary>The priority of every thread.</summary>
    internal static uint Priority => s_priority;

    /// <summary>Blocks used so far.</summary>
    internal static int Used => Volatile.Read(ref s_used);

    /// <summary>The lock of the table; its holder never suspends a thread that could wait for it.</summary>
    internal static ref SpinLock Lock => ref s_lock;

    /// <summary>The block with that index.</summary>
    internal static ref LinuxThread At(int index) =>
        ref LinuxThread.At(Layout.Threads + ((ulong)(index + 1) * LinuxThread.StackBytes) - LinuxThread.Bytes);

    /// <summary>Makes memory for blocks, and the block of the calling thread, which is the program's first. The kernel's errors.</summary>
    internal static ErrorCode Prepare(out ulong block)
    {
        ulong bytes = Most * LinuxThread.StackBytes;
        block = 0;
        ErrorCode error = Kernel.MemoryCreate(bytes, out Handle<Memory> memory);
        error = error == ErrorCode.None
            ? Kernel.MemoryMap(default, memory, 0, Layout.Threads, bytes, RustKernel.Rights.Read | RustKernel.Rights.Write)
            : error;
        Handle<Thread> self = default;
        error = error == ErrorCode.None ? Kernel.ThreadSelf(out self) : error;
        ThreadInfoResults info = default;
        error = error == ErrorCode.None ? Kernel.ThreadInfo(self, out info) : error;
        if (error != ErrorCode.None)
        {
            return error;
        }

        s_priority = info.Priority;

        s_used = 1;
        ref LinuxThread thread = ref At(0);
        thread.IsUsed = 1;
        thread.Number = ProcessNumber;
        thread.Handle = self;
        block = thread.Address;
        error = Kernel.PortCreate(1, out Handle<Port> port);
        thread.Port = port;
        return error;
    }

    /// <summary>clone, for threads; returns the new one's number.</summary>
    internal static long Clone(ref LinuxThread self, ulong flags, ulong stack, ulong parentNumber, ulong threadPointer, ulong childNumber)
    {
        if ((flags & CloneNeeded) != CloneNeeded)
        {
            SystemCallTable.NoteUnknown((ulong)LinuxCall.Clone, "clone of a process"u8);
            return Errno.NotImplemented;
        }

        ErrorCode error = Take(out ulong block);
        if (error != ErrorCode.None)
        {
            return Errno.TryAgain;
        }

        ref LinuxThread thread = ref LinuxThread.At(block);
        self.FetchProgramCounter();
        Inherit(ref thread, ref self);
        thread.Sp = stack != 0 ? stack : self.Sp;
        thread.ThreadPointer = (flags & CloneSetThreadPointer) != 0 ? threadPointer : NativeCode.ThreadPointer();
        thread.ClearedAtEnd = (flags & CloneChildClearNumber) != 0 ? childNumber : 0;
        int number = thread.Number;
        if (((flags & CloneParentSetNumber) != 0 && !UserMemory.TryWrite(parentNumber, number))
            || ((flags & CloneChildSetNumber) != 0 && !UserMemory.TryWrite(childNumber, number)))
        {
            Free(ref thread);
            return Errno.BadAddress;
        }

        error = Start(ref thread);
        if (error != ErrorCode.None)
        {
            Free(ref thread);
            return Errno.TryAgain;
        }

        return number;
    }

    private static void Inherit(ref LinuxThread thread, ref LinuxThread self)
    {
        for (int i = 0; i < 31; i++)
        {
            thread.X[i] = self.X[i];
        }

        thread.X[0] = 0;
        thread.Flags = self.Flags;
        thread.ProgramCounter = self.ProgramCounter;
        thread.ProgramX16 = self.ProgramX16;
        thread.Blocked = self.Blocked;
    }

    private static ErrorCode Start(ref LinuxThread thread)
    {
        ulong block = thread.Address;
        ErrorCode error = Kernel.ThreadCreate(default, NativeCode.ThreadEntry(), block, block, s_priority, 0, out Handle<Thread> handle);
        if (error != ErrorCode.None)
        {
            return error;
        }

        thread.Handle = handle;
        error = Kernel.ThreadSetForeign(handle, block);
        return error == ErrorCode.None ? Kernel.ThreadStart(handle) : error;
    }

    private static ErrorCode Take(out ulong block)
    {
        block = 0;
        s_lock.Enter();
        int index = 0;
        while (index < s_used && At(index).IsUsed != 0)
        {
            index++;
        }

        if (index < Most)
        {
            s_used = index == s_used ? index + 1 : s_used;
            At(index).IsUsed = 1;
            block = At(index).Address;
        }

        s_lock.Leave();
        if (block == 0)
        {
            return ErrorCode.OutOfMemory;
        }

        ref LinuxThread thread = ref LinuxThread.At(block);
        thread.Number = ProcessNumber + index;
        thread.Pending = 0;
        thread.SignalStackBytes = 0;
        thread.ClearedAtEnd = 0;
        if (!thread.Port.IsNone)
        {
            return ErrorCode.None;
        }

        ErrorCode error = Kernel.PortCreate(1, out Handle<Port> port);
        thread.Port = port;
        if (error != ErrorCode.None)
        {
            Volatile.Write(ref thread.IsUsed, 0);
        }

        return error;
    }

    // The port stays with the block.
    private static void Free(ref LinuxThread thread)
    {
        if (!thread.Handle.IsNone)
        {
            _ = Kernel.ThreadKill(thread.Handle);
            thread.Handle.Close();
            thread.Handle = default;
        }

        Volatile.Write(ref thread.IsUsed, 0);
    }

    /// <summary>exit: ends the calling thread; the last one ends the process.</summary>
    internal static void Exit(ref LinuxThread self, ulong code)
    {
        if (self.ClearedAtEnd != 0 && UserMemory.TryWrite(self.ClearedAtEnd, 0))
        {
            _ = Futexes.WakeAt(self.ClearedAtEnd, 1, uint.MaxValue);
        }

        s_lock.Enter();
        int others = 0;
        for (int i = 0; i < s_used; i++)
        {
            others += At(i).IsUsed != 0 && At(i).Number != self.Number ? 1 : 0;
        }

        if (others == 0)
        {
            Program.End(code);
        }

        // From here on another thread may get this block, on whose stack this code runs: only ThreadExit follows, in registers.
        self.Handle.Close();
        self.Handle = default;
        NativeCode.ExitThread(ref self.IsUsed, ref s_lock);
    }

    /// <summary>The first thread that does not block signal <paramref name="signal"/>; if all do, the first.</summary>
    internal static int NumberFor(ulong signal)
    {
        ulong bit = signal == 0 ? 0 : 1ul << ((int)signal - 1);
        int first = 0;
        s_lock.Enter();
        for (int i = s_used - 1; i >= 0; i--)
        {
            bool isBetter = At(i).IsUsed != 0 && ((At(i).Blocked & bit) == 0 || first == 0);
            first = isBetter ? At(i).Number : first;
        }

        s_lock.Leave();
        return first;
    }

    /// <summary>The thread with number <paramref name="number"/>; 0: there is none. Under the lock.</summary>
    internal static ulong Find(int number)
    {
        int index = number - ProcessNumber;
        return index >= 0 && index < s_used && At(index).IsUsed != 0 ? At(index).Address : 0;
    }
}
