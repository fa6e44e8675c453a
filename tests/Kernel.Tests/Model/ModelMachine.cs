// The real kernel on a simulated machine of four CPUs: one step is one entry into the kernel on one CPU, as the vectors make it. No user
// code runs; a thread's requests are put into its registers.

using System.Collections.Generic;
using RustKernel.Arm64;
using RustKernel.Diagnostics;
using RustKernel.Exceptions;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Map;
using RustKernel.Memory.Paging;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Smp;
using RustKernel.Syscalls;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

internal static class ModelMachine
{
    internal const int Cpus = 4;

    private const ulong CounterHz = 62_500_000;

    private static readonly QuietController s_controller = new();

    private static bool s_isStarted;

    /// <summary>A memory object over the first of the reserved pages, like the device tree's.</summary>
    internal static uint Kept { get; private set; }

    /// <summary>Four more reserved pages with an object, like the archive's; a test writes programs there.</summary>
    internal static PhysicalAddress KeptFile => new(FakeRam.Kept + FrameSize.Bytes);

    /// <summary>The object over <see cref="KeptFile"/>.</summary>
    internal static uint KeptFileObject { get; private set; }

    /// <summary>Starts the kernel's pools once; a later test finds the machine as the previous one left it: empty.</summary>
    internal static void Start()
    {
        if (s_isStarted)
        {
            SetOnline(CpuState.Online);
            UserLoop.FinishChores();
            return;
        }

        s_isStarted = true;
        KernelClock.Initialise(0, CounterHz);
        default(DirectMap).Fill(new PhysicalAddress(FakeRam.Base), FakeRam.SizeBytes - FakeRam.KeptBytes, 0);
        MemoryMap map = default;
        Assert.Equal(ErrorCode.None, map.AddBank(new MemoryRange(FakeRam.Base, FakeRam.SizeBytes)));
        Assert.Equal(ErrorCode.None, map.Reserve(new MemoryRange(FakeRam.Kept, FakeRam.KeptBytes), FrameUse.DeviceTree));
        Assert.Equal(ErrorCode.None, KernelMemory.StartFrames(in map));
        Assert.Equal(ErrorCode.None, KernelMemory.StartTables(40));
        PhysicalAddress usable = new(FakeRam.Base);
        Assert.Equal(
            ErrorCode.None,
            KernelMemory.Tables.Map(
                DirectMap.ToVirtual(usable),
                usable,
                FakeRam.SizeBytes - FakeRam.KeptBytes,
                Protection.KernelReadWrite,
                MemoryKind.Normal));
        while (Processors.SlotCount < Cpus)
        {
            Assert.True(Processors.Reserve((ulong)Processors.SlotCount).IsOk);
        }

        for (int i = 0; i < Cpus; i++)
        {
            PerCpu.At(i).Index = (uint)i;
            PerCpu.At(i).IsServing = 1;
            PerCpu.At(i).Target = new InterruptTarget((ulong)i);
            PerCpu.At(i).Tick = TickSchedule.Create(0, CounterHz, SystemTick.RateHz).Value;
        }

        SetOnline(CpuState.Online);
        Interrupts.Use(s_controller);
        Ipc.FastPath.Start(FastMode.Alone);
        Assert.Equal(ErrorCode.None, UserLoop.Start(40, 8, mayMeasure: true));
        Kept = Keep(new PhysicalAddress(FakeRam.Kept), 1);
        KeptFileObject = Keep(KeptFile, 4);
    }

    /// <summary>Removes the other CPUs for tests that know of one.</summary>
    internal static void Stop() => SetOnline(CpuState.None);

    /// <summary>How often writes had been ordered before an interrupt at the time of the last enable.</summary>
    internal static int OrderingsAtEnable => s_controller.OrderingsAtEnable;

    /// <summary>True when an interrupt is on its way to the CPU.</summary>
    internal static bool WillBeInterrupted(int cpu) => (s_controller.OnTheWay & (1u << cpu)) != 0;

    /// <summary>Sends an interrupt to the CPU.</summary>
    internal static void Send(int cpu) => s_controller.OnTheWay |= 1u << cpu;

    /// <summary>True once for each CPU that was sent an interrupt.</summary>
    internal static bool IsInterrupted(int cpu)
    {
        bool isPending = (s_controller.OnTheWay & (1u << cpu)) != 0;
        s_controller.OnTheWay &= ~(1u << cpu);
        return isPending;
    }

    /// <summary>
    /// A process of the kernel's own with one started thread of <paramref name="priority"/>; the
    /// caller releases its reference.
    /// </summary>
    internal static uint StartProcess(uint priority)
    {
        KernelLock.Enter();
        Result<Slot<Process>> process = ProcessLife.Create(default, 2_000, 300, 300, 0);
        Assert.True(process.IsOk);
        AddThread(process.Value.Index, priority);
        KernelLock.Leave();
        return process.Value.Index;
    }

    /// <summary>Adds and starts a thread. Under the lock.</summary>
    internal static uint AddThread(uint process, uint priority)
    {
        Result<Slot<Thread>> thread = ThreadLife.Create(ref KernelObjects.Process(process), 0x1000, 0x2000, 0, priority, 0);
        Assert.True(thread.IsOk);
        Assert.Equal(ErrorCode.None, ThreadLife.Start(ref KernelObjects.Thread(thread.Value)));
        return thread.Value.Index;
    }

    /// <summary>Time passes: everything due on the CPU wakes, in its timer's interrupt, which <see cref="Interrupt"/> completes.</summary>
    internal static void PassTime(ref CpuBlock cpu, ulong ticks)
    {
        SystemRegisters.CNTVCT_EL0 += ticks;
        if (cpu.Tick.Advance(SystemRegisters.CNTVCT_EL0) != 0)
        {
            Deadlines.BeginTick(ref cpu);
        }

        if (cpu.DeadlineCounter != 0 && cpu.DeadlineCounter <= SystemRegisters.CNTVCT_EL0)
        {
            KernelLock.Enter();
            Deadlines.Expire(ref cpu, SystemRegisters.CNTVCT_EL0);
            KernelLock.Leave();
            Send((int)cpu.Index);
        }
    }

    /// <summary>The idle CPU looks for a thread.</summary>
    internal static void Look(ref CpuBlock cpu)
    {
        cpu.Attention = 0;
        UserLoop.Run(ref cpu);
    }

    /// <summary>Interrupts the running thread; <paramref name="isTick"/>: by the tick.</summary>
    internal static void Interrupt(ref CpuBlock cpu, bool isTick)
    {
        if (isTick)
        {
            Deadlines.BeginTick(ref cpu);
            cpu.Attention = 1;
        }

        ref Thread thread = ref KernelObjects.Thread(cpu.CurrentThread);
        Expect(ref cpu, UserLoop.Interrupt(ref cpu, ref thread.Context, CpuBlock.NotAcknowledged));
        cpu.Attention = 0;
    }

    /// <summary>
    /// The running thread makes the system call in its registers. With <paramref name="isLate"/>, an interrupt that the call
    /// sends to its own CPU comes with a later step.
    /// </summary>
    internal static void Call(ref CpuBlock cpu, bool isLate = false)
    {
        ref Thread thread = ref KernelObjects.Thread(cpu.CurrentThread);
        KernelLock.Enter();
        FastHandOver? fast = FastHandOver.Begin(ref cpu, ref thread);
        ulong next = (SystemCall)thread.Context.X8 switch
        {
            SystemCall.Null => SystemCalls.Null(ref thread),
            SystemCall.Call => SystemCalls.Call(ref cpu, ref thread),
            SystemCall.ReplyReceive => SystemCalls.ReplyReceive(ref cpu, ref thread),
            _ => SystemCalls.Enter(ref cpu, ref thread, thread.Context.X8),
        };
        fast?.Compare(ref cpu, next);
        KernelLock.Leave();
        Expect(ref cpu, next);

        // The two short calls leave it to the interrupt that is on its way.
        if (cpu.Doomed != 0 && !isLate)
        {
            if (cpu.CurrentThread != 0)
            {
                _ = IsInterrupted((int)cpu.Index);
                Interrupt(ref cpu, isTick: false);
            }
            else
            {
                Look(ref cpu);
            }
        }
    }

    /// <summary>Ends the processes; threads on other CPUs end when those are interrupted.</summary>
    internal static void End(IEnumerable<uint> processes)
    {
        PerCpu.Own = 0;
        KernelLock.Enter();
        foreach (uint slot in processes)
        {
            ProcessLife.End(ref KernelObjects.Process(slot), ExitCause.Killed, 0);
        }

        KernelLock.Leave();
        for (int i = 0; i < 8 * Cpus; i++)
        {
            PerCpu.Own = i % Cpus;
            if (PerCpu.Current.CurrentThread == 0)
            {
                Look(ref PerCpu.Current);
            }
            else
            {
                Interrupt(ref PerCpu.Current, isTick: true);
            }

            UserLoop.FinishChores();
        }
    }

    private static uint Keep(PhysicalAddress start, uint pages)
    {
        Result<Slot<MemoryObject>> memory = Spaces.MemoryObjects.CreateFixed(default, start, pages * FrameSize.Bytes, MemoryKind.Normal);
        Assert.Equal(ErrorCode.None, memory.Error);
        return memory.Value.Index;
    }

    private static void SetOnline(uint state)
    {
        for (int i = 0; i < Cpus; i++)
        {
            Deadlines.BeginTick(ref PerCpu.At(i));
            PerCpu.At(i).State = state;
        }
    }

    // The context that the entry returns is what the CPU's block says is running.
    private static void Expect(ref CpuBlock cpu, ulong next) =>
        Assert.Equal(cpu.CurrentThread == 0 ? 0 : UserState.AddressOf(ref KernelObjects.Thread(cpu.CurrentThread).Context), next);
}
