namespace RustKernel.Services.Internet.Tcp;

/// <summary>
/// A bounded number of ranges of sequence numbers (received out of order, or reported by the peer), in order, none touching another.
/// </summary>
internal sealed class SequenceRanges(int capacity)
{
    private readonly uint[] _starts = new uint[capacity];
    private readonly uint[] _ends = new uint[capacity];

    public int Count { get; private set; }

    public uint StartOf(int index) => _starts[index];

    public uint EndOf(int index) => _ends[index];

    public void Clear() => Count = 0;

    /// <summary>Adds a range, merged with those that it touches; false: there is no room for another.</summary>
    public bool Add(uint start, uint end)
    {
        int first = 0;
        while (first < Count && Sequence.IsBefore(_ends[first], start))
        {
            first++;
        }

        int after = first;
        while (after < Count && !Sequence.IsAfter(_starts[after], end))
        {
            start = Sequence.Min(start, _starts[after]);
            end = Sequence.Max(end, _ends[after]);
            after++;
        }

        if (after == first && Count == _starts.Length)
        {
            return false;
        }

        Move(after, first + 1);
        _starts[first] = start;
        _ends[first] = end;
        return true;
    }

    /// <summary>Forgets everything before <paramref name="sequence"/>.</summary>
    public void RemoveBefore(uint sequence)
    {
        int gone = 0;
        while (gone < Count && !Sequence.IsAfter(_ends[gone], sequence))
        {
            gone++;
        }

        Move(gone, 0);
        if (Count > 0 && Sequence.IsBefore(_starts[0], sequence))
        {
            _starts[0] = sequence;
        }
    }

    /// <summary>The range that contains <paramref name="sequence"/>; below 0: none.</summary>
    public int Find(uint sequence)
    {
        for (int i = 0; i < Count; i++)
        {
            if (!Sequence.IsAfter(_starts[i], sequence) && Sequence.IsBefore(sequence, _ends[i]))
            {
                return i;
            }
        }

        return -1;
    }

    // Moves the ranges that begin at index `from` to index `to`.
    private void Move(int from, int to)
    {
        int moved = Count - from;
        if (from > to)
        {
            for (int i = 0; i < moved; i++)
            {
                _starts[to + i] = _starts[from + i];
                _ends[to + i] = _ends[from + i];
            }
        }
        else
        {
            for (int i = moved - 1; i >= 0 && from != to; i--)
            {
                _starts[to + i] = _starts[from + i];
                _ends[to + i] = _ends[from + i];
            }
        }

        Count = to + moved;
    }
}
