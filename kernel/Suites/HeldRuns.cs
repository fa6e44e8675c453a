using RustKernel.Arm64;
using RustKernel.Memory.Frames;

namespace RustKernel.Suites;

/// <summary>Reads the lists of a <see cref="HeldMemory"/>, which must not change during this.</summary>
internal ref struct HeldRuns
{
    private PhysicalAddress _list;
    private ulong _left;

    internal HeldRuns(PhysicalAddress newestList, ulong entries)
    {
        _list = newestList;
        _left = entries;
    }

    /// <summary>Start of the run that <see cref="MoveNext"/> found.</summary>
    internal PhysicalAddress Current { readonly get; private set; }

    /// <summary>Its length: 1 or 512 frames.</summary>
    internal ulong CurrentFrames { readonly get; private set; }

    /// <summary>Moves to the next run; false at the end.</summary>
    internal bool MoveNext()
    {
        DirectMap memory = default;
        while (_left == 0 && _list.Value != 0)
        {
            _list = new PhysicalAddress(memory.Read64(_list + HeldMemory.PreviousOffset));
            _left = HeldMemory.EntriesPerList;
        }

        if (_list.Value == 0)
        {
            return false;
        }

        _left--;
        ulong entry = memory.Read64(_list + (HeldMemory.EntriesOffset + (_left * 8)));
        Current = new PhysicalAddress(entry & ~HeldMemory.BlockBit);
        CurrentFrames = (entry & HeldMemory.BlockBit) != 0 ? FrameSize.BlockFrames : 1;
        return true;
    }
}
