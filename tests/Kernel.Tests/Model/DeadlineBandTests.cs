// Deadlines of programs that are less urgent than the one that runs: they take a limited part of its time, and its own are kept.

using System;
using System.Collections.Generic;
using System.Linq;
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

    // 100 microseconds, the shortest period there is, and a tick of 100 Hz.
    private const ulong PeriodTicks = 6_250;
    private const ulong TickTicks = 625_000;

    // What 16 deadlines cost a slow CPU: 64 of them take longer than the period.
    private const ulong ServeTicks = 1_700;
    private const ulong MostAtOnce = 16;
    private const ulong MostOfTick = 5;

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
    [InlineData(0, Deadlines.LessUrgentPerTick)]
    [InlineData(Urgent, Deadlines.InterruptsPerTick * MostAtOnce)]
    public void Fast_timers_interrupt_what_runs_a_limited_number_of_times_a_tick(byte priority, ulong most)
    {
        List<uint> timers = Arm(priority);
        ulong all = 0;
        for (uint tick = 0; tick < Ticks; tick++)
        {
            Deadlines.BeginTick(ref PerCpu.Current);
            ulong expired = PassTick(timers);
            all += expired;
            Assert.InRange(expired, 1ul, most);
        }

        // None is lost: each says how often it ran out, whenever it is heard.
        Assert.True(most == Deadlines.LessUrgentPerTick || all > Ticks * Deadlines.LessUrgentPerTick, $"{all} deadlines");
        Release(timers);
    }

    [Fact]
    public void A_more_urgent_deadline_is_kept_among_fast_timers()
    {
        List<uint> timers = Arm(0);
        Result<Slot<TimerObject>> own = KernelObjects.Allocate<TimerObject>(default);
        Deadlines.BeginTick(ref PerCpu.Current);
        for (int i = 0; i < 50; i++)
        {
            ref TimerObject timer = ref KernelObjects.Timer(own.Value);
            ulong due = SystemRegisters.CNTVCT_EL0 + (3 * PeriodTicks);
            TimerObjects.Set(ref PerCpu.Current, ref timer, due, 0, Urgent);
            while (SystemRegisters.CNTVCT_EL0 < due)
            {
                SystemRegisters.CNTVCT_EL0 += 500;
                _ = Interrupts();
            }

            Assert.Equal((uint)i + 1, timer.Expired);
        }

        timers.Add(own.Value.Index);
        Release(timers);
    }

    // An idle CPU with a thread that is ready but does not run yet: fast timers that are less urgent keep it waiting no longer
    // than if it ran.
    [Theory]
    [InlineData(true, Deadlines.LessUrgentPerTick)]
    [InlineData(false, Deadlines.InterruptsPerTick * MostAtOnce)]
    public void A_thread_that_is_ready_counts_as_running(bool isReady, ulong most)
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

        List<uint> timers = Arm(0);
        ulong all = 0;
        for (uint tick = 0; tick < Ticks; tick++)
        {
            Deadlines.BeginTick(ref PerCpu.Current);
            ulong expired = PassTick(timers);
            all += expired;
            Assert.InRange(expired, 1ul, most);
        }

        Assert.True(isReady || all > Ticks * Deadlines.LessUrgentPerTick, $"{all} deadlines");
        Release(timers);
    }

    // Timers that are due again before all have been served. Whoever is interrupted, a thread as urgent as they are or the kernel's loop
    // with what it owes, has most of each tick to itself, on an idle CPU as well.
    [Theory]
    [InlineData(0, true)]
    [InlineData(Urgent, true)]
    [InlineData(Urgent, false)]
    public void Timers_that_are_due_faster_than_they_can_be_served_leave_time_for_others(byte priority, bool isIdle)
    {
        PerCpu.Own = (PerCpu.Own + (isIdle ? 1 : 0)) % ModelMachine.Cpus;
        Assert.Equal(isIdle, PerCpu.Current.CurrentThread == 0);
        List<uint> timers = Arm(priority);
        ref CpuBlock cpu = ref PerCpu.Current;
        for (uint tick = 0; tick < Ticks; tick++)
        {
            Deadlines.BeginTick(ref cpu);
            ulong end = SystemRegisters.CNTVCT_EL0 + TickTicks;
            ulong busy = 0;
            while (SystemRegisters.CNTVCT_EL0 < end)
            {
                SystemRegisters.CNTVCT_EL0 += 500;
                while (SystemRegisters.CNTVCT_EL0 < end && IsInterruptDue(ref cpu))
                {
                    Interrupt();
                    SystemRegisters.CNTVCT_EL0 += ServeTicks;
                    busy += ServeTicks;
                }
            }

            Assert.InRange(busy, 1ul, TickTicks / MostOfTick);
        }

        Release(timers);
    }

    // A tick that the assembly takes begins no counts: a new tick's are its own all the same.
    [Fact]
    public void Deadlines_of_earlier_ticks_do_not_count()
    {
        List<uint> timers = Arm(Urgent);
        ref CpuBlock cpu = ref PerCpu.Current;
        for (uint i = 0; i < 10 * Deadlines.InterruptsPerTick; i++)
        {
            SystemRegisters.CNTVCT_EL0 += PeriodTicks;
            _ = cpu.Tick.Advance(SystemRegisters.CNTVCT_EL0);
            Assert.True(Interrupts() > 0 || i == 0);
            Assert.Equal(0u, cpu.HeldBands);
            SystemRegisters.CNTVCT_EL0 += TickTicks / 4;
        }

        Release(timers);
    }

    // The fast path is for those whose deadline fits into the list: who comes when it is full makes room for all who come after.
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

    private static List<uint> Arm(byte priority)
    {
        List<uint> timers = [];
        for (uint i = 0; i < Timers; i++)
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

    // Returns how many deadlines of timers passed in interrupts.
    private static ulong PassTick(List<uint> timers)
    {
        ulong end = SystemRegisters.CNTVCT_EL0 + TickTicks;
        ulong deadlines = 0;
        while (SystemRegisters.CNTVCT_EL0 < end)
        {
            SystemRegisters.CNTVCT_EL0 += 500;
            while (IsInterruptDue(ref PerCpu.Current))
            {
                deadlines += Expire(timers);
            }
        }

        return deadlines;
    }

    // One interrupt, and how many of the timers it served.
    private static ulong Expire(List<uint> timers)
    {
        ulong now = SystemRegisters.CNTVCT_EL0;
        ulong due = (ulong)timers.Count(slot => KernelObjects.Timer(slot).DueCounter <= now);
        Interrupt();
        return due - (ulong)timers.Count(slot => KernelObjects.Timer(slot).DueCounter <= now);
    }

    // As the timer's line would: until nothing that is let through is due. Returns the interrupts.
    private static ulong Interrupts()
    {
        ulong count = 0;
        for (; IsInterruptDue(ref PerCpu.Current); count++)
        {
            Interrupt();
        }

        return count;
    }

    private static bool IsInterruptDue(ref CpuBlock cpu) => Deadlines.Nearest(ref cpu) - 1 < SystemRegisters.CNTVCT_EL0;

    private static void Interrupt()
    {
        KernelLock.Enter();
        Deadlines.Expire(ref PerCpu.Current, SystemRegisters.CNTVCT_EL0);
        KernelLock.Leave();
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
