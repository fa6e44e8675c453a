// Operators that return a value or a collection.

using System.Collections.Generic;

namespace System.Linq;

public static partial class Enumerable
{
    public static bool Any<TSource>(this IEnumerable<TSource> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        int count = ItemsOf(source, isCheap: true);
        if (count >= 0)
        {
            return count != 0;
        }

        if (source is Sequence<TSource> sequence)
        {
            return sequence.TryFirst(out _);
        }

        using IEnumerator<TSource> items = source.GetEnumerator();
        return items.MoveNext();
    }

    public static bool Any<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(predicate);
        foreach (TSource item in source)
        {
            if (predicate(item))
            {
                return true;
            }
        }

        return false;
    }

    public static bool All<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(predicate);
        foreach (TSource item in source)
        {
            if (!predicate(item))
            {
                return false;
            }
        }

        return true;
    }

    public static bool Contains<TSource>(this IEnumerable<TSource> source, TSource value) =>
        source is ICollection<TSource> items ? items.Contains(value)
        : source is Sequence<TSource> sequence ? sequence.ContainsItem(value)
        : source.Contains(value, null);

    public static bool Contains<TSource>(this IEnumerable<TSource> source, TSource value, IEqualityComparer<TSource>? comparer)
    {
        ArgumentNullException.ThrowIfNull(source);
        comparer ??= EqualityComparer<TSource>.Default;
        foreach (TSource item in source)
        {
            if (comparer.Equals(item, value))
            {
                return true;
            }
        }

        return false;
    }

    public static int Count<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(predicate);
        int count = 0;
        foreach (TSource item in source)
        {
            count = checked(count + (predicate(item) ? 1 : 0));
        }

        return count;
    }

    public static long LongCount<TSource>(this IEnumerable<TSource> source) => source.Aggregate(0L, static (count, _) => count + 1);

    public static long LongCount<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(predicate);
        return source.Where(predicate).LongCount();
    }

    public static TSource Aggregate<TSource>(this IEnumerable<TSource> source, Func<TSource, TSource, TSource> func)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(func);
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
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(func);
        foreach (TSource item in source)
        {
            seed = func(seed, item);
        }

        return seed;
    }

    public static TResult Aggregate<TSource, TAccumulate, TResult>(
        this IEnumerable<TSource> source,
        TAccumulate seed,
        Func<TAccumulate, TSource, TAccumulate> func,
        Func<TAccumulate, TResult> resultSelector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(func);
        ArgumentNullException.ThrowIfNull(resultSelector);
        return resultSelector(source.Aggregate(seed, func));
    }

    public static TSource First<TSource>(this IEnumerable<TSource> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return TryFirst(source, out TSource item) ? item : throw NoElements();
    }

    public static TSource First<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(predicate);
        foreach (TSource item in source)
        {
            if (predicate(item))
            {
                return item;
            }
        }

        throw NoMatch();
    }

    public static TSource? FirstOrDefault<TSource>(this IEnumerable<TSource> source) => source.FirstOrDefault(default(TSource)!);

    public static TSource FirstOrDefault<TSource>(this IEnumerable<TSource> source, TSource defaultValue)
    {
        ArgumentNullException.ThrowIfNull(source);
        return TryFirst(source, out TSource item) ? item : defaultValue;
    }

    public static TSource? FirstOrDefault<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate) =>
        source.FirstOrDefault(predicate, default!);

    public static TSource FirstOrDefault<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate, TSource defaultValue)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(predicate);
        foreach (TSource item in source)
        {
            if (predicate(item))
            {
                return item;
            }
        }

        return defaultValue;
    }

    public static TSource Single<TSource>(this IEnumerable<TSource> source) =>
        TrySingle(source, null, out TSource only) ? only : throw NoElements();

    public static TSource Single<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(predicate);
        return TrySingle(source, predicate, out TSource only) ? only : throw NoMatch();
    }

    public static TSource? SingleOrDefault<TSource>(this IEnumerable<TSource> source) => source.SingleOrDefault(default(TSource)!);

    public static TSource SingleOrDefault<TSource>(this IEnumerable<TSource> source, TSource defaultValue) =>
        TrySingle(source, null, out TSource only) ? only : defaultValue;

    public static TSource? SingleOrDefault<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate) =>
        source.SingleOrDefault(predicate, default!);

    public static TSource SingleOrDefault<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate, TSource defaultValue)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(predicate);
        return TrySingle(source, predicate, out TSource only) ? only : defaultValue;
    }

    // The only matching one; false: there is none.
    private static bool TrySingle<TSource>(IEnumerable<TSource> source, Func<TSource, bool>? predicate, out TSource only)
    {
        ArgumentNullException.ThrowIfNull(source);
        bool isFound = false;
        only = default!;
        foreach (TSource item in source)
        {
            if (predicate is not null && !predicate(item))
            {
                continue;
            }

            if (isFound)
            {
                throw new InvalidOperationException(predicate is null
                    ? "Sequence contains more than one element"
                    : "Sequence contains more than one matching element");
            }

            only = item;
            isFound = true;
        }

        return isFound;
    }

    public static bool SequenceEqual<TSource>(this IEnumerable<TSource> first, IEnumerable<TSource> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return first.SequenceEqual(second, null);
    }

    public static bool SequenceEqual<TSource>(
        this IEnumerable<TSource> first,
        IEnumerable<TSource> second,
        IEqualityComparer<TSource>? comparer)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        comparer ??= EqualityComparer<TSource>.Default;
        if (first is ICollection<TSource> left && second is ICollection<TSource> right && left.Count != right.Count)
        {
            return false;
        }

        using IEnumerator<TSource> other = second.GetEnumerator();
        foreach (TSource item in first)
        {
            if (!other.MoveNext() || !comparer.Equals(item, other.Current))
            {
                return false;
            }
        }

        return !other.MoveNext();
    }

    public static TSource[] ToArray<TSource>(this IEnumerable<TSource> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new List<TSource>(source).ToArray();
    }

    public static List<TSource> ToList<TSource>(this IEnumerable<TSource> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new(source);
    }

    public static HashSet<TSource> ToHashSet<TSource>(this IEnumerable<TSource> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new(source);
    }

    public static HashSet<TSource> ToHashSet<TSource>(this IEnumerable<TSource> source, IEqualityComparer<TSource>? comparer)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new(source, comparer);
    }

    public static Dictionary<TKey, TSource> ToDictionary<TSource, TKey>(this IEnumerable<TSource> source, Func<TSource, TKey> keySelector)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(keySelector);
        Dictionary<TKey, TSource> made = new((IEqualityComparer<TKey>?)null);
        foreach (TSource item in source)
        {
            made.Add(keySelector(item), item);
        }

        return made;
    }

    public static Dictionary<TKey, TElement> ToDictionary<TSource, TKey, TElement>(
        this IEnumerable<TSource> source,
        Func<TSource, TKey> keySelector,
        Func<TSource, TElement> elementSelector)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(keySelector);
        ArgumentNullException.ThrowIfNull(elementSelector);
        Dictionary<TKey, TElement> made = new((IEqualityComparer<TKey>?)null);
        foreach (TSource item in source)
        {
            made.Add(keySelector(item), elementSelector(item));
        }

        return made;
    }

    public static Dictionary<TKey, TSource> ToDictionary<TSource, TKey>(
        this IEnumerable<TSource> source,
        Func<TSource, TKey> keySelector,
        IEqualityComparer<TKey>? comparer)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(keySelector);
        Dictionary<TKey, TSource> made = new(comparer);
        foreach (TSource item in source)
        {
            made.Add(keySelector(item), item);
        }

        return made;
    }

    public static Dictionary<TKey, TElement> ToDictionary<TSource, TKey, TElement>(
        this IEnumerable<TSource> source,
        Func<TSource, TKey> keySelector,
        Func<TSource, TElement> elementSelector,
        IEqualityComparer<TKey>? comparer)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(keySelector);
        ArgumentNullException.ThrowIfNull(elementSelector);
        Dictionary<TKey, TElement> made = new(comparer);
        foreach (TSource item in source)
        {
            made.Add(keySelector(item), elementSelector(item));
        }

        return made;
    }

    public static Dictionary<TKey, TValue> ToDictionary<TKey, TValue>(this IEnumerable<KeyValuePair<TKey, TValue>> source)
        where TKey : notnull => source.ToDictionary(static pair => pair.Key, static pair => pair.Value);

    private static InvalidOperationException NoElements() => new("Sequence contains no elements");

    private static InvalidOperationException NoMatch() => new("Sequence contains no matching element");
}
