using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RustKernel.Arm64;

/// <summary>
/// A CPU's own data. TPIDR_EL1 points to it; Layout.inc and Secondary.S know its size. Unless a
/// field says otherwise, only its CPU writes it, with IRQs masked or from its handlers; other CPUs
/// may read it and get a value that was right a moment ago.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 5120)]
public struct CpuBlock
{
    /// <summary>Entries of <see cref="Lazy"/>.</summary>
    public const int LazyCapacity = 32;

    /// <summary>The reasons for which TickPath.S leaves a tick to C#: numbers from 1 to below this.</summary>
    public const int TickReasonCount = 6;

    /// <summary>Instead of an acknowledged interrupt, no INTID: C# must acknowledge.</summary>
    public const uint NotAcknowledged = 0xFFF;

    /// <summary>The reasons for which FastPath.S leaves a call to C#: numbers below this.</summary>
    public const int FastReasonCount = 33;

    /// <summary>Interrupt sources that are counted.</summary>
    public const int SourceCount = 1024;

    /// <summary>The kernel stack pointer when this CPU last went to EL0; UserEntry.S's. First: Layout.inc knows the offset.</summary>
    public ulong KernelStackPointer;

    /// <summary>CNTVCT_EL0 at the last change of this CPU's thread; also UserEntry.S's.</summary>
    public ulong SwitchedAt;

    /// <summary>The thread that runs at EL0 on this CPU, as its slot in the pool; 0 when none does.</summary>
    public uint CurrentThread;

    /// <summary>The process whose lower half is active, as its slot; 0 for the empty one.</summary>
    public uint CurrentProcess;

    /// <summary>Bit n is set when a thread of priority n is ready on this CPU. Under the kernel lock.</summary>
    public uint ReadyLevels;

    /// <summary>Not 0: this CPU must return to its kernel loop at the next chance.</summary>
    public uint Attention;

    /// <summary>How Call and ReplyReceive begin on this CPU; FastPath.S's, like the rest up to <see cref="Index"/>.</summary>
    public FastMode FastMode;

    /// <summary>Entries of <see cref="Lazy"/> in use.</summary>
    public uint LazyCount;

    /// <summary>This CPU's bit in a thread's affinity.</summary>
    public uint AffinityBit;

    /// <summary>Position of this block: 0 is the boot CPU.</summary>
    public uint Index;

    /// <summary>Not 0: this CPU's kernel loop runs threads.</summary>
    public uint IsServing;

    /// <summary>The thread that must end as soon as its current system call, fault or interrupt is handled; 0: none.</summary>
    public uint Doomed;

    /// <summary>True while it sleeps without ticks.</summary>
    public bool IsTickless;

    /// <summary>True when its sections with masked IRQs are measured (<see cref="MaskedTime"/>).</summary>
    public bool MeasuresMasked;

    /// <summary>Bands of priorities whose deadlines wait for the next tick, one bit each.</summary>
    public uint HeldBands;

    /// <summary>INTID of the tick that TickPath.S handles; 0: it handles none.</summary>
    public uint TickLine;

    /// <summary>CNTVCT_EL0 of this CPU's nearest deadline; 0: none.</summary>
    public ulong DeadlineCounter;

    /// <summary>Event counter 1 when the section with masked IRQs began; MaskedTime.S's, like the three below.</summary>
    public ulong MaskedSince;

    /// <summary>The cause of its entry (<see cref="MaskedTime"/>).</summary>
    public ulong MaskedCause;

    /// <summary>The longest one, in instructions.</summary>
    public ulong LongestMasked;

    /// <summary>The cause of the longest one.</summary>
    public ulong LongestMaskedCause;

    /// <summary>Where MaskedTime.S saves registers when an interrupt comes.</summary>
    public ScratchRegisters MaskedScratch;

    /// <summary>Slots of threads that have begun, since the last tick, to wait until the next or later. Under the kernel lock.</summary>
    public LazyTable Lazy;

    /// <summary>When the next tick is due.</summary>
    public TickSchedule Tick;

    /// <summary>One of <see cref="CpuState"/>; through <see cref="Publication"/>.</summary>
    public uint State;

    /// <summary>Affinity fields of MPIDR_EL1: 39:32 and 23:0.</summary>
    public ulong Affinity;

    /// <summary>How the interrupt controller addresses this CPU.</summary>
    public InterruptTarget Target;

    /// <summary>The tick at which the current work counts as stuck; 0: never.</summary>
    public ulong WatchTicks;

    /// <summary>Acknowledges that found nothing pending.</summary>
    public uint SpuriousCount;

    /// <summary>Interrupts that came without a handler.</summary>
    public uint UnhandledCount;

    /// <summary>Calls by other CPUs, answered in interrupt context.</summary>
    public CpuMailbox Call;

    /// <summary>Work from other CPUs, done by the idle loop.</summary>
    public CpuMailbox Work;

    /// <summary>CNTVCT_EL0 when the CPU first ran C#, in ticks.</summary>
    public ulong StartCounter;

    /// <summary>A self-test expects the next synchronous exception.</summary>
    public bool FaultIsExpected;

    /// <summary>The expected exception came; the registers below are its.</summary>
    public bool FaultWasTaken;

    /// <summary>ESR_EL1 of the expected exception.</summary>
    public ulong FaultESR_EL1;

    /// <summary>FAR_EL1 of the expected exception.</summary>
    public ulong FaultFAR_EL1;

    /// <summary>ELR_EL1 of the expected exception.</summary>
    public ulong FaultELR_EL1;

    /// <summary>Ticks that TickPath.S has left to C#, by reason, modulo 2^32.</summary>
    public TickRefusalTable TickRefusals;

    /// <summary>Taken while a message passes on this CPU, or while another CPU runs the kernel's C# (Locks.S, FastPath.S).</summary>
    public GateLine Gate;

    /// <summary>Interrupts taken, by INTID, modulo 2^32; also TickPath.S's.</summary>
    public CountTable Counts;

    /// <summary>Calls that FastPath.S has left to C#, by reason, modulo 2^32.</summary>
    public FastRefusalTable FastRefusals;

    /// <summary>The tick to which <see cref="Spent"/> belongs.</summary>
    public ulong SpentTick;

    /// <summary>
    /// Counter ticks of this CPU that interrupts for deadlines have taken in one tick, for each band of priorities. Under the kernel lock.
    /// </summary>
    public BandTimes Spent;

    /// <summary>The last barrier that this CPU was asked to pass; under the kernel lock, like the one below.</summary>
    public ulong BarrierAsked;

    /// <summary>The last barrier that it has passed.</summary>
    public ulong BarrierPassed;

    /// <summary>Six registers.</summary>
    [InlineArray(6)]
    public struct ScratchRegisters
    {
        private ulong _first;
    }

    /// <summary>Slots of threads.</summary>
    [InlineArray(LazyCapacity)]
    public struct LazyTable
    {
        private uint _first;
    }

    /// <summary>One number for each reason.</summary>
    [InlineArray(TickReasonCount)]
    public struct TickRefusalTable
    {
        private uint _first;
    }

    /// <summary>A word with a cache line to itself.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 80)]
    public struct GateLine
    {
        /// <summary>0: open.</summary>
        [FieldOffset(16)]
        public uint Word;
    }

    /// <summary>One number for each reason.</summary>
    [InlineArray(FastReasonCount)]
    public struct FastRefusalTable
    {
        private uint _first;
    }

    /// <summary>One number for each band of 8 priorities.</summary>
    [InlineArray(4)]
    public struct BandTimes
    {
        private ulong _first;
    }

    /// <summary>One number for each INTID.</summary>
    [InlineArray(SourceCount)]
    public struct CountTable
    {
        private uint _first;
    }
}
