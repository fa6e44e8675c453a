namespace RustKernel.Arm64;

/// <summary>Reads kernel stacks for a panic's backtrace, only where a stack is mapped.</summary>
public static unsafe class KernelStack
{
    /// <summary>
    /// Reads 8 bytes; false when <paramref name="address"/> is misaligned or outside the stacks of
    /// the CPUs that have one.
    /// </summary>
    public static bool TryRead64(ulong address, out ulong value)
    {
        value = 0;
        ulong offset = address - MemoryLayout.StackRegionBase;
        ulong slot = offset / MemoryLayout.StackSlotSizeBytes;
        if ((address & 7) != 0 || slot >= PerCpu.MaximumCpus || (slot != 0 && !HasStack((int)slot)))
        {
            return false;
        }

        offset %= MemoryLayout.StackSlotSizeBytes;

        bool onMain = offset >= MemoryLayout.StackSlotSizeBytes - MemoryLayout.StackSizeBytes;
        bool onEmergency = offset < MemoryLayout.EmergencyStackTop
            && offset >= MemoryLayout.EmergencyStackTop - MemoryLayout.EmergencyStackSizeBytes;
        if (!onMain && !onEmergency)
        {
            return false;
        }

        // SAFETY: the address lies in one of the two mapped stacks of a slot in use, 8-aligned.
        value = *(ulong*)address;
        return true;
    }

    // Start-up maps a slot's stacks before it starts the CPU, and keeps them whatever happens to the CPU.
    private static bool HasStack(int slot) => Publication.Load(ref PerCpu.At(slot).State) != CpuState.None;
}
