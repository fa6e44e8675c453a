// Suite sched: which thread runs when.

using RustKernel.SelfTests;

namespace RustKernel.User.SelfTest;

[Suite("sched", 100)]
internal static partial class SchedTests
{
    private const uint OneCpu = 1;

    internal static void Run(int test)
    {
        // On one CPU the scheduler alone decides the order.
        Checks.Ok(Kernel.ThreadSetSchedule(default, World.OwnPriority, OneCpu));
        Checks.Ok(Kernel.Yield());
        RunTest(test);
    }

    // A tick may let the other one run before the yield, or stop it before it is done; usually none comes.
    [Test]
    private static void Yield()
    {
        const int attempts = 20;
        int clean = 0;
        for (int i = 0; i < attempts; i++)
        {
            ulong before = Jobs.Count;
            _ = World.StartThread(Jobs.AddOne, World.OwnPriority, OneCpu);
            bool isEarly = Jobs.Count != before;
            Checks.Ok(Kernel.Yield());
            clean += !isEarly && Jobs.Count == before + 1 ? 1 : 0;
            World.WaitForJobs(before + 1);
            Checks.Equal(before + 1, Jobs.Count);
        }

        Checks.That(clean >= attempts / 2);
    }

    // Lower ones wait; of the ready ones the most urgent comes first.
    [Test]
    private static void Priority()
    {
        _ = World.StartThread(Jobs.NoteOrder | (1 << 8), 10, OneCpu);
        _ = World.StartThread(Jobs.NoteOrder | (3 << 8), 12, OneCpu);
        _ = World.StartThread(Jobs.NoteOrder | (2 << 8), 11, OneCpu);
        Checks.Ok(Kernel.Yield());
        Checks.Equal(0, Jobs.Order);
        World.WaitForJobs(3);
        Checks.Equal(0x030201, Jobs.Order);
        Checks.Error(ErrorCode.AccessDenied, Kernel.CreateThread(out _, 0x1000, 0, World.OwnPriority + 1, 0));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.ThreadSetSchedule(default, 32, 0));
    }

    // Two that never give way share the CPU by ticks. A stalling host takes time from one of them: over a longer time that evens out, but
    // starvation does not.
    [Test]
    private static void RoundRobin()
    {
        Handle<Thread> thread = World.StartThread(Jobs.CountForEver, World.OwnPriority, OneCpu);
        ulong start = Kernel.ReadCounter();
        ulong took = 0;
        bool isShared = false;
        for (ulong milliseconds = 200; !isShared && milliseconds <= 12_800; milliseconds *= 2)
        {
            while (took < World.Ticks(milliseconds))
            {
                took = Kernel.ReadCounter() - start;
            }

            // Until here, this thread ran the rest of the time.
            Checks.Ok(Kernel.ThreadInfo(thread, out ThreadInfoResults info));
            isShared = info.CpuTicks >= took / 10 && info.CpuTicks <= took - (took / 10);
        }

        Checks.That(isShared);
    }

    [Test]
    private static void Sleep()
    {
        ulong before = Kernel.ReadCounter();
        Checks.Ok(Kernel.Sleep(World.In(25)));
        ulong took = Kernel.ReadCounter() - before;
        Checks.That(took >= World.Ticks(25));
        Checks.Ok(Kernel.Sleep(default));
    }

    [Test]
    private static void Suspend()
    {
        Handle<Thread> thread = World.StartThread(Jobs.CountForEver);
        Checks.Ok(Kernel.Sleep(World.In(15)));
        Checks.Ok(Kernel.ThreadSuspend(thread));
        ulong seen = Jobs.Count;
        Checks.Ok(Kernel.Sleep(World.In(15)));
        Checks.Equal(seen, Jobs.Count);
        Checks.Ok(Kernel.ThreadResume(thread));
        World.WaitForJobs(seen + 1);
        Checks.That(Jobs.Count > seen);
        Checks.Ok(Kernel.ThreadKill(thread));
    }

    [Test]
    private static void Registers()
    {
        Handle<Thread> thread = World.StartThread(Jobs.CountForEver);
        Checks.Error(ErrorCode.InvalidState, Kernel.ThreadReadRegisters(thread, 31, out RegisterWords registers));
        Checks.Ok(Kernel.ThreadSuspend(thread));
        Checks.Ok(Kernel.ThreadReadRegisters(thread, 31, out registers));
        Checks.That(registers[0] >= 0x6000_0000_0000 && registers[0] < 0x6000_1000_0000);
        Checks.That(registers[1] >= 0x40_0000 && registers[1] < 0x50_0000);

        // SPSR: the caller must not choose the mode.
        Checks.Ok(Kernel.ThreadWriteRegister(thread, 33, 0x8000_0005));
        Checks.Ok(Kernel.ThreadReadRegisters(thread, 33, out registers));
        Checks.Equal(0x8000_0000, registers[0]);
        Checks.Error(ErrorCode.InvalidArgument, Kernel.ThreadWriteRegister(thread, 35, 0));
        Checks.Ok(Kernel.ThreadKill(thread));
    }

    [Test]
    private static void Exit()
    {
        for (int i = 0; i < 20; i++)
        {
            Handle<Thread> thread = World.StartThread(Jobs.AddOne);
            Deadline end = World.In(2_000);
            while (Jobs.Count != (ulong)i + 1 && Kernel.ReadCounter() < end.Ticks)
            {
                Checks.Ok(Kernel.Sleep(World.In(2)));
            }

            Checks.Ok(Kernel.HandleClose(thread));
        }

        Checks.Equal(20, Jobs.Count);
    }
}
