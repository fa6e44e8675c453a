// What the kernel drives, for people: its own list of names (DeviceNames, the very file that it is compiled from) with roles.

using System;
using System.Collections.Generic;
using System.Text;
using RustKernel.DeviceTree;

namespace RustKernel.Hil.DeviceTree;

/// <summary>The kernel's drivers by "compatible".</summary>
public static class KernelDrivers
{
    /// <summary>The driver whose interrupts come through the BCM2836's: it is no controller on its own.</summary>
    public const string BankedInterrupts = "BCM2835 interrupts";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<KernelDriver> All { get; } =
    [
        new("PL011 UART", DriverRole.Console, Split(DeviceNames.Pl011)),
        new("BCM2835 mini-UART", DriverRole.Console, Split(DeviceNames.MiniUart)),
        new("SBSA UART", DriverRole.Console, Split(DeviceNames.SbsaUart)),
        new("16550 UART", DriverRole.Console, Split(DeviceNames.Ns16550)),
        new("Cadence UART", DriverRole.Console, Split(DeviceNames.CadenceUart)),
        new("i.MX UART", DriverRole.Console, Split(DeviceNames.ImxUart)),
        new("Meson UART", DriverRole.Console, Split(DeviceNames.MesonUart)),
        new("GENI UART", DriverRole.Console, Split(DeviceNames.GeniUart)),
        new("UARTDM", DriverRole.Console, Split(DeviceNames.MsmUart)),
        new("Armada 3700 UART", DriverRole.Console, Split(DeviceNames.ArmadaUart)),
        new("SCIF", DriverRole.Console, Split(DeviceNames.ScifUart)),
        new("LPUART", DriverRole.Console, Split(DeviceNames.Lpuart)),
        new("GICv3", DriverRole.InterruptController, Split(DeviceNames.GicV3)),
        new("GICv2", DriverRole.InterruptController, Split(DeviceNames.GicV2)),
        new("BCM2836 interrupts", DriverRole.InterruptController, Split(DeviceNames.BcmLocalInterrupts)),
        new(BankedInterrupts, DriverRole.Other, Split(DeviceNames.BcmPeripheralInterrupts)),
        new("generic timer", DriverRole.Timer, Split(DeviceNames.GenericTimer)),
        new("PSCI", DriverRole.Power, Split(DeviceNames.Psci)),
        new("PSCI 0.1", DriverRole.Other, Split(DeviceNames.PsciWithOwnNumbers)),
        new("BCM2835 watchdog", DriverRole.Power, Split(DeviceNames.BcmPowerManager)),
        new("power-off by syscon", DriverRole.Power, Split(DeviceNames.SysconPowerOff)),
        new("reboot by syscon", DriverRole.Power, Split(DeviceNames.SysconReboot)),
        new("power-off by GPIO", DriverRole.Power, Split(DeviceNames.GpioPowerOff)),
        new("reboot by GPIO", DriverRole.Power, Split(DeviceNames.GpioRestart)),
        new("PL061 GPIO", DriverRole.Other, Split(DeviceNames.Pl061)),
        new("NPCM watchdog", DriverRole.Power, Split(DeviceNames.NpcmWatchdog)),
        new("i.MX watchdog", DriverRole.Power, Split(DeviceNames.ImxWatchdog)),
        new("BCM2711 GPIO", DriverRole.Other, Split(DeviceNames.BcmGpio)),
        new("BCM2835 GPIO", DriverRole.Other, Split(DeviceNames.OlderBcmGpio)),
        new("BCM2835 mailbox", DriverRole.Other, Split(DeviceNames.BcmMailbox)),
    ];

    /// <summary>Whether <paramref name="tree"/> has an enabled device that the driver called <paramref name="name"/> binds to.</summary>
    public static bool IsPresent(DeviceTreeBlob tree, string name)
    {
        foreach (DeviceTreeNode node in tree.Nodes)
        {
            if (For(node)?.Name == name && node.IsEnabled)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The driver that binds to <paramref name="node"/>, or null.</summary>
    public static KernelDriver? For(DeviceTreeNode node)
    {
        foreach (KernelDriver driver in All)
        {
            foreach (string compatible in driver.Compatibles)
            {
                if (node.IsCompatible(Encoding.ASCII.GetBytes(compatible)))
                {
                    return driver;
                }
            }
        }

        return null;
    }

    private static List<string> Split(ReadOnlySpan<byte> names)
    {
        List<string> all = [];
        while (names.Length > 0)
        {
            all.Add(Encoding.ASCII.GetString(DeviceNames.TakeFirst(ref names)));
        }

        return all;
    }
}
