// A list of nodes, each of which knows its neighbours.

namespace System.Collections.Generic;

public class LinkedList<T> : IUntypedCollection<T>, IReadOnlyCollection<T>
{
    private LinkedListNode<T>? _first;
    private LinkedListNode<T>? _last;
    private int _count;
    private int _version;

    public LinkedList()
    {
    }

    public LinkedList(IEnumerable<T> collection)
    {
        ArgumentNullException.ThrowIfNull(collection);
        foreach (T item in collection)
        {
            AddLast(item);
        }
    }

    public int Count => _count;

    public LinkedListNode<T>? First => _first;

    public LinkedListNode<T>? Last => _last;

    bool ICollection<T>.IsReadOnly => false;

    public LinkedListNode<T> AddFirst(T value)
    {
        LinkedListNode<T> node = new(this, value);
        Link(null, node, _first);
        return node;
    }

    public void AddFirst(LinkedListNode<T> node)
    {
        CheckNew(node);
        Link(null, node, _first);
    }

    public LinkedListNode<T> AddLast(T value)
    {
        LinkedListNode<T> node = new(this, value);
        Link(_last, node, null);
        return node;
    }

    public void AddLast(LinkedListNode<T> node)
    {
        CheckNew(node);
        Link(_last, node, null);
    }

    public LinkedListNode<T> AddBefore(LinkedListNode<T> node, T value)
    {
        Check(node);
        LinkedListNode<T> made = new(this, value);
        Link(node._previous, made, node);
        return made;
    }

    public void AddBefore(LinkedListNode<T> node, LinkedListNode<T> newNode)
    {
        Check(node);
        CheckNew(newNode);
        Link(node._previous, newNode, node);
    }

    public LinkedListNode<T> AddAfter(LinkedListNode<T> node, T value)
    {
        Check(node);
        LinkedListNode<T> made = new(this, value);
        Link(node, made, node._next);
        return made;
    }

    public void AddAfter(LinkedListNode<T> node, LinkedListNode<T> newNode)
    {
        Check(node);
        CheckNew(newNode);
        Link(node, newNode, node._next);
    }

    public LinkedListNode<T>? Find(T value)
    {
        LinkedListNode<T>? at = _first;
        while (at is not null && !EqualityComparer<T>.Default.Equals(at.Value, value))
        {
            at = at._next;
        }

        return at;
    }

    public LinkedListNode<T>? FindLast(T value)
    {
        LinkedListNode<T>? at = _last;
        while (at is not null && !EqualityComparer<T>.Default.Equals(at.Value, value))
        {
            at = at._previous;
        }

        return at;
    }

    public bool Contains(T value) => Find(value) is not null;

    public bool Remove(T value)
    {
        LinkedListNode<T>? node = Find(value);
        if (node is not null)
        {
            Remove(node);
        }

        return node is not null;
    }

    public void Remove(LinkedListNode<T> node)
    {
        Check(node);
        if (node._previous is null)
        {
            _first = node._next;
        }
        else
        {
            node._previous._next = node._next;
        }

        if (node._next is null)
        {
            _last = node._previous;
        }
        else
        {
            node._next._previous = node._previous;
        }

        node._next = null;
        node._previous = null;
        node.List = null;
        _count--;
        _version++;
    }

    public void RemoveFirst() => Remove(_first ?? throw Empty());

    public void RemoveLast() => Remove(_last ?? throw Empty());

    public void Clear()
    {
        while (_first is not null)
        {
            Remove(_first);
        }
    }

    public void CopyTo(T[] array, int index) => Dictionary<int, int>.CopyItems(this, array, index);

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => GetEnumerator();

    void ICollection<T>.Add(T item) => AddLast(item);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public struct Enumerator : IEnumerator<T>
    {
        private readonly LinkedList<T> _list;
        private readonly int _version;
        private LinkedListNode<T>? _next;
        private T? _current;
        private bool _isAt;

        internal Enumerator(LinkedList<T> list)
        {
            _list = list;
            _version = list._version;
            _next = list._first;
        }

        public readonly T Current => _current!;

        readonly object? IEnumerator.Current => _isAt ? Current : throw Untyped.NoCurrent();

        public bool MoveNext()
        {
            Untyped.CheckUnchanged(_version == _list._version);
            _isAt = _next is not null;
            if (_next is not null)
            {
                _current = _next.Value;
                _next = _next._next;
            }

            return _isAt;
        }

        public void Reset()
        {
            Untyped.CheckUnchanged(_version == _list._version);
            _next = _list._first;
            _current = default;
            _isAt = false;
        }

        public readonly void Dispose()
        {
        }
    }

    private static InvalidOperationException Empty() => new("The LinkedList is empty.");

    private static void CheckNew(LinkedListNode<T> node)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (node.List is not null)
        {
            throw new InvalidOperationException("The LinkedList node already belongs to a LinkedList.");
        }
    }

    private void Check(LinkedListNode<T> node)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (node.List != this)
        {
            throw new InvalidOperationException("The LinkedList node does not belong to current LinkedList.");
        }
    }

    private void Link(LinkedListNode<T>? previous, LinkedListNode<T> node, LinkedListNode<T>? next)
    {
        node.List = this;
        node._previous = previous;
        node._next = next;
        if (previous is null)
        {
            _first = node;
        }
        else
        {
            previous._next = node;
        }

        if (next is null)
        {
            _last = node;
        }
        else
        {
            next._previous = node;
        }

        _count++;
        _version++;
    }
}
