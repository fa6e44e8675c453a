// Operators that group, compare with another sequence, or change a sequence's ends and types.

using System.Collections;
using System.Collections.Generic;

namespace System.Linq;

public static partial class Enumerable
{
    // Keys in the order in which they appear.
    public static IEnumerable<IGrouping<TKey, TSource>> GroupBy<TSource, TKey>(
        this IEnumerable<TSource> source,
        Func<TSource, TKey> keySelector)
    {
        List<Grouping<TKey, TSource>> groups = new();
        Grouping<TKey, TSource>? ofNull = null;
#pragma warning disable CS8714 // A dictionary's keys are not null: that key's group is kept beside it.
        Dictionary<TKey, Grouping<TKey, TSource>> byKey = new();
#pragma warning restore CS8714
        foreach (TSource item in source)
        {
            TKey key = keySelector(item);
            Grouping<TKey, TSource>? group = key is null ? ofNull : byKey.GetValueOrDefault(key, null!);
            if (group is null)
            {
                group = new Grouping<TKey, TSource>(key);
                groups.Add(group);
                if (key is null)
                {
                    ofNull = group;
                }
                else
                {
                    byKey.Add(key, group);
                }
            }

            group.Items.Add(item);
        }

        foreach (Grouping<TKey, TSource> group in groups)
        {
            yield return group;
        }
    }

    public static IEnumerable<TSource> Union<TSource>(this IEnumerable<TSource> first, IEnumerable<TSource> second) =>
        first.Concat(second).Distinct();

    public static IEnumerable<TSource> Intersect<TSource>(this IEnumerable<TSource> first, IEnumerable<TSource> second)
    {
        HashSet<TSource> wanted = new(second);
        foreach (TSource item in first)
        {
            if (wanted.Remove(item))
            {
                yield return item;
            }
        }
    }

    public static IEnumerable<TSource> Except<TSource>(this IEnumerable<TSource> first, IEnumerable<TSource> second)
    {
        HashSet<TSource> seen = new(second);
        foreach (TSource item in first)
        {
            if (seen.Add(item))
            {
                yield return item;
            }
        }
    }

    public static IEnumerable<TSource> Append<TSource>(this IEnumerable<TSource> source, TSource element)
    {
        foreach (TSource item in source)
        {
            yield return item;
        }

        yield return element;
    }

    public static IEnumerable<TSource> Prepend<TSource>(this IEnumerable<TSource> source, TSource element)
    {
        yield return element;
        foreach (TSource item in source)
        {
            yield return item;
        }
    }

    public static IEnumerable<TSource> SkipWhile<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)
    {
        bool isSkipping = true;
        foreach (TSource item in source)
        {
            isSkipping = isSkipping && predicate(item);
            if (!isSkipping)
            {
                yield return item;
            }
        }
    }

    public static IEnumerable<TSource[]> Chunk<TSource>(this IEnumerable<TSource> source, int size)
    {
        List<TSource> part = new();
        foreach (TSource item in source)
        {
            part.Add(item);
            if (part.Count == size)
            {
                yield return part.ToArray();
                part.Clear();
            }
        }

        if (part.Count > 0)
        {
            yield return part.ToArray();
        }
    }

    public static IEnumerable<TResult> OfType<TResult>(this IEnumerable source)
    {
        foreach (object? item in source)
        {
            if (item is TResult wanted)
            {
                yield return wanted;
            }
        }
    }

    public static IEnumerable<TResult> Cast<TResult>(this IEnumerable source)
    {
        foreach (object? item in source)
        {
            yield return (TResult)item!;
        }
    }

    public static TSource ElementAt<TSource>(this IEnumerable<TSource> source, int index)
    {
        foreach (TSource item in source)
        {
            if (index-- == 0)
            {
                return item;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(index));
    }

    public static TSource? LastOrDefault<TSource>(this IEnumerable<TSource> source)
    {
        TSource? last = default;
        foreach (TSource item in source)
        {
            last = item;
        }

        return last;
    }

    public static TSource? SingleOrDefault<TSource>(this IEnumerable<TSource> source)
    {
        using IEnumerator<TSource> items = source.GetEnumerator();
        if (!items.MoveNext())
        {
            return default;
        }

        TSource only = items.Current;
        return items.MoveNext() ? throw new InvalidOperationException("Sequence contains more than one element") : only;
    }

    public static double Average(this IEnumerable<int> source)
    {
        long sum = 0;
        long count = 0;
        foreach (int item in source)
        {
            sum += item;
            count++;
        }

        return count != 0 ? (double)sum / count : throw NoElements();
    }

    public static Dictionary<TKey, TSource> ToDictionary<TSource, TKey>(this IEnumerable<TSource> source, Func<TSource, TKey> keySelector)
        where TKey : notnull
    {
        Dictionary<TKey, TSource> made = new();
        foreach (TSource item in source)
        {
            made.Add(keySelector(item), item);
        }

        return made;
    }
}
