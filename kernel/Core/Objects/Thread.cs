using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RustKernel.Arm64;
using RustKernel.Memory.Frames;

namespace RustKernel.Objects;

/// <summary>
/// One thread: its registers, and its state in the scheduler and IPC. Under the kernel lock; while it is Running, its CPU
/// owns the registers.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 1024)]
public struct Thread : IKernelObject
{
    /// <summary>Where <see cref="Header"/> begins: after the registers.</summary>
    public const uint HeaderOffset = 832;

    /// <summary>Registers. First, for the alignment that the vectors need.</summary>
    public UserContext Context;

    /// <summary>Bookkeeping.</summary>
    public ObjectHeader Header;

    // From here to LazyCpu: FastPath.S knows the offsets.

    /// <summary>Slot of its process.</summary>
    public uint Process;

    /// <summary>What it is doing.</summary>
    public ThreadState State;

    // Bit 0: must not run until resumed; bit 1: must end. One field, because every system call looks at both.
    private byte _stop;

    /// <summary>Its own priority, 0 to 31; the highest runs first.</summary>
    public byte BasePriority;

    /// <summary>Its present priority: its own, or one lent to it (<see cref="Scheduling.Donation"/>).</summary>
    public byte Priority;

    /// <summary>Next in the queue it is in; 0 at the end.</summary>
    public uint Next;

    /// <summary>Previous in the queue it is in; 0 at the start.</summary>
    public uint Previous;

    /// <summary>Counts its calls and faults: half of a reply token, so that each token is valid once.</summary>
    public uint CallSequence;

    /// <summary>Slot of the process that received its call or fault; 0 while the message is still queued.</summary>
    public uint ServerProcess;

    /// <summary>Identity of the thread that it lends its priority to while it waits, or of the port, with bit 31; 0: none.</summary>
    public ulong DonatesTo;

    /// <summary>
    /// Who lends to it: 0, no one; one thread's slot, or one port's with bit 31; or, once there were
    /// several, the levels as bits in the lower half and their number in the upper.
    /// </summary>
    public ulong Donors;

    /// <summary>
    /// Its deadline while it is in a CPU's list of threads that wait past the next tick (<see cref="CpuBlock.Lazy"/>); 0: none.
    /// </summary>
    public ulong LazyDeadline;

    /// <summary>Position in its deadline heap plus 1; 0: no deadline.</summary>
    public uint DeadlinePosition;

    /// <summary>
    /// <see cref="Cpu"/> as a bit, if <see cref="Affinity"/> has it; otherwise 0. Only that CPU's fast path may touch the
    /// thread, so only holders of the kernel lock change it.
    /// </summary>
    public uint Home;

    /// <summary>Slot of the port where it waits (Receiving, Sending) or that it called (AwaitingReply).</summary>
    public uint WaitPort;

    /// <summary>CPUs it may run on, bit n for CPU n.</summary>
    public ushort Affinity;

    /// <summary>The CPU where it is queued or runs, or last was.</summary>
    public byte Cpu;

    /// <summary>The CPU whose list it is in, plus 1; 0: none.</summary>
    public byte LazyCpu;

    /// <summary>The heap that the deadline is in: a CPU's, for a band of priorities.</summary>
    public uint DeadlineHeap;

    /// <summary>Next thread of the process; 0 at the end.</summary>
    public uint NextSibling;

    /// <summary>The previous one; 0 at the start.</summary>
    public uint PreviousSibling;

    /// <summary>True between an upcall and its end: a further fault goes to the fault port.</summary>
    public bool IsInUpcall;

    /// <summary>
    /// True when a reply, a message or a deadline ended its wait while it was suspended: it is ready as soon as it is resumed.
    /// </summary>
    public bool IsRunnable;

    /// <summary>True when it sleeps before it repeats a system call.</summary>
    public bool RepeatsCall;

    /// <summary>True when it waits at a port with a call, not a plain send.</summary>
    public bool IsCall;

    /// <summary>The badge of its call or send.</summary>
    public ulong Badge;

    /// <summary>
    /// Class of its last reported fault; the two fault fields below belong to it. A missing page that the kernel or a pager supplies
    /// is not reported.
    /// </summary>
    public FaultClass FaultClass;

    /// <summary>
    /// ESR_EL1 of the system calls that go straight to the kernel: <see cref="SupervisorCall"/>; 0 with a foreign block,
    /// because no exception has that value. UserEntry.S reads it.
    /// </summary>
    public uint OwnCall;

    /// <summary>ESR_EL1 of the fault.</summary>
    public ulong FaultESR_EL1;

    /// <summary>FAR_EL1 of the fault.</summary>
    public ulong FaultFAR_EL1;

    /// <summary>Where the fault is reported.</summary>
    public Notice Notice;

    /// <summary>The kind of the notice: Fault or Page.</summary>
    public MessageKind NoticeKind;

    /// <summary>Where its call lies in the ring of <see cref="WaitPort"/>, while it is queued.</summary>
    public uint QueuedAt;

    // For a Page notice: the offset within the memory object, whole pages; bit 0 is set for a write.
    private ulong _page;

    /// <summary>
    /// The value in x16 at its personality's upcalls; 0: its system calls and faults go to the kernel. UserEntry.S reads it.
    /// </summary>
    public ulong ForeignBlock;

    /// <summary>ESR_EL1 of SVC #0 from AArch64: EC, IL, no immediate. [DDI0487 D24.2 ESR_EL1]</summary>
    public const uint SupervisorCall = 0x5600_0000;

    private const ulong PageWrite = 1;
    private const byte Suspended = 1;
    private const byte Killed = 2;

    /// <summary>Sets <see cref="ForeignBlock"/>. The thread is the running one, or is not running.</summary>
    public void SetForeignBlock(ulong value)
    {
        ForeignBlock = value;
        OwnCall = value == 0 ? SupervisorCall : 0;
    }

    /// <summary>Offset within the memory object, for a Page notice.</summary>
    public readonly ulong PageOffset => _page & ~FrameSize.Mask;

    /// <summary>The access in a Page notice.</summary>
    public readonly FaultClass PageClass => (_page & PageWrite) != 0 ? FaultClass.Permission : FaultClass.Unmapped;

    /// <summary>Sets the contents of a Page notice.</summary>
    public void SetPage(ulong offset, bool isWrite) => _page = offset | (isWrite ? PageWrite : 0);

    /// <summary>True when suspended or killed.</summary>
    public readonly bool IsStopped => _stop != 0;

    /// <summary>Records that the thread runs on <paramref name="cpu"/>. Its <see cref="Affinity"/> is set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetCpu(ref CpuBlock cpu)
    {
        Cpu = (byte)cpu.Index;
        Home = Affinity & cpu.AffinityBit;
    }

    /// <summary>Records the CPU where the thread runs or is queued. Its <see cref="Affinity"/> is set.</summary>
    public void SetCpu(uint index)
    {
        Cpu = (byte)index;
        Home = Affinity & (1u << (int)index);
    }

    /// <summary>It must not run until resumed.</summary>
    public bool IsSuspended
    {
        readonly get => (_stop & Suspended) != 0;
        set => _stop = (byte)(value ? _stop | Suspended : _stop & ~Suspended);
    }

    /// <summary>It must end; never undone.</summary>
    public bool IsKilled
    {
        readonly get => (_stop & Killed) != 0;
        set => _stop = (byte)(value ? _stop | Killed : _stop & ~Killed);
    }

    static ObjectKind IKernelObject.Kind => ObjectKind.Thread;

    /// <summary>Its slot.</summary>
    public readonly Slot<Thread> Slot => new(Header.Slot);

    /// <summary>The slot of its process.</summary>
    public readonly Slot<Process> ProcessSlot => new(Process);
}
