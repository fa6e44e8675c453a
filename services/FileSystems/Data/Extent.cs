// Where up to 64 blocks of a file lie.
//
//   u64 first block on the disk, u32 count, count times u32 CRC-32C of a block

using System;
using System.Buffers.Binary;

namespace RustKernel.Services.FileSystems.Data;

/// <summary>Blocks <paramref name="First"/> … of a file, which lie together at <paramref name="Block"/>.</summary>
internal readonly record struct Extent(ulong First, ulong Block, uint[] Checksums)
{
    public int Count => Checksums.Length;

    public ulong End => First + (ulong)Count;

    public static TreeKey KeyOf(ulong inode, ulong first) => TreeKey.Of(inode, ItemKind.Extent, first);

    public static Extent Read(TreeKey key, ReadOnlySpan<byte> value, ulong blockCount)
    {
        if (value.Length >= 12)
        {
            ulong block = BinaryPrimitives.ReadUInt64LittleEndian(value);
            uint count = BinaryPrimitives.ReadUInt32LittleEndian(value.Slice(8));
            if (count is > 0 and <= Layout.MaximumExtent && value.Length == 12 + ((int)count * 4)
                && IsPlace(block, count, blockCount) && key.Low <= Layout.MaximumBlocks - count)
            {
                uint[] checksums = new uint[(int)count];
                for (int i = 0; i < checksums.Length; i++)
                {
                    checksums[i] = BinaryPrimitives.ReadUInt32LittleEndian(value.Slice(12 + (i * 4)));
                }

                return new(key.Low, block, checksums);
            }
        }

        throw new FileSystemException(ErrorCode.Corrupt, $"file {key.Inode} has an extent at block {key.Low} that is none");
    }

    private static bool IsPlace(ulong block, uint count, ulong blockCount)
        => block != 0 && block < blockCount && count <= blockCount - block
            && (block > Layout.SecondSuperblock || block + count <= Layout.SecondSuperblock);

    /// <summary>The part from one block of the file to another.</summary>
    public Extent Part(ulong from, ulong end)
        => new(from, Block + (from - First), Checksums.AsSpan((int)(from - First), (int)(end - from)).ToArray());

    public byte[] ToValue()
    {
        byte[] value = new byte[12 + (Count * 4)];
        BinaryPrimitives.WriteUInt64LittleEndian(value, Block);
        BinaryPrimitives.WriteUInt32LittleEndian(value.AsSpan(8), (uint)Count);
        for (int i = 0; i < Count; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(value.AsSpan(12 + (i * 4)), Checksums[i]);
        }

        return value;
    }
}
