// Suite smp, all CPUs at the same time.

using System;
using RustKernel.Arm64;
using RustKernel.Boot;
using RustKernel.Diagnostics;
using RustKernel.Exceptions;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Paging;
using RustKernel.Scheduling;
using RustKernel.SelfTests;
using RustKernel.Smp;

namespace RustKernel.Suites;

internal sealed partial class SmpSuite
{
    private const uint StormInterrupts = 10_000;
    private const ulong TicksToSee = 5;
    private const ulong SettlingTicks = 4;
    private const ulong SleepTicks = 20;
    private const ulong FirstValue = 0x1111_2222_3333_4444;
    private const ulong SecondValue = 0x5555_6666_7777_8888;

    private static readonly VirtualAddress s_page = new(SmpWork.PageAddress);

    [Test("lock_under_contention")]
    private static void LockContention(ref TestContext context)
    {
        ulong done = RunTogether(ref context, SmpWork.Job.AddUnderLock);
        context.Check(done >= (ulong)Processors.OnlineCount, "every CPU had its turn"u8);
        context.Equal(done, SmpWork.UnderLock, "the sum is exact"u8);
        context.Metric("smp.lock_rounds"u8, done, "rounds"u8);
        context.Metric("smp.lock_spins"u8, SmpWork.Spins, "looks"u8);
    }

    [Test("atomics_under_contention")]
    private static void AtomicContention(ref TestContext context)
    {
        ulong done = RunTogether(ref context, SmpWork.Job.AddAtomically);
        context.Equal(done, (ulong)SmpWork.AtomicInt, "the 32-bit sum is exact"u8);
        context.Equal(3 * done, (ulong)SmpWork.AtomicLong, "the 64-bit sum is exact"u8);
    }

    [Test("memory_under_contention")]
    private static void MemoryContention(ref TestContext context)
    {
        // The heap may keep a region that it took for the first block, so that one is allocated before the count.
        Result<PhysicalAddress> first = KernelMemory.AllocateBlock(FrameSize.Bytes / 4);
        ulong used = KernelMemory.Heap.Statistics.UsedBytes;
        context.Equal(0, RunTogether(ref context, SmpWork.Job.UseMemory), "wrong rounds"u8);
        context.Equal(used, KernelMemory.Heap.Statistics.UsedBytes, "heap bytes in use are as before"u8);
        context.Equal(0, KernelMemory.Frames.Statistics.Of(FrameUse.Test).Frames, "no test frame is left"u8);
        context.Check(first.IsOk && KernelMemory.FreeBlock(first.Value) == ErrorCode.None, "the first block goes back"u8);
        context.Metric("smp.kernel_lock_spins"u8, KernelLock.Spins, "looks"u8);
    }

    // All CPUs, including the boot CPU, start the same job at the same moment; returns the sum of the results.
    private static ulong RunTogether(ref TestContext context, SmpWork.Job job)
    {
        GiveAll(ref context, job);
        context.Check(AwaitReady((uint)Processors.OnlineCount - 1), "the others are ready"u8);
        SmpWork.OpenGate();
        ulong sum = SmpWork.Instance.Run(SmpWork.Argument(job));
        for (int cpu = 1; cpu < Processors.SlotCount; cpu++)
        {
            if (Processors.IsOnline(cpu))
            {
                Result<ulong> result = Processors.Await(cpu, TimeoutTicks);
                context.Check(result.IsOk, "the CPU's work ends"u8);
                sum += result.Value;
            }
        }

        return sum;
    }

    [Test]
    private static void ShootDown(ref TestContext context)
    {
        DirectMap memory = default;
        Result<PhysicalAddress> first = KernelMemory.AllocateFrame(FrameUse.Test);
        Result<PhysicalAddress> second = KernelMemory.AllocateFrame(FrameUse.Test);
        if (!context.Check(first.IsOk && second.IsOk, "two frames"u8))
        {
            return;
        }

        memory.Write64(first.Value, FirstValue);
        memory.Write64(second.Value, SecondValue);
        context.Check(MapPage(first.Value), "mapped"u8);
        ReadEverywhere(ref context, FirstValue, "every CPU reads the page"u8);

        // All others read it all the time while it is unmapped.
        GiveAll(ref context, SmpWork.Job.ReadPageUntilFault);
        context.Check(AwaitReady((uint)Processors.OnlineCount - 1), "the others read"u8);
        context.Check(KernelMemory.Unmap(s_page, FrameSize.Bytes) == ErrorCode.None, "unmapped"u8);
        SmpWork.OpenGate();
        Gather(ref context, 0, "reads of a CPU after the unmap was complete"u8);
        ReadEverywhere(ref context, SmpWork.Faulted, "every CPU faults"u8);

        // Another frame in the same place: no one may see the old one.
        context.Check(MapPage(second.Value), "mapped again"u8);
        ReadEverywhere(ref context, SecondValue, "every CPU reads the new frame"u8);
        context.Check(KernelMemory.Unmap(s_page, FrameSize.Bytes) == ErrorCode.None, "unmapped again"u8);
        context.Check(KernelMemory.FreeFrame(first.Value, FrameUse.Test) == ErrorCode.None, "first frame back"u8);
        context.Check(KernelMemory.FreeFrame(second.Value, FrameUse.Test) == ErrorCode.None, "second frame back"u8);
    }

    private static bool MapPage(PhysicalAddress frame) =>
        KernelMemory.Map(s_page, frame, FrameSize.Bytes, Protection.KernelReadWrite, MemoryKind.Normal) == ErrorCode.None;

    private static void ReadEverywhere(ref TestContext context, ulong expected, System.ReadOnlySpan<byte> what)
    {
        for (int cpu = 0; cpu < Processors.SlotCount; cpu++)
        {
            if (Processors.IsOnline(cpu))
            {
                context.Equal(expected, Ask(ref context, cpu, SmpWork.Job.ReadPage), what);
            }
        }
    }

    // A pending SGI absorbs the next one, so each CPU gets the next only after it took the last. The CPUs take turns, so several
    // SGIs are under way at a time.
    [Test("ipi_storm")]
    private static void Storm(ref TestContext context)
    {
        Intid wake = new(InterProcessorInterrupts.Wake);
        System.Span<uint> before = stackalloc uint[PerCpu.MaximumCpus];
        System.Span<uint> sent = stackalloc uint[PerCpu.MaximumCpus];
        for (int cpu = 0; cpu < Processors.SlotCount; cpu++)
        {
            before[cpu] = Interrupts.Count(wake, cpu);
            sent[cpu] = 0;
        }

        ulong start = KernelClock.ElapsedTicks;
        int target = 0;
        for (uint i = 0; i < StormInterrupts; i++)
        {
            target = Next(target) == 0 ? Next(0) : Next(target);
            if (!AwaitCount(wake, target, before[target] + sent[target]) || Processors.Wake(target) != ErrorCode.None)
            {
                context.Check(false, "an interrupt was lost"u8);
                return;
            }

            sent[target]++;
        }

        for (int cpu = 1; cpu < Processors.SlotCount; cpu++)
        {
            context.Check(AwaitCount(wake, cpu, before[cpu] + sent[cpu]), "every interrupt was taken, and none twice"u8);
        }

        context.Metric(
            "smp.ipi_storm"u8,
            KernelClock.ToMicroseconds((KernelClock.ElapsedTicks - start) * NanosecondsPerMicrosecond / StormInterrupts),
            "ns"u8);
    }

    private static bool AwaitCount(Intid intid, int cpu, uint count)
    {
        ulong deadline = KernelClock.ElapsedTicks + TimeoutTicks;
        while (Interrupts.Count(intid, cpu) != count && KernelClock.ElapsedTicks < deadline)
        {
            Cpu.Relax();
        }

        return Interrupts.Count(intid, cpu) == count;
    }

    [Test]
    private static void TicksOnEach(ref TestContext context)
    {
        for (int cpu = 0; cpu < Processors.SlotCount; cpu++)
        {
            if (!Processors.IsOnline(cpu))
            {
                continue;
            }

            uint before = Interrupts.Count(MachineState.TickIntid, cpu);
            ulong deadline = KernelClock.ElapsedTicks + TimeoutTicks;
            while (Interrupts.Count(MachineState.TickIntid, cpu) - before < TicksToSee && KernelClock.ElapsedTicks < deadline)
            {
                Cpu.Relax();
            }

            context.Check(Interrupts.Count(MachineState.TickIntid, cpu) - before >= TicksToSee, "five more timer interrupts"u8);
            context.Check(SystemTick.TicksOf(cpu) >= TicksToSee, "the CPU's own schedule counts"u8);
        }
    }

    // The others have nothing to do: without the tick none of them wakes; with it they count as before, and the schedule loses no tick.
    [Test]
    private static void IdleWithoutTick(ref TestContext context)
    {
        Span<uint> interrupts = stackalloc uint[PerCpu.MaximumCpus];
        Span<ulong> ticks = stackalloc ulong[PerCpu.MaximumCpus];
        UserLoop.SetIdlesWithoutTick(true);
        WaitTicks(SettlingTicks);
        for (int cpu = 0; cpu < Processors.SlotCount; cpu++)
        {
            interrupts[cpu] = Interrupts.Count(MachineState.TickIntid, cpu);
            ticks[cpu] = SystemTick.TicksOf(cpu);
        }

        WaitTicks(SleepTicks);
        uint most = 0;
        for (int cpu = 1; cpu < Processors.SlotCount; cpu++)
        {
            most = Math.Max(most, Interrupts.Count(MachineState.TickIntid, cpu) - interrupts[cpu]);
        }

        UserLoop.SetIdlesWithoutTick(false);
        context.Check(most <= 1, "no idle CPU took the tick's interrupt"u8);
        TicksOnEach(ref context);
        for (int cpu = 1; cpu < Processors.SlotCount; cpu++)
        {
            context.Check(
                !Processors.IsOnline(cpu) || SystemTick.TicksOf(cpu) - ticks[cpu] >= SleepTicks,
                "ticks passed in the sleep are counted"u8);
        }
    }

    private static void WaitTicks(ulong count)
    {
        ulong until = SystemTick.Ticks + count;
        ulong deadline = KernelClock.ElapsedTicks + TimeoutTicks;
        while (SystemTick.Ticks < until && KernelClock.ElapsedTicks < deadline)
        {
            Cpu.Relax();
        }
    }

    // The reader of the line checks its contents: each line must be whole.
    [Test]
    private static void ConsoleLines(ref TestContext context) =>
        context.Equal((ulong)Processors.OnlineCount * SmpWork.Lines, RunTogether(ref context, SmpWork.Job.WriteLines), "lines"u8);
}
