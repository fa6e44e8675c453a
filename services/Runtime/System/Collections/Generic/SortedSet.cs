// Items in order, each once: an AA tree (Andersson), whose levels say how far a node is from the leaves.

namespace System.Collections.Generic;

public partial class SortedSet<T> : ISet<T>, IUntypedCollection<T>, IReadOnlySet<T>
{
    private readonly IComparer<T> _comparer;
    private Node? _root;
    private int _count;
    private int _version;
    private bool _hasChanged;

    public SortedSet()
        : this((IComparer<T>?)null)
    {
    }

    public SortedSet(IComparer<T>? comparer) => _comparer = comparer ?? Comparer<T>.Default;

    public SortedSet(IEnumerable<T> collection)
        : this(collection, null)
    {
    }

    public SortedSet(IEnumerable<T> collection, IComparer<T>? comparer)
        : this(comparer) => UnionWith(collection);

    public int Count
    {
        get
        {
            Refresh();
            return _count;
        }
    }

    public IComparer<T> Comparer => _comparer;

    public T? Min
    {
        get
        {
            Refresh();
            return _root is null ? default : Leftmost(_root).Item;
        }
    }

    public T? Max
    {
        get
        {
            Refresh();
            Node? at = _root;
            while (at?.Right is not null)
            {
                at = at.Right;
            }

            return at is null ? default : at.Item;
        }
    }

    bool ICollection<T>.IsReadOnly => false;

    public bool Add(T item)
    {
        if (_whole is not null)
        {
            return AddToWhole(item);
        }

        _hasChanged = false;
        _root = Insert(_root, item);
        _count += _hasChanged ? 1 : 0;
        _version += _hasChanged ? 1 : 0;
        return _hasChanged;
    }

    public bool Remove(T item)
    {
        if (_whole is not null)
        {
            return IsBetween(item) && _whole.Remove(item);
        }

        _hasChanged = false;
        _root = Delete(_root, item);
        _count -= _hasChanged ? 1 : 0;
        _version += _hasChanged ? 1 : 0;
        return _hasChanged;
    }

    public bool Contains(T item) => Find(item) is not null;

    public bool TryGetValue(T equalValue, out T actualValue)
    {
        Node? node = Find(equalValue);
        actualValue = node is null ? default! : node.Item;
        return node is not null;
    }

    public void Clear()
    {
        if (_whole is not null)
        {
            _ = RemoveWhere(_ => true);
            return;
        }

        _root = null;
        _count = 0;
        _version++;
    }

    public void CopyTo(T[] array) => CopyTo(array, 0);

    public void CopyTo(T[] array, int index) => Dictionary<int, int>.CopyItems(this, array, index);

    public int RemoveWhere(Predicate<T> match)
    {
        ArgumentNullException.ThrowIfNull(match);
        int before = Count;
        foreach (T item in new List<T>(this))
        {
            if (match(item))
            {
                _ = Remove(item);
            }
        }

        return before - Count;
    }

    public void UnionWith(IEnumerable<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (T item in other)
        {
            _ = Add(item);
        }
    }

    public void IntersectWith(IEnumerable<T> other)
    {
        SortedSet<T> kept = new(other, _comparer);
        _ = RemoveWhere(item => !kept.Contains(item));
    }

    public void ExceptWith(IEnumerable<T> other)
    {
        foreach (T item in new List<T>(other))
        {
            _ = Remove(item);
        }
    }

    public void SymmetricExceptWith(IEnumerable<T> other)
    {
        foreach (T item in new SortedSet<T>(other, _comparer))
        {
            if (!Remove(item))
            {
                _ = Add(item);
            }
        }
    }

    public bool IsSubsetOf(IEnumerable<T> other) => new SortedSet<T>(other, _comparer).IsSupersetOf(this);

    public bool IsSupersetOf(IEnumerable<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (T item in other)
        {
            if (!Contains(item))
            {
                return false;
            }
        }

        return true;
    }

    public bool IsProperSubsetOf(IEnumerable<T> other)
    {
        SortedSet<T> set = new(other, _comparer);
        return set._count > Count && set.IsSupersetOf(this);
    }

    public bool IsProperSupersetOf(IEnumerable<T> other)
    {
        SortedSet<T> set = new(other, _comparer);
        return set._count < Count && IsSupersetOf(set);
    }

    public bool Overlaps(IEnumerable<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (T item in other)
        {
            if (Contains(item))
            {
                return true;
            }
        }

        return false;
    }

    public bool SetEquals(IEnumerable<T> other)
    {
        SortedSet<T> set = new(other, _comparer);
        return set._count == Count && set.IsSupersetOf(this);
    }

    public IEnumerable<T> Reverse()
    {
        List<T> items = new(this);
        for (int i = items.Count; i-- > 0;)
        {
            yield return items[i];
        }
    }

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => GetEnumerator();

    void ICollection<T>.Add(T item) => Add(item);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public struct Enumerator : IEnumerator<T>
    {
        private readonly SortedSet<T> _set;
        private readonly int _version;

        // Nodes that follow their left subtrees.
        private readonly Stack<Node> _path = new();
        private T? _current;
        private bool _isAt;

        internal Enumerator(SortedSet<T> set)
        {
            set.Refresh();
            _set = set;
            _version = set.Version;
            Push(set._root);
        }

        public readonly T Current => _current!;

        readonly object? IEnumerator.Current => _isAt ? Current : throw Untyped.NoCurrent();

        public bool MoveNext()
        {
            Untyped.CheckUnchanged(_version == _set.Version);
            _isAt = _path.Count > 0;
            if (_isAt)
            {
                Node at = _path.Pop();
                _current = at.Item;
                Push(at.Right);
            }
            else
            {
                _current = default;
            }

            return _isAt;
        }

        public void Reset()
        {
            Untyped.CheckUnchanged(_version == _set.Version);
            _path.Clear();
            _current = default;
            _isAt = false;
            Push(_set._root);
        }

        public readonly void Dispose()
        {
        }

        private readonly void Push(Node? at)
        {
            for (; at is not null; at = at.Left)
            {
                _path.Push(at);
            }
        }
    }

    internal void Replace(T item)
    {
        if (Find(item) is { } node)
        {
            node.Item = item;
            _version++;
        }
        else
        {
            _ = Add(item);
        }
    }

    private static Node Leftmost(Node node)
    {
        while (node.Left is not null)
        {
            node = node.Left;
        }

        return node;
    }

    private static int Level(Node? node) => node is null ? 0 : node.Level;

    private static Node Skew(Node node)
    {
        Node? left = node.Left;
        if (left is null || left.Level != node.Level)
        {
            return node;
        }

        node.Left = left.Right;
        left.Right = node;
        return left;
    }

    private static Node Split(Node node)
    {
        Node? right = node.Right;
        if (right?.Right is null || right.Right.Level != node.Level)
        {
            return node;
        }

        node.Right = right.Left;
        right.Left = node;
        right.Level++;
        return right;
    }

    private Node? Find(T item)
    {
        Refresh();
        Node? at = _root;
        while (at is not null)
        {
            int order = _comparer.Compare(item, at.Item);
            if (order == 0)
            {
                return at;
            }

            at = order < 0 ? at.Left : at.Right;
        }

        return null;
    }

    private Node Insert(Node? node, T item)
    {
        if (node is null)
        {
            if (_root is null)
            {
                // An item that cannot be compared is refused even if it is the only one.
                _ = _comparer.Compare(item, item);
            }

            _hasChanged = true;
            return new Node(item);
        }

        int order = _comparer.Compare(item, node.Item);
        if (order == 0)
        {
            return node;
        }

        if (order < 0)
        {
            node.Left = Insert(node.Left, item);
        }
        else
        {
            node.Right = Insert(node.Right, item);
        }

        return Split(Skew(node));
    }

    private Node? Delete(Node? node, T item)
    {
        if (node is null)
        {
            return null;
        }

        int order = _comparer.Compare(item, node.Item);
        if (order == 0)
        {
            _hasChanged = true;
            if (node.Left is null || node.Right is null)
            {
                return node.Left ?? node.Right;
            }

            node.Item = Leftmost(node.Right).Item;
            node.Right = Delete(node.Right, node.Item);
        }
        else if (order < 0)
        {
            node.Left = Delete(node.Left, item);
        }
        else
        {
            node.Right = Delete(node.Right, item);
        }

        return Balance(node);
    }

    private static Node Balance(Node node)
    {
        int level = Math.Min(Level(node.Left), Level(node.Right)) + 1;
        if (level < node.Level)
        {
            node.Level = level;
            if (node.Right is not null && level < node.Right.Level)
            {
                node.Right.Level = level;
            }
        }

        node = Skew(node);
        if (node.Right is not null)
        {
            node.Right = Skew(node.Right);
            if (node.Right.Right is not null)
            {
                node.Right.Right = Skew(node.Right.Right);
            }
        }

        node = Split(node);
        if (node.Right is not null)
        {
            node.Right = Split(node.Right);
        }

        return node;
    }

    private sealed class Node(T item)
    {
        internal T Item = item;
        internal Node? Left;
        internal Node? Right;
        internal int Level = 1;
    }
}
