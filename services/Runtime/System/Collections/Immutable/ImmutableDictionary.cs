// Makes immutable dictionaries.

using System.Collections.Generic;

namespace System.Collections.Immutable;

public static class ImmutableDictionary
{
    public static ImmutableDictionary<TKey, TValue> Create<TKey, TValue>()
        where TKey : notnull => ImmutableDictionary<TKey, TValue>.Empty;

    public static ImmutableDictionary<TKey, TValue> CreateRange<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue>> items)
        where TKey : notnull => ImmutableDictionary<TKey, TValue>.Empty.AddRange(items);

    public static ImmutableDictionary<TKey, TValue>.Builder CreateBuilder<TKey, TValue>()
        where TKey : notnull => ImmutableDictionary<TKey, TValue>.Empty.ToBuilder();

    public static ImmutableDictionary<TKey, TValue> ToImmutableDictionary<TKey, TValue>(this IEnumerable<KeyValuePair<TKey, TValue>> source)
        where TKey : notnull => source as ImmutableDictionary<TKey, TValue> ?? CreateRange(source);

    public static ImmutableDictionary<TKey, TSource> ToImmutableDictionary<TSource, TKey>(
        this IEnumerable<TSource> source,
        Func<TSource, TKey> keySelector)
        where TKey : notnull => ToImmutableDictionary(source, keySelector, item => item);

    public static ImmutableDictionary<TKey, TValue> ToImmutableDictionary<TSource, TKey, TValue>(
        this IEnumerable<TSource> source,
        Func<TSource, TKey> keySelector,
        Func<TSource, TValue> elementSelector)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(keySelector);
        ArgumentNullException.ThrowIfNull(elementSelector);
        return CreateRange(Linq.Enumerable.Select(source, item =>
            new KeyValuePair<TKey, TValue>(keySelector(item), elementSelector(item))));
    }
}
