// The one table of what the kernel drives. A driver added under bsp/Drivers gets its line here.

using System.Collections.Generic;
using System.Text;
using RustKernel.DeviceTree;

namespace RustKernel.Hil.DeviceTree;

/// <summary>The kernel's drivers by "compatible".</summary>
public static class KernelDrivers
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<KernelDriver> All { get; } =
    [
        new("PL011 UART", DriverRole.Console, ["arm,pl011"]),
        new("BCM2835 mini-UART", DriverRole.Console, ["brcm,bcm2835-aux-uart"]),
        new("GICv2", DriverRole.InterruptController, ["arm,gic-400", "arm,cortex-a15-gic"]),
        new("GICv3", DriverRole.InterruptController, ["arm,gic-v3"]),
        new("generic timer", DriverRole.Timer, ["arm,armv8-timer"]),
        new("PSCI", DriverRole.Power, ["arm,psci-0.2", "arm,psci-1.0"]),
        new("BCM2835 watchdog", DriverRole.Power, ["brcm,bcm2711-pm", "brcm,bcm2835-pm", "brcm,bcm2835-pm-wdt"]),
        new("BCM2711 GPIO", DriverRole.Other, ["brcm,bcm2711-gpio"]),
        new("BCM2835 mailbox", DriverRole.Other, ["brcm,bcm2835-mbox"]),
        new("BCM2835 system timer", DriverRole.Other, ["brcm,bcm2835-system-timer"]),
    ];

    /// <summary>Whether <paramref name="tree"/> has an enabled device that the driver called <paramref name="name"/> binds to.</summary>
    public static bool IsPresent(DeviceTreeBlob tree, string name)
    {
        foreach (DeviceTreeNode node in tree.Nodes)
            if (For(node)?.Name == name && node.IsEnabled)
                return true;
        return false;
    }

    /// <summary>The driver that binds to <paramref name="node"/>, or null.</summary>
    public static KernelDriver? For(DeviceTreeNode node)
    {
        foreach (KernelDriver driver in All)
            foreach (string compatible in driver.Compatibles)
                if (node.IsCompatible(Encoding.ASCII.GetBytes(compatible)))
                    return driver;
        return null;
    }
}
