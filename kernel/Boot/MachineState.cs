using RustKernel.Arm64;

namespace RustKernel.Boot;

/// <summary>
/// Facts that start-up found out about this machine, for later callers such as the boot suite. The boot CPU writes them
/// once; read-only afterwards.
/// </summary>
internal static class MachineState
{
    private static BootInformation s_boot;

    /// <summary>What Boot.S passed on.</summary>
    internal static ref readonly BootInformation Boot => ref s_boot;

    /// <summary>How many memory banks the device tree has.</summary>
    internal static int MemoryBankCount { get; set; }

    /// <summary>RAM in all banks, in bytes.</summary>
    internal static ulong MemorySizeBytes { get; set; }

    /// <summary>Instructions from entry to the start of the tests; 0 where the machine does not count them.</summary>
    internal static ulong InstructionsToTests { get; set; }

    /// <summary>The tick's interrupt; 0 when there is no tick.</summary>
    internal static Intid TickIntid { get; set; }

    /// <summary>The timer node's frequency in hertz; 0 when it has none, as it should.</summary>
    internal static uint TreeTimerFrequencyHz { get; set; }

    /// <summary>How the interrupt controller addresses the boot CPU.</summary>
    internal static InterruptTarget BootCpuTarget { get; set; }

    /// <summary>True when the PMU counts retired instructions.</summary>
    internal static bool CountsInstructions => (SystemRegisters.ReadPMCEID0_EL0() & (1 << 8)) != 0;

    /// <summary>The command line asks for tests or benchmarks.</summary>
    internal static bool WantsMeasurements { get; set; }

    /// <summary>Physical address of the interrupt controller's distributor; 0 when there is none.</summary>
    internal static ulong DistributorAddress { get; set; }

    /// <summary>Low half: how many system calls the hostile suite makes; high half: the seed that chooses them.</summary>
    internal static ulong HostileCalls { get; set; }

    /// <summary>The command line's <c>asids=</c>; 0: all of the CPU's.</summary>
    internal static uint MostAsids { get; set; }

    /// <summary>How to switch the machine off; null when there is no way.</summary>
    internal static MachinePower? Power { get; set; }

    /// <summary>The firmware started this kernel on trial.</summary>
    internal static bool IsOnTrial { get; set; }

    /// <summary>Keeps <paramref name="boot"/>.</summary>
    internal static void Remember(in BootInformation boot) => s_boot = boot;
}
