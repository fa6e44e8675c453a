// The kernel's fixed virtual addresses. The assembly twin is Layout.inc; a test compares the two.

namespace RustKernel.Arm64;

/// <summary>Bases of the regions of the upper half, in bytes; drawn in docs/ARCHITECTURE.md.</summary>
public static class MemoryLayout
{
    /// <summary>The image's link address.</summary>
    public const ulong ImageBase = 0xFFFF_FFFF_8000_0000;

    /// <summary>The direct map: virtual = physical + this.</summary>
    public const ulong DirectMapBase = 0xFFFF_0000_0000_0000;

    /// <summary>Size of the direct map, and limit of the physical addresses that we can use.</summary>
    public const ulong DirectMapSizeBytes = 1UL << 46;

    /// <summary>Device registers: virtual = physical + this.</summary>
    public const ulong DeviceBase = 0xFFFF_8000_0000_0000;

    /// <summary>Physical addresses of devices lie below this.</summary>
    public const ulong DeviceSizeBytes = 1UL << 44;

    /// <summary>The stacks: one slot for each CPU.</summary>
    public const ulong StackRegionBase = 0xFFFF_9000_0000_0000;

    /// <summary>A CPU's slot: guard, emergency stack, guard, main stack.</summary>
    public const ulong StackSlotSizeBytes = 0x20000;

    /// <summary>The main stack, at the upper end of the slot.</summary>
    public const ulong StackSizeBytes = 0x8000;

    /// <summary>End of the emergency stack within the slot.</summary>
    public const ulong EmergencyStackTop = 0x10000;

    /// <summary>Size of the emergency stack.</summary>
    public const ulong EmergencyStackSizeBytes = 0x2000;

    /// <summary>The window through which the device tree is read.</summary>
    public const ulong DeviceTreeWindowBase = 0xFFFF_A000_0000_0000;

    /// <summary>Temporary mappings of self-tests and benchmarks. Nothing else is mapped here.</summary>
    public const ulong ScratchBase = 0xFFFF_B000_0000_0000;
}
