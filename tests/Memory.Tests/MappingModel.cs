// The expected mappings: a plain sorted list of segments, with the rules of Map, Unmap and Protect in a few lines.

using System.Collections.Generic;

namespace RustKernel.Memory.Tests;

/// <summary>Rights by number, so that the model does not depend on the type under test.</summary>
public readonly record struct Segment(ulong First, ulong Last, ulong Output, int Rights, int Kind);

public sealed class MappingModel
{
    private readonly List<Segment> _segments = [];

    public IReadOnlyList<Segment> Segments => _segments;

    public ulong MappedBytes
    {
        get
        {
            ulong sum = 0;
            foreach (Segment s in _segments)
            {
                sum += s.Last - s.First + 1;
            }

            return sum;
        }
    }

    public Segment? Find(ulong va)
    {
        foreach (Segment s in _segments)
        {
            if (va >= s.First && va <= s.Last)
            {
                return s;
            }
        }

        return null;
    }

    public bool IsFree(ulong first, ulong last) => !_segments.Exists(s => s.First <= last && first <= s.Last);

    public void Map(ulong first, ulong last, ulong output, int rights, int kind)
        => _segments.Add(new Segment(first, last, output, rights, kind));

    public bool IsCovered(ulong first, ulong last)
    {
        for (ulong at = first; ;)
        {
            if (Find(at) is not { } s)
            {
                return false;
            }

            if (s.Last >= last)
            {
                return true;
            }

            at = s.Last + 1;
        }
    }

    public void Unmap(ulong first, ulong last) => Cut(first, last, null);

    public void Protect(ulong first, ulong last, int rights) => Cut(first, last, rights);

    private void Cut(ulong first, ulong last, int? rights)
    {
        var hit = _segments.FindAll(s => s.First <= last && first <= s.Last);
        _segments.RemoveAll(s => s.First <= last && first <= s.Last);
        foreach (Segment s in hit)
        {
            ulong from = s.First > first ? s.First : first;
            ulong to = s.Last < last ? s.Last : last;
            if (s.First < from)
            {
                _segments.Add(s with { Last = from - 1 });
            }

            if (s.Last > to)
            {
                _segments.Add(s with { First = to + 1, Output = s.Output + (to + 1 - s.First) });
            }

            if (rights is { } r)
            {
                _segments.Add(s with { First = from, Last = to, Output = s.Output + (from - s.First), Rights = r });
            }
        }
    }
}
