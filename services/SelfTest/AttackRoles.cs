// Children of suite hostile that make the kernel work: each tries to make one entry longer than others can wait.

namespace RustKernel.User.SelfTest;

internal static class AttackRoles
{
    /// <summary>Timers of the storm: more than a CPU can serve if all expire as often as permitted.</summary>
    internal const uint Timers = 192;

    private const ulong TimersHz = 10_000;
    private const ulong Ports = 1_000;
    private const ulong Callers = 24;
    private const ulong Lines = 200;
    private const ulong Loads = 200;
    private const ulong Destroys = 100;
    private const ulong LargestBytes = 1ul << 30;
    private const ulong PagesOfEach = 96;
    private const ulong PageBytes = 4096;
    private const ulong RingBytes = 16 * PageBytes;
    private const ulong Own = 0x1000_0000;
    private const Rights ReadWrite = Rights.Read | Rights.Write;
    private const ulong EntryOffset = 24;

    // Arms all its timers for every 100 microseconds, signals that, and takes their reports.
    internal static ulong ArmTimers(Handle<Port> ready)
    {
        Handle<Port> port = World.Port();
        ulong period = Kernel.SystemInfo(SystemItem.CounterHz) / TimersHz;
        for (uint i = 0; i < Timers; i++)
        {
            if (Kernel.TimerCreate(port, new(i), out Handle<Timer> timer) != ErrorCode.None
                || Kernel.TimerSet(timer, new(Kernel.ReadCounter() + period), period) != ErrorCode.None)
            {
                return 1;
            }
        }

        ErrorCode error = World.Send(ready, 1);
        Message message = default;
        while (error == ErrorCode.None)
        {
            error = World.Receive(port, ref message, Deadline.Never);
        }

        return (ulong)error;
    }

    // As much text as a call accepts, call after call.
    internal static ulong FloodText()
    {
        for (ulong i = 0; i < Lines; i++)
        {
            Output.Write("  # text flood: as much text as a single call can take.\n"u8);
        }

        return 0;
    }

    // A copy of this program with an invalid entry point: all segments are mapped before the kernel finds that.
    internal static ulong LoadBad()
    {
        World.FindProgram(out ulong offset, out ulong size);
        ulong bytes = (size + PageBytes - 1) & ~(PageBytes - 1);
        Handle<Memory> copy = World.Memory(Own, bytes);
        ErrorCode error = Kernel.MemoryMap(default, World.Start.Archive, offset, Own + LargestBytes, PageBytes, Rights.Read);
        for (ulong at = 0; at < PageBytes && error == ErrorCode.None; at += sizeof(ulong))
        {
            NativeCode.Put(Own + at, at == EntryOffset ? 4 : NativeCode.Load(Own + LargestBytes + at));
        }

        for (ulong i = 0; i < Loads && error == ErrorCode.None; i++)
        {
            error = Kernel.ProcessCreate(default, default, 64, new ObjectQuotas(16, 16), 0, out Handle<Process> process);
            if (error == ErrorCode.None)
            {
                error = Kernel.ProcessLoad(process, copy, 0, size, out _) == ErrorCode.Corrupt
                    ? ErrorCode.None
                    : ErrorCode.InvalidState;
                _ = Kernel.HandleClose(process);
            }
        }

        return (ulong)error;
    }

    // As large as possible, with pages as far apart as possible, destroyed while it is mapped.
    internal static ulong DestroyLarge()
    {
        ErrorCode error = ErrorCode.None;
        for (ulong i = 0; i < Destroys && error == ErrorCode.None; i++)
        {
            error = Kernel.MemoryCreate(LargestBytes, out Handle<Memory> memory);
            error = error == ErrorCode.None ? Kernel.MemoryMap(default, memory, 0, Own, LargestBytes, ReadWrite) : error;
            for (ulong page = 0; page < PagesOfEach && error == ErrorCode.None; page++)
            {
                NativeCode.Put(Own + (page * (LargestBytes / PagesOfEach) & ~(PageBytes - 1)), page);
            }

            error = error == ErrorCode.None ? Kernel.HandleDestroy(memory) : error;
            error = error == ErrorCode.None ? Kernel.MemoryUnmap(default, Own, LargestBytes) : error;
            _ = Kernel.HandleClose(memory);
        }

        return (ulong)error;
    }

    // Callers wait at ports that all end at once, with their process.
    internal static ulong HoardPorts()
    {
        ErrorCode error = ErrorCode.None;
        for (ulong i = 0; i < Ports && error == ErrorCode.None; i++)
        {
            error = Kernel.PortCreate(1, out Jobs.Port);
            if (error == ErrorCode.None && i % (Ports / Callers) == 0)
            {
                // More urgent than us, so it already waits at its port when we continue.
                _ = World.StartThread(Jobs.Caller, 10);
                error = Kernel.Yield();
            }
        }

        return error == ErrorCode.None ? Checks.ExitCode : (ulong)error;
    }

    // Takes the line, fills the ring, and ends.
    internal static ulong DieWithLine(Handle<Machine> machine)
    {
        Handle<Memory> ring = World.Memory(Own, RingBytes);
        Handle<Port> port = World.Port();
        ErrorCode error = Kernel.ConsoleTake(machine, port, ring, out ulong registers);
        for (ulong at = PageBytes; at < RingBytes && error == ErrorCode.None; at += sizeof(ulong))
        {
            // "  # ring" and a line end at each 64th byte: no line of it is a test result.
            NativeCode.Put(
                Own + at,
                (at & 63) == 56 ? 0x0A2E_2E2E_2E2E_2E2Eul : (at & 63) == 0 ? 0x676E_6972_2023_2020ul : 0x2E2E_2E2E_2E2E_2E2Eul);
        }

        NativeCode.Put(Own, RingBytes - PageBytes);
        return (ulong)error;
    }
}
