// The physical frame allocator: allocates 4 KiB frames, aligned runs and 2 MiB blocks from every bank of RAM. Owns the
// bitmaps (FrameBank.cs draws their layout), which lie in RAM and are reached only through TMemory, so the same code
// runs on an emulated machine. This part: state, single frames, statistics. It takes no lock: callers hold the kernel
// lock or are alone.

using System.Numerics;
using System.Runtime.CompilerServices;
using RustKernel.Memory.Map;

namespace RustKernel.Memory.Frames;

/// <summary>
/// Bitmap allocator over all banks. All members may be called in any context that holds the kernel lock; none blocks.
/// The zero value is an allocator without memory: everything fails with <see cref="ErrorCode.OutOfMemory"/> or
/// <see cref="ErrorCode.NotOwned"/> until <see cref="Initialize"/>. About 8 KiB with its map: keep it in a static.
/// </summary>
public partial struct FrameAllocator<TMemory>
    where TMemory : struct, IPhysicalMemory
{
    /// <summary>The pattern that fills a freed frame when poisoning is on: no valid descriptor, no canonical address.</summary>
    public const ulong PoisonPattern = 0xDEAD_F4EE_DEAD_F4EE;

    private const ulong NoBlock = ulong.MaxValue;

    /// <summary>Most frames of <see cref="AllocateSmallRun"/>.</summary>
    public const ulong MostSmallFrames = 64;

    /// <summary>How many partly used blocks <see cref="AllocateSmallRun"/> searches.</summary>
    public const uint MostBlocksLooked = 32;

    private TMemory _memory;

    // Where the search for a small run continues.
    private int _runBank;
    private ulong _runBlock;

    // The hint: the bitmap word that single frames come from. It has at least one bit set, or _hintWord is 0 (no hint).
    private ulong _hintWord;
    private ulong _hintFrame;
    private ulong _hintBlock;
    private int _hintBank;

    // A 2 MiB block counted from address 0 (or NoBlock), the address of its bitmap words, and which of its frames are reserved or
    // outside its bank. With these, freeing a frame of that block, the usual case, takes one word. It is the hint's block, or one
    // with reserved frames to which two frames returned one after the other.
    private ulong _fastBlock;
    private ulong _fastWords;
    private BlockWords _fastForeign;
    private bool _fastIsHint;

    // The block with reserved frames to which FreeWithCare last returned a frame (or NoBlock), counted from address 0.
    private ulong _carefulBlock;

    // A copy of the bank (whose geometry never changes) to which a frame last returned other than through the hint; an
    // empty one while poisoning.
    private FrameBank _freeBank;

    private bool _poison;
    private int _bankCount;
    private FrameStatistics _statistics;
    private FrameBankTable _banks;
    private MemoryMap _map;

    /// <summary>Exact counters now; O(1).</summary>
    public readonly FrameStatistics Statistics => _statistics;

    /// <summary>Frames that can be allocated now.</summary>
    public readonly ulong FreeFrames => _statistics.FreeFrames;

    /// <summary>True when part of the range is RAM of any bank, reserved or not; a range that wraps counts as RAM.</summary>
    public readonly bool OverlapsRam(ulong start, ulong sizeBytes)
    {
        if (start + sizeBytes < start)
        {
            return true;
        }

        for (int i = 0; i < _map.BankCount; i++)
        {
            MemoryRange bank = _map.Bank(i);
            if (start < bank.EndExclusive && start + sizeBytes > bank.Start)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>When true every freed frame is overwritten with <see cref="PoisonPattern"/>; may be switched at any time.</summary>
    public bool PoisonOnFree
    {
        readonly get => _poison;
        set
        {
            _poison = value;
            _freeBank = default;
        }
    }

    /// <summary>
    /// Allocates one frame, contents undefined, for <paramref name="use"/>. <see cref="ErrorCode.OutOfMemory"/>:
    /// none is free. <see cref="ErrorCode.InvalidArgument"/>: undefined use.
    /// </summary>
    public Result<PhysicalAddress> Allocate(FrameUse use)
    {
        if ((uint)use >= UseCounters.Count)
        {
            return ErrorCode.InvalidArgument;
        }

        if (_hintWord == 0 && !OpenNextBlock())
        {
            return ErrorCode.OutOfMemory;
        }

        ulong word = _hintWord;
        ulong bits = _memory.Read64(new PhysicalAddress(word));
        ulong frame = _hintFrame + ((ulong)BitOperations.TrailingZeroCount(bits) << FrameSize.Shift);
        bits &= bits - 1;
        _memory.Write64(new PhysicalAddress(word), bits);
        if (bits == 0)
        {
            AdvanceHint();
        }

        CountTaken(use, 1);
        return new PhysicalAddress(frame);
    }

    /// <summary>Allocates one frame filled with zeros; otherwise as <see cref="Allocate"/>.</summary>
    public Result<PhysicalAddress> AllocateZeroed(FrameUse use)
    {
        Result<PhysicalAddress> frame = Allocate(use);
        if (frame.IsOk)
        {
            _memory.Fill(frame.Value, FrameSize.Bytes, 0);
        }

        return frame;
    }

    /// <summary>
    /// Frees the frame at <paramref name="frame"/>, which was allocated for <paramref name="use"/>.
    /// <see cref="ErrorCode.AlreadyFree"/>: it is free (double free). <see cref="ErrorCode.NotOwned"/>: outside all banks,
    /// or reserved since start-up (foreign free). <see cref="ErrorCode.InvalidArgument"/>: not frame-aligned, or no frame
    /// is allocated for that use. On error nothing has changed.
    /// </summary>
    public ErrorCode Free(PhysicalAddress frame, FrameUse use)
    {
        ulong address = frame.Value;
        if ((uint)use >= UseCounters.Count || (address & FrameSize.Mask) != 0)
        {
            return ErrorCode.InvalidArgument;
        }

        if (address >> FrameSize.BlockShift != _fastBlock)
        {
            return FreeElsewhere(address, use);
        }

        uint index = (uint)(address >> 18) & 7;
        var word = new PhysicalAddress(_fastWords + index * 8);
        ulong bit = 1ul << (int)((address >> FrameSize.Shift) & 63);
        // Reserved, or from the bank that shares this block with the hint's: the slow way finds out.
        if ((_fastForeign[(int)index] & bit) != 0)
        {
            return FreeElsewhere(address, use);
        }

        ulong old = _memory.Read64(word);
        ulong bits = old | bit;
        if (bits == old)
        {
            return ErrorCode.AlreadyFree;
        }
        // For a block other than the hint's, the summary may have to change.
        if ((old == 0 || bits == ulong.MaxValue) && !_fastIsHint)
        {
            return FreeElsewhere(address, use);
        }

        if (_statistics.Uses[(int)use].Frames == 0)
        {
            return ErrorCode.InvalidArgument;
        }

        _memory.Write64(word, bits);
        if (_poison)
        {
            _memory.Fill(frame, FrameSize.Bytes, PoisonPattern);
        }

        CountGiven(use, 1);
        return ErrorCode.None;
    }

    // A frame of another block than the hint's, in the bank of the last such one, when no summary changes: no call, no loop.
    // Leaves everything else to FreeWithCare, before it writes anything.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ErrorCode FreeElsewhere(ulong address, FrameUse use)
    {
        ref FrameBank bank = ref _freeBank;
        if (address < bank.Start || address >= bank.EndExclusive)
        {
            return FreeWithCare(address, use);
        }

        ulong block = bank.BlockOf(address);
        ulong group = bank.GroupOf(block);
        ulong special = _memory.Read64(new PhysicalAddress(group + FrameBank.Reserved))
            | _memory.Read64(new PhysicalAddress(group + FrameBank.Whole));
        var word = new PhysicalAddress(bank.WordOf(address));
        ulong old = _memory.Read64(word);
        ulong bits = old | (1ul << (int)((address >> FrameSize.Shift) & 63));
        bool plain = ((special >> (int)(block & 63)) & 1) == 0 && old != 0 && bits != old && bits != ulong.MaxValue;
        if (!plain || _statistics.Uses[(int)use].Frames == 0)
        {
            return FreeWithCare(address, use);
        }

        _memory.Write64(word, bits);
        CountGiven(use, 1);
        return ErrorCode.None;
    }

    // Any frame: looks up its bank, checks it against the summary, updates the summary.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ErrorCode FreeWithCare(ulong address, FrameUse use)
    {
        int index = BankOf(address);
        if (index < 0)
        {
            return ErrorCode.NotOwned;
        }

        ref FrameBank bank = ref _banks[index];
        if (!_poison)
        {
            _freeBank = bank;
        }

        ulong block = bank.BlockOf(address);
        bool reserved = BlockIndex<TMemory>.IsSet(ref _memory, in bank, FrameBank.Reserved, block);
        if (reserved && _map.IsReserved(address))
        {
            return ErrorCode.NotOwned;
        }

        if (IsWhole(in bank, block))
        {
            return ErrorCode.AlreadyFree;
        }

        var word = new PhysicalAddress(bank.WordOf(address));
        ulong old = _memory.Read64(word);
        ulong bits = old | (1ul << (int)((address >> FrameSize.Shift) & 63));
        if (bits == old)
        {
            return ErrorCode.AlreadyFree;
        }

        if (_statistics.Uses[(int)use].Frames == 0)
        {
            return ErrorCode.InvalidArgument;
        }

        _memory.Write64(word, bits);
        if (old == 0)
        {
            BlockIndex<TMemory>.Set(ref _memory, in bank, FrameBank.Partial, block);
        }

        if (bits == ulong.MaxValue)
        {
            CloseIfWhole(index, block);
        }

        if (_poison)
        {
            _memory.Fill(new PhysicalAddress(address), FrameSize.Bytes, PoisonPattern);
        }

        CountGiven(use, 1);
        if (reserved)
        {
            RememberCareful(index, block);
        }

        return ErrorCode.None;
    }

    // When a block with reserved frames gets a frame back twice in a row, looks up the reservations of all its frames.
    private void RememberCareful(int index, ulong block)
    {
        ref FrameBank bank = ref _banks[index];
        ulong number = bank.BlockAddress(block) >> FrameSize.BlockShift;
        if (number == _carefulBlock && number != _fastBlock)
        {
            MakeFast(ref bank, block, index == _hintBank && block == _hintBlock);
        }

        _carefulBlock = number;
    }

    private void MakeFast(ref FrameBank bank, ulong block, bool isHint)
    {
        _fastBlock = bank.BlockAddress(block) >> FrameSize.BlockShift;
        _fastWords = bank.WordsOf(block);
        _fastIsHint = isHint;
        NoteForeignFrames(ref bank, block);
    }

    // The hint's word is empty: the next word of the same block, or no hint.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AdvanceHint()
    {
        ref FrameBank bank = ref _banks[_hintBank];
        if (PointHintInto(ref bank, _hintBlock))
        {
            return;
        }

        BlockIndex<TMemory>.Clear(ref _memory, in bank, FrameBank.Partial, _hintBlock);
        _hintWord = 0;
        _hintBlock = NoBlock;
        if (_fastIsHint)
        {
            _fastBlock = NoBlock;
        }
    }

    // Makes some block with free frames the hint: partly used ones first, so that whole ones stay whole.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool OpenNextBlock()
    {
        for (int i = 0; i < _bankCount; i++)
        {
            ulong block = BlockIndex<TMemory>.Find(ref _memory, in _banks[i], FrameBank.Partial);
            if (block != BlockIndex<TMemory>.None)
            {
                return SetHint(i, block);
            }
        }
        for (int i = 0; i < _bankCount; i++)
        {
            ref FrameBank bank = ref _banks[i];
            ulong block = BlockIndex<TMemory>.Find(ref _memory, in bank, FrameBank.Whole);
            if (block == BlockIndex<TMemory>.None)
            {
                continue;
            }

            OpenBlock(ref bank, block);
            return SetHint(i, block);
        }
        return false;
    }

    private bool SetHint(int index, ulong block)
    {
        ref FrameBank bank = ref _banks[index];
        _hintBank = index;
        _hintBlock = block;
        MakeFast(ref bank, block, isHint: true);
        return PointHintInto(ref bank, block);
    }

    // Fills _fastForeign: the block's frames outside the bank, and the reserved ones if the summary says there are any.
    private void NoteForeignFrames(ref FrameBank bank, ulong block)
    {
        bool reserved = BlockIndex<TMemory>.IsSet(ref _memory, in bank, FrameBank.Reserved, block);
        ulong address = bank.BlockAddress(block);
        for (int i = 0; i < 8; i++, address += 64 * FrameSize.Bytes)
        {
            ulong foreign = ~FramesWithin(address, bank.Start, bank.EndExclusive);
            for (int r = 0; reserved && r < _map.ReservationCount; r++)
            {
                MemoryRange range = _map.Reservation(r).Range;
                foreign |= FramesWithin(address, range.Start, range.EndExclusive);
            }
            _fastForeign[i] = foreign;
        }
    }

    private bool PointHintInto(ref FrameBank bank, ulong block)
    {
        ulong words = bank.WordsOf(block);
        for (ulong i = 0; i < 8; i++)
        {
            if (_memory.Read64(new PhysicalAddress(words + i * 8)) == 0)
            {
                continue;
            }

            _hintWord = words + i * 8;
            _hintFrame = bank.BlockAddress(block) + (i << 18);
            return true;
        }
        return false;
    }

    // Turns a wholly free block into a partly free one: its bitmap words become valid, all bits set.
    private void OpenBlock(ref FrameBank bank, ulong block)
    {
        BlockIndex<TMemory>.Clear(ref _memory, in bank, FrameBank.Whole, block);
        _memory.Fill(new PhysicalAddress(bank.WordsOf(block)), 64, ulong.MaxValue);
        BlockIndex<TMemory>.Set(ref _memory, in bank, FrameBank.Partial, block);
    }

    // Turns a partly free block whose frames are all free into a wholly free one. The hint's block stays open:
    // otherwise a lone allocate-and-free pair would open and close it each time. Runs find it anyway.
    private void CloseIfWhole(int index, ulong block)
    {
        if (index == _hintBank && block == _hintBlock)
        {
            return;
        }

        ref FrameBank bank = ref _banks[index];
        ulong words = bank.WordsOf(block);
        for (ulong i = 0; i < 8; i++)
        {
            if (_memory.Read64(new PhysicalAddress(words + i * 8)) != ulong.MaxValue)
            {
                return;
            }
        }

        BlockIndex<TMemory>.Clear(ref _memory, in bank, FrameBank.Partial, block);
        BlockIndex<TMemory>.Set(ref _memory, in bank, FrameBank.Whole, block);
    }

    private int BankOf(ulong address)
    {
        for (int i = 0; i < _bankCount; i++)
        {
            if (address < _banks[i].EndExclusive)
            {
                return address >= _banks[i].Start ? i : -1;
            }
        }

        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CountTaken(FrameUse use, ulong frames)
    {
        ulong free = _statistics.FreeFrames - frames;
        _statistics.FreeFrames = free;
        if (free < _statistics.LowestFreeFrames)
        {
            _statistics.LowestFreeFrames = free;
        }

        ref UseCounter counter = ref _statistics.Uses[(int)use];
        ulong used = counter.Frames + frames;
        counter.Frames = used;
        if (used > counter.PeakFrames)
        {
            counter.PeakFrames = used;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CountGiven(FrameUse use, ulong frames)
    {
        _statistics.FreeFrames += frames;
        _statistics.Uses[(int)use].Frames -= frames;
    }
}

/// <summary>Eight words, 512 bits.</summary>
[InlineArray(8)]
internal struct BlockWords
{
    private ulong _first;
}

/// <summary><see cref="MemoryMap.MaxBanks"/> banks in place.</summary>
[InlineArray(MemoryMap.MaxBanks)]
internal struct FrameBankTable
{
    private FrameBank _first;
}
