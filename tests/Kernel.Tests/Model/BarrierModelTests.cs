// Barriers across every running thread of a process: who is interrupted, how often, and when the caller continues.

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
public sealed class BarrierModelTests : IDisposable
{
    private const ulong Svc = 0x1004;

    private readonly List<uint> _processes = [];

    public BarrierModelTests()
    {
        ModelMachine.Start();
        for (int cpu = 0; cpu < ModelMachine.Cpus; cpu++)
        {
            _ = ModelMachine.IsInterrupted(cpu);
        }
    }

    public void Dispose()
    {
        ModelMachine.End(_processes);
        KernelLock.Enter();
        _processes.ForEach(static slot => ObjectReferences.Release(ObjectKind.Process, slot));
        KernelLock.Leave();
        UserLoop.FinishChores();
        ModelMachine.Stop();
    }

    [Fact]
    public void Who_is_alone_waits_for_nobody()
    {
        uint process = Process(cpus: [0]);
        uint stranger = Process(cpus: [2]);
        Assert.NotEqual(process, stranger);
        Assert.True(Barrier(0));
        Assert.Equal([false, false, false, false], Interrupted());
    }

    [Fact]
    public void The_caller_goes_on_when_each_that_runs_has_been_interrupted()
    {
        _ = Process(cpus: [0, 1, 3]);
        _ = Process(cpus: [2]);
        Assert.False(Barrier(0));
        Assert.Equal([false, true, false, true], Interrupted());
        Assert.False(Again(0));
        Interrupt(1);
        Assert.False(Again(0));
        Interrupt(3);
        Assert.True(Again(0));

        // And the next one again.
        Assert.False(Barrier(0));
        Assert.Equal([false, true, false, true], Interrupted());
        Interrupt(1);
        Interrupt(3);
        Assert.True(Again(0));
    }

    // However many callers wait and check again and again: one interrupt.
    [Fact]
    public void Callers_share_an_interrupt_that_has_not_come()
    {
        _ = Process(cpus: [0, 1, 2]);
        Assert.False(Barrier(0));
        Assert.Equal([false, true, true, false], Interrupted());
        Assert.False(Barrier(1));
        Assert.Equal([true, false, false, false], Interrupted());
        Assert.False(Again(0));
        Assert.False(Again(1));
        Assert.Equal([false, false, false, false], Interrupted());
        Interrupt(2);
        Interrupt(1);
        Assert.True(Again(0));
        Assert.False(Again(1));
        Interrupt(0);
        Assert.True(Again(1));
    }

    // A barrier that began after the interrupt was taken is not passed by it.
    [Fact]
    public void An_interrupt_from_before_does_not_count()
    {
        _ = Process(cpus: [0, 1]);
        Interrupt(1);
        Assert.False(Barrier(0));
        Assert.Equal([false, true, false, false], Interrupted());
        Assert.False(Again(0));
        Interrupt(1);
        Assert.True(Again(0));
    }

    // The interrupt arrives in the kernel's loop, because the thread has gone to sleep. It is noted before a thread runs there again.
    [Fact]
    public void A_thread_that_stops_running_is_not_waited_for_and_can_be_asked_again()
    {
        _ = Process(cpus: [0, 1]);
        Assert.False(Barrier(0));
        PerCpu.Own = 1;
        uint sleeper = PerCpu.Current.CurrentThread;
        KernelObjects.Thread(sleeper).Context.SetRegister(8, (ulong)SystemCall.Sleep);
        KernelObjects.Thread(sleeper).Context.SetRegister(0, Deadlines.Never);
        ModelMachine.Call(ref PerCpu.Current);
        Assert.Equal(0u, PerCpu.Current.CurrentThread);
        Assert.Equal([false, true, false, false], Interrupted());
        Assert.True(Again(0));

        PerCpu.Own = 1;
        KernelLock.Enter();
        Waits.End(ref KernelObjects.Thread(sleeper), ErrorCode.None);
        KernelLock.Leave();
        ModelMachine.Look(ref PerCpu.Current);
        Assert.Equal(sleeper, PerCpu.Current.CurrentThread);
        _ = Interrupted();
        Assert.False(Barrier(0));
        Assert.Equal([false, true, false, false], Interrupted());
        Interrupt(1);
        Assert.True(Again(0));
    }

    // The register may have any number.
    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1ul << 40)]
    public void A_ticket_that_is_none_waits_for_nobody(ulong ticket)
    {
        _ = Process(cpus: [0, 1]);
        Assert.True(Call(0, ticket));
        Assert.Equal([false, false, false, false], Interrupted());
    }

    // A process with a thread that runs on each of the CPUs.
    private uint Process(int[] cpus)
    {
        PerCpu.Own = cpus[0];
        KernelLock.Enter();
        uint process = ProcessLife.Create(default, 2_000, 300, 300, 0).Value.Index;
        foreach (int cpu in cpus)
        {
            Slot<Thread> thread = ThreadLife.Create(ref KernelObjects.Process(process), 0x1000, 0x2000, 0, 10, 1u << cpu).Value;
            Assert.Equal(ErrorCode.None, ThreadLife.Start(ref KernelObjects.Thread(thread)));
        }

        KernelLock.Leave();
        _processes.Add(process);
        foreach (int cpu in cpus)
        {
            PerCpu.Own = cpu;
            ModelMachine.Look(ref PerCpu.Current);
            Assert.Equal(process, KernelObjects.Thread(PerCpu.Current.CurrentThread).Process);
        }

        _ = Interrupted();
        return process;
    }

    // Begins a barrier. True: it is over; false: repeat the same call.
    private static bool Barrier(int cpu) => Call(cpu, 0);

    // The call again, with the registers that the kernel left.
    private static bool Again(int cpu)
    {
        PerCpu.Own = cpu;
        return Call(cpu, KernelObjects.Thread(PerCpu.Current.CurrentThread).Context.Register(0));
    }

    private static bool Call(int cpu, ulong ticket)
    {
        PerCpu.Own = cpu;
        ref Thread self = ref KernelObjects.Thread(PerCpu.Current.CurrentThread);
        self.Context.SetRegister(8, (ulong)SystemCall.ProcessBarrier);
        self.Context.SetRegister(0, ticket);
        self.Context.ELR_EL1 = Svc;
        ModelMachine.Call(ref PerCpu.Current);
        bool isOver = self.Context.ELR_EL1 == Svc;
        Assert.Equal(isOver, self.Context.Register(0) == 0);
        Assert.Equal(isOver ? Svc : Svc - 4, self.Context.ELR_EL1);
        return isOver;
    }

    private static void Interrupt(int cpu)
    {
        PerCpu.Own = cpu;
        ModelMachine.Interrupt(ref PerCpu.Current, isTick: false);
    }

    // The CPUs that were sent an interrupt since the last check.
    private static bool[] Interrupted()
    {
        bool[] all = new bool[ModelMachine.Cpus];
        for (int cpu = 0; cpu < all.Length; cpu++)
        {
            all[cpu] = ModelMachine.IsInterrupted(cpu);
        }

        return all;
    }
}
