// Makes immutable sets.

using System.Collections.Generic;

namespace System.Collections.Immutable;

public static class ImmutableHashSet
{
    public static ImmutableHashSet<T> Create<T>() => ImmutableHashSet<T>.Empty;

    public static ImmutableHashSet<T> Create<T>(params T[] items) => CreateRange(items);

    public static ImmutableHashSet<T> Create<T>(params ReadOnlySpan<T> items) => CreateRange(items.ToArray());

    public static ImmutableHashSet<T> CreateRange<T>(IEnumerable<T> items) => ImmutableHashSet<T>.Empty.Union(items);

    public static ImmutableHashSet<TSource> ToImmutableHashSet<TSource>(this IEnumerable<TSource> source) =>
        source as ImmutableHashSet<TSource> ?? CreateRange(source);
}
