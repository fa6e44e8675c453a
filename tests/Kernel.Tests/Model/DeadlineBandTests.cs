// Deadlines take a limited part of a CPU's time from the running thread, a small one if they are less urgent; and no deadline waits
// while its band stays within that. The tests decide what an interrupt costs, because time only advances here.

using System;
using System.Collections.Generic;
using RustKernel.Arm64;
using RustKernel.Ipc;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Smp;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

[Collection("console")]
public sealed class DeadlineBandTests : IDisposable
{
    private const uint Timers = 64;
    private const uint Ticks = 20;
    private const byte Urgent = 24;

    // 100 microseconds, the shortest possible period, and a tick of 100 Hz.
    private const ulong PeriodTicks = 6_250;
    private const ulong TickTicks = 625_000;

    // From start to end of the handler, on a usual CPU: one microsecond. The time before and after it is as much again.
    private const ulong Cost = 60;
    private const ulong PartOfLessUrgent = TickTicks / Deadlines.LessUrgentPart;
    private const ulong PartOfBand = TickTicks / Deadlines.BandPart;

    private readonly uint _process;

    public DeadlineBandTests()
    {
        ModelMachine.Start();
        PerCpu.Own = 0;
        _process = ModelMachine.StartProcess(Urgent);
        ModelMachine.Look(ref PerCpu.Current);
        while (PerCpu.Current.CurrentThread == 0)
        {
            PerCpu.Own++;
            ModelMachine.Look(ref PerCpu.Current);
        }
    }

    public void Dispose()
    {
        ModelMachine.End([_process]);
        KernelLock.Enter();
        ObjectReferences.Release(ObjectKind.Process, _process);
        KernelLock.Leave();
        UserLoop.FinishChores();
        ModelMachine.Stop();
    }

    [Theory]
    [InlineData(0, PartOfLessUrgent)]
    [InlineData(Urgent, PartOfBand)]
    public void Fast_timers_take_a_limited_part_of_a_tick_from_what_runs(byte priority, ulong part)
    {
        List<uint> timers = Arm(priority, Timers);
        ulong all = 0;
        for (uint tick = 0; tick < Ticks; tick++)
        {
            ulong busy = PassTick(Cost);
            all += busy;
            Assert.InRange(busy, 1ul, part + (2 * Cost));
        }

        Assert.True(part == PartOfLessUrgent || all > Ticks * PartOfLessUrgent, $"{all} counter ticks");
        Release(timers);
    }

    // Each of its deadlines is met, even if an interrupt takes half of its period: others have the other half.
    [Theory]
    [InlineData(Urgent, Cost)]
    [InlineData(Urgent, PeriodTicks * 24 / 100)]
    [InlineData(31, PeriodTicks * 24 / 100)]
    public void A_band_that_is_not_behind_is_never_held(byte priority, ulong cost)
    {
        List<uint> timers = Arm(priority, 1);
        for (uint tick = 0; tick < Ticks; tick++)
        {
            ulong busy = PassTick(cost);
            Assert.Equal(0u, PerCpu.Current.HeldBands);
            Assert.InRange(busy, 99 * 2 * cost, 101 * 2 * cost);
        }

        Release(timers);
    }

    // Each of the two bands leaves half of the time, and they take turns.
    [Fact]
    public void Bands_that_are_not_behind_leave_half_of_a_tick_together()
    {
        const ulong cost = PeriodTicks * 24 / 100;
        PerCpu.Own = (PerCpu.Own + 1) % ModelMachine.Cpus;
        Assert.Equal(0u, PerCpu.Current.CurrentThread);
        List<uint> timers = Arm(0, 1);
        SystemRegisters.CNTVCT_EL0 += PeriodTicks / 2;
        timers.AddRange(Arm(Urgent, 1));
        for (uint tick = 0; tick < Ticks; tick++)
        {
            Assert.InRange(PassTick(cost), 1ul, (TickTicks / Deadlines.AllPart) + (4 * cost));
        }

        Release(timers);
    }

    [Fact]
    public void A_more_urgent_deadline_is_kept_among_fast_timers()
    {
        List<uint> timers = Arm(0, Timers);
        Result<Slot<TimerObject>> own = KernelObjects.Allocate<TimerObject>(default);
        for (int i = 0; i < 50; i++)
        {
            // A tick comes in time: a band's share is counted from it.
            Deadlines.BeginTick(ref PerCpu.Current);
            ref TimerObject timer = ref KernelObjects.Timer(own.Value);
            ulong due = SystemRegisters.CNTVCT_EL0 + (3 * PeriodTicks);
            TimerObjects.Set(ref PerCpu.Current, ref timer, due, 0, Urgent);
            while (SystemRegisters.CNTVCT_EL0 < due)
            {
                SystemRegisters.CNTVCT_EL0 += 500;
                _ = Interrupts(Cost, ulong.MaxValue);
            }

            Assert.Equal((uint)i + 1, timer.Expired);
        }

        timers.Add(own.Value.Index);
        Release(timers);
    }

    // An idle CPU with a thread that is ready but not running yet: fast timers that are less urgent do not delay it longer than if it ran.
    [Theory]
    [InlineData(true, PartOfLessUrgent)]
    [InlineData(false, PartOfBand)]
    public void A_thread_that_is_ready_counts_as_running(bool isReady, ulong part)
    {
        PerCpu.Own = (PerCpu.Own + 1) % ModelMachine.Cpus;
        Assert.Equal(0u, PerCpu.Current.CurrentThread);
        if (isReady)
        {
            KernelLock.Enter();
            uint thread = ThreadLife.Create(
                ref KernelObjects.Process(_process),
                0x1000,
                0x2000,
                0,
                Urgent,
                1u << PerCpu.Own).Value.Index;
            Assert.Equal(ErrorCode.None, ThreadLife.Start(ref KernelObjects.Thread(thread)));
            KernelLock.Leave();
            Assert.NotEqual(0u, PerCpu.Current.ReadyLevels);
        }

        List<uint> timers = Arm(0, Timers);
        ulong all = 0;
        for (uint tick = 0; tick < Ticks; tick++)
        {
            ulong busy = PassTick(Cost);
            all += busy;
            Assert.InRange(busy, 1ul, part + (2 * Cost));
        }

        Assert.True(isReady || all > Ticks * PartOfLessUrgent, $"{all} counter ticks");
        Release(timers);
    }

    // Timers that are due again before all have been served, on CPUs of any speed. The interrupted code, an equally urgent thread or the
    // kernel's loop with its pending work, has most of each tick to itself, even on an idle CPU.
    [Theory]
    [InlineData(0, true, 850)]
    [InlineData(Urgent, true, 850)]
    [InlineData(Urgent, false, 850)]
    [InlineData(Urgent, false, 20_000)]
    [InlineData(Urgent, true, 20_000)]
    [InlineData(Urgent, false, 150_000)]
    public void Timers_that_are_due_faster_than_they_can_be_served_leave_time_for_others(byte priority, bool isIdle, ulong cost)
    {
        PerCpu.Own = (PerCpu.Own + (isIdle ? 1 : 0)) % ModelMachine.Cpus;
        Assert.Equal(isIdle, PerCpu.Current.CurrentThread == 0);
        List<uint> timers = Arm(priority, Timers);
        for (uint tick = 0; tick < Ticks; tick++)
        {
            Assert.InRange(PassTick(cost), 1ul, PartOfBand + (2 * cost));
        }

        Release(timers);
    }

    // A tick in the assembly does not reset the account: a new tick still has its own.
    [Fact]
    public void Deadlines_of_earlier_ticks_do_not_count()
    {
        List<uint> timers = Arm(Urgent, Timers);
        ref CpuBlock cpu = ref PerCpu.Current;
        for (uint i = 0; i < 10 * Timers; i++)
        {
            SystemRegisters.CNTVCT_EL0 += PeriodTicks;
            _ = cpu.Tick.Advance(SystemRegisters.CNTVCT_EL0);
            Assert.True(Interrupts(Cost, ulong.MaxValue) > 0 || i == 0);
            Assert.Equal(0u, cpu.HeldBands);
            SystemRegisters.CNTVCT_EL0 += TickTicks / 4;
        }

        Release(timers);
    }

    // The fast path only serves deadlines that fit into the list: a call that finds it full makes room for all later ones.
    [Fact]
    public void A_full_list_of_noted_deadlines_is_entered_and_goes_on()
    {
        const int waiting = CpuBlock.LazyCapacity + 8;
        ref CpuBlock cpu = ref PerCpu.Current;
        Assert.Equal(0u, (uint)cpu.LazyCount);
        ulong due = SystemRegisters.CNTVCT_EL0 + (100 * TickTicks);
        List<uint> threads = [];
        for (int i = 0; i < waiting; i++)
        {
            uint thread = ModelMachine.AddThread(_process, 0);
            threads.Add(thread);
            KernelLock.Enter();
            Deadlines.AddFor(ref cpu, ref KernelObjects.Thread(thread), due + (ulong)i);
            KernelLock.Leave();
            Assert.InRange((int)cpu.LazyCount, 1, CpuBlock.LazyCapacity);
        }

        Assert.Equal((uint)waiting, Deadlines.Count);
        Assert.Equal(waiting - CpuBlock.LazyCapacity, (int)cpu.LazyCount);
        foreach (uint thread in threads)
        {
            Deadlines.CancelFor(ref KernelObjects.Thread(thread));
        }

        Assert.Equal(0u, Deadlines.Count);
    }

    private static List<uint> Arm(byte priority, uint count)
    {
        List<uint> timers = [];
        for (uint i = 0; i < count; i++)
        {
            uint slot = KernelObjects.Allocate<TimerObject>(default).Value.Index;
            KernelObjects.Timer(slot).Header.Owner = 0;
            TimerObjects.Set(
                ref PerCpu.Current,
                ref KernelObjects.Timer(slot),
                SystemRegisters.CNTVCT_EL0 + PeriodTicks + i,
                PeriodTicks,
                priority);
            timers.Add(slot);
        }

        return timers;
    }

    // A tick begins and passes. Returns how much of it interrupts took.
    private static ulong PassTick(ulong cost)
    {
        ref CpuBlock cpu = ref PerCpu.Current;
        _ = cpu.Tick.Advance(SystemRegisters.CNTVCT_EL0);
        Deadlines.BeginTick(ref cpu);
        ulong end = SystemRegisters.CNTVCT_EL0 + TickTicks;
        ulong busy = 0;
        while (SystemRegisters.CNTVCT_EL0 < end)
        {
            SystemRegisters.CNTVCT_EL0 += 50;
            busy += Interrupts(cost, end);
        }

        // One may end after it; then the next tick begins.
        return busy;
    }

    // Like the timer's line: until nothing that may interrupt is due, or the time is over. Returns how long that took.
    private static ulong Interrupts(ulong cost, ulong end)
    {
        ulong busy = 0;
        while (SystemRegisters.CNTVCT_EL0 < end && Deadlines.Nearest(ref PerCpu.Current) - 1 < SystemRegisters.CNTVCT_EL0)
        {
            ulong now = SystemRegisters.CNTVCT_EL0 += cost / 2;
            SystemRegisters.CNTVCT_EL0 += cost;
            KernelLock.Enter();
            Deadlines.Expire(ref PerCpu.Current, now);
            KernelLock.Leave();
            SystemRegisters.CNTVCT_EL0 += cost / 2;
            busy += 2 * cost;
        }

        return busy;
    }

    private static void Release(List<uint> timers)
    {
        KernelLock.Enter();
        foreach (uint slot in timers)
        {
            ObjectReferences.Release(ObjectKind.Timer, slot);
        }

        KernelLock.Leave();
        UserLoop.FinishChores();
    }
}
