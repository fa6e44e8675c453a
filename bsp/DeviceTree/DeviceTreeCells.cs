// A property value as big-endian 32-bit cells.

using System;
using System.Buffers.Binary;

namespace RustKernel.DeviceTree;

/// <summary>A run of cells inside a property value.</summary>
public readonly ref struct DeviceTreeCells
{
    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>The whole cells of <paramref name="bytes"/>.</summary>
    public DeviceTreeCells(ReadOnlySpan<byte> bytes) => _bytes = bytes.Slice(0, bytes.Length & ~3);

    /// <summary>How many cells.</summary>
    public int Count => _bytes.Length >> 2;

    /// <summary>Cell <paramref name="index"/>; 0 outside (a missing cell reads as no bit set).</summary>
    public uint this[int index] => (uint)index < (uint)Count ? BinaryPrimitives.ReadUInt32BigEndian(_bytes.Slice(index << 2, 4)) : 0;

    /// <summary>Cells from <paramref name="start"/> on, at most <paramref name="count"/>; limited to the existing ones.</summary>
    public DeviceTreeCells Slice(int start, int count)
    {
        if (start < 0 || count <= 0 || start >= Count)
        {
            return default;
        }

        return new DeviceTreeCells(_bytes.Slice(start << 2, Math.Min(count, Count - start) << 2));
    }
}
