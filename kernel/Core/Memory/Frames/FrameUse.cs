namespace RustKernel.Memory.Frames;

/// <summary>The purpose of a frame. Statistics are kept per value; see <see cref="FrameStatistics"/>.</summary>
public enum FrameUse
{
    /// <summary>The kernel image: text, constants, data, bss and boot stacks.</summary>
    KernelImage = 0,

    /// <summary>The device tree blob.</summary>
    DeviceTree = 1,

    /// <summary>The initial ramdisk (boot archive).</summary>
    Initrd = 2,

    /// <summary>Kept by firmware: /memreserve/, /reserved-memory, UEFI runtime, secure world.</summary>
    Firmware = 3,

    /// <summary>The frame allocator's own bitmaps.</summary>
    FrameAllocator = 4,

    /// <summary>Translation tables.</summary>
    PageTables = 5,

    /// <summary>The kernel heap.</summary>
    Heap = 6,

    /// <summary>Kernel stacks.</summary>
    KernelStacks = 7,

    /// <summary>Pools of fixed kernel objects.</summary>
    KernelObjects = 8,

    /// <summary>Memory of user processes.</summary>
    User = 9,

    /// <summary>Buffers that devices read or write.</summary>
    Device = 10,

    /// <summary>Self-tests and benchmarks.</summary>
    Test = 11,

    /// <summary>Kept over restarts: the text of a panic.</summary>
    Retained = 12,
}
