// Processes and threads that end in the middle of something: the end of each waits in one place, and nothing in between takes it away.

using System;
using RustKernel.Arm64;
using RustKernel.Ipc;
using RustKernel.Memory.Frames;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Smp;
using RustKernel.Spaces;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

[Collection("console")]
public sealed class EndingTests : IDisposable
{
    private const ulong SystemErrorFromUser = 11;
    private const ulong Uncorrected = 0xBE00_0000;

    private readonly KernelInvariants _invariants = new();
    private readonly uint _process;
    private readonly uint _first;
    private readonly uint _other;

    public EndingTests()
    {
        ModelMachine.Start();
        PerCpu.Own = 1;
        _process = ModelMachine.StartProcess(10);
        _first = KernelObjects.Process(_process).FirstThread;
        _other = ModelMachine.StartProcess(10);
        _invariants.Hold(_process);
        _invariants.Hold(_other);
    }

    public void Dispose()
    {
        Teardown.Units = Teardown.StepUnits;
        SystemRegisters.ESR_EL1 = 0;
        ModelMachine.End([_process, _other]);
        KernelLock.Enter();
        ObjectReferences.Release(ObjectKind.Process, _process);
        ObjectReferences.Release(ObjectKind.Process, _other);
        KernelLock.Leave();
        UserLoop.FinishChores();
        ModelMachine.Stop();
    }

    // A thread that never ran ends with the last handle to it. Its process may be between the order to end and the step
    // that would have killed the thread.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_process_ends_when_its_last_thread_is_one_that_never_ran(bool hasBegun)
    {
        ref Process process = ref KernelObjects.Process(_process);
        KernelLock.Enter();
        uint fresh = ThreadLife.Create(ref process, 0x1000, 0x2000, 0, 10, 0).Value.Index;
        ObjectReferences.Retain(ObjectKind.Thread, fresh);
        ThreadLife.Kill(ref KernelObjects.Thread(_first));
        uint second = hasBegun ? ModelMachine.AddThread(_process, 10) : 0;
        KernelLock.Leave();
        UserLoop.FinishChores();
        Teardown.Units = 1;
        KernelLock.Enter();
        ProcessLife.End(ref process, ExitCause.Killed, 0);
        if (hasBegun)
        {
            Teardown.Step();
        }

        bool isSecondDead = second == 0 || KernelObjects.Thread(second).State == ThreadState.Dead;
        bool isAsMeant = isSecondDead && KernelObjects.Thread(fresh).State == ThreadState.New;
        ObjectReferences.Release(ObjectKind.Thread, fresh);
        KernelLock.Leave();
        Assert.True(isAsMeant, "the step killed another thread");
        _invariants.CheckEnds();
        UserLoop.FinishChores();
        Assert.Equal(ProcessState.Dead, process.State);
        _invariants.Check();
    }

    [Fact]
    public void A_thread_killed_from_elsewhere_ends_by_the_error_that_comes_before_the_interrupt()
    {
        ref CpuBlock cpu = ref PerCpu.Current;
        ModelMachine.Look(ref cpu);
        uint running = cpu.CurrentThread;
        PerCpu.Own = 2;
        KernelLock.Enter();
        ProcessLife.End(ref KernelObjects.Process(_process), ExitCause.Killed, 0);
        Teardown.Step();
        KernelLock.Leave();
        Assert.Equal((ThreadState.Running, true), (KernelObjects.Thread(running).State, ModelMachine.WillBeInterrupted(1)));
        PerCpu.Own = 1;
        SystemRegisters.ESR_EL1 = Uncorrected;
        _ = UserLoop.Other(ref cpu, ref KernelObjects.Thread(running).Context, SystemErrorFromUser);
        _invariants.CheckEnds();
        UserLoop.FinishChores();
        Assert.Equal(ThreadState.Dead, KernelObjects.Thread(running).State);
        _invariants.Check();
    }

    // Whatever a call makes for a process that has ended has no owner, and no error of the call says so.
    [Theory]
    [InlineData(SystemCall.PortCreate, 1)]
    [InlineData(SystemCall.MemoryCreate, 4096)]
    public void A_thread_whose_process_has_ended_ends_with_its_next_call(SystemCall number, ulong argument)
    {
        ref CpuBlock cpu = ref PerCpu.Current;
        ModelMachine.Look(ref cpu);
        uint running = cpu.CurrentThread;
        PerCpu.Own = 2;
        KernelLock.Enter();
        _ = ModelMachine.AddThread(_process, 5);
        Teardown.Units = 1;
        ProcessLife.End(ref KernelObjects.Process(_process), ExitCause.Killed, 0);
        Teardown.Step();
        KernelLock.Leave();
        ref Thread thread = ref KernelObjects.Thread(running);
        Assert.Equal((_process, false), (thread.Process, thread.IsKilled));
        PerCpu.Own = 1;
        thread.Context.X8 = (ulong)number;
        thread.Context.X0 = argument;
        ModelMachine.Call(ref cpu);
        Assert.Equal(ThreadState.Dead, thread.State);
        _invariants.CheckEnds();
    }

    // A short call that dooms its caller leaves it waiting until the interrupt. What it waits for may come first; threads
    // that wait with it must stay.
    [Fact]
    public void Who_waits_with_a_doomed_thread_goes_on_waiting()
    {
        ref CpuBlock cpu = ref PerCpu.Current;
        KernelLock.Enter();
        uint port = PortLife.Create(new(_other), 4).Value.Index;
        ulong door = Door(_process, port);
        ulong own = Door(_other, port);
        ObjectReferences.Release(ObjectKind.Port, port);
        KernelLock.Leave();
        ModelMachine.Look(ref cpu);
        uint doomed = cpu.CurrentThread;
        Assert.Equal(_first, doomed);
        ref Thread thread = ref KernelObjects.Thread(doomed);
        KernelLock.Enter();
        ThreadLife.Kill(ref thread);
        Receive(ref thread, door);
        _ = Ports.ReplyReceive(ref cpu, ref thread);
        KernelLock.Leave();
        Assert.Equal((doomed, ThreadState.Receiving), (cpu.Doomed, thread.State));
        PerCpu.Own = 0;
        ModelMachine.Look(ref PerCpu.Current);
        uint waiting = PerCpu.Current.CurrentThread;
        Assert.Equal(KernelObjects.Process(_other).FirstThread, waiting);
        KernelLock.Enter();
        Receive(ref KernelObjects.Thread(waiting), own);
        _ = Ports.ReplyReceive(ref PerCpu.Current, ref KernelObjects.Thread(waiting));
        Ports.SetBits(ref KernelObjects.Port(port), 1);
        KernelLock.Leave();
        PerCpu.Own = 1;
        Assert.Equal((waiting, waiting), (KernelObjects.Port(port).FirstReceiver, KernelObjects.Port(port).LastReceiver));
        _invariants.CheckEnds();
        UserLoop.FinishChores();
        _invariants.Check();
    }

    // Another process has memory of a process that has ended, and may touch all of it. The owner has a successor to start and gets
    // the rest.
    [Theory]
    [InlineData(1)]
    [InlineData(Teardown.StepUnits)]
    public void Frames_that_a_dead_process_cannot_want_are_its_owners_again(uint units)
    {
        const ulong pages = 600, tables = 3;
        Teardown.Units = units;
        ref Process owner = ref KernelObjects.Process(_process);
        ref Process other = ref KernelObjects.Process(_other);
        ulong before = owner.Frames.Used;
        KernelLock.Enter();
        Slot<Process> child = ProcessLife.Create(new(_process), 1_000, 10, 10, 0).Value;
        _invariants.Hold(child.Index);
        ref MemoryObject memory = ref KernelObjects.Memory(MemoryObjects.CreateAnonymous(child, pages << FrameSize.Shift).Value);
        ulong handle = ProcessHandles.AddNew(ref other, ObjectKind.Memory, memory.Slot.Index, Rights.All, 0).Value.Value;
        ObjectReferences.Release(memory.Slot);
        Assert.True(MemoryObjects.Page(ref memory, 0, create: true).IsOk);
        Assert.Equal(before + 1_000, owner.Frames.Used);
        ProcessLife.End(ref KernelObjects.Process(child), ExitCause.Killed, 0);
        KernelLock.Leave();
        UserLoop.FinishChores();
        Assert.Equal(before + pages + tables, owner.Frames.Used);
        _invariants.Check();
        KernelLock.Enter();
        for (ulong page = 0; page < pages; page++)
        {
            Assert.True(MemoryObjects.Page(ref memory, page << FrameSize.Shift, create: true).IsOk);
        }

        ProcessHandles.Close(ref other, (uint)handle);
        KernelLock.Leave();
        UserLoop.FinishChores();
        Assert.Equal((before, 0ul), (owner.Frames.Used, KernelObjects.Process(child).Frames.Limit));
        _invariants.Check();
        KernelLock.Enter();
        ObjectReferences.Release(child);
        KernelLock.Leave();
        UserLoop.FinishChores();
        Assert.Equal(before, owner.Frames.Used);
    }

    // The giver of a handle learns of the end of the process that has it: at once, or from the queue. A handle that its holder
    // closes, one without the right, and one with the right to receive are not reported.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_port_hears_of_a_handle_that_ends_with_its_process(bool isAwaited)
    {
        ref CpuBlock cpu = ref PerCpu.Current;
        ModelMachine.Look(ref cpu);
        ref Thread thread = ref KernelObjects.Thread(cpu.CurrentThread);
        Assert.Equal(_process, thread.Process);
        KernelLock.Enter();
        uint port = PortLife.Create(new(_process), 4).Value.Index;
        ulong own = Door(_process, port);
        ref Process other = ref KernelObjects.Process(_other);
        ulong closed = ProcessHandles.AddNew(ref other, ObjectKind.Port, port, Rights.Send | Rights.Execute, 75).Value.Value;
        _ = ProcessHandles.AddNew(ref other, ObjectKind.Port, port, Rights.Send, 76);
        _ = ProcessHandles.AddNew(ref other, ObjectKind.Port, port, Rights.Send | Rights.Execute, 77);
        _ = ProcessHandles.AddNew(ref other, ObjectKind.Port, port, Rights.Receive | Rights.Execute, 78);
        ObjectReferences.Release(ObjectKind.Port, port);
        ProcessHandles.Close(ref other, (uint)closed);
        if (isAwaited)
        {
            Receive(ref thread, own);
            _ = Ports.ReplyReceive(ref cpu, ref thread);
            Assert.Equal(ThreadState.Receiving, thread.State);
        }

        ProcessLife.End(ref other, ExitCause.Killed, 0);
        KernelLock.Leave();
        UserLoop.FinishChores();
        ref Port reported = ref KernelObjects.Port(port);
        if (!isAwaited)
        {
            ref QueuedMessage message = ref reported.Ring[reported.Head];
            Assert.Equal((1u, 77ul, MessageKind.Closed), (reported.Count, message.Badge, new MessageInfo(message.Info).Kind));
        }
        else
        {
            Assert.NotEqual(ThreadState.Receiving, thread.State);
            Assert.Equal(
                (0u, 77ul, MessageKind.Closed),
                (reported.Count, thread.Context.X1, new MessageInfo(thread.Context.X2).Kind));
        }

        _invariants.Check();
    }

    private static ulong Door(uint process, uint port) =>
        ProcessHandles.AddNew(ref KernelObjects.Process(process), ObjectKind.Port, port, Rights.All, 0).Value.Value;

    private static void Receive(ref Thread thread, ulong door)
    {
        thread.Context.X8 = (ulong)SystemCall.ReplyReceive;
        thread.Context.X0 = door;
        thread.Context.X1 = Deadlines.Never;
        thread.Context.X2 = new MessageInfo(0, 0, 0, MessageKind.Send).Bits;
        thread.Context.X5 = 0;
    }
}
