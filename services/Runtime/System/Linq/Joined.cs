// The result of Concat.

using System.Collections.Generic;

namespace System.Linq;

internal sealed class Joined<T>(IEnumerable<T> first, IEnumerable<T> second) : Sequence<T>
{
    public override IEnumerator<T> GetEnumerator() => Enumerable.ConcatIterator(first, second).GetEnumerator();

    internal override int CountItems(bool isCheap)
    {
        int left = Enumerable.ItemsOf(first, isCheap);
        int right = left < 0 ? -1 : Enumerable.ItemsOf(second, isCheap);
        return right < 0 ? -1 : checked(left + right);
    }

    internal override bool TryAt(int index, out T item) =>
        index <= 0 || !first.TryGetNonEnumeratedCount(out int count) ? base.TryAt(index, out item)
        : index < count ? Enumerable.TryAt(first, index, out item)
        : Enumerable.TryAt(second, index - count, out item);

    internal override bool TryLast(out T item) => Enumerable.TryLast(second, out item) || Enumerable.TryLast(first, out item);
}
