using System;
using RustKernel.DeviceTree;

namespace RustKernel.Boot;

/// <summary>
/// Finds the devices that a driver binds to, by the names in <see cref="DeviceNames"/>; devices that are not enabled
/// count as absent.
/// </summary>
internal static class DeviceBinding
{
    /// <summary>The first enabled device of <paramref name="names"/>, the first name first; absent when none is.</summary>
    internal static DeviceTreeNode FindFirst(in DeviceTreeBlob tree, ReadOnlySpan<byte> names)
    {
        while (names.Length > 0)
        {
            ReadOnlySpan<byte> name = DeviceNames.TakeFirst(ref names);
            DeviceTreeNode node = tree.FindCompatible(name);
            while (node.Exists && !node.IsEnabled)
            {
                node = tree.FindNextCompatible(in node, name);
            }

            if (node.Exists)
            {
                return node;
            }
        }

        return default;
    }

    /// <summary>True when <paramref name="node"/> is enabled and has one of <paramref name="names"/>.</summary>
    internal static bool Binds(scoped in DeviceTreeNode node, ReadOnlySpan<byte> names)
    {
        while (names.Length > 0)
        {
            if (node.IsCompatible(DeviceNames.TakeFirst(ref names)))
            {
                return node.IsEnabled;
            }
        }

        return false;
    }
}
