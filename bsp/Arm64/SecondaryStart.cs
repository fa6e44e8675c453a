// The record that a CPU reads in its first instructions, with the MMU off. Offsets are shared with Secondary.S (Layout.inc).

using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RustKernel.Arm64;

/// <summary>Prepares the start of one CPU at a time. Boot CPU only.</summary>
public static unsafe class SecondaryStart
{
    private const ulong NoCpu = ulong.MaxValue;
    private const int RecordBytes = 256;

    [StructLayout(LayoutKind.Sequential)]
    private struct Record
    {
        public ulong Affinity;
        public ulong Root;
        public ulong StackTop;
        public ulong Block;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Pen
    {
        public ulong Affinity;
        public ulong Distributor;
        public ulong CpuInterface;
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_el3_pen")]
    private static extern Pen* GetPen();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_secondary_start")]
    private static extern Record* GetRecord();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_secondary_entry")]
    private static extern ulong GetEntry();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cache_clean_and_invalidate")]
    private static extern void CleanAndInvalidate(ulong address, nuint sizeBytes);

    /// <summary>Where a CPU begins: a physical address, for PSCI or a spin table.</summary>
    public static PhysicalAddress Entry(in BootInformation boot) => new(GetEntry() - boot.ImageStart + boot.ImagePhysicalBase);

    /// <summary>
    /// Admits the CPU with <paramref name="affinity"/> as CPU <paramref name="index"/>, with the
    /// upper half's <paramref name="root"/> and its main stack in its slot.
    /// </summary>
    public static void Prepare(ulong affinity, int index, PhysicalAddress root)
    {
        // SAFETY: Secondary.S reserves the record; only the boot CPU writes it, and a CPU reads it only while it names that CPU.
        Record* record = GetRecord();
        record->Affinity = affinity;
        record->Root = root.Value;
        record->StackTop = MemoryLayout.StackRegionBase + ((ulong)(index + 1) * MemoryLayout.StackSlotSizeBytes);
        record->Block = PerCpu.Address(index);
        CleanAndInvalidate((ulong)record, RecordBytes);
    }

    /// <summary>Admits no CPU any more.</summary>
    public static void Close()
    {
        // SAFETY: as in Prepare.
        GetRecord()->Affinity = NoCpu;
        CleanAndInvalidate((ulong)GetRecord(), RecordBytes);
    }

    /// <summary>
    /// Stores <paramref name="entry"/> at <paramref name="releaseAddress"/>, cleans it to the point
    /// of coherency and sends an event: a spin table's release.
    /// </summary>
    public static void ReleaseSpinTable(VirtualAddress releaseAddress, PhysicalAddress entry)
    {
        // SAFETY: the caller mapped the 8-aligned address that the device tree names, as ordinary memory.
        *(ulong*)releaseAddress.Value = entry.Value;
        CleanAndInvalidate(releaseAddress.Value, sizeof(ulong));
        Publication.SendEvent();
    }

    /// <summary>
    /// Releases the CPU with <paramref name="affinity"/> from the pen at EL3, where it has waited since an
    /// entry at EL3. It opens its part of a GICv2 at physical <paramref name="distributor"/> and
    /// <paramref name="cpuInterface"/> to the non-secure world; both are 0 when there is none.
    /// </summary>
    public static void ReleaseFromPen(ulong affinity, ulong distributor, ulong cpuInterface)
    {
        // SAFETY: Secondary.S reserves the pen; only the boot CPU writes it. The name is written
        // after the rest is in memory, where CPUs read it with their MMU off.
        Pen* pen = GetPen();
        pen->Distributor = distributor;
        pen->CpuInterface = cpuInterface;
        CleanAndInvalidate((ulong)pen, RecordBytes);
        pen->Affinity = affinity;
        CleanAndInvalidate((ulong)pen, RecordBytes);
        Publication.SendEvent();
    }
}
