// A node of the tree in memory, with the exact bytes of the disk: loading and storing cost only a copy.
//
//   header (32 bytes)  u32 magic "RKTN", u8 level (0: leaf), u8 0, u16 count, u64 generation, u64 own block, u16 heap start, u16 heap
//                      garbage, u32 volume
//   leaf               from 32: count slots of 20 bytes: u64 u64 key, u16 offset, u16 length of the value; values fill the end
//   inner node         from 32: count entries of 32 bytes: u64 u64 key, u64 block of the child, u32 its CRC-32C, u32 0
//
// Entry 0 of an inner node also stands for all keys below its own.

using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace RustKernel.Services.FileSystems.Data;

/// <summary>One node. Loading checks all positions, so later code need not.</summary>
internal sealed class TreeNode
{
    public const int MaximumLevel = 12;
    public const int Size = Layout.BlockSize;

    /// <summary>The longest value; two values and their slots fit in half a leaf.</summary>
    public const int MaximumValue = 512;

    private const uint Magic = 0x4E544B52;
    private const int HeaderSize = 32;
    private const int SlotSize = 20;
    private const int EntrySize = 32;
    private const int MaximumEntries = (Size - HeaderSize) / EntrySize;

    private readonly byte[] _page;

    private TreeNode(byte[] page, ulong block)
    {
        _page = page;
        Block = block;
    }

    /// <summary>Its present or future block.</summary>
    public ulong Block { get; set; }

    /// <summary>It was changed since the last commit; then no committed tree has its block.</summary>
    public bool IsDirty { get; set; }

    /// <summary>It was used since the last check.</summary>
    public bool WasUsed { get; set; }

    public int Level => _page[4];

    public bool IsLeaf => Level == 0;

    public int Count
    {
        get => ReadHalf(6);
        private set => WriteHalf(6, value);
    }

    public ulong Generation => BinaryPrimitives.ReadUInt64LittleEndian(_page.AsSpan(8));

    public bool IsFull => Count == MaximumEntries;

    public ReadOnlySpan<byte> Page => _page;

    /// <summary>Bytes that its contents need.</summary>
    public int Used => IsLeaf ? (Count * SlotSize) + (Size - HeapStart) - Garbage : Count * EntrySize;

    private int HeapStart
    {
        get => ReadHalf(24);
        set => WriteHalf(24, value);
    }

    private int Garbage
    {
        get => ReadHalf(26);
        set => WriteHalf(26, value);
    }

    /// <summary>Whether it was used since the last call.</summary>
    public bool TakeUse()
    {
        bool wasUsed = WasUsed;
        WasUsed = false;
        return wasUsed;
    }

    public static TreeNode Create(ulong block, int level)
    {
        TreeNode node = new(new byte[Size], block) { IsDirty = true };
        BinaryPrimitives.WriteUInt32LittleEndian(node._page, Magic);
        node._page[4] = (byte)level;
        node.HeapStart = Size;
        return node;
    }

    /// <summary>A node from the disk with a correct checksum; null, with a text, if it is not a node of that level.</summary>
    public static TreeNode? Load(byte[] page, ulong block, int level, uint volume, out string mistake)
    {
        TreeNode node = new(page, block);
        mistake = node.Mistake(level, volume);
        return mistake.Length == 0 ? node : null;
    }

    /// <summary>Fills in what is known only when it is written, and returns its checksum.</summary>
    public uint Seal(ulong generation, uint volume)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_page.AsSpan(8), generation);
        BinaryPrimitives.WriteUInt64LittleEndian(_page.AsSpan(16), Block);
        BinaryPrimitives.WriteUInt32LittleEndian(_page.AsSpan(28), volume);
        return Crc32C.Of(_page);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TreeKey KeyAt(int index)
    {
        ReadOnlySpan<byte> key = _page.AsSpan(Position(index), 16);
        return new(BinaryPrimitives.ReadUInt64LittleEndian(key), BinaryPrimitives.ReadUInt64LittleEndian(key.Slice(8)));
    }

    /// <summary>Whether it has keys, all <paramref name="low"/> or more, and below <paramref name="high"/>.</summary>
    public bool IsWithin(TreeKey low, TreeKey high)
    {
        int count = Count;
        return count != 0 && KeyAt(0).CompareTo(low) >= 0 && KeyAt(count - 1).CompareTo(high) < 0;
    }

    /// <summary>The first index whose key is not below <paramref name="key"/>; Count if there is none.</summary>
    public int LowerBound(TreeKey key)
    {
        // Most of the cost of a search is here: look up the page and the distance of its keys once.
        ReadOnlySpan<byte> page = _page;
        int step = IsLeaf ? SlotSize : EntrySize;
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (int)((uint)(low + high) / 2);
            ReadOnlySpan<byte> at = page.Slice(HeaderSize + (middle * step), 16);
            ulong first = BinaryPrimitives.ReadUInt64LittleEndian(at);
            if (first < key.High || (first == key.High && BinaryPrimitives.ReadUInt64LittleEndian(at.Slice(8)) < key.Low))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The child to which a key belongs.</summary>
    public int ChildIndex(TreeKey key)
    {
        int index = LowerBound(key);
        return index < Count && KeyAt(index) == key ? index : Math.Max(0, index - 1);
    }

    public ReadOnlySpan<byte> ValueAt(int index)
    {
        ReadOnlySpan<byte> place = _page.AsSpan(Position(index) + 16, 4);
        return _page.AsSpan(BinaryPrimitives.ReadUInt16LittleEndian(place), BinaryPrimitives.ReadUInt16LittleEndian(place.Slice(2)));
    }

    public ulong ChildBlock(int index) => BinaryPrimitives.ReadUInt64LittleEndian(_page.AsSpan(Position(index) + 16));

    public uint ChildChecksum(int index) => BinaryPrimitives.ReadUInt32LittleEndian(_page.AsSpan(Position(index) + 24));

    public void SetChild(int index, ulong block, uint checksum)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_page.AsSpan(Position(index) + 16), block);
        BinaryPrimitives.WriteUInt32LittleEndian(_page.AsSpan(Position(index) + 24), checksum);
    }

    public void SetKey(int index, TreeKey key)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_page.AsSpan(Position(index)), key.High);
        BinaryPrimitives.WriteUInt64LittleEndian(_page.AsSpan(Position(index) + 8), key.Low);
    }

    /// <summary>Whether a value fits in this leaf.</summary>
    public bool HasRoom(int length) => HeaderSize + Used + SlotSize + length <= Size;

    /// <summary>Inserts an item into a leaf that has room.</summary>
    public void Insert(int index, TreeKey key, ReadOnlySpan<byte> value)
    {
        if (HeapStart - Position(Count) < SlotSize + value.Length)
        {
            Compact();
        }

        Open(index);
        HeapStart -= value.Length;
        value.CopyTo(_page.AsSpan(HeapStart));
        SetKey(index, key);
        WriteHalf(Position(index) + 16, HeapStart);
        WriteHalf(Position(index) + 18, value.Length);
    }

    /// <summary>Overwrites a value with one of the same length.</summary>
    public void Overwrite(int index, ReadOnlySpan<byte> value) => value.CopyTo(_page.AsSpan(ReadHalf(Position(index) + 16)));

    /// <summary>Inserts a child into an inner node that is not full.</summary>
    public void InsertChild(int index, TreeKey key, ulong block, uint checksum)
    {
        Open(index);
        SetKey(index, key);
        SetChild(index, block, checksum);
    }

    /// <summary>Removes an item or a child.</summary>
    public void Remove(int index)
    {
        if (IsLeaf)
        {
            Garbage += ReadHalf(Position(index) + 18);
        }

        int end = Position(Count);
        _page.AsSpan(Position(index + 1), end - Position(index + 1)).CopyTo(_page.AsSpan(Position(index)));
        Count--;
        if (Count == 0)
        {
            HeapStart = Size;
            Garbage = 0;
        }
    }

    /// <summary>Moves the items from <paramref name="from"/> to the end of a node that has room for them.</summary>
    public void MoveTo(TreeNode target, int from)
    {
        for (int i = from; i < Count; i++)
        {
            if (IsLeaf)
            {
                target.Insert(target.Count, KeyAt(i), ValueAt(i));
            }
            else
            {
                target.InsertChild(target.Count, KeyAt(i), ChildBlock(i), ChildChecksum(i));
            }
        }

        while (Count > from)
        {
            Remove(Count - 1);
        }
    }

    /// <summary>
    /// The index of the first item that goes to the new node when this one is split for an item at <paramref name="index"/>. About half of
    /// the bytes stay, and at least one item on either side. For an item after the last one, all but the last item stay: so keys that come
    /// in order fill their nodes.
    /// </summary>
    public int Middle(int index)
    {
        if (index >= Count && Count > 1)
        {
            return Count - 1;
        }

        if (!IsLeaf)
        {
            return Count / 2;
        }

        int bytes = 0;
        int half = Used / 2;
        int middle = 0;
        while (middle < Count - 1 && (middle == 0 || bytes < half))
        {
            bytes += SlotSize + ReadHalf(Position(middle) + 18);
            middle++;
        }

        return middle;
    }

    /// <summary>Turns an inner node without children into a leaf.</summary>
    public void BecomeLeaf()
    {
        _page[4] = 0;
        HeapStart = Size;
        Garbage = 0;
    }

    private void Open(int index)
    {
        int at = Position(index);
        _page.AsSpan(at, Position(Count) - at).CopyTo(_page.AsSpan(Position(index + 1)));
        Count++;
    }

    private void Compact()
    {
        byte[] old = _page.AsSpan().ToArray();
        int start = Size;
        for (int i = 0; i < Count; i++)
        {
            int length = ReadHalf(Position(i) + 18);
            start -= length;
            old.AsSpan(ReadHalf(Position(i) + 16), length).CopyTo(_page.AsSpan(start));
            WriteHalf(Position(i) + 16, start);
        }

        HeapStart = start;
        Garbage = 0;
    }

    private string Mistake(int level, uint volume)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(_page) != Magic || BinaryPrimitives.ReadUInt32LittleEndian(_page.AsSpan(28)) != volume)
        {
            return "it is no node of this volume";
        }

        if (BinaryPrimitives.ReadUInt64LittleEndian(_page.AsSpan(16)) != Block)
        {
            return "it is the node of another block";
        }

        if (Level != level)
        {
            return $"its level is {Level} instead of {level}";
        }

        if (Count > (IsLeaf ? (Size - HeaderSize) / SlotSize : MaximumEntries) || (!IsLeaf && Count == 0))
        {
            return $"it has {Count} items";
        }

        for (int i = 1; i < Count; i++)
        {
            if (KeyAt(i - 1).CompareTo(KeyAt(i)) >= 0)
            {
                return "its keys are not in order";
            }
        }

        return IsLeaf ? HeapMistake() : "";
    }

    private string HeapMistake()
    {
        int bytes = 0;
        for (int i = 0; i < Count; i++)
        {
            int offset = ReadHalf(Position(i) + 16);
            int length = ReadHalf(Position(i) + 18);
            bytes += length;
            if (offset < HeapStart || offset + length > Size || length > MaximumValue)
            {
                return $"value {i} lies outside or is too long";
            }
        }

        return HeapStart > Size || HeapStart < Position(Count) || Size - HeapStart - Garbage != bytes ? "its values do not add up" : "";
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Position(int index) => HeaderSize + (index * (IsLeaf ? SlotSize : EntrySize));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ReadHalf(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_page.AsSpan(at));

    private void WriteHalf(int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(_page.AsSpan(at), (ushort)value);
}
