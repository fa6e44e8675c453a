// Consecutive items of a list, by index: the result of Skip and Take on a list.

using System.Collections.Generic;

namespace System.Linq;

internal sealed class ListPart<T>(IList<T> list, int first, int count) : IndexedSequence<T>
{
    public override int Count => Math.Max(0, Math.Min(list.Count - first, count));

    private protected override T At(int index) => list[first + index];

    internal override IEnumerable<T> Part(int skipped, int taken) =>
        skipped >= count ? [] : new ListPart<T>(list, (int)Math.Min((long)first + skipped, int.MaxValue), Math.Min(taken, count - skipped));
}
