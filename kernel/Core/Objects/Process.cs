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
    /// TTBR0_EL1 for its address space: root and ASID; 0: its ASID is none of this generation. FastPath.S's, with the table of handles.
    /// </summary>
    public ulong Ttbr;

    /// <summary>
    /// When it fails, its handles, and what it made, wait for its successor in this same process
    /// (<see cref="Scheduling.ProcessLife.Revive"/>). TickPath.S looks at it.
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

    /// <summary>Where a region was found last: most often it is looked for again. Any value is safe.</summary>
    public uint RegionHint;

    /// <summary>ASID generation in bits 63:16, ASID in bits 15:0.</summary>
    public ulong AsidTag;

    /// <summary>Frames: pages, tables, regions, queues.</summary>
    public Quota Frames;

    /// <summary>Kernel objects.</summary>
    public Quota Objects;

    /// <summary>Handles.</summary>
    public Quota HandleQuota;

    /// <summary>Objects charged to it: each refers to it, and none of them is a reason to keep it.</summary>
    public uint OwnedObjects;

    /// <summary>First thread; 0: none.</summary>
    public uint FirstThread;

    /// <summary>Threads that are not dead.</summary>
    public uint LiveThreads;

    /// <summary>What it is.</summary>
    public ProcessState State;

    /// <summary>Its last thread is gone: what it had is given back, or was.</summary>
    public bool IsFinished;

    /// <summary>
    /// Of a process with <see cref="IsRevived"/>: ticks that interrupted it since a timer of its
    /// own found its last report taken.
    /// </summary>
    public uint SilentTicks;

    /// <summary>Its last reference went before it ever ran: no one is told of its end.</summary>
    public bool IsDiscarded;

    /// <summary>How far its end has come (<see cref="Scheduling.ProcessLife.EndStep"/>).</summary>
    public EndPhase EndPhase;

    /// <summary>Where the phase goes on.</summary>
    public uint EndCursor;

    /// <summary>It waits in the list of what ends (<see cref="Teardown"/>).</summary>
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

    /// <summary>Who is told of its end.</summary>
    public Notice Supervisor;

    /// <summary>Port that gets its faults; 0: none. Holds a reference.</summary>
    public uint FaultPort;

    /// <summary>Badge of fault messages.</summary>
    public ulong FaultBadge;

    /// <summary>Where faults go inside the process; 0: nowhere.</summary>
    public ulong UpcallEntry;

    /// <summary>CPU time of threads that are gone, in counter ticks.</summary>
    public ulong CpuTicks;

    /// <summary>Up to 8 ASCII characters, for logs.</summary>
    public ulong Name;

    /// <summary>
    /// Start of its personality's code. UserEntry.S reads it and the size. Set once, before any thread gets a foreign block.
    /// </summary>
    public ulong PersonalityStart;

    /// <summary>Bytes of that code; 0: it has none.</summary>
    public ulong PersonalityBytes;

    /// <summary>Of <see cref="Frames"/>, those that its memory objects have.</summary>
    public ulong MemoryFrames;

    /// <summary>Most frames that these objects can ever have.</summary>
    public ulong PromisedFrames;

    static ObjectKind IKernelObject.Kind => ObjectKind.Process;

    /// <summary>Its slot.</summary>
    public readonly Slot<Process> Slot => new(Header.Slot);

    /// <summary>A memory object of the process takes <paramref name="frames"/> more. OutOfMemory, and no change.</summary>
    public ErrorCode ChargeMemory(ulong frames)
    {
        ErrorCode error = Frames.Charge(frames);
        MemoryFrames += error == ErrorCode.None ? frames : 0;
        return error;
    }

    /// <summary>A memory object of the process gives <paramref name="frames"/> back.</summary>
    public void RefundMemory(ulong frames)
    {
        _ = Frames.Refund(frames);
        MemoryFrames -= frames;
    }
}
