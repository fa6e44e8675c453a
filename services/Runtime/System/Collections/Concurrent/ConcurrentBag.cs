// Unordered items: the last one put in comes out first, as in .NET with one thread.

using System.Collections.Generic;

namespace System.Collections.Concurrent;

public class ConcurrentBag<T> : IProducerConsumerCollection<T>, IReadOnlyCollection<T>
{
    private readonly ConcurrentStack<T> _items;

    public ConcurrentBag() => _items = new ConcurrentStack<T>();

    public ConcurrentBag(IEnumerable<T> collection) => _items = new ConcurrentStack<T>(collection);

    public int Count => _items.Count;

    public bool IsEmpty => _items.IsEmpty;

    bool ICollection.IsSynchronized => false;

    object ICollection.SyncRoot => ((ICollection)_items).SyncRoot;

    public void Add(T item) => _items.Push(item);

    public bool TryTake([Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T result) => _items.TryPop(out result);

    public bool TryPeek([Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T result) => _items.TryPeek(out result);

    public void Clear() => _items.Clear();

    public T[] ToArray() => _items.ToArray();

    public void CopyTo(T[] array, int index) => _items.CopyTo(array, index);

    public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    void ICollection.CopyTo(Array array, int index) => ToArray().CopyTo(array, index);

    bool IProducerConsumerCollection<T>.TryAdd(T item)
    {
        Add(item);
        return true;
    }
}
