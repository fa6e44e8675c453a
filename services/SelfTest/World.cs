using System.Runtime.CompilerServices;

namespace RustKernel.User.SelfTest;

/// <summary>
/// Helpers over the system calls: child processes of this program in other roles (Roles.cs), threads with stacks and jobs (Jobs.cs), ports,
/// messages.
/// </summary>
internal static class World
{
    /// <summary>Set in the first argument of a child.</summary>
    internal const ulong RoleBit = 1ul << 32;

    private const ulong StackBytes = 64 * 1024;
    private const ulong ThreadStacks = 0x6000_0000_0000;
    private const ulong ChildStackTop = 0x7FFF_0000_0000;
    private const Rights ReadWrite = Rights.Read | Rights.Write;
    private static ulong s_nextStack = ThreadStacks;
    private static StartBlock s_start;

    /// <summary>The process's start block.</summary>
    internal static ref StartBlock Start => ref s_start;

    /// <summary>The memory in which the children's program begins; 0: it is in the archive.</summary>
    internal static Handle<Memory> Program { get; set; }

    /// <summary>Priority of the test's own thread: children and threads have this or a lower one.</summary>
    internal const uint OwnPriority = 24;

    /// <summary>Counter ticks of <paramref name="milliseconds"/>.</summary>
    internal static ulong Ticks(ulong milliseconds) => Kernel.SystemInfo(SystemItem.CounterHz) * milliseconds / 1000;

    /// <summary>An absolute deadline <paramref name="milliseconds"/> from now.</summary>
    internal static Deadline In(ulong milliseconds) => new(Kernel.ReadCounter() + Ticks(milliseconds));

    /// <summary>A port; its handle.</summary>
    internal static Handle<Port> Port(uint capacity = 8, [CallerLineNumber] int line = 0)
    {
        Checks.Ok(Kernel.PortCreate(capacity, out Handle<Port> handle), line);
        return handle;
    }

    /// <summary>Zeroed memory of this process at <paramref name="address"/>; the object's handle.</summary>
    internal static Handle<Memory> Memory(ulong address, ulong sizeBytes, [CallerLineNumber] int line = 0)
    {
        Checks.Ok(Kernel.MemoryCreate(sizeBytes, out Handle<Memory> handle), line);
        Checks.Ok(Kernel.MemoryMap(default, handle, 0, address, sizeBytes, ReadWrite), line);
        return handle;
    }

    /// <summary>A thread of this process that does <paramref name="job"/> (Jobs.cs), not started; its handle.</summary>
    internal static Handle<Thread> Thread(ulong job, uint priority = OwnPriority, uint cpus = 0, [CallerLineNumber] int line = 0)
    {
        ulong stack = s_nextStack;
        s_nextStack += StackBytes + 4096;
        Handle<Memory> memory = Memory(stack, StackBytes, line);
        Checks.Ok(Kernel.HandleClose(memory), line);
        Checks.Ok(Kernel.CreateThread(out Handle<Thread> handle, stack + StackBytes, job, priority, cpus), line);
        return handle;
    }

    /// <summary>As <see cref="Thread"/>, started.</summary>
    internal static Handle<Thread> StartThread(ulong job, uint priority = OwnPriority, uint cpus = 0, [CallerLineNumber] int line = 0)
    {
        Handle<Thread> thread = Thread(job, priority, cpus, line);
        Checks.Ok(Kernel.ThreadStart(thread), line);
        return thread;
    }

    /// <summary>
    /// A child process: this program in <paramref name="role"/>, with <paramref name="given"/> (0: nothing) granted as its Starter handle.
    /// The kernel reports its end to <paramref name="supervisor"/>.
    /// </summary>
    internal static Handle<Process> Child(
        ulong role,
        Handle<Port> supervisor,
        AnyHandle given = default,
        ulong extra = 0,
        ulong frames = 256,
        uint priority = OwnPriority,
        uint cpus = 0,
        [CallerLineNumber] int line = 0)
    {
        ErrorCode error = TryChild(out Handle<Process> process, role, supervisor, given, extra, frames, priority, cpus);
        Checks.Ok(error, line);
        return process;
    }

    /// <summary>As <see cref="Child"/>, but returns the error; then nothing is left.</summary>
    internal static ErrorCode TryChild(
        out Handle<Process> process,
        ulong role,
        Handle<Port> supervisor,
        AnyHandle given,
        ulong extra,
        ulong frames,
        uint priority,
        uint cpus,
        uint objects = 64,
        uint handles = 64)
    {
        const ulong name = 0x646C696863;
        ErrorCode error = Kernel.ProcessCreate(supervisor, new Badge(role), frames, new ObjectQuotas(objects, handles), name, out process);
        if (error != ErrorCode.None)
        {
            return error;
        }

        FindProgram(out ulong offset, out ulong size);
        error = Program.IsNone
            ? Kernel.ProcessLoad(process, s_start.Archive, offset, size, out ulong entry)
            : Kernel.ProcessLoad(process, Program, 0, size, out entry);
        Handle<Memory> stack = default;
        if (error == ErrorCode.None)
        {
            error = Kernel.MemoryCreate(StackBytes, out stack);
        }

        if (error == ErrorCode.None)
        {
            error = Kernel.MemoryMap(process, stack, 0, ChildStackTop - StackBytes, StackBytes, ReadWrite);
            _ = Kernel.HandleClose(stack);
        }

        Handle<Thread> thread = default;
        if (error == ErrorCode.None)
        {
            error = Kernel.ThreadCreate(process, entry, ChildStackTop, RoleBit | role, priority, cpus, out thread);
        }

        if (error == ErrorCode.None)
        {
            error = Prepare(process, thread, given, extra);
            _ = Kernel.HandleClose(thread);
        }

        if (error != ErrorCode.None)
        {
            _ = Kernel.HandleClose(process);
            process = default;
        }

        return error;
    }

    /// <summary>Waits for the report of a child's end at <paramref name="port"/>; its cause and code.</summary>
    internal static ExitCause WaitExit(Handle<Port> port, out ulong code, [CallerLineNumber] int line = 0)
    {
        Message message = default;
        Checks.Ok(Kernel.Receive(port, In(10_000), ref message), line);
        Checks.Equal((ulong)MessageKind.Exit, (ulong)message.Info.Kind, line);
        code = message.Words[0];
        return (ExitCause)(uint)message.Words[1];
    }

    /// <summary>
    /// Waits until threads have done <paramref name="count"/> jobs, or long enough: the tests do not measure the machine's speed.
    /// </summary>
    internal static void WaitForJobs(ulong count)
    {
        Deadline end = In(10_000);
        while (Jobs.Count < count && Kernel.ReadCounter() < end.Ticks)
        {
            _ = Kernel.Sleep(In(1));
        }
    }

    /// <summary>Makes a call with one word; returns the reply's first word.</summary>
    internal static ErrorCode Ask(Handle<Port> port, ulong word, out ulong answer) => Ask(port, word, out answer, Deadline.Never);

    /// <summary>The same, with a deadline.</summary>
    internal static ErrorCode Ask(Handle<Port> port, ulong word, out ulong answer, Deadline deadline)
    {
        Message message = new() { Info = new MessageInfo(0, 1, 0, MessageKind.Call) };
        message.Words[0] = word;
        ErrorCode error = Kernel.Call(port, deadline, ref message);
        answer = message.Words[0];
        return error;
    }

    /// <summary>Sends one word.</summary>
    internal static ErrorCode Send(Handle<Port> port, ulong word, Deadline deadline = default)
    {
        Message message = new() { Info = new MessageInfo(0, 1, 0, MessageKind.Send) };
        message.Words[0] = word;
        return Kernel.Send(port, deadline, in message);
    }

    /// <summary>Receives a message.</summary>
    internal static ErrorCode Receive(Handle<Port> port, ref Message message, Deadline deadline) =>
        Kernel.Receive(port, deadline, ref message);

    /// <summary>Answers the call in <paramref name="message"/> with one word.</summary>
    internal static ErrorCode Reply(ref Message message, ulong word)
    {
        message.Info = new MessageInfo(0, 1, 0, MessageKind.Send);
        message.Words[0] = word;
        return Kernel.Reply(message.Token, in message);
    }

    /// <summary>Another handle to what <paramref name="handle"/> names.</summary>
    internal static Handle<T> Duplicate<T>(Handle<T> handle, Rights rights, ulong badge = 0, [CallerLineNumber] int line = 0)
        where T : struct, IKernelObject =>
        new(Duplicate((AnyHandle)handle, rights, badge, line).Value);

    /// <summary>Another handle to what <paramref name="handle"/> names, of any kind.</summary>
    internal static AnyHandle Duplicate(AnyHandle handle, Rights rights, ulong badge = 0, [CallerLineNumber] int line = 0)
    {
        Checks.Ok(Kernel.HandleDuplicate(handle, rights, new Badge(badge), badge != 0, out AnyHandle copy), line);
        return copy;
    }

    private static ErrorCode Prepare(Handle<Process> process, Handle<Thread> thread, AnyHandle given, ulong extra)
    {
        ErrorCode error = ErrorCode.None;
        ForeignHandle granted = default;
        if (!given.IsNone)
        {
            error = Kernel.ProcessGrant(process, given, Rights.All, out granted);
        }

        // Registers of the new thread, which form its StartBlock.
        ForeignHandle archive = default;
        if (error == ErrorCode.None)
        {
            error = Kernel.ProcessGrant(process, s_start.Archive, Rights.All, out archive);
        }

        Write(thread, 1, s_start.AbiVersion, ref error);
        Write(thread, 3, archive.Value, ref error);
        Write(thread, 4, s_start.ArchiveBytes, ref error);
        Write(thread, 6, granted.Value, ref error);
        Write(thread, 7, extra, ref error);
        return error == ErrorCode.None ? Kernel.ThreadStart(thread) : error;
    }

    private static void Write(Handle<Thread> thread, uint register, ulong value, ref ErrorCode error)
    {
        if (error == ErrorCode.None)
        {
            error = Kernel.ThreadWriteRegister(thread, register, value);
        }
    }

    // This program is the archive's first file: its header says how long it is and where its contents begin.
    internal static void FindProgram(out ulong offset, out ulong size)
    {
        size = 0;
        offset = 4096;
        if (Kernel.MemoryRead(s_start.Archive, 48, out RegisterWords registers) != ErrorCode.None)
        {
            return;
        }

        // c_filesize: eight hexadecimal digits at 54, so at 6 of the bytes read.
        for (int i = 6; i < 14; i++)
        {
            ulong word = i < 8 ? registers[0] : registers[1];
            uint digit = (uint)(word >> (8 * (i % 8))) & 0xFF;
            size = (size << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }
    }
}
