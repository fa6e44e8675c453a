// Makes immutable lists.

using System.Collections.Generic;

namespace System.Collections.Immutable;

public static class ImmutableList
{
    public static ImmutableList<T> Create<T>() => ImmutableList<T>.Empty;

    public static ImmutableList<T> Create<T>(T item) => new([item]);

    public static ImmutableList<T> Create<T>(params T[] items) => new((T[])items.Clone());

    public static ImmutableList<T> Create<T>(params ReadOnlySpan<T> items) => new(items.ToArray());

    public static ImmutableList<T> CreateRange<T>(IEnumerable<T> items) => new(Linq.Enumerable.ToArray(items));

    public static ImmutableList<TSource> ToImmutableList<TSource>(this IEnumerable<TSource> source) =>
        source as ImmutableList<TSource> ?? CreateRange(source);
}
