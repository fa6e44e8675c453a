// Whether the machine has a device at all: a driver without one need not start.

using System;
using RustKernel.DeviceTree;
using RustKernel.Services.DeviceManager;
using RustKernel.Services.Storage;
using RustKernel.Services.Text;
using RustKernel.User;

namespace RustKernel.Services.Init;

/// <summary>Looks into the device tree, which Init alone is given; who gets what of it is DeviceManager's.</summary>
internal static class Devices
{
    /// <summary>The tree's memory. Init's own start block has it where others have the port to Init.</summary>
    internal static Handle<Memory> Tree => new(Runtime.Startup.Block.Starter.Value);

    /// <summary>Where in it the tree begins.</summary>
    internal static ulong TreeOffset => (Runtime.Startup.Block.Argument >> 16) & 0xFFFF;

    /// <summary>
    /// A device that is switched on has one of <paramref name="names"/> among its compatible strings, or is at a place for virtio
    /// devices and has one for its name.
    /// </summary>
    internal static bool Has(string[] names)
    {
        if (MappedMemory.Open(Tree, isWritable: false, out MappedMemory? memory) != ErrorCode.None
            || memory is null)
        {
            return false;
        }

        bool asksPlaces = VirtioPlaces.AreWanted(names);
        using (memory)
        using (VirtioPlaces places = new())
        {
            _ = DeviceTreeBlob.Open(memory.Bytes.Slice((int)TreeOffset), out DeviceTreeBlob tree);
            foreach (DeviceTreeNode node in tree.Nodes)
            {
                if (node.IsEnabled && (IsOne(node, names) || (asksPlaces && VirtioPlaces.IsPlace(node) && IsAt(places, node, names))))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsAt(VirtioPlaces places, DeviceTreeNode node, string[] names)
    {
        Result<uint> number = places.Identify(node);
        if (number.Error == ErrorCode.NotSupported)
        {
            Console.WriteLine(
                $"init: {MessageText.ToText(node.Name)} is a legacy virtio device, which nothing here drives: "
                    + "-global virtio-mmio.force-legacy=false makes QEMU's modern");
        }

        return number.IsOk && Manifest.Has(names, VirtioPlaces.NameOf(number.Value));
    }

    private static bool IsOne(DeviceTreeNode node, string[] names)
    {
        DeviceTreeProperty compatible = node.Property("compatible"u8);
        if (!compatible.Exists)
        {
            return false;
        }

        foreach (ReadOnlySpan<byte> name in compatible.Strings)
        {
            if (Manifest.Has(names, MessageText.ToText(name)))
            {
                return true;
            }
        }

        return false;
    }
}
