// What came later: folds by key, sequences by step, triples.

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
}
