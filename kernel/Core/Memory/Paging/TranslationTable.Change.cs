// Unmapping and changing rights: check everything, split the blocks at both edges, then change, then owe a flush.
// Nothing can fail after the splits, so the operations are all-or-nothing.

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace RustKernel.Memory.Paging;

public partial struct TranslationTable<TMemory, TFrames, TTlb>
{
    // From this many invalidations on, it is cheaper to drop the whole address space than to go page by page.
    private const ulong MostSingleInvalidations = 64;

    /// <summary>The cost of removing a mapping, in entries that are only looked at.</summary>
    public const uint EntriesPerLeaf = 8;

    /// <summary>
    /// Removes every mapping in the range, which must be mapped throughout; splits blocks that extend beyond it. The result must
    /// be completed; until then other CPUs may still use the old translations and <see cref="Map"/> refuses to work.
    /// <see cref="ErrorCode.InvalidArgument"/>: not aligned, empty, outside this half. <see cref="ErrorCode.NotFound"/>: part of
    /// the range is not mapped. <see cref="ErrorCode.OutOfMemory"/>: no frame for a split.
    /// </summary>
    [UnscopedRef]
    [MustUseReturnValue]
    public TlbFlush<TMemory, TFrames, TTlb> Unmap(VirtualAddress address, ulong sizeBytes)
    {
        ulong last = address.Value + (sizeBytes - 1);
        ErrorCode error = PrepareChange(address.Value, sizeBytes);
        if (error != ErrorCode.None)
        {
            return new TlbFlush<TMemory, TFrames, TTlb>(ref this, error);
        }

        ulong stride = RemoveLeaves(address.Value, last);
        _owedFlushes++;
        return new TlbFlush<TMemory, TFrames, TTlb>(ref this, address.Value, last, stride);
    }

    /// <summary>
    /// Gives every page in the range, which must be mapped throughout, new rights; splits blocks that extend beyond it.
    /// Result and errors as <see cref="Unmap"/>; also <see cref="ErrorCode.InvalidArgument"/> for EL0 access in the upper
    /// half.
    /// </summary>
    [UnscopedRef]
    [MustUseReturnValue]
    public TlbFlush<TMemory, TFrames, TTlb> Protect(VirtualAddress address, ulong sizeBytes, Protection protection)
    {
        ulong last = address.Value + (sizeBytes - 1);
        bool allowed = _half == AddressHalf.Lower || !protection.IsUser;
        ErrorCode error = allowed ? PrepareChange(address.Value, sizeBytes) : ErrorCode.InvalidArgument;
        if (error != ErrorCode.None)
        {
            return new TlbFlush<TMemory, TFrames, TTlb>(ref this, error);
        }

        ulong stride = ulong.MaxValue;
        EntryPath path = default;
        for (ulong at = address.Value; ;)
        {
            Descriptor leaf = Walk(at, ref path, out int level);
            // Rights may change in place, because the output address stays: no break-before-make. [DDI0487 D8.16.1]
            Write(path[level], leaf.WithProtection(protection));
            if (LevelBytes(level) < stride)
            {
                stride = LevelBytes(level);
            }

            ulong leafLast = at | (LevelBytes(level) - 1);
            if (leafLast >= last)
            {
                break;
            }

            at = leafLast + 1;
        }
        _owedFlushes++;
        return new TlbFlush<TMemory, TFrames, TTlb>(ref this, address.Value, last, stride);
    }

    /// <summary>
    /// Removes all mappings in the range, which may have holes. With <paramref name="hasBlocks"/>, splits blocks
    /// that extend beyond it (without, there are none). Looks at no more than <paramref name="entries"/> entries
    /// of the tables, a removed mapping counted as <see cref="EntriesPerLeaf"/>, and subtracts those it spent; 0
    /// means that the caller must repeat the call. Result as <see cref="Unmap"/>, but without NotFound: an empty
    /// range is no error.
    /// </summary>
    [UnscopedRef]
    [MustUseReturnValue]
    public TlbFlush<TMemory, TFrames, TTlb> Release(VirtualAddress address, ulong sizeBytes, bool hasBlocks, scoped ref uint entries)
    {
        ErrorCode error = CheckRange(address.Value, sizeBytes);
        if (error != ErrorCode.None)
        {
            return new TlbFlush<TMemory, TFrames, TTlb>(ref this, error);
        }

        ulong last = address.Value + (sizeBytes - 1);
        if (hasBlocks)
        {
            error = SplitEdges(address.Value, last);
        }

        if (error != ErrorCode.None)
        {
            return new TlbFlush<TMemory, TFrames, TTlb>(ref this, error);
        }

        ulong stride = ulong.MaxValue;
        ulong end = ReleaseLeaves(address.Value, last, ref stride, ref entries);
        if (stride == ulong.MaxValue)
        {
            return new TlbFlush<TMemory, TFrames, TTlb>(ref this, ErrorCode.None);
        }

        _owedFlushes++;
        return new TlbFlush<TMemory, TFrames, TTlb>(ref this, address.Value, end, stride);
    }

    // Returns the last address that it looked at.
    private ulong ReleaseLeaves(ulong first, ulong last, ref ulong stride, scoped ref uint entries)
    {
        EntryPath path = default;
        int level = 0;
        bool isNext = false;
        for (ulong at = first; ;)
        {
            // Passes holes in one table without a walk from the root.
            if (isNext)
            {
                path[level] += 8;
            }

            Descriptor leaf = isNext ? Read(path[level]) : Walk(at, ref path, out level);
            if (isNext && leaf.IsTable && level < LeafLevel)
            {
                leaf = Walk(at, ref path, out level);
            }

            if (leaf.IsValid)
            {
                RemoveLeaf(ref path, level);
                if (LevelBytes(level) < stride)
                {
                    stride = LevelBytes(level);
                }
            }
            uint cost = leaf.IsValid ? EntriesPerLeaf : 1;
            ulong entryLast = at | (LevelBytes(level) - 1);
            if (entryLast >= last)
            {
                // At the end, whatever it cost, the count stays above 0.
                entries = entries > cost ? entries - cost : 1;
                return last;
            }
            entries = entries > cost ? entries - cost : 0;
            if (entries == 0)
            {
                return entryLast;
            }

            at = entryLast + 1;
            isNext = !leaf.IsValid && level > 0 && (at & (LevelBytes(level - 1) - 1)) != 0;
        }
    }

    // Called by TlbFlush.
    internal void PayFlush(ulong first, ulong last, ulong strideBytes)
    {
        Invalidate(first, last, strideBytes);
        SettleDebt();
    }

    // Called by TlbFlush: two debts became one.
    internal void MergeDebts()
    {
        if (_owedFlushes > 1)
        {
            _owedFlushes--;
        }
    }

    // Checks that the range is legal and mapped throughout, and makes leaf boundaries at both edges.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ErrorCode PrepareChange(ulong address, ulong sizeBytes)
    {
        ErrorCode error = CheckRange(address, sizeBytes);
        if (error != ErrorCode.None)
        {
            return error;
        }

        ulong last = address + (sizeBytes - 1);
        EntryPath path = default;
        bool sticksOut = false;
        for (ulong at = address; ;)
        {
            Descriptor leaf = Walk(at, ref path, out int level);
            if (!leaf.IsValid)
            {
                return ErrorCode.NotFound;
            }

            ulong inLeaf = LevelBytes(level) - 1;
            ulong leafLast = at | inLeaf;
            if ((at & inLeaf) != 0 || leafLast > last)
            {
                sticksOut = true;
            }

            if (leafLast >= last)
            {
                break;
            }

            at = leafLast + 1;
        }
        return sticksOut ? SplitEdges(address, last) : ErrorCode.None;
    }

    // Returns the size of the smallest leaf removed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong RemoveLeaves(ulong first, ulong last)
    {
        ulong stride = ulong.MaxValue;
        EntryPath path = default;
        for (ulong at = first; ;)
        {
            Walk(at, ref path, out int level);
            RemoveLeaf(ref path, level);
            if (LevelBytes(level) < stride)
            {
                stride = LevelBytes(level);
            }

            ulong leafLast = at | (LevelBytes(level) - 1);
            if (leafLast >= last)
            {
                return stride;
            }

            at = leafLast + 1;
        }
    }

    // Clears a leaf's entry and every table entry above it whose table has become empty.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void RemoveLeaf(scoped ref EntryPath path, int level)
    {
        Write(path[level], Descriptor.Invalid);
        _statistics.Count(level, unchecked((ulong)-1L));
        for (int above = level - 1; above >= 0; above--)
        {
            Descriptor table = Read(path[above]).WithOneLess;
            if (table.Count != 0)
            {
                Write(path[above], table);
                return;
            }
            Write(path[above], Descriptor.Invalid);
            QueueTable(table.Address);
        }
    }

    // An empty table may still be in walk caches: it waits for the flush. The list runs through the tables' first words;
    // a frame address has bit 0 clear, so to a stale walk the link is an invalid descriptor.
    private void QueueTable(PhysicalAddress table)
    {
        _memory.Write64(table, _pendingTables);
        _pendingTables = table.Value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SettleDebt()
    {
        if (_owedFlushes > 0)
        {
            _owedFlushes--;
        }

        if (_owedFlushes == 0)
        {
            ReleaseQueuedTables();
        }
    }

    private void ReleaseQueuedTables()
    {
        while (_pendingTables != 0)
        {
            var table = new PhysicalAddress(_pendingTables);
            _pendingTables = _memory.Read64(table);
            FreeTable(table);
        }
    }

    // Undoes the part of a Map that was done: exactly the leaves it made. Called only when no flush is owed.
    private void TakeBack(ulong address, ulong sizeBytes)
    {
        ulong last = address + (sizeBytes - 1);
        Invalidate(address, last, RemoveLeaves(address, last));
        ReleaseQueuedTables();
    }

    private void Invalidate(ulong first, ulong last, ulong strideBytes)
    {
        _tlb.PublishTables();
        ulong count = (last - first) / strideBytes + 1;
        if (count > MostSingleInvalidations)
        {
            if (_half == AddressHalf.Upper)
            {
                _tlb.InvalidateAll();
            }
            else
            {
                _tlb.InvalidateAsid(_asid);
            }
        }
        else
        {
            for (ulong i = 0; i < count; i++)
            {
                InvalidateAt(first + i * strideBytes);
            }
        }
        _tlb.Complete();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void InvalidateAt(ulong address)
    {
        if (_half == AddressHalf.Upper)
        {
            _tlb.InvalidateGlobalPage(new VirtualAddress(address));
        }
        else
        {
            _tlb.InvalidatePage(new VirtualAddress(address), _asid);
        }
    }
}
