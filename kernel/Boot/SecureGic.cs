// After an entry at EL3 no firmware has set up the GIC for the non-secure world. Done here, through the stub that Boot.S left at EL3.

using RustKernel.Arm64;

namespace RustKernel.Boot;

/// <summary>Gives the non-secure world every interrupt, as firmware would. [IHI0048 4.3.4, IHI0069 12.9.4]</summary>
internal static class SecureGic
{
    private const uint GICD_CTLR = 0x000;
    private const uint GICD_TYPER = 0x004;
    private const uint GICD_IGROUPR = 0x080;
    private const uint GICC_PMR = 0x004;

    // GICD_CTLR.DS: one security state; the non-secure world then has every register.
    private const uint DisableSecurity = 1 << 6;

    /// <summary>
    /// Physical address of the GICv2 distributor that was opened; 0 without one. Each CPU opens its own registers in it.
    /// </summary>
    internal static ulong DistributorV2 { get; private set; }

    /// <summary>Physical address of the GICv2 CPU interface that was opened; 0 without one.</summary>
    internal static ulong CpuInterfaceV2 { get; private set; }

    /// <summary>GICv3 at physical <paramref name="distributor"/>: security off.</summary>
    internal static void OpenV3(ulong distributor) => Cpu.SecureWrite32(distributor + GICD_CTLR, DisableSecurity);

    /// <summary>
    /// GICv2: all interrupts to group 1, and a priority mask that the non-secure world may change.
    /// <paramref name="bus"/> is the distributor's window.
    /// </summary>
    internal static void OpenV2(DeviceBus bus, ulong distributor, ulong cpuInterface)
    {
        DistributorV2 = distributor;
        CpuInterfaceV2 = cpuInterface;
        uint banks = (bus.Read32(GICD_TYPER) & 0x1F) + 1;
        for (uint i = 0; i < banks; i++)
        {
            Cpu.SecureWrite32(distributor + GICD_IGROUPR + (4 * i), 0xFFFF_FFFF);
        }

        Cpu.SecureWrite32(cpuInterface + GICC_PMR, 0xFF);
    }
}
