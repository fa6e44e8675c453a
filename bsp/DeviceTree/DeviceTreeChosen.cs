// /chosen: what firmware and boot loader pass on. [DTSpec 3.6]

using System;

namespace RustKernel.DeviceTree;

/// <summary>The properties of /chosen.</summary>
public readonly ref struct DeviceTreeChosen
{
    private readonly DeviceTreeBlob _tree;

    internal DeviceTreeChosen(DeviceTreeBlob tree, scoped in DeviceTreeNode node)
    {
        _tree = tree;
        Node = node;
    }

    /// <summary>The node; absent when there is none.</summary>
    public DeviceTreeNode Node { get; }

    /// <summary>The kernel command line; empty when there is none.</summary>
    public ReadOnlySpan<byte> BootArguments => Node.Property("bootargs"u8).AsString;

    /// <summary>The text of stdout-path (or its older name linux,stdout-path); empty when there is none.</summary>
    public ReadOnlySpan<byte> StdoutPath
    {
        get
        {
            DeviceTreeProperty path = Node.Property("stdout-path"u8);
            return path.Exists ? path.AsString : Node.Property("linux,stdout-path"u8).AsString;
        }
    }

    /// <summary>
    /// The console: stdout-path split at its colon and resolved, including aliases. If it leads nowhere: the alias
    /// <c>serial0</c>, the first line by the tree's own count.
    /// </summary>
    public DeviceTreeConsole Console
    {
        get
        {
            ReadOnlySpan<byte> path = StdoutPath;
            int end = 0;
            while (end < path.Length && path[end] != (byte)':')
            {
                end++;
            }

            ReadOnlySpan<byte> options = end < path.Length ? path.Slice(end + 1) : default;
            DeviceTreeNode node = _tree.Find(path.Slice(0, end));
            return node.Exists
                ? new DeviceTreeConsole(node, options, isNamed: true)
                : new DeviceTreeConsole(_tree.Find("serial0"u8), default, isNamed: false);
        }
    }

    /// <summary>
    /// The initial RAM disk, from linux,initrd-start and -end (32 or 64 bits each). <see cref="ErrorCode.NotFound"/> when
    /// there is none, <see cref="ErrorCode.Corrupt"/> when the end is not after the start.
    /// </summary>
    public Result<AddressRange> InitialRamDisk
    {
        get
        {
            Result<ulong> start = Node.Property("linux,initrd-start"u8).AsUInt64;
            Result<ulong> end = Node.Property("linux,initrd-end"u8).AsUInt64;
            if (!start.IsOk)
            {
                return start.Error;
            }

            if (!end.IsOk)
            {
                return end.Error;
            }

            return end.Value > start.Value ? AddressRange.Create(start.Value, end.Value - start.Value) : ErrorCode.Corrupt;
        }
    }
}
