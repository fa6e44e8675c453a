// The kernel heap: raw blocks of any size, for data whose size is known only at run time. Free lists by size class,
// boundary tags for coalescing, guard words to catch overruns. Works on physical addresses through TMemory (the direct
// map on the target). Takes no lock: callers hold the kernel lock or are alone.
//
//   region   | region header 16 | block | block | ... | end tag 16 |          one contiguous run of frames
//   used     | tag 8 | seal 8 | payload ... | guard 8 | padding |             seal = request size, XORed with place and secret
//   free     | tag 8 | seal 8 | next 8 | previous 8 | ... | size 8 |          seal = FreeSeal, XORed with place
//   tag      block size in bytes (a multiple of 16) | UsedBit | PreviousFreeBit | FirstBit
//
// Blocks and payloads lie on multiples of 16. The end tag is a used block of size 0, so coalescing stops there.

using System.Numerics;
using System.Runtime.CompilerServices;
using RustKernel.Memory.Frames;

namespace RustKernel.Memory.Heap;

/// <summary>
/// Variable-size allocation. The zero value fails until <see cref="Initialize"/>. The heap takes memory from the
/// source when it needs some, and returns regions that become empty, except one. Callable in any context that holds
/// the kernel lock.
/// </summary>
public struct KernelHeap<TMemory, TSource>
    where TMemory : struct, IPhysicalMemory
    where TSource : struct, IHeapSource
{
    /// <summary>Largest request in bytes, including alignment: 1 GiB.</summary>
    public const ulong MaxRequestBytes = 1ul << 30;

    private const ulong UsedBit = 1;
    private const ulong PreviousFreeBit = 2;
    private const ulong FirstBit = 4;
    private const ulong SizeMask = ~15ul;
    private const ulong HeaderBytes = 16;
    private const ulong GuardBytes = 8;
    private const ulong RegionOverheadBytes = 32;

    // A free block holds tag, seal, two links and its size at the end.
    private const ulong MinBlockBytes = 48;
    private const ulong UsedSeal = 0x5EA1_ED00_0000_0000;
    private const ulong FreeSeal = 0xF4EE_F4EE_0000_0000;
    private const ulong GuardWord = 0xB0A7_D06B_A4C0_FFEE;
    private const ulong GrowthFrames = 16;

    private TMemory _memory;
    private TSource _source;
    private bool _ready;
    private ulong _nonEmptyClasses;
    private HeapStatistics _statistics;
    private FreeListHeads _heads;

    /// <summary>Counters now; O(1).</summary>
    public readonly HeapStatistics Statistics => _statistics;

    /// <summary>
    /// Makes the heap ready and empty, with <paramref name="source"/> to grow from.
    /// <see cref="ErrorCode.InvalidState"/>: it is in use.
    /// </summary>
    public ErrorCode Initialize(TMemory memory, TSource source)
    {
        if (_statistics.Regions != 0)
        {
            return ErrorCode.InvalidState;
        }

        this = default;
        _memory = memory;
        _source = source;
        _ready = true;
        return ErrorCode.None;
    }

    /// <summary>
    /// Allocates at least <paramref name="sizeBytes"/> bytes at a multiple of <paramref name="alignmentBytes"/> (a power of
    /// two; less than 16 counts as 16), contents undefined. <see cref="ErrorCode.OutOfMemory"/>: the source is exhausted.
    /// <see cref="ErrorCode.InvalidArgument"/>: size 0, bad alignment, or together above <see cref="MaxRequestBytes"/>.
    /// <see cref="ErrorCode.InvalidState"/>: not initialised. <see cref="ErrorCode.Corrupt"/>: a free block was written to.
    /// </summary>
    public Result<PhysicalAddress> Allocate(ulong sizeBytes, ulong alignmentBytes = 16)
    {
        if (sizeBytes - 1 >= MaxRequestBytes || alignmentBytes != 16)
        {
            return AllocateUnusual(sizeBytes, alignmentBytes);
        }

        ulong size = BlockSizeFor(sizeBytes);
        ulong block = FindFree(size);
        if (block == 0)
        {
            Result<ulong> grown = FindAfterGrowth(size);
            if (!grown.IsOk)
            {
                return grown.Error;
            }

            block = grown.Value;
        }
        ulong tag = Read(block);
        if (!IsSoundFree(block, tag))
        {
            return ErrorCode.Corrupt;
        }

        ulong rest = (tag & SizeMask) - size;
        if (rest < MinBlockBytes)
        {
            Unlink(block, tag & SizeMask);
            return Use(block, tag, tag & SizeMask, sizeBytes);
        }
        // The used block is cut from the end, so that the free one stays in place, usually even on its list.
        Resize(block, tag, rest);
        return Use(block + rest, PreviousFreeBit, size, sizeBytes);
    }

    /// <summary>
    /// Frees the block at <paramref name="payload"/>, an address from <see cref="Allocate"/>, after a check that nothing wrote
    /// before or after it. <see cref="ErrorCode.AlreadyFree"/>: freed before. <see cref="ErrorCode.Corrupt"/>: its header or the
    /// guard after it is damaged (the block stays allocated). <see cref="ErrorCode.InvalidArgument"/>: not a multiple of 16, or 0.
    /// An address that never came from this heap is detected only with high probability.
    /// </summary>
    public ErrorCode Free(PhysicalAddress payload)
    {
        ulong block = payload.Value - HeaderBytes;
        if (payload.Value < HeaderBytes || (payload.Value & 15) != 0)
        {
            return ErrorCode.InvalidArgument;
        }

        ulong tag = Read(block);
        if (!IsSoundUsed(block, tag))
        {
            return WhyNotUsed(block);
        }

        ulong size = tag & SizeMask;
        _statistics.UsedBytes -= size;
        _statistics.Blocks--;
        ulong nextTag = Read(block + size);
        if ((nextTag & UsedBit) == 0)
        {
            Unlink(block + size, nextTag & SizeMask);
            size += nextTag & SizeMask;
            nextTag = Read(block + size);
        }
        bool endsRegion = (nextTag & SizeMask) == 0 && _statistics.Regions > 1;
        if ((tag & PreviousFreeBit) == 0)
        {
            if (endsRegion && (tag & FirstBit) != 0)
            {
                ReleaseRegion(block, size);
            }
            else
            {
                MakeFree(block, size, tag & FirstBit);
            }

            return ErrorCode.None;
        }
        Write(block, 8, FreeSeal ^ block);
        return JoinPrevious(block, size, nextTag, endsRegion);
    }

    // The freed bytes become part of the free block before them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ErrorCode JoinPrevious(ulong block, ulong sizeBytes, ulong nextTag, bool endsRegion)
    {
        ulong next = block + sizeBytes;
        ulong previousSize = Read(block - 8);
        ulong previous = block - previousSize;
        ulong previousTag = Read(previous);
        if (endsRegion && (previousTag & FirstBit) != 0)
        {
            Unlink(previous, previousSize);
            ReleaseRegion(previous, previousSize + sizeBytes);
            return ErrorCode.None;
        }
        Resize(previous, previousTag, previousSize + sizeBytes);
        Write(next, nextTag | PreviousFreeBit);
        return ErrorCode.None;
    }

    /// <summary>Checks a block without freeing it; errors as <see cref="Free"/>.</summary>
    public readonly ErrorCode Check(PhysicalAddress payload)
    {
        ulong block = payload.Value - HeaderBytes;
        if (payload.Value < HeaderBytes || (payload.Value & 15) != 0)
        {
            return ErrorCode.InvalidArgument;
        }

        return IsSoundUsed(block, Read(block)) ? ErrorCode.None : WhyNotUsed(block);
    }

    // The seal of a free block decodes to a request that is far too large.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool IsSoundUsed(ulong block, ulong tag)
    {
        ulong request = Read(block, 8) ^ UsedSeal ^ block;
        if ((tag & UsedBit) == 0 || request - 1 >= MaxRequestBytes)
        {
            return false;
        }
        // A block is as large as its request needs, or larger by less than another block would take.
        if ((tag & SizeMask) - BlockSizeFor(request) >= MinBlockBytes)
        {
            return false;
        }

        return Read(block + HeaderBytes + RoundUp8(request)) == (GuardWord ^ block);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly ErrorCode WhyNotUsed(ulong block)
        => Read(block, 8) == (FreeSeal ^ block) ? ErrorCode.AlreadyFree : ErrorCode.Corrupt;

    private static ulong RoundUp8(ulong bytes) => (bytes + 7) & ~7ul;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong BlockSizeFor(ulong request)
    {
        ulong size = (RoundUp8(request) + HeaderBytes + GuardBytes + 15) & SizeMask;
        return size < MinBlockBytes ? MinBlockBytes : size;
    }

    // Four classes per power of two from 32 on: all blocks of a class have at least its lower bound. The last class
    // takes everything from 1.75 MiB up.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ClassOf(ulong size)
    {
        // The highest bit's number, and the highest three bits: 4 to 7.
        int log = 63 ^ BitOperations.LeadingZeroCount(size);
        int top = (int)(size >> (log - 2));
        int index = (log << 2) + top - 24;
        return index < 63 ? index : 63;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ulong Read(ulong address) => _memory.Read64(new PhysicalAddress(address));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(ulong address, ulong value) => _memory.Write64(new PhysicalAddress(address), value);

    // Words of a block's head, with one translation of its address for all of them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ulong Read(ulong block, uint offset) => _memory.Read64(new PhysicalAddress(block), offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(ulong block, uint offset, ulong value) => _memory.Write64(new PhysicalAddress(block), offset, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool IsSoundFree(ulong block, ulong tag) => Read(block, 8) == (FreeSeal ^ block) && (tag & UsedBit) == 0;

    // A free block of at least that size, or 0. First any block of a class whose blocks all fit; then the class where some may fit.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong FindFree(ulong size)
    {
        int lowest = ClassOf(size);
        // The classes above: bit 0 of the constant is clear, which leaves out the exact class.
        ulong certain = _nonEmptyClasses & ((ulong.MaxValue - 1) << lowest);
        ulong head = _heads[lowest];
        // The exact class first when its first block fits: equal sizes come and go.
        if (head != 0 && (Read(head) & SizeMask) >= size)
        {
            return head;
        }

        if (certain != 0)
        {
            return _heads[BitOperations.TrailingZeroCount(certain)];
        }

        while (head != 0 && (Read(head) & SizeMask) < size)
        {
            head = Read(head, 16);
        }

        return head;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Link(ulong block, ulong size)
    {
        int index = ClassOf(size);
        ulong head = _heads[index];
        Write(block, 16, head);
        Write(block, 24, 0);
        if (head != 0)
        {
            Write(head, 24, block);
        }

        _heads[index] = block;
        _nonEmptyClasses |= 1ul << index;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Unlink(ulong block, ulong size)
    {
        ulong next = Read(block, 16);
        ulong previous = Read(block, 24);
        if (next != 0)
        {
            Write(next, 24, previous);
        }

        if (previous != 0)
        {
            Write(previous, 16, next);
            return;
        }
        int index = ClassOf(size);
        _heads[index] = next;
        if (next == 0)
        {
            _nonEmptyClasses &= ~(1ul << index);
        }
    }

    // Writes a free block and updates its neighbour.
    private void MakeFree(ulong block, ulong size, ulong firstBit)
    {
        Write(block, size | firstBit);
        Write(block, 8, FreeSeal ^ block);
        Write(block + size - 8, size);
        ulong next = block + size;
        Write(next, Read(next) | PreviousFreeBit);
        Link(block, size);
    }

    // Splits off the part before the aligned place as a free block; returns the block that begins there.
    private ulong CutFront(ulong block, ref ulong tag, ulong alignmentBytes)
    {
        ulong payload = (block + HeaderBytes + alignmentBytes - 1) & ~(alignmentBytes - 1);
        if (payload == block + HeaderBytes)
        {
            return block;
        }

        if (payload - HeaderBytes - block < MinBlockBytes)
        {
            payload = (block + HeaderBytes + MinBlockBytes + alignmentBytes - 1) & ~(alignmentBytes - 1);
        }

        ulong front = payload - HeaderBytes - block;
        ulong size = (tag & SizeMask) - front;
        ulong firstBit = tag & FirstBit;
        tag = size | PreviousFreeBit;
        Write(block + front, tag);
        MakeFree(block, front, firstBit);
        return block + front;
    }

    // Resizes a free block in place; its list changes only when its class does.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Resize(ulong block, ulong tag, ulong newSize)
    {
        ulong oldSize = tag & SizeMask;
        Write(block, newSize | (tag & ~SizeMask));
        Write(block + newSize - 8, newSize);
        // Same class: the same highest bit and the two below it. (Stricter than necessary in the last class.)
        if (((oldSize ^ newSize) >> (61 - BitOperations.LeadingZeroCount(oldSize))) != 0)
        {
            Relink(block, oldSize, newSize);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Relink(ulong block, ulong oldSize, ulong newSize)
    {
        Unlink(block, oldSize);
        Link(block, newSize);
    }

    // Makes [block, block + size), which is on no list any more, a used block; the flags come from the tag.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private PhysicalAddress Use(ulong block, ulong tag, ulong size, ulong request)
    {
        ulong next = block + size;
        Write(next, Read(next) & ~PreviousFreeBit);
        Write(block, size | (tag & ~SizeMask) | UsedBit);
        Write(block, 8, request ^ UsedSeal ^ block);
        Write(block + HeaderBytes + RoundUp8(request), GuardWord ^ block);
        ulong used = _statistics.UsedBytes + size;
        _statistics.UsedBytes = used;
        if (used > _statistics.PeakUsedBytes)
        {
            _statistics.PeakUsedBytes = used;
        }

        _statistics.Blocks++;
        _statistics.Allocations++;
        return new PhysicalAddress(block + HeaderBytes);
    }

    // Invalid arguments, and every alignment but 16.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Result<PhysicalAddress> AllocateUnusual(ulong sizeBytes, ulong alignmentBytes)
    {
        if (sizeBytes - 1 >= MaxRequestBytes || alignmentBytes - 1 >= MaxRequestBytes)
        {
            return ErrorCode.InvalidArgument;
        }

        if ((alignmentBytes & (alignmentBytes - 1)) != 0)
        {
            return ErrorCode.InvalidArgument;
        }

        return alignmentBytes > 16 ? AllocateAligned(sizeBytes, alignmentBytes) : Allocate(sizeBytes);
    }

    // Alignments above 16: takes a block large enough to move the start inside it, then cuts off both ends.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Result<PhysicalAddress> AllocateAligned(ulong sizeBytes, ulong alignmentBytes)
    {
        if (sizeBytes + alignmentBytes > MaxRequestBytes)
        {
            return ErrorCode.InvalidArgument;
        }

        ulong size = BlockSizeFor(sizeBytes);
        ulong searched = size + alignmentBytes + MinBlockBytes;
        ulong block = FindFree(searched);
        if (block == 0)
        {
            Result<ulong> grown = FindAfterGrowth(searched);
            if (!grown.IsOk)
            {
                return grown.Error;
            }

            block = grown.Value;
        }
        ulong tag = Read(block);
        if (!IsSoundFree(block, tag))
        {
            return ErrorCode.Corrupt;
        }

        Unlink(block, tag & SizeMask);
        block = CutFront(block, ref tag, alignmentBytes);
        ulong rest = (tag & SizeMask) - size;
        if (rest < MinBlockBytes)
        {
            return Use(block, tag, size + rest, sizeBytes);
        }

        MakeFree(block + size, rest, 0);
        return Use(block, tag, size, sizeBytes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Result<ulong> FindAfterGrowth(ulong size)
    {
        ErrorCode error = Grow(size);
        if (error == ErrorCode.None)
        {
            return FindFree(size);
        }

        if (error == ErrorCode.OutOfMemory)
        {
            _statistics.Failures++;
        }

        return error;
    }

    // Takes a region in which a block of that size fits: a generous one first, then only what is needed.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ErrorCode Grow(ulong blockBytes)
    {
        if (!_ready)
        {
            return ErrorCode.InvalidState;
        }

        ulong needed = (blockBytes + RegionOverheadBytes + FrameSize.Mask) >> FrameSize.Shift;
        ulong frames = needed > GrowthFrames ? needed : GrowthFrames;
        Result<PhysicalAddress> run = _source.AllocateFrames(frames);
        if (!run.IsOk && frames > needed)
        {
            run = _source.AllocateFrames(frames = needed);
        }

        if (!run.IsOk)
        {
            return run.Error;
        }

        ulong bytes = frames << FrameSize.Shift;
        ulong block = run.Value.Value + HeaderBytes;
        Write(run.Value.Value, frames);
        Write(run.Value.Value + 8, FreeSeal);
        Write(run.Value.Value + bytes - HeaderBytes, UsedBit);
        Write(run.Value.Value + bytes - 8, 0);
        MakeFree(block, bytes - RegionOverheadBytes, FirstBit);
        _statistics.Regions++;
        _statistics.SizeBytes += bytes;
        if (_statistics.SizeBytes > _statistics.PeakSizeBytes)
        {
            _statistics.PeakSizeBytes = _statistics.SizeBytes;
        }

        return ErrorCode.None;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReleaseRegion(ulong block, ulong size)
    {
        _statistics.Regions--;
        _statistics.SizeBytes -= size + RegionOverheadBytes;
        _source.FreeFrames(new PhysicalAddress(block - HeaderBytes), (size + RegionOverheadBytes) >> FrameSize.Shift);
    }
}

/// <summary>One physical address per size class; 0 is an empty list.</summary>
[InlineArray(64)]
internal struct FreeListHeads
{
    private ulong _first;
}
