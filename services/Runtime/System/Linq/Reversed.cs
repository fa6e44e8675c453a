// The result of Reverse: takes items from the source's end, if that is accessible.

using System.Collections.Generic;

namespace System.Linq;

internal sealed class Reversed<T>(IEnumerable<T> source) : Sequence<T>
{
    public override IEnumerator<T> GetEnumerator()
    {
        List<T> items = new(source);
        for (int i = items.Count; i-- > 0;)
        {
            yield return items[i];
        }
    }

    internal override int CountItems(bool isCheap) =>
        !isCheap ? source.Count() : source.TryGetNonEnumeratedCount(out int count) ? count : -1;

    internal override bool TryFirst(out T item) => Enumerable.TryLast(source, out item);

    internal override bool TryLast(out T item) => Enumerable.TryFirst(source, out item);

    internal override bool ContainsItem(T value) => source.Contains(value);
}
