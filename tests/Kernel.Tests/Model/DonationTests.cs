// Lent priorities: each loan ends with the call, whichever side ends it, and reaches along chains. Threads are pinned, so that each runs
// when the test continues its CPU.

using System;
using System.Collections.Generic;
using RustKernel.Arm64;
using RustKernel.Ipc;
using RustKernel.Kernel.Tests.Fakes;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Smp;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

[Collection("console")]
public sealed class DonationTests : IDisposable
{
    private const byte Low = 3;
    private const byte Middle = 10;
    private const byte High = 20;
    private const ulong Soon = 10_000;

    private readonly KernelInvariants _invariants = new();
    private readonly List<uint> _processes = [];

    public DonationTests() => ModelMachine.Start();

    public void Dispose()
    {
        ModelMachine.End(_processes);
        foreach (uint slot in _processes)
        {
            _invariants.LetGo(slot);
            KernelLock.Enter();
            ObjectReferences.Release(ObjectKind.Process, slot);
            KernelLock.Leave();
        }

        Teardown.Finish();
        _invariants.Check();
        ModelMachine.Stop();
    }

    public enum Ending
    {
        Deadline,
        CallerKilled,
        CallersProcessKilled,
        PortDestroyed,
        Reply,
        ReplyOfAnotherThread,
    }

    // However long the chain of waiting threads: one entry follows a part of it, the chores the rest.
    [Fact]
    public void A_change_goes_along_a_long_chain_in_bounded_steps()
    {
        const int length = 250;
        const ulong mostMemory = 6_000;
        uint process = ModelMachine.StartProcess(Low);
        _processes.Add(process);
        _invariants.Hold(process);
        KernelLock.Enter();
        uint[] threads = new uint[length];
        for (int i = 0; i < length; i++)
        {
            threads[i] = ThreadLife.Create(ref KernelObjects.Process(process), 0x1000, 0x2000, 0, Low, 0).Value.Index;
            if (i > 0)
            {
                Donation.Begin(ref KernelObjects.Thread(threads[i]), ref KernelObjects.Thread(threads[i - 1]));
            }
        }

        Work.Reset();
        Donation.SetBase(ref KernelObjects.Thread(threads[0]), High);
        Assert.InRange(Work.Memory, 1ul, mostMemory);
        Assert.Equal(High, KernelObjects.Thread(threads[Donation.MostSteps - 1]).Priority);
        Assert.Equal(Low, KernelObjects.Thread(threads[length - 1]).Priority);
        int steps = 0;
        for (; (Chores.Flags & Chores.Loans) != 0; steps++)
        {
            Work.Reset();
            Donation.Continue();
            Assert.InRange(Work.Memory, 0ul, mostMemory);
        }

        Assert.InRange(steps, length / (int)Donation.MostSteps, 2 + (length / (int)Donation.MostSteps));
        Assert.All(threads, thread => Assert.Equal(High, KernelObjects.Thread(thread).Priority));

        // The end of a loan in the middle follows the rest in the same way.
        Donation.End(ref KernelObjects.Thread(threads[10]));
        while ((Chores.Flags & Chores.Loans) != 0)
        {
            Donation.Continue();
        }

        Assert.Equal(High, KernelObjects.Thread(threads[10]).Priority);
        Assert.All(threads[11..], thread => Assert.Equal(Low, KernelObjects.Thread(thread).Priority));
        for (int i = 0; i < length; i++)
        {
            Donation.End(ref KernelObjects.Thread(threads[i]));
        }

        KernelLock.Leave();
    }

    // The attack: the server takes an urgent thread's call, lets it end without an answer, and
    // computes. A thread between the two gets the CPU.
    [Theory]
    [InlineData(Ending.Deadline)]
    [InlineData(Ending.CallerKilled)]
    [InlineData(Ending.CallersProcessKilled)]
    [InlineData(Ending.PortDestroyed)]
    [InlineData(Ending.Reply)]
    [InlineData(Ending.ReplyOfAnotherThread)]
    public void A_server_is_itself_again_when_the_call_ends(Ending ending)
    {
        uint servers = Process();
        uint clients = Process();
        Door door = Port(servers);
        uint server = Thread(servers, Low, 1);
        uint helper = Thread(servers, Low, 3);
        uint caller = Thread(clients, High, 0);
        Receive(1, server, door);
        Call(0, caller, door, clients, Soon);
        Assert.Equal(server, Run(1));
        Assert.Equal(High, KernelObjects.Thread(server).Priority);
        ulong token = KernelObjects.Thread(server).Context.X5;
        uint between = Thread(clients, Middle, 1);
        Assert.Equal(server, Tick(1));
        _ = ModelMachine.IsInterrupted(1);
        PerCpu.Own = 0;
        switch (ending)
        {
            case Ending.Deadline:
                ModelMachine.PassTime(ref PerCpu.Current, 2 * Soon);
                break;
            case Ending.CallerKilled:
                Locked(() => ThreadLife.Kill(ref KernelObjects.Thread(caller)));
                break;
            case Ending.CallersProcessKilled:
                uint stranger = Process();
                Assert.Equal(stranger, KernelObjects.Thread(Thread(stranger, Middle, 1)).Process);
                PerCpu.Own = 0;
                Locked(() => ProcessLife.End(ref KernelObjects.Process(clients), ExitCause.Killed, 0));
                break;
            case Ending.PortDestroyed:
                Locked(() => PortLife.Destroy(ref KernelObjects.Port(door.Slot)));
                break;
            case Ending.Reply:
                Reply(1, server, token);
                break;
            default:
                Assert.Equal(helper, Run(3));
                Reply(3, helper, token);
                break;
        }

        Assert.Equal(Low, KernelObjects.Thread(server).Priority);
        _invariants.Check();

        // Whether it was interrupted or did it itself: now the thread in between runs.
        Assert.True(ending == Ending.Reply || ModelMachine.WillBeInterrupted(1));
        uint now = ending == Ending.Reply ? PerCpu.At(1).CurrentThread : Interrupted(1);
        Assert.Equal(Middle, KernelObjects.Thread(now).Priority);
        Assert.True(ending == Ending.CallersProcessKilled || now == between);
    }

    // No one waits at the port, so the call is queued: the thread that received last, and is busy, must hurry.
    [Fact]
    public void A_queued_call_lends_to_the_thread_that_received_last_until_it_gives_up()
    {
        uint servers = Process();
        uint clients = Process();
        Door door = Port(servers);
        uint server = Thread(servers, Low, 1);
        Receive(1, server, door);
        uint first = Thread(clients, Low, 2);
        Call(2, first, door, clients, Deadlines.Never);
        Assert.Equal(server, Run(1));
        uint between = Thread(clients, Middle, 1);
        Assert.Equal(between, Interrupted(1));
        Assert.Equal(ThreadState.Ready, KernelObjects.Thread(server).State);

        uint urgent = Thread(clients, High, 0);
        Call(0, urgent, door, clients, Soon);
        Assert.Equal(High, KernelObjects.Thread(server).Priority);
        Assert.True(ModelMachine.WillBeInterrupted(1));
        Assert.Equal(server, Interrupted(1));
        PerCpu.Own = 0;
        ModelMachine.PassTime(ref PerCpu.Current, 2 * Soon);
        Assert.Equal(Low, KernelObjects.Thread(server).Priority);
        Assert.Equal(between, Interrupted(1));
        _invariants.Check();
    }

    // The last reference goes while a call is queued: the port is taken apart, and the loan with it.
    [Fact]
    public void A_port_that_goes_with_its_last_handle_lends_nothing_any_more()
    {
        uint servers = Process();
        uint clients = Process();
        Door door = Port(servers);
        uint server = Thread(servers, Low, 1);
        Receive(1, server, door);
        Call(0, Thread(clients, Low, 0), door, clients, Deadlines.Never);
        Assert.Equal(server, Run(1));
        Call(0, Thread(clients, High, 0), door, clients, Deadlines.Never);
        Assert.Equal(High, KernelObjects.Thread(server).Priority);
        Locked(() => CloseAll(ref KernelObjects.Process(servers)));
        Locked(() => CloseAll(ref KernelObjects.Process(clients)));
        Assert.Equal((Low, 0ul), (KernelObjects.Thread(server).Priority, KernelObjects.Thread(server).Donors));
        _invariants.Check();
    }

    [Fact]
    public void A_caller_that_waits_for_room_lends_too_and_what_was_queued_is_lent_to_the_next_server()
    {
        uint servers = Process();
        uint clients = Process();
        Door door = Port(servers, capacity: 1);
        uint server = Thread(servers, Low, 1);
        uint successor = Thread(servers, Low, 2);
        Receive(1, server, door);
        Call(0, Thread(clients, Low, 0), door, clients, Deadlines.Never);
        Call(0, Thread(clients, Middle, 0), door, clients, Deadlines.Never);
        Call(0, Thread(clients, High, 0), door, clients, Deadlines.Never);
        Assert.Equal(High, KernelObjects.Thread(server).Priority);
        _invariants.Check();

        // Another thread takes one of the two: the call that is still queued now raises that thread.
        Receive(2, successor, door);
        Assert.Equal((Low, High), (KernelObjects.Thread(server).Priority, KernelObjects.Thread(successor).Priority));
        _invariants.Check();
    }

    [Fact]
    public void A_chain_of_calls_is_as_urgent_as_its_most_urgent_caller_as_long_as_that_one_waits()
    {
        uint process = Process();
        Door[] doors = [Port(process), Port(process), Port(process)];
        uint[] servers = [Thread(process, 5, 1), Thread(process, 4, 2), Thread(process, Low, 3)];
        for (int i = 0; i < servers.Length; i++)
        {
            Receive(i + 1, servers[i], doors[i]);
        }

        Call(0, Thread(process, Middle, 0), doors[0], process, Deadlines.Never);
        Assert.Equal(servers[0], Run(1));
        Call(1, servers[0], doors[1], process, Deadlines.Never);
        Assert.Equal(servers[1], Run(2));
        Call(2, servers[1], doors[2], process, Deadlines.Never);
        Assert.Equal(servers[2], Run(3));
        AssertPriorities(servers, Middle, Middle, Middle);

        // The first server is busy, so this call is queued: it reaches through the port and all
        // three threads, and is gone again with its deadline.
        uint urgent = Thread(process, High, 0);
        Call(0, urgent, doors[0], process, Soon);
        AssertPriorities(servers, High, High, High);
        _invariants.Check();
        PerCpu.Own = 0;
        ModelMachine.PassTime(ref PerCpu.Current, 2 * Soon);
        AssertPriorities(servers, Middle, Middle, Middle);

        // A break in the middle.
        Locked(() => Waits.End(ref KernelObjects.Thread(servers[1]), ErrorCode.TimedOut));
        AssertPriorities(servers, Middle, Middle, Low);
        _invariants.Check();
    }

    [Fact]
    public void A_ring_of_callers_ends_and_leaves_nothing_behind()
    {
        uint process = Process();
        Door[] doors = [Port(process), Port(process)];
        uint[] threads = [Thread(process, 5, 1), Thread(process, 4, 2)];
        Receive(1, threads[0], doors[0]);
        Receive(2, threads[1], doors[1]);
        Call(0, Thread(process, Middle, 0), doors[0], process, Deadlines.Never);
        Assert.Equal(threads[0], Run(1));
        Call(1, threads[0], doors[1], process, Deadlines.Never);
        Assert.Equal(threads[1], Run(2));
        Call(2, threads[1], doors[0], process, Soon);
        Call(0, Thread(process, High, 0), doors[0], process, Soon / 2);
        _invariants.Check();
        PerCpu.Own = 0;
        ModelMachine.PassTime(ref PerCpu.Current, Soon);
        _invariants.Check();
        PerCpu.Own = 2;
        ModelMachine.PassTime(ref PerCpu.Current, Soon);
        AssertPriorities(threads, Middle, Middle);
        _invariants.Check();
    }

    // A slot's next thread owes nothing for loans to the previous one.
    [Fact]
    public void A_server_thread_that_dies_takes_its_loans_along()
    {
        uint servers = Process();
        uint clients = Process();
        Door door = Port(servers);
        uint server = Thread(servers, Low, 1);
        _ = Thread(servers, Low, 3);
        Receive(1, server, door);
        Call(0, Thread(clients, High, 0), door, clients, Soon);
        Call(0, Thread(clients, Middle, 0), door, clients, Soon);
        Locked(() => ThreadLife.Kill(ref KernelObjects.Thread(server)));
        _ = Interrupted(1);
        uint next = Thread(servers, Low, 1);
        Assert.Equal(server, next);
        PerCpu.Own = 0;
        ModelMachine.PassTime(ref PerCpu.Current, 2 * Soon);
        Assert.Equal((Low, 0ul), (KernelObjects.Thread(next).Priority, KernelObjects.Thread(next).Donors));
        _invariants.Check();
    }

    [Fact]
    public void A_thread_whose_own_priority_changes_keeps_what_is_lent_to_it()
    {
        uint process = Process();
        Door door = Port(process);
        uint server = Thread(process, Middle, 1);
        Receive(1, server, door);
        Call(0, Thread(process, High, 0), door, process, Soon);
        Locked(() => Donation.SetBase(ref KernelObjects.Thread(server), Low));
        Assert.Equal(High, KernelObjects.Thread(server).Priority);
        PerCpu.Own = 0;
        ModelMachine.PassTime(ref PerCpu.Current, 2 * Soon);
        Assert.Equal(Low, KernelObjects.Thread(server).Priority);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_fault_hastens_its_handler_until_it_is_answered(bool isQueued)
    {
        uint process = Process();
        Door door = Port(process);
        Locked(() => ProcessLife.SetFaultPort(ref KernelObjects.Process(process), new(door.Slot), Badge.None));
        uint handler = Thread(process, Low, 1);
        Receive(1, handler, door);
        if (isQueued)
        {
            // It is the port's server and computes.
            Call(2, Thread(process, Low, 2), door, process, Deadlines.Never);
            Assert.Equal(handler, Run(1));
        }

        uint faulter = Thread(process, High, 0);
        Assert.Equal(faulter, Run(0));
        Locked(() => ThreadFaults.Handle(ref PerCpu.Current, ref KernelObjects.Thread(faulter), 0x24ul << 26, 0x1234_5000));
        Assert.Equal(High, KernelObjects.Thread(handler).Priority);
        _invariants.Check();
        if (isQueued)
        {
            Receive(1, handler, door);
            Assert.Equal(High, KernelObjects.Thread(handler).Priority);
        }

        Reply(1, Run(1), KernelObjects.Thread(handler).Context.X5, Ports.Skip);
        Assert.Equal(Low, KernelObjects.Thread(handler).Priority);
        _invariants.Check();
    }

    private static void AssertPriorities(uint[] threads, params byte[] expected) =>
        Assert.Equal(expected, Array.ConvertAll(threads, static slot => KernelObjects.Thread(slot).Priority));

    private static void Locked(Action action)
    {
        KernelLock.Enter();
        action();
        KernelLock.Leave();
        Teardown.Finish();
    }

    private static void CloseAll(ref Process process)
    {
        for (uint i = 0; i < process.Handles.Fresh; i++)
        {
            if (process.Handles.HandleAt(i) is uint handle and not 0)
            {
                ProcessHandles.Close(ref process, handle);
            }
        }
    }

    private uint Process()
    {
        KernelLock.Enter();
        uint slot = ProcessLife.Create(default, 200, 60, 60, 0).Value.Index;
        KernelLock.Leave();
        _processes.Add(slot);
        _invariants.Hold(slot);
        return slot;
    }

    private static Door Port(uint process, uint capacity = 8)
    {
        KernelLock.Enter();
        uint slot = PortLife.Create(new(process), capacity).Value.Index;
        ulong handle = ProcessHandles.AddNew(ref KernelObjects.Process(process), ObjectKind.Port, slot, Rights.All, 0).Value.Value;
        ObjectReferences.Release(ObjectKind.Port, slot);
        KernelLock.Leave();
        return new Door(slot, handle);
    }

    private static uint Thread(uint process, byte priority, int cpu)
    {
        PerCpu.Own = cpu;
        KernelLock.Enter();
        uint slot = ThreadLife.Create(ref KernelObjects.Process(process), 0x1000, 0x2000, 0, priority, 1u << cpu).Value.Index;
        Assert.Equal(ErrorCode.None, ThreadLife.Start(ref KernelObjects.Thread(slot)));
        KernelLock.Leave();
        return slot;
    }

    // Continues the CPU; returns the thread that then runs on it.
    private static uint Run(int cpu)
    {
        PerCpu.Own = cpu;
        if (PerCpu.Current.CurrentThread == 0)
        {
            ModelMachine.Look(ref PerCpu.Current);
        }

        return PerCpu.Current.CurrentThread;
    }

    // An interrupt that only makes it look.
    private static uint Interrupted(int cpu)
    {
        PerCpu.Own = cpu;
        if (PerCpu.Current.CurrentThread != 0)
        {
            _ = ModelMachine.IsInterrupted(cpu);
            ModelMachine.Interrupt(ref PerCpu.Current, isTick: false);
        }

        return Run(cpu);
    }

    private static uint Tick(int cpu)
    {
        PerCpu.Own = cpu;
        ModelMachine.Interrupt(ref PerCpu.Current, isTick: true);
        return Run(cpu);
    }

    private static void Receive(int cpu, uint thread, Door door)
    {
        ref UserContext context = ref Begin(cpu, thread, SystemCall.Receive);
        context.X0 = door.Handle;
        context.X1 = Deadlines.Never;
        ModelMachine.Call(ref PerCpu.Current);
    }

    private static void Reply(int cpu, uint thread, ulong token, uint label = 0)
    {
        ref UserContext context = ref Begin(cpu, thread, SystemCall.Reply);
        context.X2 = new MessageInfo(label, 0, 0, MessageKind.Send).Bits;
        context.X5 = token;
        ModelMachine.Call(ref PerCpu.Current);
    }

    private static void Call(int cpu, uint thread, Door door, uint process, ulong deadline)
    {
        ref UserContext context = ref Begin(cpu, thread, SystemCall.Call);
        KernelLock.Enter();
        context.X0 = ProcessHandles.AddNew(ref KernelObjects.Process(process), ObjectKind.Port, door.Slot, Rights.Send, 0).Value.Value;
        KernelLock.Leave();
        context.X1 = deadline == Deadlines.Never ? deadline : SystemRegisters.CNTVCT_EL0 + deadline;
        context.X2 = new MessageInfo(0, 0, 0, MessageKind.Call).Bits;
        ModelMachine.Call(ref PerCpu.Current);
    }

    private static ref UserContext Begin(int cpu, uint thread, SystemCall number)
    {
        Assert.Equal(thread, Run(cpu));
        ref UserContext context = ref KernelObjects.Thread(thread).Context;
        context.X8 = (ulong)number;
        return ref context;
    }

    private readonly record struct Door(uint Slot, ulong Handle);
}
