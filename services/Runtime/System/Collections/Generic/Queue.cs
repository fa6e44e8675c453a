// First in, first out: a ring.

namespace System.Collections.Generic;

public class Queue<T> : IEnumerable<T>, IReadOnlyCollection<T>
{
    private T[] _items = new T[4];
    private int _head;
    private int _count;

    public int Count => _count;

    public void Enqueue(T item)
    {
        if (_count == _items.Length)
        {
            T[] larger = new T[2 * _count];
            for (int i = 0; i < _count; i++)
            {
                larger[i] = At(i);
            }

            _items = larger;
            _head = 0;
        }

        _items[(_head + _count++) % _items.Length] = item;
    }

    public T Dequeue()
    {
        T item = Peek();
        _items[_head] = default!;
        _head = (_head + 1) % _items.Length;
        _count--;
        return item;
    }

    public T Peek() => _count > 0 ? _items[_head] : throw new InvalidOperationException("Queue empty.");

    public bool TryDequeue(out T result)
    {
        bool isThere = _count > 0;
        result = isThere ? Dequeue() : default!;
        return isThere;
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (int i = 0; i < _count; i++)
        {
            yield return At(i);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private T At(int index) => _items[(_head + index) % _items.Length];
}
