// Operators that sort.

using System.Collections.Generic;

namespace System.Linq;

public static partial class Enumerable
{
    public static IOrderedEnumerable<TSource> OrderBy<TSource, TKey>(this IEnumerable<TSource> source, Func<TSource, TKey> keySelector) =>
        Ordered(source, keySelector, null, 1);

    public static IOrderedEnumerable<TSource> OrderBy<TSource, TKey>(
        this IEnumerable<TSource> source,
        Func<TSource, TKey> keySelector,
        IComparer<TKey>? comparer) =>
        Ordered(source, keySelector, comparer, 1);

    public static IOrderedEnumerable<TSource> OrderByDescending<TSource, TKey>(
        this IEnumerable<TSource> source,
        Func<TSource, TKey> keySelector) =>
        Ordered(source, keySelector, null, -1);

    public static IOrderedEnumerable<TSource> ThenBy<TSource, TKey>(
        this IOrderedEnumerable<TSource> source,
        Func<TSource, TKey> keySelector) =>
        ((OrderedSequence<TSource>)source).Then(new SortKeyOf<TSource, TKey>(keySelector, null, 1));

    public static IOrderedEnumerable<TSource> ThenByDescending<TSource, TKey>(
        this IOrderedEnumerable<TSource> source,
        Func<TSource, TKey> keySelector) =>
        ((OrderedSequence<TSource>)source).Then(new SortKeyOf<TSource, TKey>(keySelector, null, -1));

    public static TSource? MaxBy<TSource, TKey>(this IEnumerable<TSource> source, Func<TSource, TKey> keySelector) =>
        Extreme(source, keySelector, 1);

    public static TSource? MinBy<TSource, TKey>(this IEnumerable<TSource> source, Func<TSource, TKey> keySelector) =>
        Extreme(source, keySelector, -1);

    private static OrderedSequence<TSource> Ordered<TSource, TKey>(
        IEnumerable<TSource> source,
        Func<TSource, TKey> keySelector,
        IComparer<TKey>? comparer,
        int direction) =>
        new(source, [new SortKeyOf<TSource, TKey>(keySelector, comparer, direction)]);

    // Of equal ones the first.
    private static TSource? Extreme<TSource, TKey>(IEnumerable<TSource> source, Func<TSource, TKey> keySelector, int direction)
    {
        using IEnumerator<TSource> items = source.GetEnumerator();
        if (!items.MoveNext())
        {
            return default(TSource) is null ? default : throw NoElements();
        }

        TSource best = items.Current;
        TKey key = keySelector(best);
        while (items.MoveNext())
        {
            TKey other = keySelector(items.Current);
            int order = Comparer<TKey>.Default.Compare(other, key);
            if (direction > 0 ? order > 0 : order < 0)
            {
                best = items.Current;
                key = other;
            }
        }

        return best;
    }
}
