// The result of OrderBy: sorted when enumerated; items with equal keys keep their order.

using System.Collections;
using System.Collections.Generic;

namespace System.Linq;

internal sealed class OrderedSequence<TSource>(IEnumerable<TSource> source, SortKey<TSource>[] keys)
    : Sequence<TSource>, IOrderedEnumerable<TSource>
{
    /// <summary>The same with one more key.</summary>
    internal OrderedSequence<TSource> Then(SortKey<TSource> key)
    {
        SortKey<TSource>[] more = new SortKey<TSource>[keys.Length + 1];
        Array.Move(keys, 0, more, 0, keys.Length);
        more[keys.Length] = key;
        return new OrderedSequence<TSource>(source, more);
    }

    // Does not call the key selector.
    internal override int CountItems(bool isCheap) =>
        source is ICollection items ? items.Count : Enumerable.MadeOf(source, isCheap);

    public override IEnumerator<TSource> GetEnumerator()
    {
        TSource[] items = source.ToArray();
        IComparer<int>? order = null;
        foreach (SortKey<TSource> key in keys)
        {
            order = key.Over(items, order);
        }

        int[] places = new int[items.Length];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = i;
        }

        Array.Sort(places, new Stable(order!));
        foreach (int place in places)
        {
            yield return items[place];
        }
    }

    private sealed class Stable(IComparer<int> order) : IComparer<int>
    {
        public int Compare(int x, int y)
        {
            int result = order.Compare(x, y);
            return result != 0 ? result : x - y;
        }
    }
}
