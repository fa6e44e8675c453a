// A machine full of work: two processes with as much of everything as the pools and the simulated RAM allow.

using System.Collections.Generic;
using RustKernel.Arm64;
using RustKernel.Ipc;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Paging;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Smp;
using RustKernel.Spaces;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

/// <summary>
/// The attacker, whose only running thread makes calls, and its child, the victim, which holds the
/// crowd. <see cref="End"/> takes it down.
/// </summary>
internal sealed class CrowdedWorld
{
    internal const ulong BigBytes = MemoryObject.MaximumBytes;
    internal const ulong MappedAt = 0x40_0000_0000;

    private const uint OwnCpu = 1;
    private const uint OtherCpus = 0b1110;
    private const uint Threads = 900;
    private const uint Ports = 900;
    private const uint Timers = 1_000;
    private const uint SpareHandles = 2_500;
    private const ulong DensePages = 3_000;
    private const ulong SparseBytes = 2ul << 20;

    internal uint Attacker { get; private set; }

    internal uint Victim { get; private set; }

    /// <summary>The attacker's handles by kind.</summary>
    internal Dictionary<ObjectKind, List<uint>> Handles { get; } = [];

    internal static CrowdedWorld Create()
    {
        CrowdedWorld world = new();
        PerCpu.Own = 0;
        KernelLock.Enter();
        world.Attacker = Made(ProcessLife.Create(default, 14_000, 6_000, 4_000, 0));
        world.Victim = Made(ProcessLife.Create(new(world.Attacker), 2_000, 2_100, 4_000, 0));
        _ = world.Give(ObjectKind.Process, world.Victim);
        _ = world.Give(ObjectKind.Process, world.Attacker);
        _ = world.Give(ObjectKind.Machine, 0);
        world.AddMemory();
        uint[] doors = world.AddPorts();
        world.AddThreads(doors);
        world.AddTimers(doors[3]);
        KernelLock.Leave();
        world.Enter();
        return world;
    }

    /// <summary>The attacker gets a thread on CPU 0, and nothing else runs.</summary>
    internal void Enter()
    {
        ref Process attacker = ref KernelObjects.Process(Attacker);
        if (attacker.State != ProcessState.Alive || PerCpu.Current.CurrentThread != 0)
        {
            return;
        }

        ModelMachine.Look(ref PerCpu.Current);
        if (PerCpu.Current.CurrentThread == 0)
        {
            KernelLock.Enter();
            uint thread = Made(ThreadLife.Create(ref attacker, 0x1000, 0x2000, 0, Scheduler.MaximumPriority, OwnCpu));
            Assert.Equal(ErrorCode.None, ThreadLife.Start(ref KernelObjects.Thread(thread)));
            KernelLock.Leave();
            ModelMachine.Look(ref PerCpu.Current);
        }
    }

    internal bool IsOver => KernelObjects.Process(Attacker).State != ProcessState.Alive;

    internal void End()
    {
        ModelMachine.End([Attacker]);
        KernelLock.Enter();
        if (KernelObjects.Process(Victim).Header.References != 0)
        {
            ProcessLife.End(ref KernelObjects.Process(Victim), ExitCause.Killed, 0);
        }

        ObjectReferences.Release(ObjectKind.Process, Victim);
        ObjectReferences.Release(ObjectKind.Process, Attacker);
        KernelLock.Leave();
        ModelMachine.End([]);
    }

    private static uint Made<T>(Result<Slot<T>> made)
        where T : struct, IKernelObject
    {
        Assert.Equal(ErrorCode.None, made.Error);
        return made.Value.Index;
    }

    private static uint Made(Result<AnyHandle> made)
    {
        Assert.Equal(ErrorCode.None, made.Error);
        return (uint)made.Value.Value;
    }

    private uint Give(ObjectKind kind, uint slot)
    {
        uint handle = Made(ProcessHandles.AddNew(ref KernelObjects.Process(Attacker), kind, slot, Rights.All, 0));
        if (!Handles.TryGetValue(kind, out List<uint>? handles))
        {
            Handles[kind] = handles = [];
        }

        handles.Add(handle);
        return handle;
    }

    // A gigabyte with a page in each table and many in some, mapped and touched, and the same with its pages unmapped.
    private void AddMemory()
    {
        uint big = Made(MemoryObjects.CreateAnonymous(new(Attacker), BigBytes));
        for (ulong at = 0; at < BigBytes; at += SparseBytes)
        {
            Assert.True(MemoryObjects.Page(ref KernelObjects.Memory(big), at, create: true).IsOk);
        }

        for (ulong page = 1; page < DensePages; page++)
        {
            Assert.True(MemoryObjects.Page(ref KernelObjects.Memory(big), page * FrameSize.Bytes, create: true).IsOk);
        }

        ref Process attacker = ref KernelObjects.Process(Attacker);
        Assert.Equal(
            ErrorCode.None,
            AddressSpaces.Map(ref attacker, new(big), 0, MappedAt, BigBytes, Protection.UserReadWrite, Rights.All));
        for (ulong at = 0; at < BigBytes; at += SparseBytes)
        {
            Touch(at);
        }

        for (ulong page = 1; page < DensePages; page++)
        {
            Touch(page * FrameSize.Bytes);
        }

        _ = Give(ObjectKind.Memory, big);
        ObjectReferences.Release(ObjectKind.Memory, big);
        uint small = Made(MemoryObjects.CreateAnonymous(new(Attacker), 16 * FrameSize.Bytes));
        _ = Give(ObjectKind.Memory, small);
        ObjectReferences.Release(ObjectKind.Memory, small);
        uint device = Made(MemoryObjects.CreateFixed(new(Attacker), new PhysicalAddress(0x10_0000_0000), BigBytes, MemoryKind.Device));
        _ = Give(ObjectKind.Memory, device);
        ObjectReferences.Release(ObjectKind.Memory, device);
    }

    private void Touch(ulong offset)
    {
        ref Process attacker = ref KernelObjects.Process(Attacker);
        Assert.Equal(FaultClass.None, AddressSpaces.Resolve(ref attacker, MappedAt + offset, true, false, out _, out _));
    }

    // The first five have: waiting receivers, waiting senders, waiting callers, reports of timers and exits, dead calls with handles.
    private uint[] AddPorts()
    {
        uint[] doors = new uint[5];
        ref Process victim = ref KernelObjects.Process(Victim);
        for (uint i = 0; i < Ports; i++)
        {
            uint port = Made(PortLife.Create(new(Victim), i is 1 or 4 ? PortLife.MaximumCapacity : 1));
            _ = Made(ProcessHandles.AddNew(ref victim, ObjectKind.Port, port, Rights.All, 0));
            if (i < (uint)doors.Length)
            {
                doors[i] = port;
                _ = Give(ObjectKind.Port, port);
            }

            ObjectReferences.Release(ObjectKind.Port, port);
        }

        for (uint i = 0; i < SpareHandles; i++)
        {
            _ = Made(ProcessHandles.AddNew(ref victim, ObjectKind.Port, doors[0], Rights.Send, 0));
        }

        FillQueue(doors[1], doors[0]);
        FillQueue(doors[4], doors[0]);
        return doors;
    }

    // Calls without a waiting caller, each with four handles.
    private static void FillQueue(uint at, uint carried)
    {
        ref Port port = ref KernelObjects.Port(at);
        while (port.Count < port.Capacity)
        {
            ref QueuedMessage message = ref PortQueues.Push(ref port);
            message = default;
            message.Info = new MessageInfo(0, 0, 4, MessageKind.Call).Bits;
            message.Token = (ulong)uint.MaxValue << 32;
            for (int i = 0; i < 4; i++)
            {
                HandleEntry entry = new() { Kind = ObjectKind.Port, Object = carried, Rights = Rights.Send };
                ObjectReferences.RetainEntry(in entry);
                message.Handles[i] = entry;
            }
        }
    }

    private void AddThreads(uint[] doors)
    {
        for (uint i = 0; i < Threads; i++)
        {
            uint slot = Made(ThreadLife.Create(ref KernelObjects.Process(Victim), 0x1000, 0x2000, 0, i % 31, OtherCpus));
            ref Thread thread = ref KernelObjects.Thread(slot);
            ref Port port = ref KernelObjects.Port(doors[i % 3]);
            thread.WaitPort = doors[i % 3];
            thread.State = (i % 3) switch { 0 => ThreadState.Receiving, 1 => ThreadState.Sending, _ => ThreadState.AwaitingReply };
            if (i % 3 == 0)
            {
                PortQueues.Append(ref port.FirstReceiver, ref port.LastReceiver, ref thread);
            }
            else if (i % 3 == 1)
            {
                // A message that can no longer be admitted: its registers changed while it waited.
                thread.Context.X2 = ulong.MaxValue;
                PortQueues.Append(ref port.FirstSender, ref port.LastSender, ref thread);
            }
            else
            {
                thread.ServerProcess = Attacker;
            }

            Waits.SetDeadline(ref PerCpu.Current, ref thread, SystemRegisters.CNTVCT_EL0 + 1_000_000_000);
            if (i < 8)
            {
                _ = Give(ObjectKind.Thread, slot);
            }
        }
    }

    private void AddTimers(uint port)
    {
        for (uint i = 0; i < Timers; i++)
        {
            uint slot = Made(KernelObjects.Allocate<TimerObject>(new(Attacker)));
            Notices.Bind(new NoticeSource(ObjectKind.Timer, slot), new(port), Badge.None);
            TimerObjects.Set(ref PerCpu.Current, ref KernelObjects.Timer(slot), SystemRegisters.CNTVCT_EL0 + 1_000_000_000, 6_250, 0);
            Assert.True(Notices.Raise(new NoticeSource(ObjectKind.Timer, slot)));
            _ = Give(ObjectKind.Timer, slot);
            ObjectReferences.Release(ObjectKind.Timer, slot);
        }
    }
}
