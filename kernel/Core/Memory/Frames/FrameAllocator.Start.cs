// Start-up of the frame allocator: places its bitmaps in a bank, marks every whole block free in the summary and
// removes the reservations. Costs one record per 128 MiB and work per reserved block; it walks no bitmap.

using RustKernel.Memory.Map;

namespace RustKernel.Memory.Frames;

public partial struct FrameAllocator<TMemory>
{
    /// <summary>
    /// Starts over with the RAM of <paramref name="map"/>; the allocator keeps a copy. All banks must be reachable through
    /// <paramref name="memory"/>. The reservations give the uses of the frames already taken; the bitmaps appear as
    /// <see cref="FrameUse.FrameAllocator"/>. <see cref="ErrorCode.NotFound"/>: no bank. <see cref="ErrorCode.OutOfMemory"/>:
    /// no usable range below <paramref name="storageLimitExclusive"/> is large enough for the bitmaps (64 bytes per 2 MiB, and
    /// a little), or the map has no room for one more reservation.
    /// </summary>
    /// <param name="map">Banks and reservations.</param>
    /// <param name="memory">Access to RAM.</param>
    /// <param name="storageLimitExclusive">The bitmaps lie below this address.</param>
    public ErrorCode Initialize(in MemoryMap map, TMemory memory, ulong storageLimitExclusive = MemoryMap.AddressLimitExclusive)
    {
        bool poison = _poison;
        this = default;
        _poison = poison;
        _memory = memory;
        _hintBlock = NoBlock;
        _fastBlock = NoBlock;
        _carefulBlock = NoBlock;
        if (map.BankCount == 0)
        {
            return ErrorCode.NotFound;
        }

        _map = map;
        ulong storageBytes = (LayOut(0) + FrameSize.Mask) & ~FrameSize.Mask;
        Result<PhysicalAddress> storage = PlaceStorage(storageBytes, storageLimitExclusive);
        if (!storage.IsOk)
        {
            return storage.Error;
        }

        ErrorCode error = _map.Reserve(new MemoryRange(storage.Value.Value, storageBytes), FrameUse.FrameAllocator);
        if (error != ErrorCode.None)
        {
            return error;
        }

        LayOut(storage.Value.Value);
        _bankCount = _map.BankCount;
        for (int i = 0; i < _bankCount; i++)
        {
            MarkAllFree(ref _banks[i]);
        }

        _statistics.TotalFrames = _map.TotalFrames;
        _statistics.FreeFrames = _statistics.TotalFrames;
        _statistics.LowestFreeFrames = _statistics.TotalFrames;
        for (int i = 0; i < _map.ReservationCount; i++)
        {
            TakeOut(_map.Reservation(i));
        }

        _statistics.ReservedFrames = _statistics.TotalFrames - _statistics.FreeFrames;
        return ErrorCode.None;
    }

    // Lays out all banks with their storage one after another from the given address; returns the bytes needed.
    private ulong LayOut(ulong storage)
    {
        ulong next = storage;
        for (int i = 0; i < _map.BankCount; i++)
        {
            _banks[i] = new FrameBank(_map.Bank(i), next);
            next += _banks[i].StorageBytes;
        }
        return next - storage;
    }

    private readonly Result<PhysicalAddress> PlaceStorage(ulong bytes, ulong limitExclusive)
    {
        ulong from = 0;
        while (true)
        {
            Result<MemoryRange> usable = _map.NextUsable(from);
            if (!usable.IsOk || usable.Value.Start + bytes > limitExclusive)
            {
                return ErrorCode.OutOfMemory;
            }

            if (usable.Value.SizeBytes >= bytes)
            {
                return new PhysicalAddress(usable.Value.Start);
            }

            from = usable.Value.EndExclusive;
        }
    }

    // Blocks that lie wholly in the bank become whole; the first and the last, when they extend beyond it, partial.
    private void MarkAllFree(ref FrameBank bank)
    {
        _memory.Fill(new PhysicalAddress(bank.Groups), bank.Bits + bank.StorageBytes - bank.Groups, 0);
        ulong firstWhole = bank.Start == bank.Base ? 0ul : 1ul;
        ulong endWhole = (bank.EndExclusive - bank.Base) >> FrameSize.BlockShift;
        for (ulong group = firstWhole >> 6; group << 6 < endWhole; group++)
        {
            ulong mask = ulong.MaxValue;
            if (group << 6 < firstWhole)
            {
                mask <<= (int)(firstWhole & 63);
            }

            if (endWhole - (group << 6) < 64)
            {
                mask &= (1ul << (int)(endWhole & 63)) - 1;
            }

            if (mask == 0)
            {
                continue;
            }
            // One call updates the levels above; the rest of the word needs no further climb.
            BlockIndex<TMemory>.Set(ref _memory, in bank, FrameBank.Whole, group << 6);
            _memory.Write64(new PhysicalAddress(bank.Groups + group * FrameBank.GroupBytes + FrameBank.Whole), mask);
        }
        if (firstWhole != 0)
        {
            MarkEdge(ref bank, 0);
        }

        if (endWhole < bank.Blocks && endWhole >= firstWhole)
        {
            MarkEdge(ref bank, endWhole);
        }
    }

    // A block that lies only partly in the bank.
    private void MarkEdge(ref FrameBank bank, ulong block)
    {
        ulong address = bank.BlockAddress(block);
        ulong words = bank.WordsOf(block);
        for (ulong i = 0; i < 8; i++, address += 64 * FrameSize.Bytes)
        {
            _memory.Write64(new PhysicalAddress(words + i * 8), FramesWithin(address, bank.Start, bank.EndExclusive));
        }

        BlockIndex<TMemory>.Set(ref _memory, in bank, FrameBank.Partial, block);
    }

    // Of the 64 frames from the given address, the bits of those in [start, endExclusive).
    private static ulong FramesWithin(ulong address, ulong start, ulong endExclusive)
    {
        ulong wordEnd = address + 64 * FrameSize.Bytes;
        if (start >= wordEnd || endExclusive <= address)
        {
            return 0;
        }

        ulong bits = ulong.MaxValue;
        if (start > address)
        {
            bits <<= (int)((start - address) >> FrameSize.Shift);
        }

        if (endExclusive < wordEnd)
        {
            bits &= ulong.MaxValue >> (int)((wordEnd - endExclusive) >> FrameSize.Shift);
        }

        return bits;
    }

    // Takes the frames of a reservation that are still free, in every bank it touches, and counts them for its use.
    private void TakeOut(Reservation reservation)
    {
        for (int i = 0; i < _bankCount; i++)
        {
            ref FrameBank bank = ref _banks[i];
            if (!reservation.Range.Overlaps(new MemoryRange(bank.Start, bank.EndExclusive - bank.Start)))
            {
                continue;
            }

            ulong start = reservation.Range.Start > bank.Start ? reservation.Range.Start : bank.Start;
            ulong end = reservation.Range.EndExclusive < bank.EndExclusive ? reservation.Range.EndExclusive : bank.EndExclusive;
            ulong before = _statistics.FreeFrames;
            while (start < end)
            {
                start = TakeOutOfBlock(ref bank, start, end);
            }

            ulong taken = before - _statistics.FreeFrames;
            _statistics.FreeFrames = before;
            CountTaken(reservation.Use, taken);
        }
    }

    // The part of [start, end) in the block of start; returns where the next block begins.
    private ulong TakeOutOfBlock(ref FrameBank bank, ulong start, ulong end)
    {
        ulong block = bank.BlockOf(start);
        ulong next = bank.BlockAddress(block + 1);
        ulong until = end < next ? end : next;
        var reserved = new PhysicalAddress(bank.GroupOf(block) + FrameBank.Reserved);
        _memory.Write64(reserved, _memory.Read64(reserved) | (1ul << (int)(block & 63)));
        if (IsWhole(in bank, block))
        {
            OpenBlock(ref bank, block);
        }
        else if (!IsPartial(in bank, block))
        {
            return next;
        }

        _statistics.FreeFrames -= ClearFrames(ref bank, block, start, until);
        return next;
    }
}
