// The common operators over sequences. Those that return a sequence do nothing before it is enumerated.

using System.Collections.Generic;

namespace System.Linq;

public static partial class Enumerable
{
    public static IEnumerable<int> Range(int start, int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return start + i;
        }
    }

    public static IEnumerable<TResult> Repeat<TResult>(TResult element, int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return element;
        }
    }

    public static IEnumerable<TResult> Empty<TResult>() => Array.Empty<TResult>();

    public static IEnumerable<TSource> Where<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)
    {
        foreach (TSource item in source)
        {
            if (predicate(item))
            {
                yield return item;
            }
        }
    }

    public static IEnumerable<TResult> Select<TSource, TResult>(this IEnumerable<TSource> source, Func<TSource, TResult> selector)
    {
        foreach (TSource item in source)
        {
            yield return selector(item);
        }
    }

    public static IEnumerable<TResult> SelectMany<TSource, TResult>(
        this IEnumerable<TSource> source,
        Func<TSource, IEnumerable<TResult>> selector)
    {
        foreach (TSource item in source)
        {
            foreach (TResult inner in selector(item))
            {
                yield return inner;
            }
        }
    }

    public static IEnumerable<TSource> Take<TSource>(this IEnumerable<TSource> source, int count)
    {
        if (count <= 0)
        {
            yield break;
        }

        foreach (TSource item in source)
        {
            yield return item;
            if (--count == 0)
            {
                yield break;
            }
        }
    }

    public static IEnumerable<TSource> Skip<TSource>(this IEnumerable<TSource> source, int count)
    {
        foreach (TSource item in source)
        {
            if (count-- <= 0)
            {
                yield return item;
            }
        }
    }

    public static IEnumerable<TSource> TakeWhile<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)
    {
        foreach (TSource item in source)
        {
            if (!predicate(item))
            {
                yield break;
            }

            yield return item;
        }
    }

    public static IEnumerable<TSource> Concat<TSource>(this IEnumerable<TSource> first, IEnumerable<TSource> second)
    {
        foreach (TSource item in first)
        {
            yield return item;
        }

        foreach (TSource item in second)
        {
            yield return item;
        }
    }

    public static IEnumerable<TSource> Distinct<TSource>(this IEnumerable<TSource> source)
    {
        HashSet<TSource> seen = new();
        foreach (TSource item in source)
        {
            if (seen.Add(item))
            {
                yield return item;
            }
        }
    }

    public static IEnumerable<(TFirst First, TSecond Second)> Zip<TFirst, TSecond>(
        this IEnumerable<TFirst> first,
        IEnumerable<TSecond> second)
    {
        using IEnumerator<TSecond> other = second.GetEnumerator();
        foreach (TFirst item in first)
        {
            if (!other.MoveNext())
            {
                yield break;
            }

            yield return (item, other.Current);
        }
    }

    public static IEnumerable<TSource> Reverse<TSource>(this IEnumerable<TSource> source)
    {
        List<TSource> items = new(source);
        for (int i = items.Count; i-- > 0;)
        {
            yield return items[i];
        }
    }

    public static bool Any<TSource>(this IEnumerable<TSource> source)
    {
        using IEnumerator<TSource> items = source.GetEnumerator();
        return items.MoveNext();
    }

    public static bool Any<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate) => source.Where(predicate).Any();

    public static bool All<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)
    {
        foreach (TSource item in source)
        {
            if (!predicate(item))
            {
                return false;
            }
        }

        return true;
    }

    public static bool Contains<TSource>(this IEnumerable<TSource> source, TSource value)
    {
        foreach (TSource item in source)
        {
            if (EqualityComparer<TSource>.Default.Equals(item, value))
            {
                return true;
            }
        }

        return false;
    }

    public static int Count<TSource>(this IEnumerable<TSource> source)
    {
        int count = 0;
        foreach (TSource item in source)
        {
            count++;
        }

        return count;
    }

    public static int Count<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate) => source.Where(predicate).Count();

    public static int Sum(this IEnumerable<int> source) => source.Aggregate(0, static (sum, item) => checked(sum + item));

    public static long Sum(this IEnumerable<long> source) => source.Aggregate(0L, static (sum, item) => checked(sum + item));

    public static int Sum<TSource>(this IEnumerable<TSource> source, Func<TSource, int> selector) => source.Select(selector).Sum();

    public static int Max(this IEnumerable<int> source) => source.Aggregate(Math.Max);

    public static int Min(this IEnumerable<int> source) => source.Aggregate(Math.Min);

    public static int Max<TSource>(this IEnumerable<TSource> source, Func<TSource, int> selector) => source.Select(selector).Max();

    public static int Min<TSource>(this IEnumerable<TSource> source, Func<TSource, int> selector) => source.Select(selector).Min();

    public static TSource Aggregate<TSource>(this IEnumerable<TSource> source, Func<TSource, TSource, TSource> func)
    {
        using IEnumerator<TSource> items = source.GetEnumerator();
        if (!items.MoveNext())
        {
            throw NoElements();
        }

        TSource result = items.Current;
        while (items.MoveNext())
        {
            result = func(result, items.Current);
        }

        return result;
    }

    public static TAccumulate Aggregate<TSource, TAccumulate>(
        this IEnumerable<TSource> source,
        TAccumulate seed,
        Func<TAccumulate, TSource, TAccumulate> func)
    {
        foreach (TSource item in source)
        {
            seed = func(seed, item);
        }

        return seed;
    }

    public static TSource First<TSource>(this IEnumerable<TSource> source)
    {
        foreach (TSource item in source)
        {
            return item;
        }

        throw NoElements();
    }

    public static TSource First<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)
    {
        foreach (TSource item in source)
        {
            if (predicate(item))
            {
                return item;
            }
        }

        throw new InvalidOperationException("Sequence contains no matching element");
    }

    public static TSource? FirstOrDefault<TSource>(this IEnumerable<TSource> source)
    {
        foreach (TSource item in source)
        {
            return item;
        }

        return default;
    }

    public static TSource? FirstOrDefault<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate) =>
        source.Where(predicate).FirstOrDefault();

    public static TSource Last<TSource>(this IEnumerable<TSource> source) => source.Aggregate(static (_, item) => item);

    public static TSource Single<TSource>(this IEnumerable<TSource> source)
    {
        using IEnumerator<TSource> items = source.GetEnumerator();
        if (!items.MoveNext())
        {
            throw NoElements();
        }

        TSource only = items.Current;
        return items.MoveNext() ? throw new InvalidOperationException("Sequence contains more than one element") : only;
    }

    public static TSource[] ToArray<TSource>(this IEnumerable<TSource> source) => new List<TSource>(source).ToArray();

    public static List<TSource> ToList<TSource>(this IEnumerable<TSource> source) => new(source);

    public static HashSet<TSource> ToHashSet<TSource>(this IEnumerable<TSource> source) => new(source);

    public static Dictionary<TKey, TElement> ToDictionary<TSource, TKey, TElement>(
        this IEnumerable<TSource> source,
        Func<TSource, TKey> keySelector,
        Func<TSource, TElement> elementSelector)
        where TKey : notnull
    {
        Dictionary<TKey, TElement> made = new();
        foreach (TSource item in source)
        {
            made.Add(keySelector(item), elementSelector(item));
        }

        return made;
    }

    public static bool SequenceEqual<TSource>(this IEnumerable<TSource> first, IEnumerable<TSource> second)
    {
        using IEnumerator<TSource> other = second.GetEnumerator();
        foreach (TSource item in first)
        {
            if (!other.MoveNext() || !EqualityComparer<TSource>.Default.Equals(item, other.Current))
            {
                return false;
            }
        }

        return !other.MoveNext();
    }

    private static InvalidOperationException NoElements() => new("Sequence contains no elements");
}
