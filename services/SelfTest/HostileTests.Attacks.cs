// Attacks on the kernel's bounds, one at a time, while the deadlines of a more urgent thread must hold. If the machine counts instructions,
// the kernel's side of the suite (ProgramSuite.cs) also checks that no entry masks interrupts for longer than its limit.

using RustKernel.SelfTests;

namespace RustKernel.User.SelfTest;

internal static partial class HostileTests
{
    // How much CPU time the timers of a process of the lowest priority may take from one of our threads, in thousandths.
    private const ulong MostLostPerMille = 20;
    private const ulong SpinMilliseconds = 100;
    private const uint StormQuota = AttackRoles.Timers + 32;

    // A full ring is 60 KiB: 5.4 s at 115200 baud, and longer if the other end reads slowly.
    private const ulong MostMillisecondsToSend = 30_000;
    private const uint BystanderPriority = World.OwnPriority;
    private const uint BesidePriority = 12;

    [Test]
    private static void DebugWriteFlood() => AttackBeside(Roles.TextFlood, 96, 16);

    [Test]
    private static void BadPrograms() => AttackBeside(Roles.BadLoader, 1024, 64);

    [Test]
    private static void LargeObjects() => AttackBeside(Roles.LargeObjects, 1024, 64);

    [Test]
    private static void DyingPorts() => AttackBeside(Roles.PortHoarder, 2048, 1_200);

    [Test]
    private static void DyingConsole() => AttackBeside(Roles.DyingConsole, 96, 16, World.Duplicate(World.Start.Machine, Rights.All).Value);

    // Timers of the least urgent process, each as often as permitted, and more than the CPU can serve. Measures what they take from a
    // computing thread. They must not keep their own process from arming them, nor the idle CPU from dismantling it.
    [Test]
    private static void TimerStorm()
    {
        Balance before = Balance.Take();
        Checks.Ok(Kernel.ThreadSetSchedule(default, World.OwnPriority, OneCpu));
        ulong alone = Spin();
        Handle<Port> watch = World.Port();
        Handle<Port> ready = World.Port();
        Checks.Ok(World.TryChild(out Handle<Process> storm, Roles.TimerStorm, watch, ready, 0, 256, 0, OneCpu, StormQuota, StormQuota));
        Message message = default;
        Checks.Ok(World.Receive(ready, ref message, World.In(10_000)));
        Checks.Ok(Kernel.Sleep(World.In(20)));
        ulong beside = Spin();
        ulong lostPerMille = beside < alone ? (alone - beside) * 1000 / alone : 0;
        Output.Line(
            "  # timer storm: rounds alone "u8,
            alone,
            " beside the timers "u8,
            beside,
            " lost per mille "u8,
            lostPerMille,
            " of at most "u8,
            MostLostPerMille);
        if (CountsInstructions())
        {
            Checks.That(lostPerMille <= MostLostPerMille);
        }

        Undisturbed(BystanderPriority, 10);
        Checks.Ok(Kernel.ProcessKill(storm, 0));
        Checks.Equal((ulong)ExitCause.Killed, (ulong)World.WaitExit(watch, out _));
        Checks.Ok(Kernel.HandleClose(storm));
        Checks.Ok(Kernel.HandleClose(watch));
        Checks.Ok(Kernel.HandleClose(ready));
        before.Check();
    }

    // An attacker that ends by itself, on the bystander's CPU and less urgent. Its code is 0 if it could do its work.
    private static void AttackBeside(uint role, ulong frames, uint objects, ulong given = 0)
    {
        Balance before = Balance.Take();
        Handle<Port> watch = World.Port();
        Handle<Port> port = World.Port();
        Handle<Process> bystander =
            World.Child(Roles.Bystander, watch, extra: HostileRoles.Strictly, priority: BystanderPriority, cpus: OneCpu);

        // The bystander must not wait for the test's own work.
        Checks.Ok(Kernel.ThreadSetSchedule(default, BesidePriority, 0));
        Checks.Ok(World.TryChild(out Handle<Process> child, role, port, new(given), 0, frames, 10, OneCpu, objects, handles: 1_200));
        Checks.Equal((ulong)ExitCause.Exited, (ulong)World.WaitExit(port, out ulong code));
        Checks.Equal(0, code);
        Checks.Ok(Kernel.HandleClose(child));

        // It is still alive, so it was never late; beside it the kernel dismantles what the attacker left.
        Checks.Ok(Kernel.Sleep(World.In(20)));
        Checks.Ok(Kernel.ProcessKill(bystander, 0));
        Checks.Equal((ulong)ExitCause.Killed, (ulong)World.WaitExit(watch, out _));
        Checks.Ok(Kernel.HandleClose(bystander));
        Checks.Ok(Kernel.HandleClose(port));
        Checks.Ok(Kernel.HandleClose(watch));
        if (given != 0)
        {
            Checks.Ok(Kernel.HandleClose(new(given)));
        }

        before.Check(MostMillisecondsToSend);
    }

    private static ulong Spin()
    {
        Deadline end = World.In(SpinMilliseconds);
        ulong rounds = 0;
        while (Kernel.ReadCounter() < end.Ticks)
        {
            rounds++;
        }

        return rounds;
    }

    internal static bool CountsInstructions()
    {
        ulong before = NativeCode.ReadInstructions();
        return NativeCode.ReadInstructions() != before;
    }
}
