// The frames of a bank that the pattern test writes to: both ends and some between. All of a large machine's RAM would take too long,
// and an emulator's host would have to provide all of it.

using RustKernel.Memory.Frames;
using RustKernel.Memory.Map;

namespace RustKernel.Suites;

/// <summary>A choice among the runs of one bank, the same each time the runs come in the same order.</summary>
internal ref struct BankSample
{
    private const ulong FramesWanted = 16;

    private readonly MemoryRange _bank;
    private readonly ulong _stride;
    private readonly ulong _lowest;
    private readonly ulong _highest;
    private HeldRuns _runs;
    private ulong _number;

    /// <summary>The sample of <paramref name="bank"/> among the runs of <paramref name="held"/>.</summary>
    internal BankSample(MemoryRange bank, in HeldMemory held)
    {
        _bank = bank;
        _lowest = ulong.MaxValue;
        ulong count = 0;
        _runs = held.All;
        while (_runs.MoveNext())
        {
            ulong start = _runs.Current.Value;
            if (bank.Contains(start))
            {
                count++;
                _lowest = start < _lowest ? start : _lowest;
                _highest = start > _highest ? start : _highest;
            }
        }

        _stride = (count / FramesWanted) + 1;
        _runs = held.All;
    }

    /// <summary>The frame that <see cref="MoveNext"/> found.</summary>
    internal PhysicalAddress Current { readonly get; private set; }

    /// <summary>Moves to the next frame of the sample; false at the end.</summary>
    internal bool MoveNext()
    {
        while (_runs.MoveNext())
        {
            ulong start = _runs.Current.Value;
            if (_bank.Contains(start) && (_number++ % _stride == 0 || start == _lowest || start == _highest))
            {
                ulong frame = start == _highest ? _runs.CurrentFrames - 1 : 0;
                Current = new PhysicalAddress(start + (frame * FrameSize.Bytes));
                return true;
            }
        }

        return false;
    }
}
