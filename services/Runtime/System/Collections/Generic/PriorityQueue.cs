// A heap: the element with the least priority comes first. Equal priorities in no order, as in .NET.

namespace System.Collections.Generic;

public class PriorityQueue<TElement, TPriority>
{
    private readonly IComparer<TPriority> _comparer;
    private readonly List<(TElement Element, TPriority Priority)> _nodes = new();

    public PriorityQueue()
        : this(null)
    {
    }

    public PriorityQueue(IComparer<TPriority>? comparer) => _comparer = comparer ?? Comparer<TPriority>.Default;

    public int Count => _nodes.Count;

    public void Clear() => _nodes.Clear();

    public void Enqueue(TElement element, TPriority priority)
    {
        int at = _nodes.Count;
        _nodes.Add((element, priority));
        while (at > 0 && _comparer.Compare(priority, _nodes[(at - 1) / 2].Priority) < 0)
        {
            _nodes[at] = _nodes[(at - 1) / 2];
            at = (at - 1) / 2;
        }

        _nodes[at] = (element, priority);
    }

    public TElement Peek() => TryPeek(out TElement? element, out _) ? element! : throw new InvalidOperationException("Queue empty.");

    public TElement Dequeue() => TryDequeue(out TElement? element, out _) ? element! : throw new InvalidOperationException("Queue empty.");

    public bool TryPeek(out TElement? element, out TPriority? priority)
    {
        bool isThere = _nodes.Count > 0;
        (element, priority) = isThere ? _nodes[0] : (default!, default!);
        return isThere;
    }

    public bool TryDequeue(out TElement? element, out TPriority? priority)
    {
        if (!TryPeek(out element, out priority))
        {
            return false;
        }

        (TElement Element, TPriority Priority) last = _nodes[_nodes.Count - 1];
        _nodes.RemoveAt(_nodes.Count - 1);
        if (_nodes.Count > 0)
        {
            Sink(last);
        }

        return true;
    }

    private void Sink((TElement Element, TPriority Priority) node)
    {
        int at = 0;
        while ((2 * at) + 1 < _nodes.Count)
        {
            int child = (2 * at) + 1;
            if (child + 1 < _nodes.Count && _comparer.Compare(_nodes[child + 1].Priority, _nodes[child].Priority) < 0)
            {
                child++;
            }

            if (_comparer.Compare(node.Priority, _nodes[child].Priority) <= 0)
            {
                break;
            }

            _nodes[at] = _nodes[child];
            at = child;
        }

        _nodes[at] = node;
    }
}
