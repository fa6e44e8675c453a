namespace RustKernel;

/// <summary>What the call SystemInfo returns. ABI.</summary>
public enum SystemItem : uint
{
    /// <summary>Version of this interface: 1.</summary>
    AbiVersion = 0,

    /// <summary>CPUs that run threads.</summary>
    CpuCount = 1,

    /// <summary>Free frames.</summary>
    FreeFrames = 2,

    /// <summary>All frames.</summary>
    TotalFrames = 3,

    /// <summary>Kernel objects in use.</summary>
    UsedObjects = 4,

    /// <summary>CNTFRQ_EL0 in Hz.</summary>
    CounterHz = 5,

    /// <summary>How often CPUs polled the kernel's lock while they waited for it.</summary>
    LockSpins = 7,

    /// <summary>Generations of address-space numbers.</summary>
    AsidGenerations = 8,

    /// <summary>The CPU the caller runs on.</summary>
    CurrentCpu = 9,

    /// <summary>The Unix time in seconds at the counter's 0, as the call ClockSet set it; 0: the time of day is unknown.</summary>
    WallStart = 10,

    /// <summary>
    /// 1: the firmware started this kernel on trial, and no program has confirmed it yet
    /// (<see cref="PowerAction.Keep"/>).
    /// </summary>
    OnTrial = 11,

    /// <summary>CNTVCT_EL0 at the kernel's first instruction. The firmware runs earlier, and a reset need not clear the counter.</summary>
    EntryTicks = 12,

    /// <summary>ID_AA64ISAR0_EL1 of the CPU that the caller runs on: which instructions it has.</summary>
    Instructions = 13,

    /// <summary>Frames taken at start-up: the firmware's and the tree's reservations, and the kernel's own tables.</summary>
    ReservedFrames = 14,

    /// <summary>Physical address of the registers of the UART that the kernel chose as its console; 0: none.</summary>
    ConsoleAddress = 15,
}
