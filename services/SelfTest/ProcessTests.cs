// Suite process: address spaces and lives.

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
        Checks.That(World.Start.Process != 0 && World.Start.Archive != 0 && World.Start.Machine != 0);
        Checks.That(Kernel.SystemInfo(SystemItem.CpuCount) >= 1);
    }

    [Test]
    private static void Exits()
    {
        ulong port = World.Port();
        ulong child = World.Child(Roles.Exit77, port);
        Checks.Equal((ulong)ExitCause.Exited, (ulong)World.WaitExit(port, out ulong code));
        Checks.Equal(77, code);
        CallRegisters info = new() { X0 = child };
        Checks.Ok(Kernel.Call(SystemCall.ProcessInfo, ref info));
        Checks.Equal(2, info.X1);
        Checks.Equal(0, info.X4);
    }

    [Test]
    private static void Spawns()
    {
        ulong port = World.Port(16);
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
        ulong port = World.Port();
        ulong child = World.Child(Roles.SleepForEver, port);
        Checks.Ok(Kernel.Call(SystemCall.ProcessKill, child, 5));
        Checks.Equal((ulong)ExitCause.Killed, (ulong)World.WaitExit(port, out ulong code));
        Checks.Equal(5, code);
    }

    [Test("memory_isolated")]
    private static void Isolated()
    {
        _ = World.Memory(Data, 4096);
        ulong port = World.Port();
        ulong stop = World.Port();
        ulong child = World.Child(Roles.Isolated, port, stop, extra: 7);
        ulong other = World.Child(Roles.Isolated, port, stop, extra: 9);
        Checks.That(child != other);
        Checks.Equal(0, NativeCode.Load(Data));
        Checks.Ok(Kernel.Call(SystemCall.Sleep, World.In(20)));
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
        ulong port = World.Port();
        ulong child = World.Child(Roles.MemoryHog, port, frames: 200);
        Checks.Equal((ulong)ExitCause.Fault, (ulong)World.WaitExit(port, out ulong code));
        Checks.Equal((ulong)FaultClass.OutOfMemory, code);
        CallRegisters info = new() { X0 = child };
        Checks.Ok(Kernel.Call(SystemCall.ProcessInfo, ref info));
        Checks.That(info.X5 <= 200);
        Checks.Equal(0, info.X4);
    }

    // A program is loaded, and nobody starts it: closing its handle gives everything back, with and without a thread that was to run it.
    [Test]
    private static void NeverStarted()
    {
        World.FindProgram(out ulong offset, out ulong size);
        ulong port = World.Port();
        ulong frames = Kernel.SystemInfo(SystemItem.FreeFrames);
        ulong objects = Kernel.SystemInfo(SystemItem.UsedObjects);
        for (int i = 0; i < 4; i++)
        {
            Checks.Ok(Kernel.Call(SystemCall.ProcessCreate, out ulong process, port, 0, 256, 16 | (16ul << 32), 0));
            Checks.Ok(Kernel.Call(SystemCall.ProcessLoad, out ulong entry, process, World.Start.Archive, offset, size));
            if (i % 2 != 0)
            {
                Checks.Ok(Kernel.Call(SystemCall.ThreadCreate, out ulong thread, process, entry, 0, 0, World.OwnPriority, 0));
                Checks.Ok(Kernel.Call(SystemCall.HandleClose, i == 1 ? thread : process));
                Checks.Ok(Kernel.Call(SystemCall.HandleClose, i == 1 ? process : thread));
            }
            else
            {
                Checks.Ok(Kernel.Call(SystemCall.HandleClose, process));
            }

            Checks.Equal(frames, Kernel.SystemInfo(SystemItem.FreeFrames));
            Checks.Equal(objects, Kernel.SystemInfo(SystemItem.UsedObjects));
        }

        // It never ran: nothing to report.
        Message message = default;
        Checks.Error(ErrorCode.WouldBlock, World.Receive(port, ref message, 0));
    }

    [Test]
    private static void Lifetimes()
    {
        ulong port = World.Port();
        ulong before = Kernel.SystemInfo(SystemItem.FreeFrames);
        for (int i = 0; i < 100; i++)
        {
            ulong child = World.Child(Roles.Exit77, port);
            World.WaitExit(port, out _);
            Checks.Ok(Kernel.Call(SystemCall.HandleClose, child));
        }

        Checks.Equal(before, Kernel.SystemInfo(SystemItem.FreeFrames));
    }
}
