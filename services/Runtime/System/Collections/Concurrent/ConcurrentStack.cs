// A stack for several threads: each operation takes its lock; an enumeration shows the contents at its start.

using System.Collections.Generic;

namespace System.Collections.Concurrent;

public class ConcurrentStack<T> : IProducerConsumerCollection<T>, IReadOnlyCollection<T>
{
    private readonly Stack<T> _items;

    public ConcurrentStack() => _items = new Stack<T>();

    public ConcurrentStack(IEnumerable<T> collection) => _items = new Stack<T>(collection);

    public int Count
    {
        get
        {
            lock (_items)
            {
                return _items.Count;
            }
        }
    }

    public bool IsEmpty => Count == 0;

    bool ICollection.IsSynchronized => false;

    object ICollection.SyncRoot => throw new NotSupportedException("The SyncRoot property may not be used for the synchronization of "
        + "concurrent collections.");

    public void Push(T item)
    {
        lock (_items)
        {
            _items.Push(item);
        }
    }

    public void PushRange(T[] items)
    {
        ArgumentNullException.ThrowIfNull(items);
        PushRange(items, 0, items.Length);
    }

    public void PushRange(T[] items, int startIndex, int count)
    {
        ReadOnlySpan<T> range = Part(items, startIndex, count);
        lock (_items)
        {
            foreach (T item in range)
            {
                _items.Push(item);
            }
        }
    }

    public bool TryPop([Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T result)
    {
        lock (_items)
        {
            return _items.TryPop(out result);
        }
    }

    public int TryPopRange(T[] items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return TryPopRange(items, 0, items.Length);
    }

    public int TryPopRange(T[] items, int startIndex, int count)
    {
        Span<T> range = Part(items, startIndex, count);
        lock (_items)
        {
            int taken = 0;
            while (taken < count && _items.TryPop(out T? item))
            {
                range[taken++] = item;
            }

            return taken;
        }
    }

    public bool TryPeek([Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T result)
    {
        lock (_items)
        {
            return _items.TryPeek(out result);
        }
    }

    public void Clear()
    {
        lock (_items)
        {
            _items.Clear();
        }
    }

    public T[] ToArray()
    {
        lock (_items)
        {
            return _items.ToArray();
        }
    }

    public void CopyTo(T[] array, int index)
    {
        lock (_items)
        {
            _items.CopyTo(array, index);
        }
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    void ICollection.CopyTo(Array array, int index) => Untyped.CopyAll(ToArray(), array, index);

    bool IProducerConsumerCollection<T>.TryAdd(T item)
    {
        Push(item);
        return true;
    }

    bool IProducerConsumerCollection<T>.TryTake([Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item) => TryPop(out item);

    private static Span<T> Part(T[] items, int startIndex, int count)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (count < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(count), "The count argument must be greater than or equal to zero.");
        }

        if (startIndex < 0 || startIndex >= Math.Max(items.Length, 1))
        {
            throw new ArgumentOutOfRangeException(nameof(startIndex), "The startIndex argument must be greater than or equal to zero.");
        }

        if (items.Length - count < startIndex)
        {
            throw new ArgumentException(
                "The sum of the startIndex and count arguments must be less than or equal to the collection's Count.");
        }

        return new Span<T>(items, startIndex, count);
    }
}
