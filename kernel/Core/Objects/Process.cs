// A process: an address space, a handle table, quotas, threads.

using System.Runtime.InteropServices;
using RustKernel.Arm64;
using RustKernel.Memory;
using RustKernel.Memory.Objects;
using RustKernel.Memory.Paging;

namespace RustKernel.Objects;

/// <summary>One process. Under the kernel lock.</summary>
[StructLayout(LayoutKind.Sequential, Size = 512)]
public struct Process : IKernelObject
{
    /// <summary>Bookkeeping.</summary>
    public ObjectHeader Header;

    /// <summary>
    /// TTBR0_EL1 for its address space: root and ASID; 0: its ASID is not of this generation. FastPath.S reads it, and the table of
    /// handles.
    /// </summary>
    public ulong Ttbr;

    /// <summary>
    /// True when, after a failure, its handles and the objects that it made wait for its successor
    /// in this same process (<see cref="Scheduling.ProcessLife.Revive"/>). TickPath.S reads it.
    /// </summary>
    public bool IsRevived;

    /// <summary>Its handles.</summary>
    public HandleTable Handles;

    /// <summary>The lower half's tables.</summary>
    public TranslationTable<DirectMap, TableFrames, HardwareTlb> Tables;

    /// <summary>Regions, sorted.</summary>
    public FrameArray<Region> Regions;

    /// <summary>Regions in use.</summary>
    public uint RegionCount;

    /// <summary>Where a region was last found: most often the same one is searched again. Any value is safe.</summary>
    public uint RegionHint;

    /// <summary>ASID generation in bits 63:16, ASID in bits 15:0.</summary>
    public ulong AsidTag;

    /// <summary>Frames: pages, tables, regions, queues.</summary>
    public Quota Frames;

    /// <summary>Kernel objects.</summary>
    public Quota Objects;

    /// <summary>Handles.</summary>
    public Quota HandleQuota;

    /// <summary>Objects charged to it: each refers to it, but none is a reason to keep it.</summary>
    public uint OwnedObjects;

    /// <summary>First thread; 0: none.</summary>
    public uint FirstThread;

    /// <summary>Threads that are not dead.</summary>
    public uint LiveThreads;

    /// <summary>Alive, dying or dead.</summary>
    public ProcessState State;

    /// <summary>True when its last thread is gone: its resources are being freed, or were.</summary>
    public bool IsFinished;

    /// <summary>
    /// For a process with <see cref="IsRevived"/>: ticks that interrupted it since it last read a report of its own timer.
    /// </summary>
    public uint SilentTicks;

    /// <summary>True when its last reference went before it ever ran: its end is reported to no one.</summary>
    public bool IsDiscarded;

    /// <summary>How far its end has come (<see cref="Scheduling.ProcessLife.EndStep"/>).</summary>
    public EndPhase EndPhase;

    /// <summary>Where the phase continues.</summary>
    public uint EndCursor;

    /// <summary>True while it waits in the list of ending objects (<see cref="Teardown"/>).</summary>
    public bool IsEnding;

    /// <summary>How it ended.</summary>
    public ExitCause Cause;

    /// <summary>Its exit code, or the fault class.</summary>
    public ulong ExitCode;

    /// <summary>ESR_EL1 of the fault that ended it.</summary>
    public ulong FaultESR_EL1;

    /// <summary>FAR_EL1 of the fault that ended it.</summary>
    public ulong FaultFAR_EL1;

    /// <summary>PC of the fault that ended it.</summary>
    public ulong FaultPC;

    /// <summary>Where its end is reported.</summary>
    public Notice Supervisor;

    /// <summary>Port that gets its faults; 0: none. Holds a reference.</summary>
    public uint FaultPort;

    /// <summary>Badge of fault messages.</summary>
    public ulong FaultBadge;

    /// <summary>Entry for faults inside the process; 0: none.</summary>
    public ulong UpcallEntry;

    /// <summary>CPU time of ended threads, in counter ticks.</summary>
    public ulong CpuTicks;

    /// <summary>Up to 8 ASCII characters, for logs.</summary>
    public ulong Name;

    /// <summary>
    /// Start of its personality's code. UserEntry.S reads it and the size. Set once, before any thread gets a foreign block.
    /// </summary>
    public ulong PersonalityStart;

    /// <summary>Bytes of that code; 0: it has none.</summary>
    public ulong PersonalityBytes;

    /// <summary>The part of <see cref="Frames"/> that its memory objects have.</summary>
    public ulong MemoryFrames;

    /// <summary>The most frames that these objects can ever have.</summary>
    public ulong PromisedFrames;

    static ObjectKind IKernelObject.Kind => ObjectKind.Process;

    /// <summary>Its slot.</summary>
    public readonly Slot<Process> Slot => new(Header.Slot);

    /// <summary>Charges <paramref name="frames"/> more for a memory object of the process. OutOfMemory, and no change.</summary>
    public ErrorCode ChargeMemory(ulong frames)
    {
        ErrorCode error = Frames.Charge(frames);
        MemoryFrames += error == ErrorCode.None ? frames : 0;
        return error;
    }

    /// <summary>Refunds <paramref name="frames"/> of a memory object of the process.</summary>
    public void RefundMemory(ulong frames)
    {
        _ = Frames.Refund(frames);
        MemoryFrames -= frames;
    }
}
