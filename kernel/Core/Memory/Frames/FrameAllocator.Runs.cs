// Contiguous runs: several frames in a row, aligned, below a limit when a device needs that. Whole 2 MiB blocks come
// straight from the summary; a first-fit search, which skips full and whole blocks, finds everything else.

using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using RustKernel.Memory.Map;

namespace RustKernel.Memory.Frames;

public partial struct FrameAllocator<TMemory>
{
    /// <summary>
    /// Allocates <paramref name="frames"/> frames in a row, contents undefined, the first at a multiple of
    /// <paramref name="alignmentBytes"/> (a power of two, at least 4096), all below <paramref name="limitExclusive"/>.
    /// Takes the lowest place that fits. 512 frames aligned to 2 MiB or less take constant time; the time for other runs
    /// grows with the number of partly used blocks. <see cref="ErrorCode.OutOfMemory"/>: no such run is free.
    /// <see cref="ErrorCode.InvalidArgument"/>: no frames, bad alignment, undefined use.
    /// </summary>
    public Result<PhysicalAddress> AllocateRun(
        ulong frames, ulong alignmentBytes, FrameUse use, ulong limitExclusive = MemoryMap.AddressLimitExclusive)
    {
        if ((uint)use >= UseCounters.Count || frames == 0)
        {
            return ErrorCode.InvalidArgument;
        }

        if (alignmentBytes < FrameSize.Bytes || (alignmentBytes & (alignmentBytes - 1)) != 0)
        {
            return ErrorCode.InvalidArgument;
        }

        if (frames > _statistics.FreeFrames)
        {
            return ErrorCode.OutOfMemory;
        }

        bool oneBlock = frames == FrameSize.BlockFrames && alignmentBytes <= FrameSize.BlockBytes;
        for (int i = 0; i < _bankCount; i++)
        {
            ref FrameBank bank = ref _banks[i];
            ulong start = oneBlock ? FindWholeBlock(ref bank, limitExclusive) : NoBlock;
            if (start == NoBlock)
            {
                start = FindRun(ref bank, frames << FrameSize.Shift, alignmentBytes, limitExclusive);
            }

            if (start == NoBlock)
            {
                continue;
            }

            Take(ref bank, start, start + (frames << FrameSize.Shift));
            CountTaken(use, frames);
            return new PhysicalAddress(start);
        }
        return ErrorCode.OutOfMemory;
    }

    /// <summary>
    /// Allocates 1 to <see cref="MostSmallFrames"/> frames in a row, contents undefined, in bounded time: one frame as
    /// <see cref="Allocate"/>; several within one of the <see cref="MostBlocksLooked"/> partly used blocks after the end of
    /// the last search, else within a whole block. With a limit all lie below <paramref name="limitExclusive"/>.
    /// <see cref="ErrorCode.OutOfMemory"/>: none of these has such a run. <see cref="ErrorCode.InvalidArgument"/>: no
    /// frames, or too many; undefined use.
    /// </summary>
    public Result<PhysicalAddress> AllocateSmallRun(
        ulong frames, FrameUse use, ulong limitExclusive = MemoryMap.AddressLimitExclusive)
    {
        if ((uint)use >= UseCounters.Count || frames == 0 || frames > MostSmallFrames)
        {
            return ErrorCode.InvalidArgument;
        }

        if (frames == 1 && limitExclusive == MemoryMap.AddressLimitExclusive)
        {
            return Allocate(use);
        }

        ulong start = FindSmallRun((int)frames, limitExclusive);
        if (start == NoBlock)
        {
            return ErrorCode.OutOfMemory;
        }

        Take(ref _banks[_runBank], start, start + (frames << FrameSize.Shift));
        CountTaken(use, frames);
        return new PhysicalAddress(start);
    }

    // The next search begins at the bank and block of the frames found.
    private ulong FindSmallRun(int frames, ulong limitExclusive)
    {
        for (uint looked = 0; looked < MostBlocksLooked && _bankCount != 0; looked++)
        {
            ulong block = BlockIndex<TMemory>.FindFrom(ref _memory, in _banks[_runBank], FrameBank.Partial, _runBlock);
            if (block == BlockIndex<TMemory>.None || _banks[_runBank].BlockAddress(block + 1) > limitExclusive)
            {
                _runBank = _runBank + 1 == _bankCount ? 0 : _runBank + 1;
                _runBlock = 0;
                continue;
            }

            _runBlock = block;
            ulong start = RunInBlock(ref _banks[_runBank], block, frames);
            if (start != NoBlock)
            {
                return start;
            }

            _runBlock++;
        }

        for (int i = 0; i < _bankCount; i++)
        {
            ulong start = FindWholeBlock(ref _banks[i], limitExclusive);
            if (start != NoBlock)
            {
                _runBank = i;
                _runBlock = _banks[i].BlockOf(start);
                return start;
            }
        }

        return NoBlock;
    }

    // The lowest run in a partly used block, or NoBlock. A bit of the word remains set when enough bits from it on, in this
    // word and the next, are set.
    private readonly ulong RunInBlock(ref FrameBank bank, ulong block, int frames)
    {
        ulong words = bank.WordsOf(block);
        ulong bits = _memory.Read64(new PhysicalAddress(words));
        for (uint i = 0; i < 8; i++)
        {
            ulong next = i < 7 ? _memory.Read64(new PhysicalAddress(words + ((i + 1) * 8))) : 0;
            ulong low = bits;
            ulong high = next;
            for (int have = 1; have < frames;)
            {
                int shift = Math.Min(have, frames - have);
                low &= (low >> shift) | (high << (64 - shift));
                high &= high >> shift;
                have += shift;
            }

            if (low != 0)
            {
                return bank.BlockAddress(block) + (((i * 64ul) + (ulong)BitOperations.TrailingZeroCount(low)) << FrameSize.Shift);
            }

            bits = next;
        }

        return NoBlock;
    }

    /// <summary>A 2 MiB block, aligned to 2 MiB; otherwise as <see cref="AllocateRun"/>.</summary>
    public Result<PhysicalAddress> AllocateBlock(FrameUse use) => AllocateRun(FrameSize.BlockFrames, FrameSize.BlockBytes, use);

    /// <summary>
    /// Allocates a wholly free 2 MiB block, in bounded time; contents undefined. <see cref="ErrorCode.OutOfMemory"/>: there is none.
    /// <see cref="ErrorCode.InvalidArgument"/>: undefined use.
    /// </summary>
    public Result<PhysicalAddress> AllocateWholeBlock(FrameUse use)
    {
        if ((uint)use >= UseCounters.Count)
        {
            return ErrorCode.InvalidArgument;
        }

        for (int i = 0; i < _bankCount; i++)
        {
            ref FrameBank bank = ref _banks[i];
            ulong start = FindWholeBlock(ref bank, MemoryMap.AddressLimitExclusive);
            if (start != NoBlock)
            {
                Take(ref bank, start, start + FrameSize.BlockBytes);
                CountTaken(use, FrameSize.BlockFrames);
                return new PhysicalAddress(start);
            }
        }

        return ErrorCode.OutOfMemory;
    }

    /// <summary>A run filled with zeros; otherwise as <see cref="AllocateRun"/>.</summary>
    public Result<PhysicalAddress> AllocateRunZeroed(
        ulong frames, ulong alignmentBytes, FrameUse use, ulong limitExclusive = MemoryMap.AddressLimitExclusive)
    {
        Result<PhysicalAddress> run = AllocateRun(frames, alignmentBytes, use, limitExclusive);
        if (run.IsOk)
        {
            _memory.Fill(run.Value, frames << FrameSize.Shift, 0);
        }

        return run;
    }

    /// <summary>
    /// Frees <paramref name="frames"/> frames from <paramref name="start"/> on, a whole run or any part of one, all
    /// allocated for <paramref name="use"/>. Errors as <see cref="Free"/>, for the first frame that has one; on error
    /// nothing has changed.
    /// </summary>
    public ErrorCode FreeRun(PhysicalAddress start, ulong frames, FrameUse use)
    {
        ulong address = start.Value;
        if ((uint)use >= UseCounters.Count || frames == 0 || (address & FrameSize.Mask) != 0)
        {
            return ErrorCode.InvalidArgument;
        }

        int index = BankOf(address);
        if (index < 0)
        {
            return ErrorCode.NotOwned;
        }

        ref FrameBank bank = ref _banks[index];
        if (frames > (bank.EndExclusive - address) >> FrameSize.Shift)
        {
            return ErrorCode.NotOwned;
        }

        ulong end = address + (frames << FrameSize.Shift);
        ErrorCode error = CheckTaken(ref bank, address, end);
        if (error != ErrorCode.None)
        {
            return error;
        }

        if (_statistics.Uses[(int)use].Frames < frames)
        {
            return ErrorCode.InvalidArgument;
        }

        if (_poison)
        {
            _memory.Fill(start, frames << FrameSize.Shift, PoisonPattern);
        }

        while (address < end)
        {
            address = GiveToBlock(index, address, end);
        }

        CountGiven(use, frames);
        return ErrorCode.None;
    }

    private readonly bool IsWhole(in FrameBank bank, ulong block) => IsInGroup(bank.GroupOf(block) + FrameBank.Whole, block);

    private readonly bool IsPartial(in FrameBank bank, ulong block) => IsInGroup(bank.GroupOf(block) + FrameBank.Partial, block);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool IsInGroup(ulong word, ulong block)
        => ((_memory.Read64(new PhysicalAddress(word)) >> (int)(block & 63)) & 1) != 0;

    private ulong FindWholeBlock(ref FrameBank bank, ulong limitExclusive)
    {
        ulong block = BlockIndex<TMemory>.Find(ref _memory, in bank, FrameBank.Whole);
        if (block == BlockIndex<TMemory>.None)
        {
            return NoBlock;
        }

        ulong address = bank.BlockAddress(block);
        return address + FrameSize.BlockBytes <= limitExclusive ? address : NoBlock;
    }

    private readonly ulong FindRun(ref FrameBank bank, ulong bytes, ulong alignmentBytes, ulong limitExclusive)
    {
        ulong end = bank.EndExclusive < limitExclusive ? bank.EndExclusive : limitExclusive & ~FrameSize.Mask;
        ulong candidate = bank.Start;
        while (candidate < end)
        {
            candidate = (FirstFree(ref bank, candidate, end) + alignmentBytes - 1) & ~(alignmentBytes - 1);
            // A candidate near 2^64 would wrap, because the alignment may be anything: compare sizes, not ends.
            if (candidate < bank.Start || candidate >= end || end - candidate < bytes)
            {
                return NoBlock;
            }

            ulong obstacle = FirstTaken(ref bank, candidate, candidate + bytes);
            if (obstacle == candidate + bytes)
            {
                return candidate;
            }

            candidate = obstacle + FrameSize.Bytes;
        }
        return NoBlock;
    }

    // The first free frame in [from, end), or end.
    private readonly ulong FirstFree(ref FrameBank bank, ulong from, ulong end)
    {
        while (from < end)
        {
            ulong block = bank.BlockOf(from);
            ulong group = bank.GroupOf(block);
            ulong whole = _memory.Read64(new PhysicalAddress(group + FrameBank.Whole));
            ulong any = (whole | _memory.Read64(new PhysicalAddress(group + FrameBank.Partial))) >> (int)(block & 63);
            if (any == 0)
            {
                from = bank.BlockAddress((block | 63) + 1);
                continue;
            }
            ulong skipped = (ulong)BitOperations.TrailingZeroCount(any);
            if (skipped != 0)
            {
                from = bank.BlockAddress(block + skipped);
            }

            block += skipped;
            if (from >= end)
            {
                break;
            }

            if (((whole >> (int)(block & 63)) & 1) != 0)
            {
                return from;
            }

            ulong blockEnd = bank.BlockAddress(block + 1);
            from = FirstFreeInBlock(ref bank, from, blockEnd);
            if (from < blockEnd)
            {
                break;
            }
        }
        return from < end ? from : end;
    }

    // The first free frame at or after from in its (partly free) block, or the block's end.
    private readonly ulong FirstFreeInBlock(ref FrameBank bank, ulong from, ulong blockEnd)
    {
        while (from < blockEnd)
        {
            int bit = (int)((from >> FrameSize.Shift) & 63);
            ulong bits = _memory.Read64(new PhysicalAddress(bank.WordOf(from))) >> bit;
            if (bits != 0)
            {
                return from + ((ulong)BitOperations.TrailingZeroCount(bits) << FrameSize.Shift);
            }

            from += (ulong)(64 - bit) << FrameSize.Shift;
        }
        return blockEnd;
    }

    // The first frame in [from, end) that is not free, or end.
    private readonly ulong FirstTaken(ref FrameBank bank, ulong from, ulong end)
    {
        while (from < end)
        {
            ulong block = bank.BlockOf(from);
            if (IsWhole(in bank, block))
            {
                from = bank.BlockAddress(block + 1);
                continue;
            }
            if (!IsPartial(in bank, block))
            {
                return from;
            }

            int bit = (int)((from >> FrameSize.Shift) & 63);
            ulong taken = ~_memory.Read64(new PhysicalAddress(bank.WordOf(from))) >> bit;
            if (taken == 0)
            {
                from += (ulong)(64 - bit) << FrameSize.Shift;
                continue;
            }
            from += (ulong)BitOperations.TrailingZeroCount(taken) << FrameSize.Shift;
            break;
        }
        return from < end ? from : end;
    }

    // Marks the free frames [from, end) taken, block by block.
    private void Take(ref FrameBank bank, ulong from, ulong end)
    {
        while (from < end)
        {
            ulong block = bank.BlockOf(from);
            ulong next = bank.BlockAddress(block + 1);
            if (IsWhole(in bank, block))
            {
                OpenBlock(ref bank, block);
            }

            ClearFrames(ref bank, block, from, end < next ? end : next);
            from = next;
        }
        if (_hintWord != 0 && _memory.Read64(new PhysicalAddress(_hintWord)) == 0)
        {
            AdvanceHint();
        }
    }

    // Clears the bits of [from, end), which lie in one open block; returns how many were set.
    private ulong ClearFrames(ref FrameBank bank, ulong block, ulong from, ulong end)
    {
        ulong cleared = 0;
        ulong left = 0;
        ulong address = bank.BlockAddress(block);
        ulong words = bank.WordsOf(block);
        for (ulong i = 0; i < 8; i++, address += 64 * FrameSize.Bytes)
        {
            var word = new PhysicalAddress(words + i * 8);
            ulong bits = _memory.Read64(word);
            ulong taken = bits & FramesWithin(address, from, end);
            cleared += (ulong)BitOperations.PopCount(taken);
            left |= bits & ~taken;
            if (taken != 0)
            {
                _memory.Write64(word, bits & ~taken);
            }
        }
        if (left == 0)
        {
            BlockIndex<TMemory>.Clear(ref _memory, in bank, FrameBank.Partial, block);
        }

        return cleared;
    }

    // None when every frame of [from, end) is allocated.
    private readonly ErrorCode CheckTaken(ref FrameBank bank, ulong from, ulong end)
    {
        for (ulong address = from; address < end;)
        {
            ulong block = bank.BlockOf(address);
            ulong next = bank.BlockAddress(block + 1);
            if (next > end)
            {
                next = end;
            }

            if (IsWhole(in bank, block))
            {
                return ErrorCode.AlreadyFree;
            }

            bool reserved = IsInGroup(bank.GroupOf(block) + FrameBank.Reserved, block);
            for (; address < next; address += FrameSize.Bytes)
            {
                if (reserved && _map.IsReserved(address))
                {
                    return ErrorCode.NotOwned;
                }

                ulong bits = _memory.Read64(new PhysicalAddress(bank.WordOf(address)));
                if (!reserved && bits == 0 && IsWordStart(address) && next - address >= 64 * FrameSize.Bytes)
                {
                    address += 63 * FrameSize.Bytes;
                    continue;
                }
                if (((bits >> (int)((address >> FrameSize.Shift) & 63)) & 1) != 0)
                {
                    return ErrorCode.AlreadyFree;
                }
            }
        }
        return ErrorCode.None;
    }

    private static bool IsWordStart(ulong address) => (address & (64 * FrameSize.Bytes - 1)) == 0;

    // Sets the bits of the part of [from, end) in the block of from; returns where the next block begins.
    private ulong GiveToBlock(int index, ulong from, ulong end)
    {
        ref FrameBank bank = ref _banks[index];
        ulong block = bank.BlockOf(from);
        ulong next = bank.BlockAddress(block + 1);
        if (next < end)
        {
            end = next;
        }

        ulong address = bank.BlockAddress(block);
        ulong words = bank.WordsOf(block);
        for (ulong i = 0; i < 8; i++, address += 64 * FrameSize.Bytes)
        {
            ulong given = FramesWithin(address, from, end);
            if (given == 0)
            {
                continue;
            }

            var word = new PhysicalAddress(words + i * 8);
            _memory.Write64(word, _memory.Read64(word) | given);
        }
        BlockIndex<TMemory>.Set(ref _memory, in bank, FrameBank.Partial, block);
        CloseIfWhole(index, block);
        return next;
    }
}
