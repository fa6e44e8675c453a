// An immutable queue: a stack of the items that come out next, and a second one of those put in last.

using System.Collections.Generic;
using System.Linq;

namespace System.Collections.Immutable;

public sealed class ImmutableQueue<T> : IEnumerable<T>
{
    private readonly ImmutableStack<T> _out;
    private readonly ImmutableStack<T> _in;

    private ImmutableQueue(ImmutableStack<T> first, ImmutableStack<T> last) => (_out, _in) = (first, last);

    public static ImmutableQueue<T> Empty { get; } = new(ImmutableStack<T>.Empty, ImmutableStack<T>.Empty);

    public bool IsEmpty => _out.IsEmpty;

    public ImmutableQueue<T> Clear() => Empty;

    public ImmutableQueue<T> Enqueue(T value) => IsEmpty ? new(_out.Push(value), _in) : new(_out, _in.Push(value));

    public T Peek() => _out.Peek();

    public ImmutableQueue<T> Dequeue()
    {
        ImmutableStack<T> rest = _out.Pop();
        return !rest.IsEmpty ? new(rest, _in)
            : _in.IsEmpty ? Empty
            : new(ImmutableStack.CreateRange(_in), ImmutableStack<T>.Empty);
    }

    public ImmutableQueue<T> Dequeue(out T value)
    {
        value = Peek();
        return Dequeue();
    }

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => _out.Concat(_in.Reverse()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<T>)this).GetEnumerator();
}
