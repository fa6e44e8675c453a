// The processors of the machine. [DTSpec 3.8]

using System;

namespace RustKernel.DeviceTree;

/// <summary>Enumerates the children of /cpus that are CPUs (device_type or name "cpu"), whatever their status.</summary>
public ref struct DeviceTreeCpus
{
    private DeviceTreeChildren _children;

    internal DeviceTreeCpus(scoped in DeviceTreeNode cpus) => _children = cpus.Children;

    /// <summary>The current CPU.</summary>
    public readonly DeviceTreeCpu Current => new(_children.Current);

    /// <summary>For <c>foreach</c>.</summary>
    public readonly DeviceTreeCpus GetEnumerator() => this;

    /// <summary>Moves to the next CPU; false when there is none.</summary>
    public bool MoveNext()
    {
        while (_children.MoveNext())
        {
            DeviceTreeNode node = _children.Current;
            if (node.Property("device_type"u8).AsString.SequenceEqual("cpu"u8) || node.BaseName.SequenceEqual("cpu"u8))
            {
                return true;
            }
        }
        return false;
    }
}
