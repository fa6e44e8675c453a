// A queue for several threads: each operation takes its lock; an enumeration shows the contents at its start.

using System.Collections.Generic;

namespace System.Collections.Concurrent;

public class ConcurrentQueue<T> : IProducerConsumerCollection<T>, IReadOnlyCollection<T>
{
    private readonly Queue<T> _items;

    public ConcurrentQueue() => _items = new Queue<T>();

    public ConcurrentQueue(IEnumerable<T> collection) => _items = new Queue<T>(collection);

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

    public void Enqueue(T item)
    {
        lock (_items)
        {
            _items.Enqueue(item);
        }
    }

    public bool TryDequeue([Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T result)
    {
        lock (_items)
        {
            return _items.TryDequeue(out result);
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

    void ICollection.CopyTo(Array array, int index) => ToArray().CopyTo(array, index);

    bool IProducerConsumerCollection<T>.TryAdd(T item)
    {
        Enqueue(item);
        return true;
    }

    bool IProducerConsumerCollection<T>.TryTake([Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item) => TryDequeue(out item);
}
