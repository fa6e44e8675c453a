// Which blocks are free. The disk has a bit for each block used by the commit's tree, in blocks that describe 128 MiB each and that an
// index lists. The map's own blocks are known from the index and have no bits, so storing the map does not change it. A snapshot keeps
// the map of its commit: a block is free if no map contains it.
//
// A block that a commit has freed stays untouched until the commit after the next is durable, so the state before the last commit
// stays intact.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Numerics;

namespace RustKernel.Services.FileSystems.Data;

/// <summary>The free space of a mounted volume.</summary>
internal sealed class SpaceMap
{
    private readonly BlockDevice _device;
    private readonly ulong _blockCount;

    // _live: blocks of the tree in memory. _busy: not available now. _fresh: taken since the last commit. _held: of snapshots, with their
    // maps.
    private readonly BlockBits _live;
    private readonly BlockBits _busy;
    private readonly BlockBits _fresh;
    private BlockBits _held;

    private readonly BlockPointer[] _groups;
    private readonly bool[] _dirtyGroups;
    private readonly BlockPointer[] _indexes;
    private readonly List<(ulong Start, ulong Count)> _freshRuns = [];
    private List<ulong> _freed = [];
    private List<ulong> _freedBefore = [];
    private BlockPointer _root;
    private ulong _cursor;

    public SpaceMap(BlockDevice device, ulong blockCount)
    {
        _device = device;
        _blockCount = blockCount;
        _live = new(blockCount);
        _busy = new(blockCount);
        _fresh = new(blockCount);
        _held = new(blockCount);
        _groups = new BlockPointer[(int)((blockCount + Layout.BlocksInGroup - 1) / Layout.BlocksInGroup)];
        _dirtyGroups = new bool[_groups.Length];
        _indexes = new BlockPointer[(_groups.Length + (int)Layout.PointersInIndex - 1) / (int)Layout.PointersInIndex];
        _busy.Add(0);
        _busy.Add(Layout.SecondSuperblock);
        Free = blockCount - 2;
    }

    /// <summary>Blocks available now.</summary>
    public ulong Free { get; private set; }

    /// <summary>Blocks that will be free after two commits.</summary>
    public ulong Returning => (ulong)(_freed.Count + _freedBefore.Count);

    /// <summary>Blocks of the tree.</summary>
    public ulong LiveCount => _live.Count();

    public bool IsDirty { get; private set; }

    /// <summary>The blocks needed to store the map now.</summary>
    public ulong Overhead
    {
        get
        {
            ulong dirty = 0;
            foreach (bool group in _dirtyGroups)
            {
                dirty += group ? 1u : 0;
            }

            return dirty + Math.Min(dirty, (ulong)_indexes.Length) + 2;
        }
    }

    public bool IsLive(ulong block) => _live.Has(block);

    /// <summary>Reads the map of the last commit.</summary>
    public void Load(BlockPointer root)
    {
        _root = root;
        ReadMap(root, _live, _groups, _indexes);
        Merge(_live);
        foreach (BlockPointer pointer in MapBlocks())
        {
            if (_busy.Has(pointer.Block))
            {
                throw new FileSystemException(ErrorCode.Corrupt, $"block {pointer.Block} of the space map is used twice");
            }

            _busy.Add(pointer.Block);
        }

        Free = _blockCount - _busy.Count();
    }

    /// <summary>Counts a snapshot's blocks as used.</summary>
    public void Hold(BlockPointer root)
    {
        AddHeld(root, _held);
        Merge(_held);
        Free = _blockCount - _busy.Count();
    }

    /// <summary>Forgets all snapshots but these; blocks that no one else uses are freed like others.</summary>
    public void HoldOnly(IEnumerable<SnapshotRecord> snapshots)
    {
        BlockBits held = new(_blockCount);
        foreach (SnapshotRecord snapshot in snapshots)
        {
            AddHeld(snapshot.Space, held);
        }

        BlockBits map = new(_blockCount);
        foreach (BlockPointer pointer in MapBlocks())
        {
            map.Add(pointer.Block);
        }

        HashSet<ulong> returning = new(_freed);
        returning.UnionWith(_freedBefore);
        BlockBits before = _held;
        _held = held;
        for (int word = 0; word < held.Words.Length; word++)
        {
            ulong gone = before.Words[word] & ~(held.Words[word] | _live.Words[word] | map.Words[word]);
            for (; gone != 0; gone &= gone - 1)
            {
                ulong block = ((ulong)word * 64) + (ulong)BitOperations.TrailingZeroCount(gone);
                if (!returning.Contains(block))
                {
                    _freed.Add(block);
                }
            }
        }
    }

    /// <summary>
    /// Takes up to <paramref name="wanted"/> blocks that lie together, and returns how many. They count as blocks of the tree. NoSpace if
    /// there are none, which cannot happen to a caller who made sure of room.
    /// </summary>
    public ulong Take(ulong wanted, out ulong count)
    {
        ulong start = FindFree(wanted, out count);
        for (ulong i = start; i < start + count; i++)
        {
            SetLive(i);
            _busy.Add(i);
            _fresh.Add(i);
        }

        if (_freshRuns.Count != 0 && _freshRuns[_freshRuns.Count - 1] is (ulong last, ulong length) && last + length == start)
        {
            _freshRuns[_freshRuns.Count - 1] = (last, length + count);
        }
        else
        {
            _freshRuns.Add((start, count));
        }

        Free -= count;
        return start;
    }

    /// <summary>Frees a block of the tree. Corrupt: by the map, the tree does not have it.</summary>
    public void Release(ulong block)
    {
        if (!_live.Has(block))
        {
            throw new FileSystemException(ErrorCode.Corrupt, $"block {block} is used twice, or free in the space map: check the volume");
        }

        _live.Remove(block);
        MarkDirty(block);
        if (_fresh.Has(block))
        {
            _fresh.Remove(block);
            _busy.Remove(block);
            Free++;
        }
        else
        {
            _freed.Add(block);
        }
    }

    /// <summary>
    /// Blocks just taken cannot be written: they do not belong to the tree, and are not given out again before the next mount.
    /// </summary>
    public void Spoil(ulong start, ulong count)
    {
        for (ulong block = start; block < start + count; block++)
        {
            _live.Remove(block);
            _fresh.Remove(block);
        }
    }

    /// <summary>Writes the changed parts of the map to new blocks, and returns the pointer for the superblock.</summary>
    public BlockPointer Store(BlockWriter writer)
    {
        byte[] block = new byte[Layout.BlockSize];
        for (int group = 0; group < _groups.Length; group++)
        {
            if (_dirtyGroups[group])
            {
                uint used = FillGroup(group, block);
                _groups[group] = used == 0 ? Forget(_groups[group]) : Replace(_groups[group], block, used, writer);
            }
        }

        for (int index = 0; index < _indexes.Length; index++)
        {
            if (IsIndexDirty(index))
            {
                FillIndex(_groups, index, block);
                _indexes[index] = Replace(_indexes[index], block, 0, writer);
            }
        }

        if (_indexes.Length > 1)
        {
            FillIndex(_indexes, 0, block);
            _root = Replace(_root, block, 0, writer);
        }
        else
        {
            _root = _indexes[0];
        }

        Array.Clear(_dirtyGroups, 0, _dirtyGroups.Length);
        IsDirty = false;
        return _root;
    }

    /// <summary>The commit is durable: blocks freed by the one before it become available.</summary>
    public void Committed()
    {
        foreach (ulong block in _freedBefore)
        {
            if (!_held.Has(block) && _busy.Has(block))
            {
                _busy.Remove(block);
                Free++;
            }
        }

        (_freedBefore, _freed) = (_freed, _freedBefore);
        _freed.Clear();
        foreach ((ulong start, ulong count) in _freshRuns)
        {
            for (ulong i = start; i < start + count; i++)
            {
                _fresh.Remove(i);
            }
        }

        _freshRuns.Clear();
    }

    /// <summary>Reads a map's bits and pointers.</summary>
    public void ReadMap(BlockPointer root, BlockBits bits, BlockPointer[] groups, BlockPointer[] indexes)
    {
        byte[] block = new byte[Layout.BlockSize];
        if (indexes.Length > 1)
        {
            ReadIndex(root, indexes, 0, block);
        }
        else
        {
            indexes[0] = root;
        }

        for (int index = 0; index < indexes.Length; index++)
        {
            ReadIndex(indexes[index], groups, index, block);
        }

        for (int group = 0; group < groups.Length; group++)
        {
            ReadGroup(groups[group], group, bits, block);
        }

        if (bits.Has(0) || bits.Has(Layout.SecondSuperblock))
        {
            throw new FileSystemException(ErrorCode.Corrupt, "the space map has a superblock among the blocks of files");
        }
    }

    /// <summary>Makes arrays for a map's pointers.</summary>
    public (BlockPointer[] Groups, BlockPointer[] Indexes) NewPointers() =>
        (new BlockPointer[_groups.Length], new BlockPointer[_indexes.Length]);

    private void AddHeld(BlockPointer root, BlockBits held)
    {
        (BlockPointer[] groups, BlockPointer[] indexes) = NewPointers();
        ReadMap(root, held, groups, indexes);
        foreach (BlockPointer pointer in Pointers(root, groups, indexes))
        {
            held.Add(pointer.Block);
        }
    }

    private List<BlockPointer> MapBlocks() => Pointers(_root, _groups, _indexes);

    /// <summary>The blocks that a map takes.</summary>
    public static List<BlockPointer> Pointers(BlockPointer root, BlockPointer[] groups, BlockPointer[] indexes)
    {
        List<BlockPointer> all = [];
        foreach (BlockPointer[] pointers in new[] { groups, indexes })
        {
            foreach (BlockPointer pointer in pointers)
            {
                if (!pointer.IsNone)
                {
                    all.Add(pointer);
                }
            }
        }

        if (indexes.Length > 1 && !root.IsNone)
        {
            all.Add(root);
        }

        return all;
    }

    private void Merge(BlockBits bits)
    {
        for (int i = 0; i < bits.Words.Length; i++)
        {
            _busy.Words[i] |= bits.Words[i];
        }
    }

    // Begins where the last search ended, so that blocks written together lie together. Takes a full run if there is one among the first
    // free places, else the first.
    private ulong FindFree(ulong wanted, out ulong count)
    {
        ulong first = 0;
        count = 0;
        ulong at = _cursor;
        bool wrapped = false;
        for (int tries = 0; tries < 64; tries++)
        {
            ulong start = _busy.FirstMissing(at, _blockCount);
            if (start == _blockCount)
            {
                if (wrapped)
                {
                    break;
                }

                wrapped = true;
                at = 0;
                continue;
            }

            ulong length = 1;
            while (length < wanted && start + length < _blockCount && !_busy.Has(start + length))
            {
                length++;
            }

            if (length > count)
            {
                first = start;
                count = length;
            }

            if (count == wanted)
            {
                break;
            }

            at = start + length;
        }

        _cursor = first + count;
        return count != 0 ? first : throw new FileSystemException(ErrorCode.NoSpace, "the volume has no free block");
    }

    // A block of the map itself, which has no bit.
    private BlockPointer Replace(BlockPointer old, byte[] contents, uint extra, BlockWriter writer)
    {
        ulong block = FindFree(1, out _);
        _busy.Add(block);
        Free--;
        writer.Write(block, contents);
        _ = Forget(old);
        return new(block, Crc32C.Of(contents), extra);
    }

    private BlockPointer Forget(BlockPointer old)
    {
        if (!old.IsNone)
        {
            _freed.Add(old.Block);
        }

        return default;
    }

    private uint FillGroup(int group, byte[] block)
    {
        const int WordsInGroup = Layout.BlockSize / 8;
        uint used = 0;
        for (int i = 0; i < WordsInGroup; i++)
        {
            int word = (group * WordsInGroup) + i;
            ulong bits = word < _live.Words.Length ? _live.Words[word] : 0;
            used += (uint)BitOperations.PopCount(bits);
            BinaryPrimitives.WriteUInt64LittleEndian(block.AsSpan(i * 8), bits);
        }

        return used;
    }

    private void ReadGroup(BlockPointer pointer, int group, BlockBits bits, byte[] block)
    {
        const int WordsInGroup = Layout.BlockSize / 8;
        if (pointer.IsNone)
        {
            return;
        }

        ReadChecked(pointer, block, "the space map");
        for (int i = 0; i < WordsInGroup; i++)
        {
            int word = (group * WordsInGroup) + i;
            ulong value = BinaryPrimitives.ReadUInt64LittleEndian(block.AsSpan(i * 8));
            if (word < bits.Words.Length)
            {
                bits.Words[word] |= value;
            }
        }

        // Bits past the end have no meaning.
        if (_blockCount % 64 != 0)
        {
            bits.Words[bits.Words.Length - 1] &= (1UL << (int)(_blockCount % 64)) - 1;
        }
    }

    private static void FillIndex(BlockPointer[] pointers, int index, byte[] block)
    {
        Array.Clear(block, 0, block.Length);
        int first = index * (int)Layout.PointersInIndex;
        for (int i = 0; i < (int)Layout.PointersInIndex && first + i < pointers.Length; i++)
        {
            pointers[first + i].Write(block.AsSpan(i * BlockPointer.Size));
        }
    }

    private void ReadIndex(BlockPointer pointer, BlockPointer[] pointers, int index, byte[] block)
    {
        if (pointer.IsNone)
        {
            return;
        }

        ReadChecked(pointer, block, "the index of the space map");
        int first = index * (int)Layout.PointersInIndex;
        for (int i = 0; i < (int)Layout.PointersInIndex && first + i < pointers.Length; i++)
        {
            BlockPointer found = BlockPointer.Read(block.AsSpan(i * BlockPointer.Size));
            pointers[first + i] = found.IsNone || Layout.IsPlace(found.Block, _blockCount)
                ? found
                : throw new FileSystemException(ErrorCode.Corrupt, $"the space map points to block {found.Block}, which is none for it");
        }
    }

    private void ReadChecked(BlockPointer pointer, byte[] block, string what)
    {
        if (!Layout.IsPlace(pointer.Block, _blockCount))
        {
            throw new FileSystemException(ErrorCode.Corrupt, $"{what} points to block {pointer.Block}, which is none for it");
        }

        _device.Read(pointer.Block, block);
        if (Crc32C.Of(block) != pointer.Checksum)
        {
            throw new FileSystemException(ErrorCode.Corrupt, $"block {pointer.Block} of {what} is damaged: its checksum is wrong");
        }
    }

    private bool IsIndexDirty(int index)
    {
        int first = index * (int)Layout.PointersInIndex;
        for (int i = first; i < first + (int)Layout.PointersInIndex && i < _groups.Length; i++)
        {
            if (_dirtyGroups[i])
            {
                return true;
            }
        }

        return false;
    }

    private void SetLive(ulong block)
    {
        _live.Add(block);
        MarkDirty(block);
    }

    private void MarkDirty(ulong block)
    {
        _dirtyGroups[(int)(block / Layout.BlocksInGroup)] = true;
        IsDirty = true;
    }
}
