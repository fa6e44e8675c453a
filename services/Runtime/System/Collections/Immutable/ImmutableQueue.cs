// Makes immutable queues.

using System.Collections.Generic;

namespace System.Collections.Immutable;

public static class ImmutableQueue
{
    public static ImmutableQueue<T> Create<T>() => ImmutableQueue<T>.Empty;

    public static ImmutableQueue<T> Create<T>(params T[] items) => CreateRange(items);

    public static ImmutableQueue<T> CreateRange<T>(IEnumerable<T> items)
    {
        ImmutableQueue<T> made = ImmutableQueue<T>.Empty;
        foreach (T item in items)
        {
            made = made.Enqueue(item);
        }

        return made;
    }
}
