// The devices that the kernel binds: the "compatible" strings of every driver, in one place. The kernel searches device
// trees with these lists; host tools that predict what the kernel will drive read the same lines.

using System;

namespace RustKernel;

/// <summary>
/// "compatible" strings by driver. A driver with several lists them as a device tree does: one after another, separated by a zero
/// byte. The kernel searches in this order.
/// </summary>
public static class DeviceNames
{
    /// <summary>Arm's PL011 UART.</summary>
    public static ReadOnlySpan<byte> Pl011 => "arm,pl011"u8;

    /// <summary>The mini-UART, an auxiliary device of the BCM2835.</summary>
    public static ReadOnlySpan<byte> MiniUart => "brcm,bcm2835-aux-uart"u8;

    /// <summary>The part of a PL011 that Arm's Server Base System Architecture requires: no rate, no line control.</summary>
    public static ReadOnlySpan<byte> SbsaUart => "arm,sbsa-uart"u8;

    /// <summary>The 16550 and compatible UARTs.</summary>
    public static ReadOnlySpan<byte> Ns16550
        => "ns16550a\0snps,dw-apb-uart\0ti,am654-uart\0nvidia,tegra20-uart\0ns16550\0nuvoton,npcm750-uart"u8;

    /// <summary>Cadence's UART, as in Zynq UltraScale+.</summary>
    public static ReadOnlySpan<byte> CadenceUart => "cdns,uart-r1p12\0xlnx,zynqmp-uart"u8;

    /// <summary>The UART of i.MX 6 to i.MX 8M.</summary>
    public static ReadOnlySpan<byte> ImxUart => "fsl,imx6q-uart"u8;

    /// <summary>Amlogic's UART.</summary>
    public static ReadOnlySpan<byte> MesonUart => "amlogic,meson-gx-uart"u8;

    /// <summary>Qualcomm's UARTs on GENI serial engines.</summary>
    public static ReadOnlySpan<byte> GeniUart => "qcom,geni-debug-uart\0qcom,geni-uart"u8;

    /// <summary>Qualcomm's UARTDM , version 1.4.</summary>
    public static ReadOnlySpan<byte> MsmUart => "qcom,msm-uartdm-v1.4"u8;

    /// <summary>The first UART of Marvell's Armada 3700.</summary>
    public static ReadOnlySpan<byte> ArmadaUart => "marvell,armada-3700-uart"u8;

    /// <summary>Renesas's SCIF with the registers of R-Car Gen3.</summary>
    public static ReadOnlySpan<byte> ScifUart => "renesas,rcar-gen3-scif\0renesas,rcar-gen4-scif"u8;

    /// <summary>NXP's 32-bit low-power UART.</summary>
    public static ReadOnlySpan<byte> Lpuart => "fsl,imx7ulp-lpuart\0fsl,imx8qxp-lpuart\0fsl,ls1028a-lpuart\0fsl,ls1021a-lpuart"u8;

    /// <summary>GICv2 and its implementations.</summary>
    public static ReadOnlySpan<byte> GicV2 => "arm,gic-400\0arm,cortex-a15-gic\0qcom,msm-qgic2\0arm,cortex-a7-gic"u8;

    /// <summary>GICv3.</summary>
    public static ReadOnlySpan<byte> GicV3 => "arm,gic-v3"u8;

    /// <summary>Each core's own interrupts on a BCM2836 or BCM2837.</summary>
    public static ReadOnlySpan<byte> BcmLocalInterrupts => "brcm,bcm2836-l1-intc"u8;

    /// <summary>The controller for the peripherals' interrupts on the same chips.</summary>
    public static ReadOnlySpan<byte> BcmPeripheralInterrupts => "brcm,bcm2836-armctrl-ic"u8;

    /// <summary>The CPUs' own timers; a Raspberry Pi 3's tree uses the name of a 32-bit CPU's.</summary>
    public static ReadOnlySpan<byte> GenericTimer => "arm,armv8-timer\0arm,armv7-timer"u8;

    /// <summary>PSCI with fixed function numbers: the only ones that can switch a machine off.</summary>
    public static ReadOnlySpan<byte> Psci => "arm,psci-0.2\0arm,psci-1.0"u8;

    /// <summary>PSCI 0.1, whose node names the functions' numbers; it starts CPUs but cannot switch a machine off.</summary>
    public static ReadOnlySpan<byte> PsciWithOwnNumbers => "arm,psci"u8;

    /// <summary>The power-management block of a BCM2835 and its descendants.</summary>
    public static ReadOnlySpan<byte> BcmPowerManager => "brcm,bcm2711-pm\0brcm,bcm2835-pm\0brcm,bcm2835-pm-wdt"u8;

    /// <summary>A register of a system controller that switches the machine off.</summary>
    public static ReadOnlySpan<byte> SysconPowerOff => "syscon-poweroff"u8;

    /// <summary>A register of a system controller that restarts the machine.</summary>
    public static ReadOnlySpan<byte> SysconReboot => "syscon-reboot"u8;

    /// <summary>A pin that switches the machine off.</summary>
    public static ReadOnlySpan<byte> GpioPowerOff => "gpio-poweroff"u8;

    /// <summary>A pin that restarts the machine.</summary>
    public static ReadOnlySpan<byte> GpioRestart => "gpio-restart"u8;

    /// <summary>Arm's GPIO controller, the only one whose pins these two nodes may name.</summary>
    public static ReadOnlySpan<byte> Pl061 => "arm,pl061"u8;

    /// <summary>A watchdog that restarts an NPCM7xx or NPCM8xx at once.</summary>
    public static ReadOnlySpan<byte> NpcmWatchdog => "nuvoton,npcm750-wdt"u8;

    /// <summary>A watchdog that restarts an i.MX at once.</summary>
    public static ReadOnlySpan<byte> ImxWatchdog => "fsl,imx21-wdt"u8;

    /// <summary>The BCM2711's pins.</summary>
    public static ReadOnlySpan<byte> BcmGpio => "brcm,bcm2711-gpio"u8;

    /// <summary>The pins of a BCM2835 and BCM2837, which sets its resistors differently.</summary>
    public static ReadOnlySpan<byte> OlderBcmGpio => "brcm,bcm2835-gpio"u8;

    /// <summary>The VideoCore's mailbox.</summary>
    public static ReadOnlySpan<byte> BcmMailbox => "brcm,bcm2835-mbox"u8;

    /// <summary>True when <paramref name="compatible"/>, one string, names a UART that the kernel drives.</summary>
    public static bool IsUart(ReadOnlySpan<byte> compatible)
        => Has(Pl011, compatible) || Has(Ns16550, compatible) || Has(MiniUart, compatible) || Has(SbsaUart, compatible)
            || Has(CadenceUart, compatible) || Has(ImxUart, compatible) || Has(MesonUart, compatible)
            || Has(GeniUart, compatible) || Has(MsmUart, compatible) || Has(ArmadaUart, compatible) || Has(ScifUart, compatible)
            || Has(Lpuart, compatible);

    /// <summary>
    /// Returns the first string of <paramref name="names"/> and advances <paramref name="names"/>
    /// past it; after the last one it is empty.
    /// </summary>
    public static ReadOnlySpan<byte> TakeFirst(ref ReadOnlySpan<byte> names)
    {
        int end = names.IndexOf((byte)0);
        ReadOnlySpan<byte> first = end < 0 ? names : names.Slice(0, end);
        names = end < 0 ? default : names.Slice(end + 1);
        return first;
    }

    /// <summary>True when <paramref name="one"/> is in a driver's list <paramref name="names"/>.</summary>
    public static bool Has(ReadOnlySpan<byte> names, ReadOnlySpan<byte> one)
    {
        while (names.Length > 0)
        {
            if (TakeFirst(ref names).SequenceEqual(one))
            {
                return true;
            }
        }

        return false;
    }
}
