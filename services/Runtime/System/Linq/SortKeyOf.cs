// A key of a type.

using System.Collections.Generic;

namespace System.Linq;

internal sealed class SortKeyOf<TSource, TKey>(Func<TSource, TKey> selector, IComparer<TKey>? comparer, int direction) : SortKey<TSource>
{
    internal override IComparer<int> Over(TSource[] items, IComparer<int>? before)
    {
        TKey[] keys = new TKey[items.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = selector(items[i]);
        }

        return new Order(keys, comparer ?? Comparer<TKey>.Default, direction, before);
    }

    private sealed class Order(TKey[] keys, IComparer<TKey> comparer, int direction, IComparer<int>? before) : IComparer<int>
    {
        public int Compare(int x, int y)
        {
            int order = before is null ? 0 : before.Compare(x, y);
            if (order != 0)
            {
                return order;
            }

            order = comparer.Compare(keys[x], keys[y]);
            return direction > 0 ? order : order > 0 ? -1 : order < 0 ? 1 : 0;
        }
    }
}
