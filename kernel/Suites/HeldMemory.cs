// All memory that an exhausting test holds, recorded in that memory itself: once it is all taken, there is no other place.

using RustKernel.Arm64;
using RustKernel.Memory;
using RustKernel.Memory.Frames;

namespace RustKernel.Suites;

/// <summary>
/// Runs of frames in a chain of lists. When a list is full, the first frame of the next run holds the next list; so only one run of 511 is
/// written to. Takes no more runs than there are frames, whatever the allocator says. Frames are allocated and freed as
/// <see cref="FrameUse.Test"/>.
/// </summary>
internal struct HeldMemory
{
    // A list: the previous list (0: none), how many frames the run of that list has, then the entries.
    internal const ulong PreviousOffset = 0;
    private const ulong FramesOffset = 8;
    internal const ulong EntriesOffset = 16;
    internal const ulong EntriesPerList = (FrameSize.Bytes - EntriesOffset) / 8;

    // An entry is the address of a frame, or that of a block with this bit.
    internal const ulong BlockBit = 1;

    private PhysicalAddress _list;
    private ulong _listFrames;
    private ulong _entries;

    /// <summary>Runs held.</summary>
    internal ulong Runs { readonly get; private set; }

    /// <summary>Takes 2 MiB blocks until none is left; returns their number.</summary>
    internal ulong TakeBlocks()
    {
        ulong count = 0;
        Result<PhysicalAddress> block = KernelMemory.Frames.AllocateBlock(FrameUse.Test);
        while (block.IsOk && Runs < KernelMemory.Frames.Statistics.TotalFrames)
        {
            Add(block.Value, FrameSize.BlockFrames);
            count++;
            block = KernelMemory.Frames.AllocateBlock(FrameUse.Test);
        }

        return count;
    }

    /// <summary>
    /// Takes single frames until none is left; returns their number. After the blocks, less than a
    /// block of them is left around each taken place.
    /// </summary>
    internal ulong TakeFrames()
    {
        ulong count = 0;
        Result<PhysicalAddress> frame = KernelMemory.Frames.Allocate(FrameUse.Test);
        while (frame.IsOk && Runs < KernelMemory.Frames.Statistics.TotalFrames)
        {
            Add(frame.Value, 1);
            count++;
            frame = KernelMemory.Frames.Allocate(FrameUse.Test);
        }

        return count;
    }

    /// <summary>A reader of the runs held, except those that hold the lists; the newest first.</summary>
    internal readonly HeldRuns All => new(_list, _entries);

    /// <summary>Frees everything. Stops at the first error.</summary>
    internal ErrorCode Release()
    {
        DirectMap memory = default;
        ErrorCode error = ErrorCode.None;
        while (_list.Value != 0 && error == ErrorCode.None)
        {
            while (_entries > 0 && error == ErrorCode.None)
            {
                _entries--;
                ulong entry = memory.Read64(EntryAt(_entries));
                error = KernelMemory.Frames.FreeRun(
                    new PhysicalAddress(entry & ~BlockBit), (entry & BlockBit) != 0 ? FrameSize.BlockFrames : 1, FrameUse.Test);
            }

            if (error == ErrorCode.None)
            {
                error = ReleaseList();
            }
        }

        Runs = 0;
        return error;
    }

    private ErrorCode ReleaseList()
    {
        DirectMap memory = default;
        PhysicalAddress list = _list;
        ulong frames = _listFrames;
        _list = new PhysicalAddress(memory.Read64(list + PreviousOffset));
        _listFrames = memory.Read64(list + FramesOffset);
        _entries = EntriesPerList;
        return KernelMemory.Frames.FreeRun(list, frames, FrameUse.Test);
    }

    private void Add(PhysicalAddress run, ulong frames)
    {
        DirectMap memory = default;
        Runs++;
        if (_list.Value == 0 || _entries == EntriesPerList)
        {
            memory.Write64(run + PreviousOffset, _list.Value);
            memory.Write64(run + FramesOffset, _listFrames);
            _list = run;
            _listFrames = frames;
            _entries = 0;
            return;
        }

        memory.Write64(EntryAt(_entries), run.Value | (frames == 1 ? 0 : BlockBit));
        _entries++;
    }

    private readonly PhysicalAddress EntryAt(ulong index) => _list + (EntriesOffset + (index * 8));
}
