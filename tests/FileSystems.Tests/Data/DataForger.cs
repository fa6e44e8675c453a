// Changes a data volume's contents and corrects every checksum, like a forger or a bug in a program.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Data;
using Xunit;

namespace RustKernel.FileSystems.Tests.Data;

/// <summary>The newest commit's metadata in memory. The other superblock is wiped, so that no mount falls back to it.</summary>
internal sealed class DataForger
{
    public const int SlotsAt = 32;
    public const int TreeAt = 96;
    public const int MapAt = 112;

    private const int EntrySize = 32;
    private const int SlotSize = 20;
    private const int SnapshotsAt = 256;
    private const int SnapshotSize = 80;

    private readonly BlockStore _store;
    private readonly ulong _place;

    public DataForger(BlockStore store)
    {
        _store = store;
        _place = BitConverter.ToUInt64(Read(0), 40) > BitConverter.ToUInt64(Read(64), 40) ? 0u : 64u;
        Superblock = Read(_place);
        foreach (int at in Roots())
        {
            ReadNode(BitConverter.ToUInt64(Superblock, at));
            ReadIndex(BitConverter.ToUInt64(Superblock, at + 16));
        }
    }

    public byte[] Superblock { get; }

    /// <summary>Nodes of the tree and of snapshots' trees by block.</summary>
    public Dictionary<ulong, byte[]> Nodes { get; } = [];

    /// <summary>Blocks of the space maps: the first level of pointers, and the bits.</summary>
    public Dictionary<ulong, byte[]> Indexes { get; } = [];

    public Dictionary<ulong, byte[]> Groups { get; } = [];

    public IEnumerable<byte[]> Leaves => Nodes.Values.Where(node => node[4] == 0);

    public static int CountOf(byte[] node) => BitConverter.ToUInt16(node, 6);

    public static int EntryAt(int index) => SlotsAt + (index * EntrySize);

    public static int SlotAt(int index) => SlotsAt + (index * SlotSize);

    public static ItemKind KindAt(byte[] leaf, int index) => (ItemKind)leaf[SlotAt(index)];

    public static ulong InodeAt(byte[] leaf, int index) => BitConverter.ToUInt64(leaf, SlotAt(index)) >> 8;

    /// <summary>A leaf's value, to change.</summary>
    public static Span<byte> ValueAt(byte[] leaf, int index)
    {
        int offset = Math.Min((int)BitConverter.ToUInt16(leaf, SlotAt(index) + 16), leaf.Length);
        return leaf.AsSpan(offset, Math.Min(BitConverter.ToUInt16(leaf, SlotAt(index) + 18), leaf.Length - offset));
    }

    /// <summary>The first item of a kind: its leaf and its number there.</summary>
    public (byte[] Leaf, int Index) Find(ItemKind kind, Func<ulong, bool>? isInode = null) => Leaves
        .SelectMany(leaf => Enumerable.Range(0, CountOf(leaf)).Select(index => (leaf, index)))
        .First(item => KindAt(item.leaf, item.index) == kind && (isInode is null || isInode(InodeAt(item.leaf, item.index))));

    /// <summary>Corrects all checksums, from below, and writes everything.</summary>
    public void Seal()
    {
        foreach ((ulong block, byte[] bytes) in Groups.Concat(Indexes))
        {
            for (int at = 0; Indexes.ContainsKey(block) && at < bytes.Length; at += BlockPointer.Size)
            {
                SetChecksum(bytes, at, Groups);
            }

            Write(block, bytes);
        }

        foreach ((ulong block, byte[] node) in Nodes.OrderBy(pair => pair.Value[4]))
        {
            for (int i = 0; node[4] != 0 && i < CountOf(node) && EntryAt(i) + EntrySize <= node.Length; i++)
            {
                SetChecksum(node, EntryAt(i) + 16, Nodes);
            }

            Write(block, node);
        }

        foreach (int at in Roots())
        {
            SetChecksum(Superblock, at, Nodes);
            SetChecksum(Superblock, at + 16, Indexes);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(Superblock.AsSpan(4092), Crc32C.Of(Superblock.AsSpan(0, 4092)));
        Write(_place, Superblock);
        Write(64 - _place, new byte[4096]);
    }

    private static void SetChecksum(byte[] bytes, int at, Dictionary<ulong, byte[]> targets)
    {
        if (targets.TryGetValue(BitConverter.ToUInt64(bytes, at), out byte[]? target))
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + 8), Crc32C.Of(target));
        }
    }

    private IEnumerable<int> Roots()
        => Enumerable.Range(0, (int)Math.Min(BitConverter.ToUInt64(Superblock, 160), Layout.MaximumSnapshots))
            .Select(i => SnapshotsAt + (i * SnapshotSize) + 48)
            .Prepend(TreeAt);

    private void ReadNode(ulong block)
    {
        byte[] node = Read(block);
        if (Nodes.TryAdd(block, node))
        {
            for (int i = 0; node[4] != 0 && i < CountOf(node); i++)
            {
                ReadNode(BitConverter.ToUInt64(node, EntryAt(i) + 16));
            }
        }
    }

    // The volumes of tests have one index.
    private void ReadIndex(ulong block)
    {
        byte[] index = Read(block);
        Indexes[block] = index;
        for (int at = 0; at < index.Length; at += BlockPointer.Size)
        {
            ulong group = BitConverter.ToUInt64(index, at);
            if (group != 0)
            {
                Groups[group] = Read(group);
            }
        }
    }

    private byte[] Read(ulong block)
    {
        byte[] bytes = new byte[4096];
        Assert.Equal(ErrorCode.None, _store.Read(block * 8, bytes));
        return bytes;
    }

    private void Write(ulong block, byte[] bytes) => Assert.Equal(ErrorCode.None, _store.Write(block * 8, bytes));
}
