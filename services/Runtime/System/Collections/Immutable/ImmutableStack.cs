// Makes immutable stacks.

using System.Collections.Generic;

namespace System.Collections.Immutable;

public static class ImmutableStack
{
    public static ImmutableStack<T> Create<T>() => ImmutableStack<T>.Empty;

    public static ImmutableStack<T> Create<T>(params T[] items) => CreateRange(items);

    public static ImmutableStack<T> CreateRange<T>(IEnumerable<T> items)
    {
        ImmutableStack<T> made = ImmutableStack<T>.Empty;
        foreach (T item in items)
        {
            made = made.Push(item);
        }

        return made;
    }
}
