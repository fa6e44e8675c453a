// An immutable stack: the top, and the stack below it.

using System.Collections.Generic;

namespace System.Collections.Immutable;

public sealed class ImmutableStack<T> : IEnumerable<T>
{
    private readonly T? _top;
    private readonly ImmutableStack<T>? _below;

    private ImmutableStack(T? top, ImmutableStack<T>? below) => (_top, _below) = (top, below);

    public static ImmutableStack<T> Empty { get; } = new(default, null);

    public bool IsEmpty => _below is null;

    public ImmutableStack<T> Clear() => Empty;

    public ImmutableStack<T> Push(T value) => new(value, this);

    public T Peek() => IsEmpty ? throw None() : _top!;

    public ImmutableStack<T> Pop() => _below ?? throw None();

    public ImmutableStack<T> Pop(out T value)
    {
        value = Peek();
        return Pop();
    }

    IEnumerator<T> IEnumerable<T>.GetEnumerator()
    {
        for (ImmutableStack<T> at = this; !at.IsEmpty; at = at.Pop())
        {
            yield return at.Peek();
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<T>)this).GetEnumerator();

    private static InvalidOperationException None() => new("This operation does not apply to an empty instance.");
}
