// The items of one key.

using System.Collections;
using System.Collections.Generic;

namespace System.Linq;

internal sealed class Grouping<TKey, TElement>(TKey key) : IGrouping<TKey, TElement>
{
    public TKey Key => key;

    internal List<TElement> Items { get; } = new();

    public IEnumerator<TElement> GetEnumerator() => ((IEnumerable<TElement>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
