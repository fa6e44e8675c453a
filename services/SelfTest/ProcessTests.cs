// Suite process: address spaces, and the life of processes.

using RustKernel.SelfTests;

namespace RustKernel.User.SelfTest;

[Suite("process", 70)]
internal static partial class ProcessTests
{
    private const ulong Data = 0x1000_0000;

    [Test]
    private static void Starts()
    {
        Checks.Equal(1, World.Start.AbiVersion);
        Checks.That(!World.Start.Process.IsNone && !World.Start.Archive.IsNone && !World.Start.Machine.IsNone);
        Checks.That(Kernel.SystemInfo(SystemItem.CpuCount) >= 1);
    }

    [Test]
    private static void Exits()
    {
        Handle<Port> port = World.Port();
        Handle<Process> child = World.Child(Roles.Exit77, port);
        Checks.Equal((ulong)ExitCause.Exited, (ulong)World.WaitExit(port, out ulong code));
        Checks.Equal(77, code);
        Checks.Ok(Kernel.ProcessInfo(child, out ProcessInfoResults info));
        Checks.Equal(2, info.State);
        Checks.Equal(0, info.Frames);
    }

    [Test]
    private static void Spawns()
    {
        Handle<Port> port = World.Port(16);
        for (int i = 0; i < 8; i++)
        {
            _ = World.Child(Roles.Exit77, port);
        }

        for (int i = 0; i < 8; i++)
        {
            World.WaitExit(port, out ulong code);
            Checks.Equal(77, code);
        }
    }

    [Test]
    private static void Kills()
    {
        Handle<Port> port = World.Port();
        Handle<Process> child = World.Child(Roles.SleepForEver, port);
        Checks.Ok(Kernel.ProcessKill(child, 5));
        Checks.Equal((ulong)ExitCause.Killed, (ulong)World.WaitExit(port, out ulong code));
        Checks.Equal(5, code);
    }

    [Test("memory_isolated")]
    private static void Isolated()
    {
        _ = World.Memory(Data, 4096);
        Handle<Port> port = World.Port();
        Handle<Port> stop = World.Port();
        Handle<Process> child = World.Child(Roles.Isolated, port, stop, extra: 7);
        Handle<Process> other = World.Child(Roles.Isolated, port, stop, extra: 9);
        Checks.That(child.Value != other.Value);
        Checks.Equal(0, NativeCode.Load(Data));
        Checks.Ok(Kernel.Sleep(World.In(20)));
        Checks.Ok(World.Send(stop, 0, World.In(1000)));
        Checks.Ok(World.Send(stop, 0, World.In(1000)));
        World.WaitExit(port, out ulong code);
        Checks.Equal(0, code);
        World.WaitExit(port, out code);
        Checks.Equal(0, code);
    }

    [Test("quota_frames")]
    private static void Quota()
    {
        Handle<Port> port = World.Port();
        Handle<Process> child = World.Child(Roles.MemoryHog, port, frames: 200);
        Checks.Equal((ulong)ExitCause.Fault, (ulong)World.WaitExit(port, out ulong code));
        Checks.Equal((ulong)FaultClass.OutOfMemory, code);
        Checks.Ok(Kernel.ProcessInfo(child, out ProcessInfoResults info));
        Checks.That(info.PeakFrames <= 200);
        Checks.Equal(0, info.Frames);
    }

    // A program is loaded but not started: closing its handle returns everything, with and without a thread for it.
    [Test]
    private static void NeverStarted()
    {
        World.FindProgram(out ulong offset, out ulong size);
        Handle<Port> port = World.Port();
        ulong frames = Kernel.SystemInfo(SystemItem.FreeFrames);
        ulong objects = Kernel.SystemInfo(SystemItem.UsedObjects);
        for (int i = 0; i < 4; i++)
        {
            Checks.Ok(Kernel.ProcessCreate(port, default, 256, new ObjectQuotas(16, 16), 0, out Handle<Process> process));
            Checks.Ok(Kernel.ProcessLoad(process, World.Start.Archive, offset, size, out ulong entry));
            if (i % 2 != 0)
            {
                Checks.Ok(Kernel.ThreadCreate(process, entry, 0, 0, World.OwnPriority, 0, out Handle<Thread> thread));
                Checks.Ok(Kernel.HandleClose(i == 1 ? thread : process));
                Checks.Ok(Kernel.HandleClose(i == 1 ? process : thread));
            }
            else
            {
                Checks.Ok(Kernel.HandleClose(process));
            }

            Checks.Equal(frames, Kernel.SystemInfo(SystemItem.FreeFrames));
            Checks.Equal(objects, Kernel.SystemInfo(SystemItem.UsedObjects));
        }

        // It never ran: nothing to report.
        Message message = default;
        Checks.Error(ErrorCode.WouldBlock, World.Receive(port, ref message, default));
    }

    [Test]
    private static void Lifetimes()
    {
        Handle<Port> port = World.Port();
        ulong before = Kernel.SystemInfo(SystemItem.FreeFrames);
        for (int i = 0; i < 100; i++)
        {
            Handle<Process> child = World.Child(Roles.Exit77, port);
            World.WaitExit(port, out _);
            Checks.Ok(Kernel.HandleClose(child));
        }

        Checks.Equal(before, Kernel.SystemInfo(SystemItem.FreeFrames));
    }
}
