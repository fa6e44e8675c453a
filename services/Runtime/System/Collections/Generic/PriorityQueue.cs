// A heap with four children at each node: the element with the least priority comes first. It takes the same steps as .NET's heap, so
// elements of equal priority come in the same order.

using System.Diagnostics.CodeAnalysis;

namespace System.Collections.Generic;

public class PriorityQueue<TElement, TPriority>
{
    private readonly IComparer<TPriority> _comparer;
    private readonly List<(TElement Element, TPriority Priority)> _nodes;

    public PriorityQueue()
        : this(0, null)
    {
    }

    public PriorityQueue(int initialCapacity)
        : this(initialCapacity, null)
    {
    }

    public PriorityQueue(IComparer<TPriority>? comparer)
        : this(0, comparer)
    {
    }

    public PriorityQueue(int initialCapacity, IComparer<TPriority>? comparer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(initialCapacity);
        _nodes = new(initialCapacity);
        _comparer = comparer ?? Comparer<TPriority>.Default;
    }

    public PriorityQueue(IEnumerable<(TElement Element, TPriority Priority)> items)
        : this(items, null)
    {
    }

    public PriorityQueue(IEnumerable<(TElement Element, TPriority Priority)> items, IComparer<TPriority>? comparer)
        : this(0, comparer)
    {
        ArgumentNullException.ThrowIfNull(items);
        EnqueueRange(items);
    }

    public int Count => _nodes.Count;

    public int Capacity => _nodes.Capacity;

    public IComparer<TPriority> Comparer => _comparer;

    public UnorderedItemsCollection UnorderedItems => new(_nodes);

    public void Clear() => _nodes.Clear();

    public int EnsureCapacity(int capacity) => _nodes.EnsureCapacity(capacity);

    public void TrimExcess() => _nodes.TrimExcess();

    public void Enqueue(TElement element, TPriority priority)
    {
        _nodes.Add((element, priority));
        Rise((element, priority), _nodes.Count - 1);
    }

    public void EnqueueRange(IEnumerable<(TElement Element, TPriority Priority)> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (_nodes.Count == 0)
        {
            _nodes.AddRange(items);
            Arrange();
            return;
        }

        foreach ((TElement element, TPriority priority) in items)
        {
            Enqueue(element, priority);
        }
    }

    public void EnqueueRange(IEnumerable<TElement> elements, TPriority priority)
    {
        ArgumentNullException.ThrowIfNull(elements);
        bool wasEmpty = _nodes.Count == 0;
        foreach (TElement element in elements)
        {
            _nodes.Add((element, priority));
            if (!wasEmpty)
            {
                Rise((element, priority), _nodes.Count - 1);
            }
        }

        if (wasEmpty)
        {
            Arrange();
        }
    }

    public TElement Peek() => TryPeek(out TElement? element, out _) ? element : throw IsEmpty();

    public TElement Dequeue() => TryDequeue(out TElement? element, out _) ? element : throw IsEmpty();

    public bool TryPeek([MaybeNullWhen(false)] out TElement element, [MaybeNullWhen(false)] out TPriority priority)
    {
        bool isThere = _nodes.Count > 0;
        (element, priority) = isThere ? _nodes[0] : (default!, default!);
        return isThere;
    }

    public bool TryDequeue([MaybeNullWhen(false)] out TElement element, [MaybeNullWhen(false)] out TPriority priority)
    {
        if (!TryPeek(out element, out priority))
        {
            return false;
        }

        RemoveAt(0);
        return true;
    }

    public TElement EnqueueDequeue(TElement element, TPriority priority)
    {
        if (_nodes.Count == 0 || _comparer.Compare(priority, _nodes[0].Priority) <= 0)
        {
            return element;
        }

        TElement first = _nodes[0].Element;
        Sink((element, priority), 0);
        return first;
    }

    public TElement DequeueEnqueue(TElement element, TPriority priority)
    {
        (TElement Element, TPriority Priority) first = _nodes.Count > 0 ? _nodes[0] : throw IsEmpty();
        if (_comparer.Compare(priority, first.Priority) > 0)
        {
            Sink((element, priority), 0);
        }
        else
        {
            _nodes[0] = (element, priority);
        }

        return first.Element;
    }

    public bool Remove(
        TElement element,
        [MaybeNullWhen(false)] out TElement removedElement,
        [MaybeNullWhen(false)] out TPriority priority,
        IEqualityComparer<TElement>? equalityComparer = null)
    {
        IEqualityComparer<TElement> comparer = equalityComparer ?? EqualityComparer<TElement>.Default;
        int index = _nodes.FindIndex(node => comparer.Equals(element, node.Element));
        (removedElement, priority) = index < 0 ? (default!, default!) : _nodes[index];
        if (index >= 0)
        {
            RemoveAt(index);
        }

        return index >= 0;
    }

    private static InvalidOperationException IsEmpty() => new("Queue empty.");

    // The last node takes the free place.
    private void RemoveAt(int index)
    {
        TPriority removed = _nodes[index].Priority;
        (TElement Element, TPriority Priority) last = _nodes[_nodes.Count - 1];
        _nodes.RemoveAt(_nodes.Count - 1);
        if (index == _nodes.Count)
        {
            return;
        }

        if (index > 0 && _comparer.Compare(last.Priority, removed) < 0)
        {
            Rise(last, index);
        }
        else
        {
            Sink(last, index);
        }
    }

    private void Arrange()
    {
        for (int at = (_nodes.Count - 2) >> 2; at >= 0 && _nodes.Count > 1; at--)
        {
            Sink(_nodes[at], at);
        }
    }

    private void Rise((TElement Element, TPriority Priority) node, int at)
    {
        while (at > 0 && _comparer.Compare(node.Priority, _nodes[(at - 1) >> 2].Priority) < 0)
        {
            _nodes[at] = _nodes[(at - 1) >> 2];
            at = (at - 1) >> 2;
        }

        _nodes[at] = node;
    }

    private void Sink((TElement Element, TPriority Priority) node, int at)
    {
        while ((4 * at) + 1 < _nodes.Count)
        {
            int least = (4 * at) + 1;
            for (int child = least + 1; child < Math.Min((4 * at) + 5, _nodes.Count); child++)
            {
                least = _comparer.Compare(_nodes[child].Priority, _nodes[least].Priority) < 0 ? child : least;
            }

            if (_comparer.Compare(node.Priority, _nodes[least].Priority) <= 0)
            {
                break;
            }

            _nodes[at] = _nodes[least];
            at = least;
        }

        _nodes[at] = node;
    }

    /// <summary>The elements and their priorities in the heap's order.</summary>
    public sealed class UnorderedItemsCollection : IReadOnlyCollection<(TElement Element, TPriority Priority)>
    {
        private readonly List<(TElement Element, TPriority Priority)> _nodes;

        internal UnorderedItemsCollection(List<(TElement Element, TPriority Priority)> nodes) => _nodes = nodes;

        public int Count => _nodes.Count;

        public IEnumerator<(TElement Element, TPriority Priority)> GetEnumerator() =>
            ((IEnumerable<(TElement Element, TPriority Priority)>)_nodes).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
