// What tests are made of: child processes of this same program in other roles, threads with stacks, ports, messages.

using System.Runtime.CompilerServices;

namespace RustKernel.User.SelfTest;

/// <summary>Helpers over the system calls. A role is what a child does (Roles.cs); a job is what a thread does (Jobs.cs).</summary>
internal static class World
{
    /// <summary>Set in the first argument of a child.</summary>
    internal const ulong RoleBit = 1ul << 32;

    private const ulong StackBytes = 64 * 1024;
    private const ulong ThreadStacks = 0x6000_0000_0000;
    private const ulong ChildStackTop = 0x7FFF_0000_0000;
    private const ulong ReadWrite = (ulong)(Rights.Read | Rights.Write);
    private static ulong s_nextStack = ThreadStacks;
    private static StartBlock s_start;

    /// <summary>What this process was started with.</summary>
    internal static ref StartBlock Start => ref s_start;

    /// <summary>The memory that children's program begins in; 0: the archive has it.</summary>
    internal static ulong Program { get; set; }

    /// <summary>Priority of the test's own thread: children and threads are made at or below it.</summary>
    internal const uint OwnPriority = 24;

    /// <summary>Counter ticks of <paramref name="milliseconds"/>.</summary>
    internal static ulong Ticks(ulong milliseconds) => Kernel.SystemInfo(SystemItem.CounterHz) * milliseconds / 1000;

    /// <summary>An absolute deadline that far from now.</summary>
    internal static ulong In(ulong milliseconds) => Kernel.ReadCounter() + Ticks(milliseconds);

    /// <summary>A port; its handle.</summary>
    internal static ulong Port(ulong capacity = 8, [CallerLineNumber] int line = 0)
    {
        Checks.Ok(Kernel.Call(SystemCall.PortCreate, out ulong handle, capacity), line);
        return handle;
    }

    /// <summary>Zeroed memory of this process at <paramref name="address"/>; the object's handle.</summary>
    internal static ulong Memory(ulong address, ulong sizeBytes, [CallerLineNumber] int line = 0)
    {
        Checks.Ok(Kernel.Call(SystemCall.MemoryCreate, out ulong handle, sizeBytes), line);
        Checks.Ok(Kernel.Call(SystemCall.MemoryMap, 0, handle, 0, address, sizeBytes, ReadWrite), line);
        return handle;
    }

    /// <summary>A thread of this process that does <paramref name="job"/> (Jobs.cs), not started; its handle.</summary>
    internal static ulong Thread(ulong job, uint priority = OwnPriority, uint cpus = 0, [CallerLineNumber] int line = 0)
    {
        ulong stack = s_nextStack;
        s_nextStack += StackBytes + 4096;
        ulong memory = Memory(stack, StackBytes, line);
        Checks.Ok(Kernel.Call(SystemCall.HandleClose, memory), line);
        Checks.Ok(Kernel.CreateThread(out ulong handle, stack + StackBytes, job, priority, cpus), line);
        return handle;
    }

    /// <summary>As <see cref="Thread"/>, started.</summary>
    internal static ulong StartThread(ulong job, uint priority = OwnPriority, uint cpus = 0, [CallerLineNumber] int line = 0)
    {
        ulong thread = Thread(job, priority, cpus, line);
        Checks.Ok(Kernel.Call(SystemCall.ThreadStart, thread), line);
        return thread;
    }

    /// <summary>
    /// A child process: this program in <paramref name="role"/>, with <paramref name="given"/> (0: nothing)
    /// granted as its Starter handle. Its end is told at <paramref name="supervisor"/>.
    /// </summary>
    internal static ulong Child(
        ulong role,
        ulong supervisor,
        ulong given = 0,
        ulong extra = 0,
        ulong frames = 256,
        uint priority = OwnPriority,
        uint cpus = 0,
        [CallerLineNumber] int line = 0)
    {
        ErrorCode error = TryChild(out ulong process, role, supervisor, given, extra, frames, priority, cpus);
        Checks.Ok(error, line);
        return process;
    }

    /// <summary>As <see cref="Child"/>, saying why it failed; nothing is left then.</summary>
    internal static ErrorCode TryChild(
        out ulong process,
        ulong role,
        ulong supervisor,
        ulong given,
        ulong extra,
        ulong frames,
        uint priority,
        uint cpus,
        ulong objects = 64,
        ulong handles = 64)
    {
        const ulong name = 0x646C696863;
        ErrorCode error = Kernel.Call(SystemCall.ProcessCreate, out process, supervisor, role, frames, objects | (handles << 32), name);
        if (error != ErrorCode.None)
        {
            return error;
        }

        FindProgram(out ulong offset, out ulong size);
        error = Program == 0
            ? Kernel.Call(SystemCall.ProcessLoad, out ulong entry, process, s_start.Archive, offset, size)
            : Kernel.Call(SystemCall.ProcessLoad, out entry, process, Program, 0, size);
        ulong stack = 0;
        if (error == ErrorCode.None)
        {
            error = Kernel.Call(SystemCall.MemoryCreate, out stack, StackBytes);
        }

        if (error == ErrorCode.None)
        {
            error = Kernel.Call(SystemCall.MemoryMap, process, stack, 0, ChildStackTop - StackBytes, StackBytes, ReadWrite);
            _ = Kernel.Call(SystemCall.HandleClose, stack);
        }

        ulong thread = 0;
        if (error == ErrorCode.None)
        {
            error = Kernel.Call(SystemCall.ThreadCreate, out thread, process, entry, ChildStackTop, RoleBit | role, priority, cpus);
        }

        if (error == ErrorCode.None)
        {
            error = Prepare(process, thread, given, extra);
            _ = Kernel.Call(SystemCall.HandleClose, thread);
        }

        if (error != ErrorCode.None)
        {
            _ = Kernel.Call(SystemCall.HandleClose, process);
            process = 0;
        }

        return error;
    }

    /// <summary>Waits for the end of a child told at <paramref name="port"/>; its cause and code.</summary>
    internal static ExitCause WaitExit(ulong port, out ulong code, [CallerLineNumber] int line = 0)
    {
        Message message = new() { Port = port, DeadlineOrBadge = In(10_000) };
        Checks.Ok(Kernel.Call(SystemCall.Receive, ref message), line);
        Checks.Equal((ulong)MessageKind.Exit, (ulong)new MessageInfo(message.Info).Kind, line);
        code = message.Words[0];
        return (ExitCause)(uint)message.Words[1];
    }

    /// <summary>
    /// Waits until threads have done <paramref name="count"/> jobs, or long enough: how fast a
    /// machine is is not what tests are about.
    /// </summary>
    internal static void WaitForJobs(ulong count)
    {
        ulong end = In(10_000);
        while (Jobs.Count < count && Kernel.ReadCounter() < end)
        {
            _ = Kernel.Call(SystemCall.Sleep, In(1));
        }
    }

    /// <summary>A call with one word; the reply's first word.</summary>
    internal static ErrorCode Ask(ulong port, ulong word, out ulong answer, ulong deadline = Kernel.Never)
    {
        Message message = new() { Port = port, DeadlineOrBadge = deadline, Info = new MessageInfo(0, 1, 0, MessageKind.Call).Bits };
        message.Words[0] = word;
        ErrorCode error = Kernel.Call(SystemCall.Call, ref message);
        answer = message.Words[0];
        return error;
    }

    /// <summary>Sends one word.</summary>
    internal static ErrorCode Send(ulong port, ulong word, ulong deadline = 0)
    {
        Message message = new() { Port = port, DeadlineOrBadge = deadline, Info = new MessageInfo(0, 1, 0, MessageKind.Send).Bits };
        message.Words[0] = word;
        return Kernel.Call(SystemCall.Send, ref message);
    }

    /// <summary>Receives a message.</summary>
    internal static ErrorCode Receive(ulong port, ref Message message, ulong deadline)
    {
        message.Port = port;
        message.DeadlineOrBadge = deadline;
        return Kernel.Call(SystemCall.Receive, ref message);
    }

    /// <summary>Answers the call in <paramref name="message"/> with one word.</summary>
    internal static ErrorCode Reply(ref Message message, ulong word)
    {
        message.Info = new MessageInfo(0, 1, 0, MessageKind.Send).Bits;
        message.Words[0] = word;
        return Kernel.Call(SystemCall.Reply, ref message);
    }

    /// <summary>Another handle to what <paramref name="handle"/> names.</summary>
    internal static ulong Duplicate(ulong handle, Rights rights, ulong badge = 0, [CallerLineNumber] int line = 0)
    {
        Checks.Ok(Kernel.Call(SystemCall.HandleDuplicate, out ulong copy, handle, (ulong)rights, badge, badge == 0 ? 0ul : 1), line);
        return copy;
    }

    private static ErrorCode Prepare(ulong process, ulong thread, ulong given, ulong extra)
    {
        ErrorCode error = ErrorCode.None;
        ulong granted = 0;
        if (given != 0)
        {
            error = Kernel.Call(SystemCall.ProcessGrant, out granted, process, given, (ulong)Rights.All);
        }

        // Registers of the new thread: what its StartBlock is made of.
        ulong archive = 0;
        if (error == ErrorCode.None)
        {
            error = Kernel.Call(SystemCall.ProcessGrant, out archive, process, s_start.Archive, (ulong)Rights.All);
        }

        Write(thread, 1, s_start.AbiVersion, ref error);
        Write(thread, 3, archive, ref error);
        Write(thread, 4, s_start.ArchiveBytes, ref error);
        Write(thread, 6, granted, ref error);
        Write(thread, 7, extra, ref error);
        return error == ErrorCode.None ? Kernel.Call(SystemCall.ThreadStart, thread) : error;
    }

    private static void Write(ulong thread, ulong register, ulong value, ref ErrorCode error)
    {
        if (error == ErrorCode.None)
        {
            error = Kernel.Call(SystemCall.ThreadWriteRegister, thread, register, value);
        }
    }

    // This program is the archive's first file: its header says how long it is and where its contents begin.
    internal static void FindProgram(out ulong offset, out ulong size)
    {
        size = 0;
        offset = 4096;
        CallRegisters registers = new() { X0 = s_start.Archive, X1 = 48 };
        if (Kernel.Call(SystemCall.MemoryRead, ref registers) != ErrorCode.None)
        {
            return;
        }

        // c_filesize: eight hexadecimal digits at 54, so at 6 of what was read.
        for (int i = 6; i < 14; i++)
        {
            ulong word = i < 8 ? registers.X1 : registers.X2;
            uint digit = (uint)(word >> (8 * (i % 8))) & 0xFF;
            size = (size << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }
    }
}
