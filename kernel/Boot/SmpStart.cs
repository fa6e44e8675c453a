// Starts the other CPUs: finds them in the device tree, gives each a stack and a block, starts it as its enable-method says and
// waits for it. A CPU that does not come up is one line in the log; the others continue.

using System;
using RustKernel.Arm64;
using RustKernel.DeviceTree;
using RustKernel.Diagnostics;
using RustKernel.Exceptions;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Paging;
using RustKernel.Smp;

namespace RustKernel.Boot;

/// <summary>Start of the secondary CPUs. Called once, on the boot CPU, when memory and interrupts work.</summary>
internal static class SmpStart
{
    /// <summary>The affinity fields of MPIDR_EL1: 39:32 and 23:0.</summary>
    internal const ulong AffinityMask = 0xFF_00FF_FFFF;
    private const ulong StackFrames = (MemoryLayout.EmergencyStackSizeBytes + MemoryLayout.StackSizeBytes) / FrameSize.Bytes;

    /// <summary>CPUs that the device tree has.</summary>
    internal static int TreeCount { get; private set; }

    /// <summary>CPUs that should run: the boot CPU and all whose enable-method works here, within the limit.</summary>
    internal static int WantedCount { get; private set; }

    /// <summary>The boot CPU's MPIDR_EL1 is in the device tree.</summary>
    internal static bool KnowsBootCpu { get; private set; }

    /// <summary>Counter ticks from the start of the last CPU to its first C#; 0 without one.</summary>
    internal static ulong LastStartTicks { get; private set; }

    /// <summary>Instructions of the boot CPU for the whole start; 0 where they are not counted.</summary>
    internal static ulong Instructions { get; private set; }

    /// <summary>
    /// Starts CPUs until <paramref name="limit"/> run (all, when the command line does not say) and
    /// writes the log's SMP line.
    /// </summary>
    internal static void Start(in DeviceTreeBlob tree, in BootInformation boot, Result<uint> limit)
    {
        ulong before = SystemRegisters.ReadPMEVCNTR0_EL0();
        ulong own = SystemRegisters.ReadMPIDR_EL1() & AffinityMask;
        ErrorCode error = Interrupts.Controller is null ? ErrorCode.InvalidState : Processors.Start(own);
        int most = MostCpus(limit);
        int startable = 1;
        foreach (DeviceTreeCpu cpu in tree.Cpus)
        {
            TreeCount++;
            Result<ulong> affinity = cpu.Mpidr;
            if (affinity.IsOk && affinity.Value == own)
            {
                KnowsBootCpu = true;
                continue;
            }

            startable += IsStartable(in tree, in boot, cpu) ? 1 : 0;
            if (error == ErrorCode.None && Processors.OnlineCount < most)
            {
                StartOne(in tree, in boot, cpu, affinity);
            }
        }

        WantedCount = Math.Min(startable, most);

        SecondaryStart.Close();
        Instructions = SystemRegisters.ReadPMEVCNTR0_EL0() - before;
        WriteCount(Math.Max(Processors.OnlineCount, 1), most);
    }

    // After an entry at EL3 there is no firmware, whatever the tree says; the CPUs wait in Secondary.S.
    private static bool WaitsAtEL3(in BootInformation boot) => boot.EntryExceptionLevel == 3;

    private static bool IsStartable(in DeviceTreeBlob tree, in BootInformation boot, DeviceTreeCpu cpu) =>
        WaitsAtEL3(in boot)
            || cpu.EnableMethod == CpuEnableMethod.SpinTable
            || (cpu.EnableMethod == CpuEnableMethod.BcmMailbox && InterruptStart.HasBcmCores)
            || (cpu.EnableMethod == CpuEnableMethod.Psci && PsciStart.IsAvailable(in tree));

    private static int MostCpus(Result<uint> limit)
    {
        if (limit.IsOk && limit.Value > 0)
        {
            return (int)Math.Min(limit.Value, PerCpu.MaximumCpus);
        }

        if (limit.IsOk || limit.Error != ErrorCode.NotFound)
        {
            KernelConsole.WriteTrouble("SMP: cpus= wants a number from 1; ignored\n"u8);
        }

        return PerCpu.MaximumCpus;
    }

    private static void WriteCount(int online, int most)
    {
        KernelConsole.BeginLine();
        KernelConsole.Write("SMP: "u8);
        KernelConsole.WriteDecimal((uint)online);
        KernelConsole.Write(" of "u8);
        KernelConsole.WriteDecimal((uint)Math.Max(TreeCount, 1));
        KernelConsole.Write(TreeCount > most ? " CPUs online, no more wanted\n"u8 : " CPUs online\n"u8);
        KernelConsole.EndLine();
    }

    private static void StartOne(in DeviceTreeBlob tree, in BootInformation boot, DeviceTreeCpu cpu, Result<ulong> affinity)
    {
        ErrorCode error = affinity.Error;
        ReadOnlySpan<byte> reason = "its node has no usable reg"u8;
        if (affinity.IsOk)
        {
            reason = WhyNot(in tree, in boot, cpu, affinity.Value);
            error = reason.IsEmpty ? ErrorCode.None : ErrorCode.NotSupported;
        }

        if (error == ErrorCode.None)
        {
            reason = LetGoAndWait(in tree, in boot, cpu, affinity.Value);
        }

        if (!reason.IsEmpty)
        {
            ReportAbsent(affinity.Value, reason);
        }
    }

    // The reason in the tree against starting a CPU; empty when there is none.
    private static ReadOnlySpan<byte> WhyNot(
        scoped in DeviceTreeBlob tree, scoped in BootInformation boot, scoped DeviceTreeCpu cpu, ulong affinity)
    {
        for (int i = 0; i < Processors.SlotCount; i++)
        {
            if (PerCpu.At(i).Affinity == affinity)
            {
                return "the device tree names it twice"u8;
            }
        }

        if (cpu.Status == DeviceTreeStatus.Failed)
        {
            return "the device tree calls it broken"u8;
        }

        return WaitsAtEL3(in boot) ? default : cpu.EnableMethod switch
        {
            CpuEnableMethod.SpinTable => default,
            CpuEnableMethod.Psci => PsciStart.IsAvailable(in tree) ? default : RefusalText(ErrorCode.NotSupported),
            CpuEnableMethod.BcmMailbox when InterruptStart.HasBcmCores => default,
            CpuEnableMethod.None => "the device tree names no enable-method"u8,
            _ => "its enable-method is not known here"u8,
        };
    }

    // Empty when the CPU came up, else the reason why not.
    private static ReadOnlySpan<byte> LetGoAndWait(
        scoped in DeviceTreeBlob tree,
        scoped in BootInformation boot,
        scoped DeviceTreeCpu cpu,
        ulong affinity)
    {
        Result<uint> slot = Processors.Reserve(affinity);
        if (!slot.IsOk)
        {
            return "this kernel has no slot left"u8;
        }

        int index = (int)slot.Value;
        ref CpuBlock block = ref PerCpu.At(index);
        if (MapStacks(index) != ErrorCode.None)
        {
            Publication.Store(ref block.State, CpuState.Failed);
            return "no memory for its stack"u8;
        }

        SecondaryStart.Prepare(affinity, index, KernelMemory.Tables.Root);
        ulong start = KernelClock.ElapsedTicks;
        ErrorCode error = LetGo(in tree, in boot, cpu, affinity);
        if (error != ErrorCode.None)
        {
            Publication.Store(ref block.State, CpuState.Failed);
            return RefusalText(error);
        }

        if (!WaitFor(ref block, start + KernelClock.FrequencyHz))
        {
            return Publication.Load(ref block.State) == CpuState.Failed
                ? "its interrupts do not start"u8
                : "it did not come up within a second"u8;
        }

        LastStartTicks = block.StartCounter - start;
        return default;
    }

    private static ErrorCode LetGo(in DeviceTreeBlob tree, in BootInformation boot, DeviceTreeCpu cpu, ulong affinity)
    {
        if (WaitsAtEL3(in boot))
        {
            SecondaryStart.ReleaseFromPen(affinity, SecureGic.DistributorV2, SecureGic.CpuInterfaceV2);
            return ErrorCode.None;
        }

        PhysicalAddress entry = SecondaryStart.Entry(in boot);
        return cpu.EnableMethod switch
        {
            CpuEnableMethod.Psci => PsciStart.CpuOn(in tree, affinity, entry),
            CpuEnableMethod.BcmMailbox => InterruptStart.ReleaseBcmCore(affinity, entry),
            _ => ReleaseFromSpinTable(cpu, entry),
        };
    }

    private static ReadOnlySpan<byte> RefusalText(ErrorCode error) => error switch
    {
        ErrorCode.AlreadyExists => "firmware says that it is on already"u8,
        ErrorCode.NotSupported => "the device tree names no PSCI conduit that works"u8,
        ErrorCode.NotFound or ErrorCode.InvalidArgument => "firmware knows no such CPU, or its release address is no good"u8,
        _ => "firmware refused"u8,
    };

    // False when the CPU failed or the deadline passed; it is then never admitted.
    private static bool WaitFor(ref CpuBlock block, ulong deadline)
    {
        uint state = Publication.Load(ref block.State);
        while (state is CpuState.Starting or CpuState.Joining)
        {
            if (KernelClock.ElapsedTicks > deadline)
            {
                state = Publication.Exchange(ref block.State, state, CpuState.Late);
            }
            else
            {
                Cpu.Relax();
            }

            state = Publication.Load(ref block.State);
        }

        return state == CpuState.Online;
    }

    // One run of frames: the emergency stack, then the main stack. The gaps between and around them in the slot stay unmapped.
    private static ErrorCode MapStacks(int index)
    {
        Result<PhysicalAddress> frames = KernelMemory.Frames.AllocateRun(StackFrames, FrameSize.Bytes, FrameUse.KernelStacks);
        if (!frames.IsOk)
        {
            return frames.Error;
        }

        ulong slot = MemoryLayout.StackRegionBase + ((ulong)index * MemoryLayout.StackSlotSizeBytes);
        ErrorCode error = MapStack(
            slot + MemoryLayout.EmergencyStackTop - MemoryLayout.EmergencyStackSizeBytes, frames.Value,
            MemoryLayout.EmergencyStackSizeBytes);
        return error == ErrorCode.None
            ? MapStack(
                slot + MemoryLayout.StackSlotSizeBytes - MemoryLayout.StackSizeBytes,
                frames.Value + MemoryLayout.EmergencyStackSizeBytes,
                MemoryLayout.StackSizeBytes)
            : error;
    }

    private static ErrorCode MapStack(ulong address, PhysicalAddress frames, ulong sizeBytes) => KernelMemory.Tables.Map(
        new VirtualAddress(address), frames, sizeBytes, Protection.KernelReadWrite, MemoryKind.Normal, MappingSize.Page4KiB);

    // The release address lies in memory that firmware keeps, so the direct map usually lacks it: map it for the store.
    private static ErrorCode ReleaseFromSpinTable(DeviceTreeCpu cpu, PhysicalAddress entry)
    {
        Result<ulong> release = cpu.ReleaseAddress;
        if (!release.IsOk || (release.Value & 7) != 0 || release.Value >= MemoryLayout.DirectMapSizeBytes)
        {
            return ErrorCode.InvalidArgument;
        }

        PhysicalAddress page = new(release.Value & ~FrameSize.Mask);
        ErrorCode error = KernelMemory.Tables.Map(
            DirectMap.ToVirtual(page), page, FrameSize.Bytes, Protection.KernelReadWrite, MemoryKind.Normal, MappingSize.Page4KiB);
        if (error is not (ErrorCode.None or ErrorCode.AlreadyExists))
        {
            return error;
        }

        SecondaryStart.ReleaseSpinTable(DirectMap.ToVirtual(new PhysicalAddress(release.Value)), entry);
        return error == ErrorCode.None ? KernelMemory.Tables.Unmap(DirectMap.ToVirtual(page), FrameSize.Bytes).Complete() : ErrorCode.None;
    }

    private static void ReportAbsent(ulong affinity, ReadOnlySpan<byte> reason)
    {
        KernelConsole.BeginLine();
        KernelConsole.WriteTrouble("SMP: CPU "u8);
        KernelConsole.WriteHex(affinity);
        KernelConsole.Write(" stays off: "u8);
        KernelConsole.Write(reason);
        KernelConsole.Write("\n"u8);
        KernelConsole.EndLine();
    }
}
