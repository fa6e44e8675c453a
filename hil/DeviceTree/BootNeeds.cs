// What a boot needs of a device tree, found as the kernel finds it: console, interrupt controller, timer, CPUs, memory.

using System.Collections.Generic;
using System.Linq;
using System.Text;
using RustKernel.Boot;
using RustKernel.DeviceTree;

namespace RustKernel.Hil.DeviceTree;

/// <summary>What one tree has and lacks. Made by <see cref="Of"/>.</summary>
public sealed class BootNeeds
{
    private static readonly KernelDriver[] s_consoles = [.. KernelDrivers.All.Where(driver => driver.Role == DriverRole.Console)];

    private readonly List<string> _missing = [];

    private BootNeeds()
    {
    }

    /// <summary>What is missing for a boot, and what the tree has in its place; empty: nothing but perhaps memory.</summary>
    public IReadOnlyList<string> Missing => _missing;

    /// <summary>The tree says where memory is; otherwise firmware or mem= must.</summary>
    public bool HasMemory { get; private set; }

    /// <summary>The tree is an overlay, to be applied to another; the rest was not looked at.</summary>
    public bool IsOverlay { get; private set; }

    /// <summary>The console's driver and how it was found; empty: none.</summary>
    public string Console { get; private set; } = string.Empty;

    /// <summary>The console's interrupt reaches a controller that the kernel drives; else the Console service cannot take it.</summary>
    public bool HasConsoleInterrupt { get; private set; }

    /// <summary>All CPUs but the first have a way to be started.</summary>
    public bool StartsAllCpus { get; private set; }

    /// <summary>There is a way to switch the machine off or restart it.</summary>
    public bool HasPower { get; private set; }

    /// <summary>Looks through <paramref name="tree"/>.</summary>
    public static BootNeeds Of(DeviceTreeBlob tree)
    {
        BootNeeds needs = new() { IsOverlay = IsOverlayTree(tree) };
        if (!needs.IsOverlay)
        {
            needs.FindConsole(tree);
            needs.FindInterrupts(tree);
            needs.FindTimer(tree);
            needs.CountCpus(tree);
            needs.HasMemory = HasBanks(tree);
            foreach (KernelDriver driver in KernelDrivers.All)
            {
                needs.HasPower |= driver.Role == DriverRole.Power && First(in tree, driver).Exists;
            }
        }

        return needs;
    }

    /// <summary>Fragments under the root, and no CPUs: a tree that is made to be applied to another. [Device tree overlays]</summary>
    public static bool IsOverlayTree(DeviceTreeBlob tree)
    {
        foreach (DeviceTreeNode child in tree.Root.Children)
        {
            if (child.Property("target"u8).Exists || child.Property("target-path"u8).Exists)
            {
                return true;
            }
        }

        return tree.Find("/__fixups__"u8).Exists && !tree.Find("/cpus"u8).Exists;
    }

    /// <summary>The kernel's driver that takes <paramref name="node"/> as the console; null: none, or without registers.</summary>
    public static KernelDriver? ConsoleDriver(DeviceTreeNode node)
    {
        foreach (KernelDriver driver in s_consoles)
        {
            if (node.Exists && DeviceBinding.Binds(node, driver.Names))
            {
                return node.Register(0).IsOk ? driver : null;
            }
        }

        return null;
    }

    private static DeviceTreeNode First(in DeviceTreeBlob tree, KernelDriver driver) => DeviceBinding.FindFirst(in tree, driver.Names);

    private static bool HasBanks(DeviceTreeBlob tree)
    {
        MemoryBanks banks = tree.MemoryBanks;
        return banks.MoveNext();
    }

    private void FindConsole(DeviceTreeBlob tree)
    {
        DeviceTreeNode node = tree.Chosen.Console.Node;
        KernelDriver? driver = ConsoleDriver(node);
        string chosen = node.Exists ? CompatibleOf(node) : "no stdout-path";
        if (driver is null)
        {
            foreach (DeviceTreeNode other in tree.Nodes)
            {
                driver = other.Property("compatible"u8).Exists ? ConsoleDriver(other) : null;
                if (driver is not null)
                {
                    node = other;
                    break;
                }
            }
        }

        if (driver is null)
        {
            _missing.Add($"console: {chosen}");
            return;
        }

        Console = driver.Name;
        HasConsoleInterrupt = Reaches(node, 0);
    }

    private void FindInterrupts(DeviceTreeBlob tree)
    {
        foreach (KernelDriver driver in KernelDrivers.All.Where(driver => driver.Role == DriverRole.InterruptController))
        {
            DeviceTreeNode node = First(in tree, driver);
            if (node.Exists)
            {
                Require(HasRegions(node), $"interrupt controller: registers of {driver.Name} make no sense");
                return;
            }
        }

        string there = "none";
        foreach (DeviceTreeNode node in tree.Nodes)
        {
            if (node.Property("interrupt-controller"u8).Exists)
            {
                there = CompatibleOf(node);
                break;
            }
        }

        _missing.Add($"interrupt controller: {there}");
    }

    // A GICv3 has a distributor and the redistributor regions that its node counts; a GICv2 has one CPU interface; a BCM2836 has one range.
    private static bool HasRegions(DeviceTreeNode node)
    {
        Result<uint> stated = node.Property("#redistributor-regions"u8).AsUInt32;
        uint regions = node.IsCompatible("brcm,bcm2836-l1-intc"u8) ? 0 : stated.IsOk ? stated.Value : 1;
        for (int i = 0; i <= regions; i++)
        {
            if (!node.Register(i).IsOk)
            {
                return false;
            }
        }

        return true;
    }

    private void FindTimer(DeviceTreeBlob tree)
    {
        KernelDriver driver = KernelDrivers.All.Single(driver => driver.Role == DriverRole.Timer);
        DeviceTreeNode node = First(in tree, driver);
        if (!node.Exists)
        {
            _missing.Add("timer: no arm,armv8-timer");
            return;
        }

        // The virtual timer's, or the physical one's where there is no other.
        Require(Reaches(node, 2) || Reaches(node, 1), "timer: its interrupts lead nowhere");
    }

    private static bool Reaches(DeviceTreeNode node, int index) =>
        node.Interrupt(index, out DeviceTreeInterrupt interrupt) == ErrorCode.None
        && KernelDrivers.For(interrupt.Controller) is { } driver
        && (driver.Role == DriverRole.InterruptController || driver.Name == KernelDrivers.BankedInterrupts)
        && GicInterrupt.Decode(in interrupt) is { IsOk: true, Value.Kind: GicInterruptKind.Spi or GicInterruptKind.Ppi };

    private void CountCpus(DeviceTreeBlob tree)
    {
        int count = 0, startable = 0;
        bool hasPsci = First(in tree, KernelDrivers.All.Single(driver => driver.Name == "PSCI")).Exists
            || First(in tree, KernelDrivers.All.Single(driver => driver.Name == "PSCI 0.1")).Exists;
        foreach (DeviceTreeCpu cpu in tree.Cpus)
        {
            count++;
            startable += cpu.EnableMethod switch
            {
                CpuEnableMethod.Psci => hasPsci,
                CpuEnableMethod.SpinTable => cpu.ReleaseAddress.IsOk,
                CpuEnableMethod.BcmMailbox => true,
                _ => false,
            }
            ? 1 : 0;
        }

        Require(count > 0, "CPUs: none");
        StartsAllCpus = count == 1 || startable >= count - 1;
    }

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            _missing.Add(otherwise);
        }
    }

    private static string CompatibleOf(DeviceTreeNode node)
    {
        DeviceTreeStrings names = node.Property("compatible"u8).Strings;
        return names.MoveNext() ? Encoding.ASCII.GetString(names.Current) : "(no compatible)";
    }
}
