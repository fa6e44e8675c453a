// Suite hostile: what a process can do to others, which is nothing. A bystander's deadlines hold during the attacks, and afterwards
// everything is as before.

using System;
using System.Numerics;
using RustKernel.SelfTests;

namespace RustKernel.User.SelfTest;

[Suite("hostile", 220, ByNameOnly = true)]
internal static partial class HostileTests
{
    private const ulong LeastLifetimes = 1_000;
    private const ulong MostLifetimes = 10_000;
    private const ulong CallsPerLifetime = 200;

    // The most spins of CPUs at the kernel's lock for each message, with as many pairs as CPUs.
    private const ulong MostSpinsPerMessage = 2_000;

    // With this many calls, every error of every call must occur. If chance omits some, a quarter more is made, at most this often.
    private const ulong CallsForEveryError = 200_000;
    private const ulong MostExtensions = 8;

    // On a loaded host these take long, and a machine that is silent for long counts as stuck.
    private const ulong CallsPerLine = 50_000;

    // Consecutive rounds in which no attacker made a call: the host may withhold its CPU for a whole round.
    private const ulong MostIdleRounds = 16;

    private const uint OneCpu = 1;

    /// <summary>A physical address where no machine of the tests has anything: usable as registers.</summary>
    internal const ulong NothingAt = 0xF_0000_0000;

    [Test]
    private static void ForkBomb() => Bomb(Roles.ForkBomb, 512);

    [Test]
    private static void HandleBomb() => Bomb(Roles.HandleBomb, 256);

    [Test]
    private static void MessageFlood() => Bomb(Roles.MessageFlood, 256);

    [Test]
    private static void MemoryHog() => Bomb(Roles.MemoryHog, 256);

    // The test's last argument: calls in the low half, seed in the high one.
    private static ulong WantedCalls => World.Start.Extra & uint.MaxValue;

    [Test]
    private static void Calls()
    {
        ulong seed = World.Start.Extra >> 32;
        Balance before = Balance.Take();
        Handle<Port> watch = World.Port();
        Handle<Process> bystander = World.Child(Roles.Bystander, watch, extra: 0, priority: World.OwnPriority - 1);
        Handle<Memory> memory = World.Memory(HostileCalls.Counts, HostileCalls.Threads * HostileCalls.CountBytes);
        for (ulong i = 0; i < HostileCalls.Threads; i++)
        {
            HostileCalls.Wanted(i) = WantedCalls / HostileCalls.Threads;
        }

        World.FindProgram(out _, out HostileCalls.Program);
        ulong rounds = 0;
        ulong extensions = 0;
        do
        {
            Rounds(memory, seed, ref rounds);
        }
        while (Checks.ExitCode == 0 && IsExtended(ref extensions));

        Coverage(seed, rounds, extensions);
        Checks.Ok(Kernel.ProcessKill(bystander, 0));
        Checks.Equal((ulong)ExitCause.Killed, (ulong)World.WaitExit(watch, out _));
        Checks.Ok(Kernel.HandleClose(bystander));
        Checks.Ok(Kernel.HandleClose(watch));
        Checks.Ok(Kernel.MemoryUnmap(default, HostileCalls.Counts, HostileCalls.Threads * HostileCalls.CountBytes));
        Checks.Ok(Kernel.HandleClose(memory));
        before.Check();
    }

    // Attackers, one after the other, until enough calls are made.
    private static void Rounds(Handle<Memory> memory, ulong seed, ref ulong rounds)
    {
        ulong wanted = 0;
        for (ulong i = 0; i < HostileCalls.Threads; i++)
        {
            wanted += HostileCalls.Wanted(i);
        }

        ulong made = Sum(0);
        ulong idle = 0;
        while (made < wanted && Checks.ExitCode == 0)
        {
            Round(memory, seed + (rounds * 7919));
            rounds++;
            ulong now = Sum(0);
            idle = now > made ? 0 : idle + 1;
            Checks.That(idle < MostIdleRounds);
            if (now / CallsPerLine != made / CallsPerLine)
            {
                // Shows a reader of the console that this continues.
                Output.Line("  # hostile: calls so far "u8, now, " of "u8, wanted, " in processes "u8, rounds, " with seed "u8, seed);
            }

            made = now;
        }
    }

    private static bool IsExtended(ref ulong extensions)
    {
        if (WantedCalls < CallsForEveryError || extensions == MostExtensions || !IsErrorMissing())
        {
            return false;
        }

        extensions++;
        for (ulong i = 0; i < HostileCalls.Threads; i++)
        {
            HostileCalls.Wanted(i) += CallsForEveryError / 4 / HostileCalls.Threads;
        }

        return true;
    }

    private static bool IsErrorMissing()
    {
        for (ulong number = 0; number < HostileCalls.Numbers; number++)
        {
            if ((CallTable.Expected(number) & ~Seen(number, out _)) != 0)
            {
                return true;
            }
        }

        return false;
    }

    // The errors that a call returned, a bit each, bit 0 for success; and how often it was made.
    private static ulong Seen(ulong number, out ulong calls)
    {
        calls = 0;
        ulong seen = 0;
        for (ulong error = 0; error < HostileCalls.Errors; error++)
        {
            ulong count = Sum(16 + (number * HostileCalls.Errors) + error);
            calls += count;
            seen |= count == 0 ? 0 : 1ul << (int)error;
        }

        return seen;
    }

    // One attacker from start to end, and another process for it to handle.
    private static void Round(Handle<Memory> memory, ulong seed)
    {
        Handle<Port> supervisor = World.Port();
        Handle<Port> gifts = World.Port();
        Handle<Process> victim = World.Child(Roles.SleepForEver, default, priority: 5);
        Give(
            gifts,
            World.Duplicate(memory, Rights.Read | Rights.Write | Rights.Transfer),
            World.Duplicate(World.Start.Machine, Rights.Manage | Rights.Transfer | Rights.Duplicate),
            World.Duplicate(World.Start.Archive, Rights.Read | Rights.Transfer));

        // The kernel's first program, which a test is, has the device tree in place of the port to its starter.
        Give(
            gifts,
            World.Duplicate(World.Start.Starter, Rights.Read | Rights.Duplicate | Rights.Transfer),
            DeviceMemory(),
            World.Duplicate(victim, Rights.All));
        Checks.Ok(World.TryChild(out Handle<Process> child, Roles.Attacker, supervisor, gifts, seed, 320, 20, 0, 128, 64));
        Message message = default;
        ulong made = Sum(0) - 1;
        while (World.Receive(supervisor, ref message, World.In(20_000)) != ErrorCode.None)
        {
            // While it makes progress, the host is slow, and nothing is wrong.
            if (!Checks.That(Sum(0) != made))
            {
                Checks.Ok(Kernel.ProcessKill(child, 0));
                World.WaitExit(supervisor, out _);
                break;
            }

            made = Sum(0);
        }

        Checks.Ok(Kernel.HandleClose(child));
        _ = Kernel.ProcessKill(victim, 0);
        Checks.Ok(Kernel.HandleClose(victim));
        Checks.Ok(Kernel.HandleClose(supervisor));
        Checks.Ok(Kernel.HandleClose(gifts));
    }

    // Sends three handles.
    private static void Give(Handle<Port> port, AnyHandle first, AnyHandle second, AnyHandle third)
    {
        Message message = new() { Info = new MessageInfo(0, 0, 3, MessageKind.Send) };
        message.Handles[0] = first;
        message.Handles[1] = second;
        message.Handles[2] = third;
        Checks.Ok(Kernel.Send(port, Deadline.Now, in message));
    }

    // The last round's memory is free when its attackers are; their threads on other CPUs end at the next interrupt there.
    private static Handle<Memory> DeviceMemory()
    {
        const ulong size = 4 * 4096;
        Deadline end = World.In(10_000);
        Handle<Machine> machine = World.Start.Machine;
        ErrorCode error = Kernel.DeviceMemoryCreate(machine, NothingAt, size, out Handle<Memory> registers);
        while (error == ErrorCode.AlreadyExists && Kernel.ReadCounter() < end.Ticks)
        {
            _ = Kernel.Sleep(World.In(1));
            error = Kernel.DeviceMemoryCreate(machine, NothingAt, size, out registers);
        }

        Checks.Ok(error);
        return registers;
    }

    private static ulong Sum(ulong index)
    {
        ulong sum = 0;
        for (ulong i = 0; i < HostileCalls.Threads; i++)
        {
            sum += HostileCalls.Count(i, index);
        }

        return sum;
    }

    private static void Coverage(ulong seed, ulong rounds, ulong extensions)
    {
        Output.Line("  # hostile: seed "u8, seed, " calls "u8, Sum(0), " succeeded "u8, Sum(1), " processes "u8, rounds);
        Output.Line(
            "  # hostile: wanted "u8,
            WantedCalls,
            " extensions for errors not seen "u8,
            extensions,
            " of at most "u8,
            MostExtensions,
            " calls each "u8,
            CallsForEveryError / 4);
        for (ulong number = 0; number < HostileCalls.Numbers; number++)
        {
            ulong seen = Seen(number, out ulong calls);
            ulong expected = CallTable.Expected(number);
            Row(number, calls, seen, expected);
            Checks.That(calls != 0);
            Checks.Equal(0, seen & ~(CallTable.Declared(number) | 1));
            if (WantedCalls >= CallsForEveryError)
            {
                Checks.Equal(0, expected & ~seen);
            }
        }

        // Attackers must also get each new kind of object.
        Checks.Equal(ObjectKinds.All, HostileCalls.KindsHeld);
        Checks.That(Sum(1) * 5 >= Sum(0));
    }

    private static void Row(ulong number, ulong calls, ulong seen, ulong expected)
    {
        Output.Line(
            "  # call "u8,
            number,
            " made "u8,
            calls,
            " succeeded "u8,
            Sum(16 + (number * HostileCalls.Errors)),
            " errors reached "u8,
            (ulong)BitOperations.PopCount(seen & ~1ul));
        Output.Write("  #   "u8);
        Output.Write(CallTable.Name(number));
        Output.Write(", errors expected and never seen (bits) "u8);
        Output.WriteHex(expected & ~seen);
        Output.Write(", not declared "u8);
        Output.WriteHex(seen & ~(CallTable.Declared(number) | 1));
        Output.Write("\n"u8);
    }

    // Runs into its quota; the bystander's deadlines hold, and everything is returned.
    private static void Bomb(uint role, ulong frames)
    {
        Balance before = Balance.Take();
        Handle<Port> port = World.Port();
        Handle<Port> watch = World.Port();
        Handle<Process> bystander = World.Child(Roles.Bystander, watch, extra: 20, priority: World.OwnPriority - 1);
        ErrorCode error = World.TryChild(out Handle<Process> child, role, port, default, 0, frames, 10, 0, objects: 64, handles: 256);
        Checks.Ok(error);
        ExitCause cause = World.WaitExit(port, out ulong code);
        Checks.Equal((ulong)(role == Roles.MemoryHog ? ExitCause.Fault : ExitCause.Exited), (ulong)cause);
        Checks.Equal(role == Roles.MemoryHog ? (ulong)FaultClass.OutOfMemory : 0, code);
        Checks.Ok(Kernel.ProcessInfo(child, out ProcessInfoResults info));
        Checks.That(info.PeakFrames <= frames);
        Checks.Equal((ulong)ExitCause.Exited, (ulong)World.WaitExit(watch, out ulong late));
        Checks.Equal(0, late);
        Checks.Ok(Kernel.HandleClose(child));
        Checks.Ok(Kernel.HandleClose(bystander));
        Checks.Ok(Kernel.HandleClose(port));
        Checks.Ok(Kernel.HandleClose(watch));
        before.Check();
    }

    [Test]
    private static void Lifetimes()
    {
        Handle<Port> port = World.Port();
        Balance before = Balance.Take();
        ulong count = Math.Max(LeastLifetimes, Math.Min(MostLifetimes, WantedCalls / CallsPerLifetime));
        for (ulong i = 0; i < count; i++)
        {
            Handle<Process> child = World.Child(Roles.Exit77, port);
            World.WaitExit(port, out ulong code);
            Checks.Equal(77, code);
            Checks.Ok(Kernel.HandleClose(child));
            before.Check();
        }
    }

    // Independent pairs of client and server, 1, 2 and 4: the cost of the one lock.
    [Test]
    private static void Pairs()
    {
        for (ulong pairs = 1; pairs <= 4; pairs *= 2)
        {
            ulong spins = Kernel.SystemInfo(SystemItem.LockSpins);
            ulong start = Kernel.ReadCounter();
            Jobs.Count = 0;
            Handle<Port> done = World.Port();
            for (ulong i = 0; i < pairs; i++)
            {
                Handle<Port> port = World.Port();
                Handle<Process> child = World.Child(Roles.PairServer, default, port, priority: 12);
                _ = World.Child(Roles.PairClient, done, port, priority: 12);
                Checks.Ok(Kernel.HandleClose(child));
            }

            for (ulong i = 0; i < pairs; i++)
            {
                Checks.Equal((ulong)ExitCause.Exited, (ulong)World.WaitExit(done, out ulong code));
                Checks.Equal(0, code);
            }

            ulong messages = pairs * Roles.PairCalls * 2;
            ulong perMessage = (Kernel.SystemInfo(SystemItem.LockSpins) - spins) / messages;
            Output.Line(
                "  # pairs "u8,
                pairs,
                " messages "u8,
                messages,
                " microseconds "u8,
                (Kernel.ReadCounter() - start) * 1_000_000 / Kernel.SystemInfo(SystemItem.CounterHz),
                " lock spins per message "u8,
                perMessage);

            // If the host schedules the CPUs freely, it decides how long one spins.
            Checks.That(perMessage <= MostSpinsPerMessage || !CountsInstructions());
        }
    }

    // Threads that never answer, at the lowest priorities, and a most urgent caller. Once it has given up, a thread in between gets the CPU
    // again; a thread above gets it at any time.
    [Test]
    private static void Priorities()
    {
        Checks.Ok(Kernel.ThreadSetSchedule(default, World.OwnPriority, OneCpu));
        Jobs.Port = World.Port();
        Jobs.Door = World.Port();
        _ = World.StartThread(Jobs.ReceiveAndSpin, 3, OneCpu);
        _ = World.StartThread(Jobs.Relay, 4, OneCpu);
        Checks.Ok(Kernel.Sleep(World.In(20)));

        // It is received, and the receiver makes a call: a chain of two. Then one queued at the end of the chain, and one at its start.
        GiveUp(Jobs.Door);
        Undisturbed(10, 20);
        GiveUp(Jobs.Port);
        Undisturbed(10, 20);
        GiveUp(Jobs.Door);
        Undisturbed(10, 20);

        _ = World.StartThread(Jobs.AskAndGiveUp, 20, OneCpu);
        _ = World.StartThread(Jobs.AskAndGiveUp | (1 << 8), 20);
        Undisturbed(World.OwnPriority - 1, 60);
    }

    private static void GiveUp(Handle<Port> port) => Checks.Error(ErrorCode.TimedOut, World.Ask(port, 1, out _, World.In(20)));

    // A thread of that priority, on the CPU of the attack, wakes in time.
    private static void Undisturbed(uint priority, ulong times)
    {
        Handle<Port> watch = World.Port();
        Handle<Process> bystander =
            World.Child(Roles.Bystander, watch, extra: times | HostileRoles.Strictly, priority: priority, cpus: OneCpu);
        Checks.Equal((ulong)ExitCause.Exited, (ulong)World.WaitExit(watch, out ulong late));
        Checks.Equal(0, late);
        Checks.Ok(Kernel.HandleClose(bystander));
        Checks.Ok(Kernel.HandleClose(watch));
    }

    // Frames and objects of the whole machine.
    private readonly struct Balance
    {
        private readonly ulong _frames;
        private readonly ulong _objects;

        private Balance(ulong frames, ulong objects)
        {
            _frames = frames;
            _objects = objects;
        }

        internal static Balance Take() => new(Kernel.SystemInfo(SystemItem.FreeFrames), Kernel.SystemInfo(SystemItem.UsedObjects));

        // Threads on other CPUs end at the next interrupt there. The serial line sends its remaining bytes at its own speed.
        internal void Check(ulong milliseconds = 10_000)
        {
            Deadline end = World.In(milliseconds);
            while ((Kernel.SystemInfo(SystemItem.FreeFrames) != _frames || Kernel.SystemInfo(SystemItem.UsedObjects) != _objects)
                && Kernel.ReadCounter() < end.Ticks)
            {
                _ = Kernel.Sleep(World.In(1));
            }

            Checks.Equal(_frames, Kernel.SystemInfo(SystemItem.FreeFrames));
            Checks.Equal(_objects, Kernel.SystemInfo(SystemItem.UsedObjects));
        }
    }
}
