// Consecutive items of an operator's result.

using System.Collections.Generic;

namespace System.Linq;

/// <summary>The items from index <paramref name="first"/>, at most <paramref name="count"/>.</summary>
internal sealed class PartOf<T>(Sequence<T> source, int first, int count) : Sequence<T>
{
    public override IEnumerator<T> GetEnumerator() => Enumerable.PartIterator(source, first, count).GetEnumerator();

    // Only a sorted sequence knows how many there are.
    internal override int CountItems(bool isCheap)
    {
        int all = source is OrderedSequence<T> ? source.CountItems(isCheap) : -1;
        return all < 0 ? base.CountItems(isCheap) : Math.Max(0, Math.Min(all - first, count));
    }

    internal override bool TryAt(int index, out T item)
    {
        if (index >= 0 && index < count && index <= int.MaxValue - first)
        {
            return source.TryAt(first + index, out item);
        }

        item = default!;
        return false;
    }

    internal override IEnumerable<T> Part(int skipped, int taken) =>
        skipped >= count ? []
        : first > int.MaxValue - skipped ? base.Part(skipped, taken)
        : new PartOf<T>(source, first + skipped, Math.Min(taken, count == int.MaxValue ? count : count - skipped));
}
