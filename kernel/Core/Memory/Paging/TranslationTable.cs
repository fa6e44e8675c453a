// Stage 1 translation tables of one address space: 4 KiB granule, four levels, 48-bit addresses. Owns the table frames
// below its root and the rules for changing live tables; never touches a system register (ITlb does). This part:
// state, walking, mapping. It takes no lock: callers hold the kernel lock or are alone.

using System.Runtime.CompilerServices;
using RustKernel.Memory.Frames;

namespace RustKernel.Memory.Paging;

/// <summary>
/// The mappings of one half of an address space. Every operation either succeeds as a whole, or changes no translation
/// and returns the reason. All addresses and sizes are multiples of 4096. Callable in any context that holds the kernel
/// lock. Invariants: a table below the root is never empty; a live valid entry never changes to another output address or
/// size without being invalid and invalidated in between (break-before-make, [DDI0487 D8.16.1]); every leaf has its
/// access flag set and is writable or executable, not both.
/// </summary>
public partial struct TranslationTable<TMemory, TFrames, TTlb>
    where TMemory : struct, IPhysicalMemory
    where TFrames : struct, ITableFrames
    where TTlb : struct, ITlb
{
    private const int LeafLevel = 3;

    private TMemory _memory;
    private TFrames _frames;
    private TTlb _tlb;
    private ulong _root;
    private ulong _outputLimitExclusive;
    private ulong _highBits;
    private ulong _pendingTables;

    // The level 2 table of the last walk and its gigabyte, plus 1; 0: none. Freeing a table also clears this
    // (FreeTable); a table that waits for its flush is owed, and then no page is entered.
    private ulong _middle;
    private ulong _middleGigabyte;
    private uint _owedFlushes;
    private AddressHalf _half;
    private Asid _asid;
    private PagingStatistics _statistics;

    /// <summary>Physical address of the root table, for TTBR0_EL1 or TTBR1_EL1; 0 before <see cref="Initialize"/>.</summary>
    public readonly PhysicalAddress Root => new(_root);

    /// <summary>The ASID of this address space.</summary>
    public readonly Asid Asid => _asid;

    /// <summary>Gives the address space another ASID. The TLB holds nothing under the new one, and no CPU runs under the old one.</summary>
    public void Retag(Asid asid) => _asid = asid;

    /// <summary>Counters now; O(1).</summary>
    public readonly PagingStatistics Statistics => _statistics;

    /// <summary>Flushes that were returned and not completed yet; not 0 at rest means that one was lost.</summary>
    public readonly uint OwedFlushes => _owedFlushes;

    /// <summary>
    /// Allocates a root table. <paramref name="physicalAddressBits"/> is the value of ID_AA64MMFR0_EL1.PARange in bits, 32 to
    /// 48: output addresses stay below. <see cref="ErrorCode.InvalidArgument"/>: bits out of range.
    /// <see cref="ErrorCode.InvalidState"/>: has a root already. <see cref="ErrorCode.OutOfMemory"/>: no frame for the root.
    /// </summary>
    public ErrorCode Initialize(TMemory memory, TFrames frames, TTlb tlb, AddressHalf half, Asid asid, int physicalAddressBits)
    {
        if (_root != 0)
        {
            return ErrorCode.InvalidState;
        }

        if (physicalAddressBits < 32 || physicalAddressBits > 48)
        {
            return ErrorCode.InvalidArgument;
        }

        Result<PhysicalAddress> root = frames.AllocateTable();
        if (!root.IsOk)
        {
            return root.Error;
        }

        this = default;
        _memory = memory;
        _frames = frames;
        _tlb = tlb;
        _half = half;
        _asid = asid;
        _highBits = half == AddressHalf.Upper ? 0xFFFFul : 0;
        _outputLimitExclusive = 1ul << physicalAddressBits;
        _root = root.Value.Value;
        _statistics.CountTable();
        _tlb.PublishTables();
        return ErrorCode.None;
    }

    /// <summary>
    /// Maps <paramref name="sizeBytes"/> bytes from <paramref name="address"/> to <paramref name="output"/>, with the largest
    /// leaves that fit and that <paramref name="largest"/> allows. Visible to all CPUs on return.
    /// <see cref="ErrorCode.InvalidArgument"/>: not aligned, empty, outside this half, page 0 of the lower half, beyond the
    /// physical address size, or EL0 access in the upper half. <see cref="ErrorCode.AlreadyExists"/>: part of the range is mapped.
    /// <see cref="ErrorCode.OutOfMemory"/>: no frame for a table. <see cref="ErrorCode.InvalidState"/>: a flush is owed.
    /// </summary>
    public ErrorCode Map(
        VirtualAddress address, PhysicalAddress output, ulong sizeBytes, Protection protection, MemoryKind kind,
        MappingSize largest = MappingSize.Block1GiB)
    {
        ErrorCode error = CheckRange(address.Value, sizeBytes);
        if (error != ErrorCode.None)
        {
            return error;
        }

        error = CheckTarget(output.Value, sizeBytes, protection, kind, largest);
        if (error != ErrorCode.None)
        {
            return error;
        }

        if (_owedFlushes != 0)
        {
            return ErrorCode.InvalidState;
        }

        ulong attributes = Descriptor.LeafAttributes(protection, kind, _half == AddressHalf.Upper);
        ulong done = 0;
        while (done < sizeBytes)
        {
            MappingSize size = LargestFit(address.Value + done, output.Value + done, sizeBytes - done, largest);
            error = MapLeaf(address.Value + done, output + done, size, attributes);
            if (error != ErrorCode.None)
            {
                break;
            }

            done += size.Bytes();
            if (size != MappingSize.Block1GiB && done < sizeBytes)
            {
                done += FillTable(address.Value + done, output + done, sizeBytes - done, size, attributes);
            }
        }
        _tlb.PublishTables();
        if (error != ErrorCode.None && done != 0)
        {
            TakeBack(address.Value, done);
        }

        return error;
    }

    /// <summary>
    /// The translation of <paramref name="address"/> (any byte). <see cref="ErrorCode.NotFound"/>: nothing is mapped there.
    /// <see cref="ErrorCode.InvalidArgument"/>: not an address of this half.
    /// </summary>
    public readonly Result<Translation> Translate(VirtualAddress address)
    {
        if (_root == 0 || address.Value >> 48 != _highBits)
        {
            return ErrorCode.InvalidArgument;
        }

        EntryPath path = default;
        Descriptor leaf = Walk(address.Value, ref path, out int level);
        if (!leaf.IsValid)
        {
            return ErrorCode.NotFound;
        }

        ulong offset = address.Value & (LevelBytes(level) - 1);
        return new Translation(leaf.Address + offset, (MappingSize)level, leaf);
    }

    private static ulong LevelBytes(int level) => 1ul << MappingSizes.LevelShift(level);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static MappingSize LargestFit(ulong address, ulong output, ulong sizeBytes, MappingSize largest)
    {
        ulong both = address | output;
        for (MappingSize size = largest; size < MappingSize.Page4KiB; size++)
        {
            if ((both & (size.Bytes() - 1)) == 0 && sizeBytes >= size.Bytes())
            {
                return size;
            }
        }

        return MappingSize.Page4KiB;
    }

    // Ranges are checked by their last byte: the upper half ends at 2^64, where an exclusive end would wrap.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ErrorCode CheckRange(ulong address, ulong sizeBytes)
    {
        if (_root == 0 || sizeBytes == 0 || ((address | sizeBytes) & FrameSize.Mask) != 0)
        {
            return ErrorCode.InvalidArgument;
        }

        ulong last = address + (sizeBytes - 1);
        bool inHalf = address >> 48 == _highBits && last >> 48 == _highBits && last > address;
        return inHalf ? ErrorCode.None : ErrorCode.InvalidArgument;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ErrorCode CheckTarget(
        ulong output, ulong sizeBytes, Protection protection, MemoryKind kind, MappingSize largest)
    {
        bool fits = (output & FrameSize.Mask) == 0 && output < _outputLimitExclusive && sizeBytes <= _outputLimitExclusive - output;
        bool allowed = _half == AddressHalf.Lower || !protection.IsUser;
        bool defined = (ulong)kind < MemoryAttributes.KindCount
            && largest >= MappingSize.Block1GiB && largest <= MappingSize.Page4KiB;
        return fits && allowed && defined ? ErrorCode.None : ErrorCode.InvalidArgument;
    }

    // Reads down to the entry that decides about the address: a leaf, or an invalid entry at any level.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Descriptor Walk(ulong address, scoped ref EntryPath path, out int level)
    {
        ulong table = _root;
        for (level = 0; ; level++)
        {
            ulong entry = EntryAddress(table, address, level);
            path[level] = entry;
            Descriptor descriptor = Read(entry);
            if (level == LeafLevel || !descriptor.IsTable)
            {
                return descriptor;
            }

            table = descriptor.Address.Value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong EntryAddress(ulong table, ulong address, int level)
        => table + (((address >> MappingSizes.LevelShift(level)) & 511) << 3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Descriptor Read(ulong entry) => new(_memory.Read64(new PhysicalAddress(entry)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(ulong entry, Descriptor descriptor) => _memory.Write64(new PhysicalAddress(entry), descriptor.Bits);

    // The leaf before address is entered. Enters those of its size after it in the same table, without a walk for each, up to an
    // entry that is taken. A larger leaf could begin only in the next table. Returns the bytes entered.
    private ulong FillTable(ulong address, PhysicalAddress output, ulong sizeBytes, MappingSize size, ulong attributes)
    {
        EntryPath path = default;
        int level = (int)size;
        ulong step = LevelBytes(level);
        _ = Walk(address - step, ref path, out _);
        ulong tableMask = LevelBytes(level - 1) - 1;
        ulong left = (tableMask + 1 - (address & tableMask)) & tableMask;
        left = left < sizeBytes ? left : sizeBytes;
        ulong entry = path[level] + 8;
        ulong leaf = Descriptor.Leaf(output, size, attributes).Bits;
        ulong done = 0;
        for (; left - done >= step && !Read(entry).IsValid; done += step, entry += 8)
        {
            Write(entry, new Descriptor(leaf + done));
        }

        ulong entered = done >> MappingSizes.LevelShift(level);
        ulong table = path[level - 1];
        Write(table, Read(table).WithMore((uint)entered));
        _statistics.Count(level, entered);
        return done;
    }

    // One leaf. Missing tables are built out of sight and linked with a single store, so a failure leaves no trace.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ErrorCode MapLeaf(ulong address, PhysicalAddress output, MappingSize size, ulong attributes)
    {
        if (_half == AddressHalf.Lower && address < FrameSize.Bytes)
        {
            return ErrorCode.InvalidArgument;
        }

        EntryPath path = default;
        Descriptor found = Walk(address, ref path, out int level);
        // Below the wanted level, a table, never an empty one, takes the leaf's place.
        if (found.IsValid || level > (int)size)
        {
            return ErrorCode.AlreadyExists;
        }

        Descriptor entry = Descriptor.Leaf(output, size, attributes);
        if (level < (int)size)
        {
            Result<Descriptor> chain = BuildChain(address, entry, level, (int)size);
            if (!chain.IsOk)
            {
                return chain.Error;
            }

            entry = chain.Value;
            _tlb.PublishTables();
        }
        Write(path[level], entry);
        if (level > 0)
        {
            Write(path[level - 1], Read(path[level - 1]).WithOneMore);
        }

        _statistics.Count((int)size, 1);
        return ErrorCode.None;
    }

    // Builds tables for the levels below top down to the leaf's, each with one entry; returns the descriptor of the topmost.
    private Result<Descriptor> BuildChain(ulong address, Descriptor leaf, int top, int leafLevel)
    {
        Descriptor entry = leaf;
        for (int level = leafLevel; level > top; level--)
        {
            Result<PhysicalAddress> table = AllocateTable();
            if (!table.IsOk)
            {
                DropChain(address, entry, level + 1, leafLevel);
                return table.Error;
            }
            Write(EntryAddress(table.Value.Value, address, level), entry);
            entry = Descriptor.Table(table.Value, 1);
        }
        return Result<Descriptor>.Ok(entry);
    }

    // Frees the tables of an unfinished chain, from the one at level down to the leaf's.
    private void DropChain(ulong address, Descriptor entry, int level, int leafLevel)
    {
        for (; level <= leafLevel; level++)
        {
            PhysicalAddress table = entry.Address;
            entry = Read(EntryAddress(table.Value, address, level));
            FreeTable(table);
        }
    }

    private Result<PhysicalAddress> AllocateTable()
    {
        Result<PhysicalAddress> table = _frames.AllocateTable();
        if (table.IsOk)
        {
            _statistics.CountTable();
        }

        return table;
    }

    private void FreeTable(PhysicalAddress table)
    {
        _middleGigabyte = 0;
        _frames.FreeTable(table);
        _statistics.TableFrames--;
    }
}

/// <summary>Physical addresses of the entries that a walk read, indexed by level; those below the walk's end are meaningless.</summary>
[InlineArray(4)]
internal struct EntryPath
{
    private ulong _first;
}
