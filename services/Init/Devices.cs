// Whether the machine has a device: a driver without a device need not start.

using System;
using System.Collections.Generic;
using RustKernel.DeviceTree;
using RustKernel.Services.DeviceManager;
using RustKernel.Services.Storage;
using RustKernel.Services.Text;
using RustKernel.User;

namespace RustKernel.Services.Init;

/// <summary>Searches the device tree, which only Init is given. DeviceManager decides who gets which device.</summary>
internal static class Devices
{
    private static List<string>? s_names;

    /// <summary>The tree's memory. In Init's own start block it takes the place of the port to Init.</summary>
    internal static Handle<Memory> Tree => new(Runtime.Startup.Block.Starter.Value);

    /// <summary>The offset at which the tree begins.</summary>
    internal static ulong TreeOffset => (Runtime.Startup.Block.Argument >> 16) & 0xFFFF;

    /// <summary>
    /// Whether an enabled device has one of <paramref name="names"/> among its compatible strings, or is at a place for virtio devices and
    /// has one of them as its name. This reads the tree once, and asks the places if a device of <paramref name="all"/> could be there.
    /// </summary>
    /// <param name="names">What this call searches for.</param>
    /// <param name="all">What all calls will search for.</param>
    internal static bool Has(string[] names, List<string> all)
    {
        s_names ??= ReadNames(all);
        foreach (string here in s_names)
        {
            if (Manifest.Has(names, here))
            {
                return true;
            }
        }

        return false;
    }

    private static List<string> ReadNames(List<string> all)
    {
        List<string> names = new();
        bool asksPlaces = false;
        foreach (string name in all)
        {
            asksPlaces |= VirtioPlaces.IsDevice(name);
        }

        if (MappedMemory.Open(Tree, isWritable: false, out MappedMemory? memory) != ErrorCode.None
            || memory is null)
        {
            return names;
        }

        using (memory)
        using (VirtioPlaces places = new())
        {
            _ = DeviceTreeBlob.Open(memory.Bytes.Slice((int)TreeOffset), out DeviceTreeBlob tree);

            // If the console is a UART, the walk need not look for one: that costs more than all other names.
            DeviceTreeNode console = tree.Chosen.Console.Node;
            bool hasUart = console.IsEnabled
                && DriverNames.Find(console.Property("compatible"u8), DriverNames.AnyUart).Length > 0;
            if (hasUart)
            {
                names.Add(DriverNames.AnyUart);
            }

            DeviceTreeWalk walk = tree.Nodes;
            while (walk.MoveNext())
            {
                DeviceTreeProperty compatible = walk.CurrentProperty("compatible"u8);
                if (!compatible.ContainsString(VirtioPlaces.Compatible))
                {
                    AddAll(names, in walk, compatible, all, hasUart);
                }
                else if (asksPlaces && walk.Current is { IsEnabled: true } place)
                {
                    AddPlace(names, places, place);
                }
            }
        }

        return names;
    }

    // Adds only names that are wanted: making a string of every name would take longer than everything else.
    private static void AddAll(
        List<string> names,
        in DeviceTreeWalk walk,
        DeviceTreeProperty compatible,
        List<string> all,
        bool hasUart)
    {
        foreach (string wanted in all)
        {
            bool isKnown = hasUart && wanted == DriverNames.AnyUart;
            if (!isKnown && DriverNames.Find(compatible, wanted).Length > 0 && walk.Current.IsEnabled)
            {
                names.Add(wanted);
            }
        }
    }

    private static void AddPlace(List<string> names, VirtioPlaces places, DeviceTreeNode node)
    {
        Result<uint> number = places.Identify(node);
        if (number.IsOk)
        {
            names.Add(VirtioPlaces.NameOf(number.Value));
        }
        else if (number.Error == ErrorCode.NotSupported)
        {
            Console.WriteLine(
                $"init: {MessageText.ToText(node.Name)} is a legacy virtio device, which nothing here drives: "
                    + "-global virtio-mmio.force-legacy=false makes QEMU's modern");
        }
    }
}
