// The console that firmware chose, and its line options.

using System;

namespace RustKernel.DeviceTree;

/// <summary>Node and options of stdout-path: <c>serial0:115200n8</c>.</summary>
public readonly ref struct DeviceTreeConsole
{
    internal DeviceTreeConsole(scoped in DeviceTreeNode node, ReadOnlySpan<byte> options, bool isNamed)
    {
        Node = node;
        Options = options;
        IsNamed = isNamed;
    }

    /// <summary>The device; absent when neither stdout-path nor an alias leads to one.</summary>
    public DeviceTreeNode Node { get; }

    /// <summary>True when stdout-path leads to it; false when the alias serial0 replaces that.</summary>
    public bool IsNamed { get; }

    /// <summary>The text after the colon, <c>115200n8</c>; empty when there is none.</summary>
    public ReadOnlySpan<byte> Options { get; }

    /// <summary>The speed in bit/s at the start of the options; 0 without one (leave the UART as firmware set it).</summary>
    public uint BitsPerSecond
    {
        get
        {
            uint value = 0;
            for (int i = 0; i < Options.Length && Options[i] is >= (byte)'0' and <= (byte)'9'; i++)
            {
                if (value > 100_000_000)
                {
                    return 0;
                }

                value = (value * 10) + (uint)(Options[i] - (byte)'0');
            }
            return value;
        }
    }
}
