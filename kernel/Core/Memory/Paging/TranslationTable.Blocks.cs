// Splits blocks into tables and merges tables into blocks, both by break-before-make: for a moment the whole block is
// unmapped for everyone, so nothing may use it then (a kernel must not split what it runs on). And destroys tables.

using RustKernel.Memory.Frames;

namespace RustKernel.Memory.Paging;

public partial struct TranslationTable<TMemory, TFrames, TTlb>
{
    /// <summary>
    /// Replaces the table that covers the <paramref name="size"/> (2 MiB or 1 GiB) around <paramref name="address"/> with one block,
    /// when its 512 leaves have the same attributes and follow each other. Takes effect at once, including the flush.
    /// <see cref="ErrorCode.InvalidArgument"/>: not aligned to the size, outside this half, or 4 KiB. <see cref="ErrorCode.NotFound"/>:
    /// there is no table. <see cref="ErrorCode.InvalidState"/>: its entries do not make a block.
    /// </summary>
    public ErrorCode Merge(VirtualAddress address, MappingSize size)
    {
        if (size != MappingSize.Block1GiB && size != MappingSize.Block2MiB)
        {
            return ErrorCode.InvalidArgument;
        }

        if (CheckRange(address.Value, size.Bytes()) != ErrorCode.None || !address.IsAligned(size.Bytes()))
        {
            return ErrorCode.InvalidArgument;
        }

        return MergeAt(address.Value, (int)size);
    }

    /// <summary>
    /// Frees all tables, including the root, but not the mapped memory. No CPU may have this root in a TTBR. Takes time in
    /// proportion to the number of tables. <see cref="ErrorCode.InvalidState"/>: not initialised, or a flush is owed.
    /// </summary>
    public ErrorCode Destroy()
    {
        uint tables = uint.MaxValue;
        return DestroyStep(ref tables).Error;
    }

    /// <summary>
    /// As <see cref="Destroy"/>, but frees at most <paramref name="tables"/> of them (at least 1)
    /// and subtracts those it freed. True: all are free. False: call it again, and use the tables
    /// for nothing else any more.
    /// </summary>
    public Result<bool> DestroyStep(ref uint tables)
    {
        if (_root == 0 || _owedFlushes != 0)
        {
            return ErrorCode.InvalidState;
        }

        if (_half == AddressHalf.Upper)
        {
            _tlb.InvalidateAll();
        }
        else
        {
            _tlb.InvalidateAsid(_asid);
        }

        _tlb.Complete();
        if (!TryFreeTables(_root, 0, ref tables))
        {
            return Result<bool>.Ok(false);
        }

        _root = 0;
        _statistics = default;
        return Result<bool>.Ok(true);
    }

    // The four levels bound the depth. A freed table has no entry any more, so the next step passes it.
    private bool TryFreeTables(ulong table, int level, ref uint tables)
    {
        for (ulong entry = table; level < LeafLevel && entry < table + FrameSize.Bytes; entry += 8)
        {
            Descriptor descriptor = Read(entry);
            if (!descriptor.IsTable)
            {
                continue;
            }

            if (tables == 0 || !TryFreeTables(descriptor.Address.Value, level + 1, ref tables))
            {
                return false;
            }

            Write(entry, Descriptor.Invalid);
        }
        if (tables == 0)
        {
            return false;
        }

        tables--;
        FreeTable(new PhysicalAddress(table));
        return true;
    }

    private ErrorCode SplitEdges(ulong first, ulong last)
    {
        int before = LevelOf(first);
        ErrorCode error = SplitAt(first);
        if (error != ErrorCode.None)
        {
            return error;
        }
        // After the last byte of the upper half there is no edge to split.
        if (last != ulong.MaxValue)
        {
            error = SplitAt(last + 1);
        }

        if (error != ErrorCode.None)
        {
            MergeBack(first, before);
        }

        return error;
    }

    private readonly int LevelOf(ulong address)
    {
        EntryPath path = default;
        Walk(address, ref path, out int level);
        return level;
    }

    // Splits until a leaf begins at the boundary (or nothing is mapped around it). All or nothing.
    private ErrorCode SplitAt(ulong boundary)
    {
        EntryPath path = default;
        int before = LevelOf(boundary);
        while (true)
        {
            Descriptor leaf = Walk(boundary, ref path, out int level);
            if (!leaf.IsValid || (boundary & (LevelBytes(level) - 1)) == 0)
            {
                return ErrorCode.None;
            }

            ErrorCode error = SplitBlock(boundary, path[level], leaf, level);
            if (error == ErrorCode.None)
            {
                continue;
            }

            MergeBack(boundary, before);
            return error;
        }
    }

    private ErrorCode SplitBlock(ulong address, ulong entry, Descriptor block, int level)
    {
        Result<PhysicalAddress> table = AllocateTable();
        if (!table.IsOk)
        {
            return table.Error;
        }

        for (uint i = 0; i < 512; i++)
        {
            Write(table.Value.Value + i * 8, block.Part(i, (MappingSize)(level + 1)));
        }

        Write(entry, Descriptor.Invalid);
        Invalidate(address, address, 1);
        Write(entry, Descriptor.Table(table.Value, 512));
        _tlb.PublishTables();
        _statistics.Count(level, unchecked((ulong)-1L));
        _statistics.Count(level + 1, 512);
        return ErrorCode.None;
    }

    // Undoes splits around the address until its leaf is at its old level. It cannot fail, because the splits made the
    // tables uniform; even if it did, the mapping would be the same.
    private void MergeBack(ulong address, int toLevel)
    {
        for (int level = LevelOf(address) - 1; level >= toLevel; level--)
        {
            _ = MergeAt(address, level);
        }
    }

    private ErrorCode MergeAt(ulong address, int level)
    {
        ulong table = _root;
        for (int i = 0; i < level; i++)
        {
            Descriptor next = Read(EntryAddress(table, address, i));
            if (!next.IsTable)
            {
                return ErrorCode.NotFound;
            }

            table = next.Address.Value;
        }
        ulong entry = EntryAddress(table, address, level);
        Descriptor old = Read(entry);
        if (!old.IsTable)
        {
            return ErrorCode.NotFound;
        }

        Descriptor first = Read(old.Address.Value);
        if (!MakesBlock(old, first, level))
        {
            return ErrorCode.InvalidState;
        }

        ulong start = address & ~(LevelBytes(level) - 1);
        Write(entry, Descriptor.Invalid);
        Invalidate(start, start + (LevelBytes(level) - 1), LevelBytes(level + 1));
        Write(entry, new Descriptor(first.Bits & ~Descriptor.TableOrPageBit));
        _tlb.PublishTables();
        FreeTable(old.Address);
        _statistics.Count(level + 1, unchecked((ulong)-512L));
        _statistics.Count(level, 1);
        return ErrorCode.None;
    }

    private readonly bool MakesBlock(Descriptor table, Descriptor first, int level)
    {
        if (table.Count != 512 || !first.IsValid || !first.Address.IsAligned(LevelBytes(level)))
        {
            return false;
        }

        if (level + 1 < LeafLevel && first.IsTable)
        {
            return false;
        }

        for (uint i = 1; i < 512; i++)
        {
            if (Read(table.Address.Value + i * 8).Bits != first.Bits + ((ulong)i << MappingSizes.LevelShift(level + 1)))
            {
                return false;
            }
        }

        return true;
    }
}
