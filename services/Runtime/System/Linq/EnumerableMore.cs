// Operators of later versions of .NET: folds by key, sequences by step, triples.

using System.Collections.Generic;

namespace System.Linq;

public static partial class Enumerable
{
    public static IEnumerable<KeyValuePair<TKey, TAccumulate>> AggregateBy<TSource, TKey, TAccumulate>(
        this IEnumerable<TSource> source,
        Func<TSource, TKey> keySelector,
        TAccumulate seed,
        Func<TAccumulate, TSource, TAccumulate> func,
        IEqualityComparer<TKey>? keyComparer = null)
        where TKey : notnull => AggregateBy(source, keySelector, _ => seed, func, keyComparer);

    public static IEnumerable<KeyValuePair<TKey, TAccumulate>> AggregateBy<TSource, TKey, TAccumulate>(
        this IEnumerable<TSource> source,
        Func<TSource, TKey> keySelector,
        Func<TKey, TAccumulate> seedSelector,
        Func<TAccumulate, TSource, TAccumulate> func,
        IEqualityComparer<TKey>? keyComparer = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(keySelector);
        ArgumentNullException.ThrowIfNull(seedSelector);
        ArgumentNullException.ThrowIfNull(func);
        return Fold();

        IEnumerable<KeyValuePair<TKey, TAccumulate>> Fold()
        {
            Dictionary<TKey, TAccumulate> folded = new(keyComparer);
            foreach (TSource item in source)
            {
                TKey key = keySelector(item);
                folded[key] = func(folded.TryGetValue(key, out TAccumulate? so) ? so : seedSelector(key), item);
            }

            foreach (KeyValuePair<TKey, TAccumulate> pair in folded)
            {
                yield return pair;
            }
        }
    }

    public static IEnumerable<(TFirst First, TSecond Second, TThird Third)> Zip<TFirst, TSecond, TThird>(
        this IEnumerable<TFirst> first,
        IEnumerable<TSecond> second,
        IEnumerable<TThird> third)
    {
        ArgumentNullException.ThrowIfNull(third);
        return first.Zip(second).Zip(third, (pair, last) => (pair.First, pair.Second, last));
    }

    public static Dictionary<TKey, TValue> ToDictionary<TKey, TValue>(
        this IEnumerable<(TKey Key, TValue Value)> source,
        IEqualityComparer<TKey>? comparer = null)
        where TKey : notnull => source.ToDictionary(pair => pair.Key, pair => pair.Value, comparer);

    public static Dictionary<TKey, TValue> ToDictionary<TKey, TValue>(
        this IEnumerable<KeyValuePair<TKey, TValue>> source,
        IEqualityComparer<TKey>? comparer = null)
        where TKey : notnull => source.ToDictionary(pair => pair.Key, pair => pair.Value, comparer);

    public static IEnumerable<TResult> RightJoin<TOuter, TInner, TKey, TResult>(
        this IEnumerable<TOuter> outer,
        IEnumerable<TInner> inner,
        Func<TOuter, TKey> outerKeySelector,
        Func<TInner, TKey> innerKeySelector,
        Func<TOuter?, TInner, TResult> resultSelector,
        IEqualityComparer<TKey>? comparer = null)
    {
        ArgumentNullException.ThrowIfNull(outer);
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(outerKeySelector);
        ArgumentNullException.ThrowIfNull(innerKeySelector);
        ArgumentNullException.ThrowIfNull(resultSelector);
        return inner.LeftJoin(outer, innerKeySelector, outerKeySelector, (right, left) => resultSelector(left, right), comparer);
    }

    public static IEnumerable<TSource> Shuffle<TSource>(this IEnumerable<TSource> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new Made<TSource>(Mixed(), isCheap => ItemsOf(source, isCheap));

        IEnumerable<TSource> Mixed()
        {
            TSource[] items = source.ToArray();
            Random.Shared.Shuffle(items);
            foreach (TSource item in items)
            {
                yield return item;
            }
        }
    }

    public static IEnumerable<T> InfiniteSequence<T>(T start, T step)
        where T : Numerics.IAdditionOperators<T, T, T>
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(step);
        return Endless();

        IEnumerable<T> Endless()
        {
            for (T at = start; ; at += step)
            {
                yield return at;
            }
        }
    }

    public static IEnumerable<T> Sequence<T>(T start, T endInclusive, T step)
        where T : Numerics.INumber<T>
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(endInclusive);
        ArgumentNullException.ThrowIfNull(step);
        if (T.IsNaN(start))
        {
            throw new ArgumentOutOfRangeException(nameof(start));
        }

        if (T.IsNaN(endInclusive))
        {
            throw new ArgumentOutOfRangeException(nameof(endInclusive));
        }

        if (T.IsNaN(step) || (T.IsZero(step) && start != endInclusive)
            || (step > T.Zero && endInclusive < start) || (step < T.Zero && endInclusive > start))
        {
            throw new ArgumentOutOfRangeException(T.IsNaN(step) || T.IsZero(step) ? nameof(step) : nameof(endInclusive));
        }

        return Steps();

        IEnumerable<T> Steps()
        {
            T at = start;
            while (true)
            {
                yield return at;
                T next = at + step;
                bool isOver = step >= T.Zero ? next > endInclusive || next <= at : next < endInclusive || next >= at;
                if (isOver)
                {
                    break;
                }

                at = next;
            }
        }
    }
}
