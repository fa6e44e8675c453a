// The jobs that suite smp gives the other CPUs.

using System.Threading;
using RustKernel.Arm64;
using RustKernel.Boot;
using RustKernel.Diagnostics;
using RustKernel.Exceptions;
using RustKernel.Ipc;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.Smp;

namespace RustKernel.Suites;

/// <summary>One function, many jobs: the argument's low byte chooses, the rest is the job's own argument.</summary>
internal sealed class SmpWork : CrossCall
{
    /// <summary>Function number, the highest: the kernel's own begin at 0.</summary>
    internal const uint Number = Processors.MaximumFunctions - 1;

    /// <summary>Most rounds of a contention job.</summary>
    internal const uint Rounds = 5000;

    /// <summary>Most rounds of the memory job.</summary>
    internal const uint MemoryRounds = 200;

    /// <summary>Calls of the crossing job.</summary>
    internal const uint CrossingCalls = 25;

    /// <summary>Lines of the console job.</summary>
    internal const uint Lines = 4;

    /// <summary>The result of a read that faults.</summary>
    internal const ulong Faulted = ulong.MaxValue;

    /// <summary>Where the shoot-down tests map their page: in no region that has another use.</summary>
    internal const ulong PageAddress = 0xFFFF_B800_0000_0000;

    internal static readonly SmpWork Instance = new();

    private const int OperandShift = 8;

    // A contention job ends after a fifth of a second at the latest: an emulator with fewer cores than CPUs passes a fair lock on slowly.
    private const ulong ContentionTimeDivisor = 5;
    private const ulong RoundsBetweenYields = 64;
    private const ulong HeapBlockBytes = 96;
    private const ulong PatternMultiplier = 0x0001_0001_0001_0001;

    private static TicketLock s_lock;
    private static ulong s_underLock;
    private static ulong s_spins;
    private static int s_atomicInt;
    private static long s_atomicLong;
    private static uint s_gate;
    private static uint s_ready;

    /// <summary>The jobs.</summary>
    internal enum Job
    {
        /// <summary>Twice the operand, plus the CPU's number.</summary>
        Echo,

        /// <summary>The affinity fields of MPIDR_EL1.</summary>
        ReadAffinity,

        /// <summary>SCTLR_EL1.</summary>
        ReadControl,

        /// <summary>VBAR_EL1.</summary>
        ReadVectors,

        /// <summary>TTBR1_EL1's table address.</summary>
        ReadRoot,

        /// <summary>The frame pointer.</summary>
        ReadStack,

        /// <summary>PSTATE.PAN, in bit 22.</summary>
        ReadAccessNever,

        /// <summary>Adds to a plain counter under a lock.</summary>
        AddUnderLock,

        /// <summary>Adds to atomic counters.</summary>
        AddAtomically,

        /// <summary>Allocates and frees; returns how often something was wrong.</summary>
        UseMemory,

        /// <summary>Reads the test page.</summary>
        ReadPage,

        /// <summary>Reads the test page until it faults; returns how many reads came after the unmap was complete.</summary>
        ReadPageUntilFault,

        /// <summary>Calls another CPU again and again; returns how many calls went wrong.</summary>
        CallNext,

        /// <summary>Keeps IRQs masked until the gate opens.</summary>
        WaitMasked,

        /// <summary>Writes console lines in pieces.</summary>
        WriteLines,

        /// <summary>Holds the kernel lock until another CPU's call has given up waiting for its gate.</summary>
        HoldKernelLock,
    }

    /// <summary>The counter that the lock protects.</summary>
    internal static ulong UnderLock => s_underLock;

    /// <summary>How often CPUs had to poll the lock again.</summary>
    internal static ulong Spins => s_spins;

    /// <summary>The atomic 32-bit counter.</summary>
    internal static int AtomicInt => Volatile.Read(ref s_atomicInt);

    /// <summary>The atomic 64-bit counter.</summary>
    internal static long AtomicLong => s_atomicLong;

    /// <summary>CPUs that have begun a job with a gate.</summary>
    internal static uint Ready => Publication.Load(ref s_ready);

    /// <summary>The argument for <paramref name="job"/> with <paramref name="operand"/> (56 bits).</summary>
    internal static ulong Argument(Job job, ulong operand = 0) => (ulong)job | (operand << OperandShift);

    /// <summary>Sets all counters to 0 and closes the gate.</summary>
    internal static void Reset()
    {
        s_underLock = 0;
        s_spins = 0;
        // No one counts now; but words that CPUs change by exclusive pairs must never be changed in another way.
        Interlocked.Add(ref s_atomicInt, -s_atomicInt);
        Interlocked.Add(ref s_atomicLong, -s_atomicLong);
        Publication.Store(ref s_ready, 0);
        Publication.Store(ref s_gate, 0);
    }

    /// <summary>Opens the gate.</summary>
    internal static void OpenGate() => Publication.Store(ref s_gate, 1);

    /// <inheritdoc/>
    public override ulong Run(ulong argument)
    {
        ulong operand = argument >> OperandShift;
        return (Job)(argument & 0xFF) switch
        {
            Job.Echo => (operand * 2) + PerCpu.Current.Index,
            Job.ReadAffinity => SystemRegisters.ReadMPIDR_EL1() & SmpStart.AffinityMask,
            Job.ReadControl => SystemRegisters.ReadSCTLR_EL1(),
            Job.ReadVectors => SystemRegisters.ReadVBAR_EL1(),
            Job.ReadRoot => SystemRegisters.ReadTTBR1_EL1(),
            Job.ReadStack => Cpu.GetFramePointer(),
            Job.ReadAccessNever => SystemRegisters.ReadPAN(),
            Job.AddUnderLock => AddUnderLock(),
            Job.AddAtomically => AddAtomically(),
            Job.UseMemory => UseMemory(),
            Job.ReadPage => ReadPage(),
            Job.ReadPageUntilFault => ReadPageUntilFault(),
            Job.CallNext => CallNext(operand),
            Job.WaitMasked => WaitMasked(),
            Job.WriteLines => WriteLines(),
            Job.HoldKernelLock => HoldKernelLock(),
            _ => 0,
        };
    }

    private static ulong HoldKernelLock()
    {
        ulong daif = KernelLock.Acquire();
        uint before = FastPath.Refusals(FastRefusal.GateTaken);
        CountIn();
        ulong deadline = KernelClock.ElapsedTicks + SmpSuite.TimeoutTicks;
        while (FastPath.Refusals(FastRefusal.GateTaken) == before && KernelClock.ElapsedTicks < deadline)
        {
            Cpu.Relax();
        }

        KernelLock.Release(daif);
        return 0;
    }

    private static ulong AddUnderLock()
    {
        ulong deadline = AwaitGate();
        ulong done = 0;
        while (done < Rounds && KernelClock.ElapsedTicks < deadline)
        {
            uint spins = s_lock.Acquire();
            ulong sum = s_underLock;
            if (done % RoundsBetweenYields == 0)
            {
                // When CPUs take turns (an emulator that counts instructions), the others run now, and must find the lock taken.
                Cpu.Relax();
            }

            s_underLock = sum + 1;
            s_spins += spins;
            s_lock.Release();
            done++;
        }

        return done;
    }

    private static ulong AddAtomically()
    {
        ulong deadline = AwaitGate();
        ulong done = 0;
        while (done < Rounds && KernelClock.ElapsedTicks < deadline)
        {
            Interlocked.Increment(ref s_atomicInt);
            Interlocked.Add(ref s_atomicLong, 3);
            done++;
        }

        return done;
    }

    // A frame and a heap block each round, filled with this CPU's own pattern: memory that two CPUs got at once would show the other's.
    private static ulong UseMemory()
    {
        DirectMap memory = default;
        ulong wrong = 0;
        ulong deadline = AwaitGate();
        for (uint i = 0; i < MemoryRounds && KernelClock.ElapsedTicks < deadline; i++)
        {
            ulong pattern = (PerCpu.Current.Index + 1) * PatternMultiplier * (i + 1);
            Result<PhysicalAddress> frame = KernelMemory.AllocateFrame(FrameUse.Test);
            Result<PhysicalAddress> block = KernelMemory.AllocateBlock(HeapBlockBytes);
            if (!frame.IsOk || !block.IsOk)
            {
                return Faulted;
            }

            memory.Fill(frame.Value, FrameSize.Bytes, pattern);
            memory.Fill(block.Value, HeapBlockBytes, pattern);
            wrong += memory.Read64(frame.Value) != pattern || memory.Read64(frame.Value + (FrameSize.Bytes - 8)) != pattern ? 1UL : 0;
            wrong += memory.Read64(block.Value) != pattern || memory.Read64(block.Value + (HeapBlockBytes - 8)) != pattern ? 1UL : 0;
            wrong += KernelMemory.FreeBlock(block.Value) != ErrorCode.None ? 1UL : 0;
            wrong += KernelMemory.FreeFrame(frame.Value, FrameUse.Test) != ErrorCode.None ? 1UL : 0;
        }

        return wrong;
    }

    private static ulong ReadPage()
    {
        ExpectedFault.Arm();
        ulong value = Faults.Read(PageAddress);
        return ExpectedFault.Disarm() ? Faulted : value;
    }

    // Each CPU counts itself once; the gate opens after the unmap is complete, so a read that begins later must fault.
    private static ulong ReadPageUntilFault()
    {
        CountIn();
        ulong stale = 0;
        while (stale < Rounds)
        {
            bool unmapped = Publication.Load(ref s_gate) != 0;
            if (ReadPage() == Faulted)
            {
                return stale;
            }

            stale += unmapped ? 1UL : 0;
            Cpu.Relax();
        }

        return stale;
    }

    private static ulong CallNext(ulong target)
    {
        ulong wrong = 0;
        for (ulong i = 0; i < CrossingCalls; i++)
        {
            Result<ulong> answer = Processors.Call((int)target, Number, Argument(Job.Echo, i), SmpSuite.TimeoutTicks);
            wrong += answer.IsOk && answer.Value == (i * 2) + target ? 0UL : 1;
        }

        return wrong;
    }

    private static ulong WaitMasked()
    {
        ulong daif = Cpu.SaveAndMaskIrq();
        AwaitGate();
        Cpu.RestoreInterrupts(daif);
        return 1;
    }

    // Makes all begin together; returns when a contention job has to end.
    private static ulong AwaitGate()
    {
        CountIn();
        ulong deadline = KernelClock.ElapsedTicks + SmpSuite.TimeoutTicks;
        while (Publication.Load(ref s_gate) == 0 && KernelClock.ElapsedTicks < deadline)
        {
            Cpu.Relax();
        }

        return KernelClock.ElapsedTicks + (KernelClock.FrequencyHz / ContentionTimeDivisor);
    }

    private static ulong WriteLines()
    {
        AwaitGate();
        for (uint i = 0; i < Lines; i++)
        {
            KernelConsole.BeginLine();
            KernelConsole.Write("  # line "u8);
            KernelConsole.WriteDecimal(i);
            KernelConsole.Write(" of CPU "u8);
            KernelConsole.WriteDecimal(PerCpu.Current.Index);
            KernelConsole.Write(" is whole\n"u8);
            KernelConsole.EndLine();
        }

        return Lines;
    }

    private static void CountIn()
    {
        uint seen = Publication.Load(ref s_ready);
        uint before = Publication.Exchange(ref s_ready, seen, seen + 1);
        while (before != seen)
        {
            seen = before;
            before = Publication.Exchange(ref s_ready, seen, seen + 1);
        }
    }
}
