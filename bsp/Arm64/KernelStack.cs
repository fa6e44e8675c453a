// Reads of a kernel stack for a backtrace: only where a stack is mapped.

namespace RustKernel.Arm64;

/// <summary>The stacks as memory that may be looked at in a panic.</summary>
public static unsafe class KernelStack
{
    /// <summary>Reads 8 bytes; false when <paramref name="address"/> is misaligned or outside the boot CPU's stacks.</summary>
    public static bool TryRead64(ulong address, out ulong value)
    {
        value = 0;
        ulong offset = address - MemoryLayout.StackRegionBase;
        if ((address & 7) != 0 || offset >= MemoryLayout.StackSlotSizeBytes)
        {
            return false;
        }

        bool onMain = offset >= MemoryLayout.StackSlotSizeBytes - MemoryLayout.StackSizeBytes;
        bool onEmergency = offset < MemoryLayout.EmergencyStackTop
            && offset >= MemoryLayout.EmergencyStackTop - MemoryLayout.EmergencyStackSizeBytes;
        if (!onMain && !onEmergency)
        {
            return false;
        }

        // SAFETY: the address lies in one of the two mapped stacks of slot 0, 8-aligned.
        value = *(ulong*)address;
        return true;
    }
}
