// The invariants between any two entries into the kernel, whatever programs do: every list, count and reference is recomputed from scratch.

using System;
using System.Collections.Generic;
using RustKernel.Arm64;
using RustKernel.Ipc;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Spaces;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

internal sealed class KernelInvariants
{
    private readonly Dictionary<(ObjectKind Kind, uint Slot), uint> _references = [];
    private readonly Dictionary<uint, uint> _receiveRights = [];
    private readonly Dictionary<uint, ulong> _objectsOf = [];
    private readonly Dictionary<uint, uint> _ownersReferences = [];
    private readonly Dictionary<uint, ulong> _delegatedFrames = [];
    private readonly Dictionary<uint, (ulong Has, ulong Most)> _memoryFrames = [];
    private readonly Dictionary<uint, ulong> _delegatedObjects = [];
    private readonly HashSet<uint> _inLists = [];
    private readonly HashSet<uint> _held = [];

    /// <summary>The test itself refers to process <paramref name="slot"/>.</summary>
    internal void Hold(uint slot) => _held.Add(slot);

    /// <summary>The test no longer refers to it.</summary>
    internal void LetGo(uint slot) => _held.Remove(slot);

    internal void Check()
    {
        _references.Clear();
        _receiveRights.Clear();
        _objectsOf.Clear();
        _ownersReferences.Clear();
        _delegatedFrames.Clear();
        _memoryFrames.Clear();
        _delegatedObjects.Clear();
        _inLists.Clear();
        CheckRunQueues();
        CheckThreads();
        CheckPorts();
        CheckProcesses();
        CheckEnds();
        DonationInvariants.Check();
        CountOtherReferences();
        CheckReferences();
    }

    /// <summary>Everything that ends has a place where its end waits. Also holds while something is being taken apart.</summary>
    internal void CheckEnds()
    {
        for (uint i = 1; i < KernelObjects.ProcessLimit; i++)
        {
            if (!IsUsed(ObjectKind.Process, i))
            {
                continue;
            }

            ref Process process = ref KernelObjects.Process(i);
            bool isWaited = process.IsEnding || process.LiveThreads != 0;
            Assert.True(process.State != ProcessState.Dying || isWaited, $"process {i} ends, has no thread, and nothing goes on with it");
            Assert.False(process.State == ProcessState.Dead && process.LiveThreads != 0, $"process {i} is dead and has threads");
        }

        for (uint i = 1; i < KernelObjects.ThreadLimit; i++)
        {
            if (!IsUsed(ObjectKind.Thread, i))
            {
                continue;
            }

            ref Thread thread = ref KernelObjects.Thread(i);
            ref Process process = ref KernelObjects.Process(thread.Process);
            bool isKillKnown = thread.IsKilled || process.IsEnding || process.State == ProcessState.Alive;
            bool isDead = thread.State == ThreadState.Dead;
            Assert.True(isDead || isKillKnown, $"thread {i} of process {thread.Process}, which ends, is forgotten");
            Assert.True(isDead || !thread.IsKilled || HasPlace(i), $"thread {i}, {thread.State}, was killed and is forgotten");
        }
    }

    // The interrupt sent to its CPU ends it, or the record of the CPU that killed it.
    private static bool HasPlace(uint thread)
    {
        bool hasPlace = false;
        for (int cpu = 0; cpu < ModelMachine.Cpus; cpu++)
        {
            bool isWoken = PerCpu.At(cpu).CurrentThread == thread && ModelMachine.WillBeInterrupted(cpu);
            hasPlace |= PerCpu.At(cpu).Doomed == thread || isWoken;
        }

        return hasPlace;
    }

    private static bool IsUsed(ObjectKind kind, uint slot) => KernelObjects.Header(kind, slot).References != 0;

    // In the order of their slots; slot 0 counts as used and belongs to no one.
    internal static IEnumerable<uint> Used(ObjectKind kind)
    {
        ulong left = KernelObjects.Statistics(kind).Used - 1;
        for (uint i = 1; left != 0; i++)
        {
            if (IsUsed(kind, i))
            {
                left--;
                yield return i;
            }
        }
    }

    private void CheckRunQueues()
    {
        for (uint cpu = 0; cpu < ModelMachine.Cpus; cpu++)
        {
            ref CpuBlock block = ref PerCpu.At((int)cpu);
            uint count = 0;
            for (int priority = 0; priority < RunQueue.PriorityCount; priority++)
            {
                uint previous = 0;
                for (uint at = Scheduler.Queue(cpu).First[priority]; at != 0; at = KernelObjects.Thread(at).Next)
                {
                    ref Thread thread = ref KernelObjects.Thread(at);
                    Assert.True(_inLists.Add(at), $"thread {at} is in two lists");
                    Assert.Equal(ThreadState.Ready, thread.State);
                    Assert.Equal((cpu, priority, previous), (thread.Cpu, thread.Priority, thread.Previous));
                    Assert.False(thread.IsSuspended, $"suspended thread {at} is ready");
                    Assert.True((thread.Affinity & (1u << (int)cpu)) != 0, $"thread {at} is ready where it may not run");
                    previous = at;
                    count++;
                }

                Assert.Equal(previous, Scheduler.Queue(cpu).Last[priority]);
                Assert.Equal(previous != 0, (block.ReadyLevels & (1u << priority)) != 0);
            }

            Assert.Equal(count, Scheduler.Queue(cpu).Count);
            if (block.CurrentThread != 0)
            {
                Assert.Equal(
                    ((byte)cpu, ThreadState.Running),
                    (KernelObjects.Thread(block.CurrentThread).Cpu, KernelObjects.Thread(block.CurrentThread).State));
            }
        }
    }

    // A deadline that is only noted is one that the CPU's next tick finds.
    private static bool IsListed(ref Thread thread, uint slot)
    {
        ref CpuBlock cpu = ref PerCpu.At(thread.LazyCpu - 1);
        bool isListed = false;
        for (int i = 0; i < (int)cpu.LazyCount; i++)
        {
            isListed |= cpu.Lazy[i] == slot;
        }

        return isListed && thread.LazyDeadline >= cpu.Tick.DueCounter;
    }

    private void CheckThreads()
    {
        int deadlines = 0;
        foreach (uint i in Used(ObjectKind.Thread))
        {
            ref Thread thread = ref KernelObjects.Thread(i);
            Assert.Equal(thread.State == ThreadState.Ready, _inLists.Contains(i));
            Assert.Equal(thread.State == ThreadState.Running, PerCpu.At(thread.Cpu).CurrentThread == i);
            Assert.Equal(thread.Affinity & (1u << thread.Cpu), thread.Home);
            Assert.True(thread.Priority >= thread.BasePriority, $"thread {i} runs below its priority");
            bool mayWait = thread.State is ThreadState.Receiving
                or ThreadState.Sending
                or ThreadState.AwaitingReply
                or ThreadState.Sleeping;
            bool hasDeadline = thread.DeadlinePosition != 0 || thread.LazyDeadline != 0;
            Assert.True(!hasDeadline || mayWait, $"thread {i}, {thread.State}, has a deadline");
            Assert.True(thread.DeadlinePosition == 0 || thread.LazyDeadline == 0, $"thread {i} has two deadlines");
            Assert.True(thread.LazyDeadline == 0 || IsListed(ref thread, i), $"thread {i} is in no CPU's list");
            deadlines += hasDeadline ? 1 : 0;
            Count(ObjectKind.Process, thread.Process);
            if (thread.State != ThreadState.Dead)
            {
                Count(ObjectKind.Thread, i);
            }

            CountNotice(in thread.Notice);
        }

        foreach (uint i in Used(ObjectKind.Timer))
        {
            deadlines += KernelObjects.Timer(i).DeadlinePosition != 0 ? 1 : 0;
        }

        Assert.Equal((uint)deadlines, Deadlines.Count);
    }

    private void CheckPorts()
    {
        foreach (uint i in Used(ObjectKind.Port))
        {
            ref Port port = ref KernelObjects.Port(i);
            uint receivers = CheckWaiters(i, port.FirstReceiver, port.LastReceiver, ThreadState.Receiving);
            uint senders = CheckWaiters(i, port.FirstSender, port.LastSender, ThreadState.Sending);
            Assert.InRange(port.Count, 0u, port.Capacity);
            Assert.True(
                receivers == 0 || (port.Count == 0 && port.FirstNotice == 0 && port.Bits == 0),
                $"port {i}: somebody waits for what is there");
            Assert.True(senders == 0 || port.Count == port.Capacity, $"port {i}: somebody waits for room that there is");
            Assert.False(
                port.Header.IsDestroyed && (receivers | senders | port.Count | port.FirstNotice) != 0,
                $"port {i} is destroyed and not empty");
            for (uint at = 0; at < port.Count; at++)
            {
                uint place = (port.Head + at) % port.Capacity;
                ref QueuedMessage message = ref port.Ring[place];
                Assert.True(
                    message.Token == 0 || new MessageInfo(message.Info).Handles == 0 || IsAwaited(in message, i, place),
                    $"port {i}: a call that nobody waits for keeps handles");
                for (int carried = 0; carried < (int)new MessageInfo(message.Info).Handles; carried++)
                {
                    CountEntry(in message.Handles[carried]);
                }
            }

            for (uint at = port.FirstNotice; at != 0; at = Notices.Of(new NoticeSource(at)).Next)
            {
                NoticeSource source = new(at);
                Assert.True(Notices.Of(source).IsQueued && Notices.Of(source).Port == i, $"port {i}: a notice in its list is not its own");
                if (source.Kind == ObjectKind.Process)
                {
                    // The report keeps the dead process.
                    Count(ObjectKind.Process, source.Slot);
                }
            }
        }
    }

    private static bool IsAwaited(in QueuedMessage message, uint port, uint place)
    {
        ref Thread caller = ref KernelObjects.Thread((uint)message.Token);
        return caller.CallSequence == (uint)(message.Token >> 32)
            && (caller.State, caller.ServerProcess, caller.WaitPort, caller.QueuedAt) == (ThreadState.AwaitingReply, 0u, port, place);
    }

    private uint CheckWaiters(uint port, uint first, uint last, ThreadState state)
    {
        uint count = 0;
        uint previous = 0;
        for (uint at = first; at != 0; at = KernelObjects.Thread(at).Next)
        {
            ref Thread thread = ref KernelObjects.Thread(at);
            Assert.Equal((state, port), (thread.State, thread.WaitPort));
            Assert.True(_inLists.Add(at), $"thread {at} is in two lists");
            previous = at;
            count++;
        }

        Assert.Equal(previous, last);
        return count;
    }

    private void CheckProcesses()
    {
        foreach (uint i in Used(ObjectKind.Process))
        {
            ref Process process = ref KernelObjects.Process(i);
            uint handles = 0;
            for (uint index = 0; index < process.Handles.Fresh; index++)
            {
                uint handle = process.Handles.HandleAt(index);
                if (handle != 0)
                {
                    handles++;
                    CountEntry(in process.Handles.At(handle));
                }
            }

            Assert.Equal(handles, process.Handles.Used);
            Assert.Equal(handles, process.HandleQuota.Used);
            for (uint region = 0; region < process.RegionCount; region++)
            {
                Count(ObjectKind.Memory, process.Regions[region].Object);
                Assert.True(
                    region == 0 || process.Regions[region - 1].Start
                        + process.Regions[region - 1].SizeBytes <= process.Regions[region].Start,
                    $"process {i}: regions overlap");
            }

            uint threads = 0;
            for (uint at = process.FirstThread; at != 0; at = KernelObjects.Thread(at).NextSibling)
            {
                Assert.Equal(i, KernelObjects.Thread(at).Process);
                threads++;
            }

            Assert.Equal(threads, process.LiveThreads);
            CountNotice(in process.Supervisor);
            CountPort(process.FaultPort);
            if (process.Header.Owner != 0)
            {
                _delegatedFrames[process.Header.Owner] = _delegatedFrames.GetValueOrDefault(process.Header.Owner) + process.Frames.Limit;
                _delegatedObjects[process.Header.Owner] = _delegatedObjects.GetValueOrDefault(process.Header.Owner) + process.Objects.Limit;
            }
        }
    }

    private void CountOtherReferences()
    {
        Count(ObjectKind.Memory, ModelMachine.Kept);
        Count(ObjectKind.Memory, ModelMachine.KeptFileObject);
        foreach (uint i in Used(ObjectKind.Memory))
        {
            ref MemoryObject memory = ref KernelObjects.Memory(i);
            (ulong has, ulong most) = _memoryFrames.GetValueOrDefault(memory.Header.Owner);
            _memoryFrames[memory.Header.Owner] = (has + memory.Frames, most + MemoryObjects.MostFrames(in memory));
            CountPort(memory.Pager.Port);
            if (KernelObjects.Memory(i).Source.Object != 0)
            {
                Count(ObjectKind.Memory, KernelObjects.Memory(i).Source.Object);
            }
        }

        foreach (uint i in Used(ObjectKind.Interrupt))
        {
            CountNotice(in KernelObjects.Interrupt(i).Notice);
        }

        foreach (uint i in Used(ObjectKind.Timer))
        {
            CountNotice(in KernelObjects.Timer(i).Notice);
        }

        foreach (ObjectKind kind in (ObjectKind[])[
            ObjectKind.Process,
            ObjectKind.Thread,
            ObjectKind.Port,
            ObjectKind.Memory,
            ObjectKind.Interrupt,
            ObjectKind.Timer
        ])
        {
            foreach (uint i in Used(kind))
            {
                uint owner = KernelObjects.Header(kind, i).Owner;
                if (owner != 0)
                {
                    Count(ObjectKind.Process, owner);
                    _objectsOf[owner] = _objectsOf.GetValueOrDefault(owner) + 1;
                    _ownersReferences[owner] = _ownersReferences.GetValueOrDefault(owner) + 1;
                }
            }
        }

        foreach (uint i in _held)
        {
            Count(ObjectKind.Process, i);
        }
    }

    private void CheckReferences()
    {
        foreach (ObjectKind kind in (ObjectKind[])[
            ObjectKind.Process,
            ObjectKind.Thread,
            ObjectKind.Port,
            ObjectKind.Memory,
            ObjectKind.Interrupt,
            ObjectKind.Timer
        ])
        {
            foreach (uint i in Used(kind))
            {
                uint expected = _references.GetValueOrDefault((kind, i));
                Assert.True(
                    expected == KernelObjects.Header(kind, i).References,
                    $"{kind} {i}: {KernelObjects.Header(kind, i).References} references counted, {expected} found");
                _references.Remove((kind, i));
            }
        }

        Assert.Empty(_references);
        foreach (uint i in Used(ObjectKind.Port))
        {
            Assert.Equal(_receiveRights.GetValueOrDefault(i), KernelObjects.Port(i).ReceiveRights);
        }

        foreach (uint i in Used(ObjectKind.Process))
        {
            ref Process process = ref KernelObjects.Process(i);
            Assert.Equal(_objectsOf.GetValueOrDefault(i) + _delegatedObjects.GetValueOrDefault(i), process.Objects.Used);
            Assert.Equal(_ownersReferences.GetValueOrDefault(i), process.OwnedObjects);
            if (process.State == ProcessState.Dead && process.Header.Owner != 0 && !ProcessLife.IsKept(ref process))
            {
                // A dead process makes no more objects: its owner has what it does not use, including what it left and lost since.
                Assert.Equal(process.Objects.Used, process.Objects.Limit);

                // It also needs no more frames than its memory may still get.
                ulong wanted = process.Frames.Used - process.MemoryFrames + process.PromisedFrames;
                Assert.InRange(process.Frames.Limit, process.Frames.Used, Math.Max(process.Frames.Used, wanted));
            }

            Assert.Equal(_memoryFrames.GetValueOrDefault(i), (process.MemoryFrames, process.PromisedFrames));

            Assert.False(
                process.State == ProcessState.Alive && process.LiveThreads == 0 && process.Header.References == process.OwnedObjects,
                $"process {i} has no thread and no handle, and is there");
            Assert.InRange(process.Frames.Used, _delegatedFrames.GetValueOrDefault(i), process.Frames.Limit);
        }
    }

    private void CountEntry(in HandleEntry entry)
    {
        if (entry.Kind is not (ObjectKind.None or ObjectKind.Machine))
        {
            Count(entry.Kind, entry.Object);
        }

        if (entry.Kind == ObjectKind.Port && (entry.Rights & Rights.Receive) != 0)
        {
            _receiveRights[entry.Object] = _receiveRights.GetValueOrDefault(entry.Object) + 1;
        }
    }

    private void CountNotice(in Notice notice) => CountPort(notice.Port);

    private void CountPort(uint port)
    {
        if (port != 0)
        {
            Count(ObjectKind.Port, port);
        }
    }

    private void Count(ObjectKind kind, uint slot) => _references[(kind, slot)] = _references.GetValueOrDefault((kind, slot)) + 1;
}
