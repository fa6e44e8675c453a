// An operator's iterator, and its number of items if its sources know it.

using System.Collections.Generic;

namespace System.Linq;

internal sealed class Made<T>(IEnumerable<T> items, Func<bool, int>? count = null) : Sequence<T>
{
    public override IEnumerator<T> GetEnumerator() => items.GetEnumerator();

    internal override int CountItems(bool isCheap) => count is null ? base.CountItems(isCheap) : count(isCheap);
}
