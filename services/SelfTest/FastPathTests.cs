// Suite fastpath: everything that makes the fast path of messages (bsp/Arm64/FastPath.S) leave a call to C#, once each. The results of the
// calls must be those of Ports in any case; the kernel's counters show that each reason occurred (kernel/Suites/ProgramSuite.cs).

using System.Threading;
using RustKernel.SelfTests;

namespace RustKernel.User.SelfTest;

[Suite("fastpath", 95)]
internal static partial class FastPathTests
{
    private const uint FirstCpu = 1;
    private const uint SecondCpu = 2;
    private const ulong SeveralTicks = 35;
    // As many as the list holds (bsp/Arm64/CpuBlock.cs, LazyCapacity): another one would make room.
    private const int Crowd = 32;

    // Attempts in which the crowd goes back to sleep well within a tick, and the most attempts: an emulator may be slow, or traced.
    private const int GoodAttempts = 10;
    private const int MostAttempts = 100;
    private const ulong GoodMilliseconds = 3;
    private const uint Ready = 1;
    private const uint Running = 2;

    // A tick may come between two steps, and then the preparation is lost.
    private const int Attempts = 5;

    // Rounds of calls during which another CPU has also worked.
    private const int SharedRounds = 60;

    // Forged tokens: how often each slot is tried, and how many slots.
    private const int ForgedRounds = 200;
    private const uint SlotsTried = 64;
    private const ulong CallsOfRound = 50;
    private const ulong EntriesPerCall = 64;
    private const ulong Mapped = 0x2100_0000;
    private const ulong LongRun = 64 * 4096;
    private static Handle<Port> s_door;
    private static Handle<Port> s_server;
    private static Handle<Thread> s_answering;

    // The parts of a test's threads (Jobs.Help).
    private enum Part : byte
    {
        Serve,
        ServeSoon,
        HoldAndServe,
        Ask,
        AskForEver,
        Sleep,
        Spin,
        Answer,
        Enter,
        CallNull,
    }

    /// <summary>Job <see cref="Jobs.Help"/>: plays <paramref name="part"/>.</summary>
    internal static void Help(ulong part)
    {
        Message message = default;
        switch ((Part)(byte)part)
        {
            case Part.ServeSoon:
                _ = World.Receive(s_server, ref message, World.In(60_000));
                _ = World.Reply(ref message, 0);
                break;
            case Part.HoldAndServe:
                _ = World.Receive(s_door, ref message, Deadline.Never);
                Serve();
                break;
            case Part.Ask:
                _ = World.Ask(s_door, 7, out _, World.In(60_000));
                break;
            case Part.AskForEver:
                _ = World.Ask(s_door, 7, out _);
                break;
            case Part.Sleep:
                while (true)
                {
                    _ = Kernel.Sleep(World.In(12));
                }

            case Part.Spin:
                while (true)
                {
                    Jobs.Count++;
                }

            case Part.Answer:
                Answer();
                break;
            case Part.CallNull:
                // A register holds the count, so each entry stores a different one.
                for (ulong i = 0; Checks.ExitCode == 0; i++)
                {
                    _ = Kernel.Null();
                    Volatile.Write(ref Jobs.Count, i);
                }

                break;
            case Part.Enter:
                Enter();
                break;
            default:
                Serve();
                break;
        }
    }

    // Refused calls, by FastPath.S's number of the reason.
    [Test]
    private static void Calls()
    {
        Begin();
        Checks.Error(ErrorCode.NotFound, World.Ask(new Handle<Port>(0xFFF), 1, out _)); // 1
        Checks.Error(ErrorCode.TimedOut, World.Ask(s_door, 1, out _, World.In(1))); // 2
        Handle<Thread> thread = Start(Part.Serve);
        Message bad = new() { Info = new MessageInfo(9) };
        Checks.Error(ErrorCode.InvalidArgument, Kernel.Call(s_server, Deadline.Never, ref bad)); // 4
        Checks.Ok(Kernel.ThreadSuspend(thread));
        Checks.Error(ErrorCode.TimedOut, World.Ask(s_server, 1, out _, World.In(2))); // 7
        Checks.Ok(Kernel.ThreadResume(thread));
        for (ulong i = 0; i < 4 * Attempts; i++)
        {
            Checks.Ok(Kernel.Sleep(World.In(1)));
            Await(thread);
            _ = World.Ask(s_server, 1, out _, World.In(0)); // 12: before the next tick
        }

        for (int i = 0; i < Attempts; i++)
        {
            KillChild();
            Checks.Ok(World.Ask(s_server, 1, out _)); // 8: this CPU is needed in the kernel's loop
        }

        _ = Start(Part.Serve);
        Checks.Ok(World.Ask(s_server, 1, out _)); // 3
    }

    [Test]
    private static void Receivers()
    {
        Begin();
        _ = Start(Part.ServeSoon);
        Checks.Ok(Kernel.Sleep(World.In(SeveralTicks)));
        Checks.Ok(World.Ask(s_server, 1, out _)); // 6: its deadline is in a heap by now
        _ = Start(Part.HoldAndServe);
        _ = Start(Part.Ask);
        Checks.Ok(World.Ask(s_server, 1, out _)); // 5: it has a donor already
    }

    // Refused replies.
    [Test]
    private static void Tokens()
    {
        Begin();
        Message call = NextCall(out Handle<Thread> caller);
        ReplyToken token = call.Token;
        Checks.Error(ErrorCode.NotFound, ReplyReceive(s_door, new ReplyToken(0xFFFF_FFFF), 0)); // 17
        Checks.Error(ErrorCode.NotFound, ReplyReceive(s_door, new ReplyToken(token.Sequence + 1, token.Slot), 0)); // 18
        Checks.Error(ErrorCode.NotFound, ReplyReceive(s_door, token, 1u << 4)); // 20
        Checks.Ok(Kernel.ThreadSuspend(caller));
        Checks.Error(ErrorCode.TimedOut, ReplyReceive(s_door, token, 0)); // 19
        Checks.Ok(Kernel.ThreadResume(caller));
        Checks.Error(ErrorCode.NotFound, ReplyReceive(new Handle<Port>(0xFFF), NextCall(out _).Token, 0)); // 23
        for (int i = 0; i < 4 * Attempts; i++)
        {
            token = NextCall(out _).Token;
            Checks.Error(ErrorCode.TimedOut, ReplyReceive(s_door, token, 0, World.In(0))); // 30
        }

        token = NextCall(out _, part: Part.Ask).Token;
        Checks.Ok(Kernel.Sleep(World.In(SeveralTicks)));
        Checks.Error(ErrorCode.TimedOut, ReplyReceive(s_door, token, 0)); // 21
    }

    [Test]
    private static void Replies()
    {
        Begin();
        ReplyToken first = NextCall(out _).Token;
        ReplyToken second = NextCall(out _).Token;
        Checks.Error(ErrorCode.TimedOut, ReplyReceive(s_door, first, 0)); // 22
        Checks.Error(ErrorCode.TimedOut, ReplyReceive(s_door, second, 0));
        ReplyToken token = NextCall(out _).Token;
        Checks.Ok(World.Send(s_door, 5));
        Checks.Ok(ReplyReceive(s_door, token, 0)); // 24
        _ = Start(Part.Serve);
        Checks.Error(ErrorCode.TimedOut, ReplyReceive(s_server, NextCall(out _).Token, 0)); // 25
        for (int i = 0; i < Attempts; i++)
        {
            token = NextCall(out _).Token;
            KillChild();
            Checks.Error(ErrorCode.TimedOut, ReplyReceive(s_door, token, 0)); // 26
        }

        // The caller is the least urgent of three.
        token = NextCall(out _, 10).Token;
        Handle<Thread> spinner = Start(Part.Spin, 15, isAwaited: false);
        Checks.Error(ErrorCode.TimedOut, ReplyReceive(s_door, token, 0)); // 27
        Checks.Ok(Kernel.ThreadKill(spinner));
    }

    // Two that never give way: the tick switches from one to the other, which TickPath.S leaves to C#.
    [Test]
    private static void Ticks()
    {
        Begin();
        Jobs.Count = 0;
        Handle<Thread> other = Start(Part.Spin, isAwaited: false);
        Deadline end = World.In(1000);
        while (Jobs.Count == 0 && Kernel.ReadCounter() < end.Ticks)
        {
        }

        Checks.That(Jobs.Count != 0);
        Checks.Ok(Kernel.ThreadKill(other));

        // A deadline that was only noted still comes, although only ticks enter the kernel, and it has no other work by then.
        Checks.Ok(Kernel.Sleep(World.In(SeveralTicks)));
        other = Start(Part.Spin, World.OwnPriority - 1, isAwaited: false);
        Checks.Ok(Kernel.Sleep(World.In(SeveralTicks)));
        Checks.Ok(Kernel.ThreadKill(other));
    }

    // So many wait with a deadline that the tick's list is full.
    [Test]
    private static void FullList()
    {
        Begin();
        _ = Start(Part.Serve);
        for (int i = 0; i < Crowd; i++)
        {
            _ = Start(Part.Sleep, isAwaited: false);
        }

        int good = 0;
        for (int i = 0; i < MostAttempts && good < GoodAttempts; i++)
        {
            bool isGood = LetCrowdSleep();
            Checks.Ok(World.Ask(s_server, 1, out _, World.In(60_000))); // 14
            ReplyToken token = NextCall(out _).Token;
            isGood &= LetCrowdSleep();
            Checks.Error(ErrorCode.TimedOut, ReplyReceive(s_door, token, 0, World.In(25))); // 32
            good += isGood ? 1 : 0;
        }
    }

    // Whether the thread that slept sleeps again. False: that took so long that a tick may have come.
    private static bool LetCrowdSleep()
    {
        Checks.Ok(Kernel.Sleep(World.In(12)));
        ulong start = Kernel.ReadCounter();
        Checks.Ok(Kernel.Yield());
        return Kernel.ReadCounter() - start < World.Ticks(GoodMilliseconds);
    }

    // With asids=N there are more address spaces than numbers for them: 11, 29.
    [Test]
    private static void ManySpaces()
    {
        const int count = 9;
        Handle<Port> supervisor = World.Port();
        Checks.Ok(Kernel.ThreadSetSchedule(default, World.OwnPriority, FirstCpu));
        System.Span<Handle<Port>> ports = stackalloc Handle<Port>[count];
        System.Span<Handle<Process>> servers = stackalloc Handle<Process>[count];
        for (int i = 0; i < count; i++)
        {
            ports[i] = World.Port();
            servers[i] = World.Child(Roles.EmptyServer, supervisor, ports[i], cpus: FirstCpu);
        }

        Checks.Ok(Kernel.Sleep(World.In(5)));
        for (int i = 0; i < 20 * count; i++)
        {
            Message call = default;
            Checks.Ok(Kernel.Call(ports[i % count], Deadline.Never, ref call));
        }

        foreach (Handle<Process> server in servers)
        {
            Checks.Ok(Kernel.ProcessKill(server, 0));
            World.WaitExit(supervisor, out _);
        }
    }

    // Most of the time another CPU is in the kernel's C#, reads the thread that answers here, and sometimes takes it over. So calls and
    // replies find this CPU's gate taken for long: 15. They hardly ever enter the kernel otherwise, so nothing makes the two CPUs take
    // turns; in some of the rounds in which the other one works, it has the gate.
    [Test]
    private static void TakenGate()
    {
        Begin();
        if (Kernel.SystemInfo(SystemItem.CpuCount) < 2)
        {
            return;
        }

        s_answering = World.StartThread(Jobs.Help | ((ulong)Part.Answer << 8), World.OwnPriority, FirstCpu | SecondCpu);
        Await(s_answering);
        Jobs.Count = 0;
        Handle<Thread> other = World.StartThread(Jobs.Help | ((ulong)Part.Enter << 8), World.OwnPriority, SecondCpu);
        Deadline end = World.In(2000);
        for (int shared = 0; shared < SharedRounds && Kernel.ReadCounter() < end.Ticks;)
        {
            ulong count = Volatile.Read(ref Jobs.Count);
            for (ulong i = 0; i < CallsOfRound; i++)
            {
                Checks.Ok(World.Ask(s_server, i, out ulong answer));
                Checks.Equal(i + 1, answer);
            }

            shared += Volatile.Read(ref Jobs.Count) != count ? 1 : 0;
        }

        Checks.Ok(Kernel.ThreadKill(other));
    }

    // Sometimes takes over the server; in between it maps and unmaps so many pages that a call gives up waiting for its gate.
    private static void Enter()
    {
        Handle<Memory> memory = World.Memory(Mapped, LongRun);
        for (ulong at = 0; at < LongRun; at += 4096)
        {
            NativeCode.Store(Mapped + at);
        }

        for (ulong i = 0; Checks.ExitCode == 0; i++)
        {
            if (i % EntriesPerCall == 0)
            {
                Checks.Ok(World.Ask(s_server, i, out ulong answer));
                Checks.Equal(i + 1, answer);
            }

            Checks.Ok(Kernel.ThreadInfo(s_answering, out _));
            Checks.Ok(Kernel.MemoryUnmap(default, Mapped, LongRun));
            Checks.Ok(Kernel.MemoryMap(default, memory, 0, Mapped, LongRun, Rights.Read | Rights.Write));
            Volatile.Write(ref Jobs.Count, i + 1);
        }
    }

    private static void Answer()
    {
        Message message = default;
        ErrorCode error = World.Receive(s_server, ref message, Deadline.Never);
        while (error == ErrorCode.None)
        {
            message.Info = new MessageInfo(1);
            message.Words[0]++;
            error = Kernel.ReplyReceive(s_server, Deadline.Never, message.Token, ref message);
        }
    }

    // Reasons that occur only with several CPUs.
    [Test]
    private static void OtherCpus()
    {
        Begin();
        if (Kernel.SystemInfo(SystemItem.CpuCount) < 2)
        {
            return;
        }

        Await(World.StartThread(Jobs.Help | ((ulong)Part.Serve << 8), World.OwnPriority, SecondCpu));
        Checks.Ok(World.Ask(s_server, 1, out _)); // 10
        _ = World.StartThread(Jobs.Help | ((ulong)Part.AskForEver << 8), World.OwnPriority, SecondCpu);
        Message call = default;
        Checks.Ok(World.Receive(s_door, ref call, Deadline.Never));
        Checks.Error(ErrorCode.TimedOut, ReplyReceive(s_door, call.Token, 0)); // 28
    }

    // Tokens of a thread that runs on another CPU, and always stores its registers there: 19. The refusal must have changed nothing all the
    // same.
    [Test]
    private static void ForgedTokens()
    {
        Begin();
        if (Kernel.SystemInfo(SystemItem.CpuCount) < 2)
        {
            return;
        }

        Handle<Thread> other = World.StartThread(Jobs.Help | ((ulong)Part.CallNull << 8), World.OwnPriority, SecondCpu);
        for (int i = 0; i < ForgedRounds; i++)
        {
            for (uint slot = 1; slot < SlotsTried; slot++)
            {
                Checks.Error(ErrorCode.NotFound, ReplyReceive(s_door, new ReplyToken(0, slot), 0));
            }
        }

        Checks.Ok(Kernel.ThreadKill(other));
    }

    private static void Begin()
    {
        Checks.Ok(Kernel.ThreadSetSchedule(default, World.OwnPriority, FirstCpu));
        s_door = World.Port();
        s_server = World.Port();
    }

    private static Handle<Thread> Start(Part part, uint priority = World.OwnPriority, bool isAwaited = true)
    {
        Handle<Thread> thread = World.StartThread(Jobs.Help | ((ulong)part << 8), priority, FirstCpu);
        if (isAwaited)
        {
            Await(thread);
        }

        return thread;
    }

    // Waits until the thread waits for something.
    private static void Await(Handle<Thread> thread)
    {
        ThreadInfoResults info;
        do
        {
            Checks.Ok(Kernel.Yield());
            Checks.Ok(Kernel.ThreadInfo(thread, out info));
        }
        while (info.State is Ready or Running && Checks.ExitCode == 0);
    }

    // A call that waits for our answer, and the thread that made it.
    private static Message NextCall(out Handle<Thread> caller, uint priority = World.OwnPriority, Part part = Part.AskForEver)
    {
        Message call = default;
        caller = Start(part, priority, isAwaited: false);
        Checks.Ok(World.Receive(s_door, ref call, Deadline.Never));
        return call;
    }

    private static ErrorCode ReplyReceive(Handle<Port> port, ReplyToken token, ulong info, Deadline deadline = default)
    {
        Message message = new() { Info = new MessageInfo(info), Handles = new MessageHandles(new AnyHandle(0xFFF)) };
        return Kernel.ReplyReceive(port, deadline.IsNow ? World.In(SeveralTicks) : deadline, token, ref message);
    }

    private static void KillChild()
    {
        Handle<Process> child = World.Child(Roles.SleepForEver, default, cpus: FirstCpu);
        Checks.Ok(Kernel.Sleep(World.In(5)));
        Checks.Ok(Kernel.ProcessKill(child, 0));
    }

    private static void Serve()
    {
        Message message = default;
        while (World.Receive(s_server, ref message, Deadline.Never) == ErrorCode.None)
        {
            _ = World.Reply(ref message, message.Words[0] + 1);
        }
    }
}
