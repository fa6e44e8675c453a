// Lists devices that no driver here claims and that a driver service could: those with pages of their own
// and an interrupt that the kernel can deliver.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using RustKernel.DeviceTree;

namespace RustKernel.Hil.DeviceTree;

/// <summary>Lists what a manifest's <c>drives=</c> may name besides the devices that the kernel and its services drive.</summary>
public sealed class ClaimableDevices(TextWriter output)
{
    private const ulong PageMask = 0xFFF;

    private readonly List<(ulong Start, ulong Last, string Owner)> _kept = [];
    private int _count;

    /// <summary>A line for each such device of <paramref name="tree"/>, in the tree's order, and their number.</summary>
    public void Write(DeviceTreeBlob tree)
    {
        foreach (DeviceTreeNode node in tree.Nodes)
        {
            if (node.IsEnabled && KernelDrivers.For(node) is { } driver)
            {
                Keep(node, driver);
            }
        }

        foreach (DeviceTreeNode node in tree.Nodes)
        {
            if (node.IsEnabled && node.Level > 1 && KernelDrivers.For(node) is null)
            {
                Describe(node);
            }
        }

        output.WriteLine(Invariant($"Free for a driver service: {_count} devices"));
    }

    // The UARTs are the Console service's, the rest the kernel's; a page has one owner.
    private void Keep(DeviceTreeNode node, KernelDriver driver)
    {
        for (int i = 0; node.Register(i) is { IsOk: true } registers; i++)
        {
            if (registers.Value.SizeBytes > 0)
            {
                _kept.Add((registers.Value.Start & ~PageMask, registers.Value.Last | PageMask, driver.Name));
            }
        }
    }

    private void Describe(DeviceTreeNode node)
    {
        DeviceTreeStrings names = node.Property("compatible"u8).Strings;
        Result<AddressRange> registers = node.Register(0);
        if (!names.MoveNext() || !registers.IsOk || registers.Value.SizeBytes == 0 || node.Property("device_type"u8).Exists)
        {
            return;
        }

        string name = BoardExplainer.Text(names.Current);
        string where = Invariant($"{BoardExplainer.PathOf(node)} at 0x{registers.Value.Start:x}{InterruptOf(node)}");
        if (OwnerOf(registers.Value) is { } owner)
        {
            output.WriteLine($"Not free: {where}: it shares a page with the {owner}");
            return;
        }

        _count++;
        output.WriteLine($"Free: {where}: drives={name}");
    }

    private string? OwnerOf(AddressRange registers)
    {
        foreach ((ulong start, ulong last, string owner) in _kept)
        {
            if (registers.Start <= last && start <= registers.Last)
            {
                return owner;
            }
        }

        return null;
    }

    private static string InterruptOf(DeviceTreeNode node)
    {
        if (node.InterruptCount == 0 || node.Interrupt(0, out DeviceTreeInterrupt interrupt) != ErrorCode.None)
        {
            return ", no interrupt";
        }

        bool arrives = KernelDrivers.For(interrupt.Controller) is { } driver
            && (driver.Role == DriverRole.InterruptController || driver.Name == KernelDrivers.BankedInterrupts);
        Result<GicInterrupt> decoded = arrives ? GicInterrupt.Decode(in interrupt) : ErrorCode.NotSupported;
        return decoded.IsOk
            ? Invariant($", INTID {decoded.Value.Intid}")
            : $", its interrupt goes to {BoardExplainer.PathOf(interrupt.Controller)}, which has no driver";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
