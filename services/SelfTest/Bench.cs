// The cost of system calls at EL0: the median of 1,000 rounds in instructions, less the cost of measuring.

namespace RustKernel.User.SelfTest;

/// <summary>
/// One benchmark for each process. The exit code is the median, with <see cref="UserBenchmarks.Measured"/> set, or the line of a failed
/// check.
/// </summary>
internal static class Bench
{
    private const int Rounds = 1000;
    private const int TickRounds = 9;
    private const ulong RunPages = 64;
    private const ulong PairCalls = 30_000;
    private const ulong PairsBeginMilliseconds = 300;
    private const ulong PairsEndMilliseconds = 150_000;
    private const ulong Samples = 0x1100_0000;
    private const ulong Page = 0x1200_0000;
    private const ulong Distributor = 0x1300_0000;
    private const ulong DistributorBytes = 0x1_0000;
    private const ulong Stamps = 0x1400_0000;
    // One region for all threads of a crowd: a process has only a few regions.
    private const ulong CrowdStacks = 0x1500_0000;
    private const ulong CrowdStackBytes = 4096;
    private const ulong PersonalityBytes = 256;
    private const ulong GICD_ISPENDR = 0x200;
    private const Rights ReadWrite = Rights.Read | Rights.Write;
    private static ulong s_overhead;

    internal static ulong Run(int number, ulong extra)
    {
        _ = World.Memory(Samples, 8192);
        if (number is not UserBenchmarks.InterruptToThread and not UserBenchmarks.InterruptToDriver)
        {
            Gather(World.Start.Extra);
        }

        ulong median = number switch
        {
            UserBenchmarks.FirstInstruction => extra,
            UserBenchmarks.Null => Calls(SystemCall.Null, default),
            UserBenchmarks.CallReply => CallReply(Roles.EmptyServer, 0),
            UserBenchmarks.CallReplyWords => CallReply(Roles.WordServer, 8),
            UserBenchmarks.SendReceive => SendReceive(),
            UserBenchmarks.Yield => Yield(),
            UserBenchmarks.Fault => Fault(),
            UserBenchmarks.MapPage => MapPages(1, measuresMap: true),
            UserBenchmarks.UnmapPage => MapPages(1, measuresMap: false),
            UserBenchmarks.MapRun => MapPages(RunPages, measuresMap: true),
            UserBenchmarks.UnmapRun => MapPages(RunPages, measuresMap: false),
            UserBenchmarks.Tick => Tick(),
            UserBenchmarks.Pairs => Pairs(),
            UserBenchmarks.Foreign => Foreign(),
            UserBenchmarks.CallReplyDeadline => CallReply(Roles.EmptyServer, 0, World.In(60_000).Ticks),
            UserBenchmarks.InterruptToDriver => Interrupt(isOtherProcess: true),
            _ => Interrupt(isOtherProcess: false),
        };
        return Checks.ExitCode != 0 ? Checks.ExitCode : UserBenchmarks.Measured | median;
    }

    // What else exists during a measurement (kernel/Suites/Benchmarks/Crowd.cs): threads that wait with a distant deadline, ports, and
    // handles to one port.
    private static void Gather(ulong crowd)
    {
        ulong threads = crowd & 0xFFFF;
        if (threads > 0)
        {
            _ = World.Memory(CrowdStacks, threads * CrowdStackBytes);
        }

        for (ulong i = threads; i > 0; i--)
        {
            ulong top = CrowdStacks + (i * CrowdStackBytes);
            Checks.Ok(Kernel.CreateThread(out Handle<Thread> thread, top, Jobs.SleepLong, World.OwnPriority, 0));
            Checks.Ok(Kernel.ThreadStart(thread));
            Checks.Ok(Kernel.HandleClose(thread));
            _ = Kernel.Yield();
        }

        for (ulong i = (crowd >> 16) & 0xFFFF; i > 0; i--)
        {
            _ = World.Port();
        }

        ulong handles = (crowd >> 32) & 0xFFFF;
        Handle<Port> port = handles > 0 ? World.Port() : default;
        for (ulong i = handles; i > 0; i--)
        {
            Checks.Ok(Kernel.HandleDuplicate(port, Rights.Send, out AnyHandle _));
        }
    }

    // The count of a measurement without a call.
    private static void MeasureOverhead()
    {
        for (int i = 0; i < Rounds; i++)
        {
            RawRegisters message = default;
            Keep(i, NativeCode.Measure(0, ref message, 0));
        }

        s_overhead = Median();
    }

    private static ulong Calls(SystemCall number, RawRegisters sample)
    {
        MeasureOverhead();
        for (int i = 0; i < Rounds; i++)
        {
            RawRegisters message = sample;
            Keep(i, NativeCode.Measure((ulong)number, ref message, 1));
            Checks.Equal(0, message.X[0]);
        }

        return Median() - s_overhead;
    }

    private static ulong CallReply(uint role, uint words, ulong deadline = Kernel.Never)
    {
        Handle<Port> supervisor = World.Port();
        Handle<Port> port = World.Port();
        Handle<Process> server = World.Child(role, supervisor, port);
        Checks.Ok(Kernel.Sleep(World.In(2)));
        ulong median = Calls(SystemCall.Call, new RawRegisters(port.Value, deadline, words));
        Checks.Ok(Kernel.ProcessKill(server, 0));
        World.WaitExit(supervisor, out _);
        return median;
    }

    // On every CPU a client and a server, each a process; all begin at the same time. The cost is counted outside the machine; the result
    // is the number of answered calls.
    private static ulong Pairs()
    {
        uint cpus = (uint)Kernel.SystemInfo(SystemItem.CpuCount);
        Handle<Port> clients = World.Port();
        Handle<Port> servers = World.Port();
        AwaitCpus(cpus);
        ulong begin = World.In(PairsBeginMilliseconds).Ticks;
        for (int cpu = 0; cpu < (int)cpus; cpu++)
        {
            Handle<Port> port = World.Port();
            _ = World.Child(Roles.EmptyServer, servers, port, cpus: 1u << cpu);
            _ = World.Child(Roles.MarkedClient, clients, port, begin, cpus: 1u << cpu);
        }

        ulong answered = 0;
        Message message = default;
        for (uint i = 0; i < cpus; i++)
        {
            Checks.Ok(Kernel.Receive(clients, World.In(PairsEndMilliseconds), ref message));
            Checks.Equal(PairCalls, message.Words[0]);
            answered += message.Words[0];
        }

        return answered;
    }

    // A CPU takes threads once its loop has noticed that there are programs, possibly after we begin.
    private static void AwaitCpus(uint cpus)
    {
        Deadline end = World.In(1000);
        for (int cpu = 0; cpu < (int)cpus; cpu++)
        {
            while (Kernel.ThreadSetSchedule(default, World.OwnPriority, 1u << cpu) != ErrorCode.None && Kernel.ReadCounter() < end.Ticks)
            {
                Checks.Ok(Kernel.Sleep(World.In(1)));
            }
        }

        Checks.Ok(Kernel.ThreadSetSchedule(default, World.OwnPriority, (1u << (int)cpus) - 1));
    }

    /// <summary>
    /// Calls the server of <paramref name="port"/>, beginning at counter value <paramref name="begin"/>; returns the number of answers.
    /// </summary>
    internal static ulong CallMarked(Handle<Port> port, ulong begin)
    {
        _ = Kernel.Sleep(new(begin));
        return NativeCode.CallMarked(port.Value, PairCalls);
    }

    // The sender, a less urgent process, reports when it sent; we count until the message arrives.
    private static ulong SendReceive()
    {
        MeasureOverhead();
        Handle<Port> supervisor = World.Port();
        Handle<Port> port = World.Port();
        Handle<Process> sender = World.Child(Roles.StampSender, supervisor, port, priority: World.OwnPriority - 1);
        RawRegisters message = default;
        for (int i = 0; i < Rounds; i++)
        {
            message.X[0] = port.Value;
            message.X[1] = Kernel.Never;
            NativeCode.Measure((ulong)SystemCall.Receive, ref message, 1);
            Keep(i, (uint)(NativeCode.LastCounter() - message.Words[0]));
        }

        Checks.Ok(Kernel.ProcessKill(sender, 0));
        World.WaitExit(supervisor, out _);
        return Median() - s_overhead;
    }

    // Two threads of one priority: each of our calls returns after one of the other's.
    private static ulong Yield()
    {
        _ = World.StartThread(Jobs.YieldTight);
        return (Calls(SystemCall.Yield, default) + 1) / 2;
    }

    // A thread of ours is the foreign one; its personality only returns.
    private static ulong Foreign()
    {
        MeasureOverhead();
        Checks.Ok(Kernel.ProcessSetPersonality(NativeCode.EmptyPersonality(), PersonalityBytes));
        Handle<Thread> thread = World.Thread(Jobs.CallForeign);
        Checks.Ok(Kernel.ThreadSetForeign(thread, 1));
        Checks.Ok(Kernel.ThreadStart(thread));
        World.WaitForJobs(1);
        Checks.Equal(1, Jobs.Count);
        return Median() - s_overhead;
    }

    /// <summary>The foreign thread of a benchmark.</summary>
    internal static void CallForeign()
    {
        for (int i = 0; i < Rounds; i++)
        {
            RawRegisters registers = default;
            Keep(i, NativeCode.Measure(0, ref registers, 1));
        }
    }

    private static ulong Fault()
    {
        MeasureOverhead();
        Handle<Port> supervisor = World.Port();
        Handle<Port> faults = World.Port();
        Handle<Process> handler = World.Child(Roles.FaultHandler, supervisor, faults);
        Checks.Ok(Kernel.ProcessSetFaultPort(default, faults, new(1)));
        Checks.Ok(Kernel.Sleep(World.In(2)));
        for (int i = 0; i < Rounds; i++)
        {
            Keep(i, NativeCode.MeasureFault());
        }

        Checks.Ok(Kernel.ProcessSetFaultPort(default, default, default));
        Checks.Ok(Kernel.ProcessKill(handler, 0));
        World.WaitExit(supervisor, out _);
        return Median() - s_overhead;
    }

    private static ulong MapPages(ulong pages, bool measuresMap)
    {
        MeasureOverhead();
        ulong bytes = pages * 4096;
        Handle<Memory> memory = World.Memory(Page, bytes);
        for (ulong at = 0; at < bytes; at += 4096)
        {
            NativeCode.Store(Page + at);
        }

        Checks.Ok(Kernel.MemoryUnmap(default, Page, bytes));

        // A neighbour keeps the tables: this measures only the pages.
        _ = World.Memory(Page + bytes + 4096, 4096);
        NativeCode.Store(Page + bytes + 4096);
        for (int i = 0; i < Rounds; i++)
        {
            RawRegisters map = new(0, memory.Value, 0, Page, bytes, (ulong)ReadWrite);
            ulong mapped = NativeCode.Measure((ulong)SystemCall.MemoryMap, ref map, 1);
            Checks.Equal(0, map.X[0]);
            RawRegisters unmap = new(0, Page, bytes);
            ulong unmapped = NativeCode.Measure((ulong)SystemCall.MemoryUnmap, ref unmap, 1);
            Checks.Equal(0, unmap.X[0]);
            Keep(i, measuresMap ? mapped : unmapped);
        }

        return Median() - s_overhead;
    }

    // A tick that interrupts a loop here: its vector and the way back. Ten milliseconds each, so only a few.
    private static ulong Tick()
    {
        for (int i = 0; i < TickRounds; i++)
        {
            Keep(i, NativeCode.MeasureTick());
        }

        return Median(TickRounds);
    }

    // Someone less urgent than us, a thread of ours or another process, makes the line pending in the distributor and reports when; we wait
    // for the interrupt.
    private static ulong Interrupt(bool isOtherProcess)
    {
        ulong intid = World.Start.Extra >> 48;
        ulong registers = World.Start.Extra & 0xFFFF_FFFF_FFFF;
        MeasureOverhead();
        Checks.Ok(Kernel.DeviceMemoryCreate(World.Start.Machine, registers, DistributorBytes, out Handle<Memory> device));
        Handle<Port> port = World.Port();
        InterruptLine line = new(intid, isEdgeTriggered: true);
        Checks.Ok(Kernel.InterruptCreate(World.Start.Machine, line, out Handle<Interrupt> interrupt));
        Checks.Ok(Kernel.InterruptBind(interrupt, port, new(7)));
        if (isOtherProcess)
        {
            AssertInChild(device.Value, intid);
        }
        else
        {
            AssertInThread(device.Value, intid);
        }

        RawRegisters message = default;
        for (int i = 0; i < Rounds; i++)
        {
            message.X[0] = port.Value;
            message.X[1] = World.In(1000).Ticks;
            NativeCode.Measure((ulong)SystemCall.Receive, ref message, 1);
            Checks.Equal(0, message.X[0]);
            Keep(i, (uint)(NativeCode.LastCounter() - (isOtherProcess ? NativeCode.Load(Stamps) : Jobs.Stamp)));
            Checks.Ok(Kernel.InterruptAcknowledge(interrupt));
        }

        return Median() - s_overhead;
    }

    private static void AssertInThread(ulong device, ulong intid)
    {
        Checks.Ok(Kernel.MemoryMap(default, new(device), 0, Distributor, DistributorBytes, ReadWrite));
        Jobs.Line = LineRegister(intid);
        Jobs.LineBit = LineBit(intid);
        _ = World.StartThread(Jobs.AssertLine, World.OwnPriority - 1);
    }

    // The less urgent child does not run before we wait: by then everything that it needs is mapped. It ends with us.
    private static void AssertInChild(ulong device, ulong intid)
    {
        Handle<Memory> stamps = World.Memory(Stamps, 4096);
        Handle<Process> child = World.Child(Roles.LineAsserter, World.Port(), extra: intid, priority: World.OwnPriority - 1);
        Checks.Ok(Kernel.MemoryMap(child, new(device), 0, Distributor, DistributorBytes, ReadWrite));
        Checks.Ok(Kernel.MemoryMap(child, stamps, 0, Stamps, 4096, ReadWrite));
    }

    /// <summary>Makes line <paramref name="intid"/> pending repeatedly: half of a benchmark, in a separate process.</summary>
    internal static ulong AssertLine(ulong intid)
    {
        while (true)
        {
            NativeCode.AssertLineAt(LineRegister(intid), LineBit(intid), Stamps);
        }
    }

    private static ulong LineRegister(ulong intid) => Distributor + GICD_ISPENDR + (intid / 32 * 4);

    private static ulong LineBit(ulong intid) => 1ul << (int)(intid % 32);

    private static void Keep(int round, ulong instructions) => NativeCode.Put(Samples + ((ulong)round * 8), instructions);

    // Insertion sort: nearly all values are equal.
    private static ulong Median(int rounds = Rounds)
    {
        for (int i = 1; i < rounds; i++)
        {
            ulong sample = NativeCode.Load(Samples + ((ulong)i * 8));
            int place = i;
            while (place > 0 && NativeCode.Load(Samples + ((ulong)(place - 1) * 8)) > sample)
            {
                Keep(place, NativeCode.Load(Samples + ((ulong)(place - 1) * 8)));
                place--;
            }

            Keep(place, sample);
        }

        return NativeCode.Load(Samples + ((ulong)rounds / 2 * 8));
    }
}
