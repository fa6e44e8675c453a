// Makes immutable arrays.

using System.Collections.Generic;

namespace System.Collections.Immutable;

public static class ImmutableArray
{
    public static ImmutableArray<T> Create<T>() => ImmutableArray<T>.Empty;

    public static ImmutableArray<T> Create<T>(T item) => new([item]);

    public static ImmutableArray<T> Create<T>(T item1, T item2) => new([item1, item2]);

    public static ImmutableArray<T> Create<T>(T item1, T item2, T item3) => new([item1, item2, item3]);

    public static ImmutableArray<T> Create<T>(params T[]? items) => new(items is null ? [] : (T[])items.Clone());

    public static ImmutableArray<T> Create<T>(params ReadOnlySpan<T> items) => new(items.ToArray());

    public static ImmutableArray<T> CreateRange<T>(IEnumerable<T> items) => new(Linq.Enumerable.ToArray(items));

    public static ImmutableArray<T>.Builder CreateBuilder<T>() => new();

    public static ImmutableArray<T>.Builder CreateBuilder<T>(int initialCapacity) => new(initialCapacity);

    public static ImmutableArray<TSource> ToImmutableArray<TSource>(this IEnumerable<TSource> items) =>
        items is ImmutableArray<TSource> same ? same : CreateRange(items);

    public static ImmutableArray<TSource> ToImmutableArray<TSource>(this ImmutableArray<TSource>.Builder builder) => builder.ToImmutable();

    public static ImmutableArray<T> ToImmutableArray<T>(this ReadOnlySpan<T> items) => new(items.ToArray());
}
