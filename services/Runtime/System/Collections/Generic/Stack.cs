// Last in, first out.

namespace System.Collections.Generic;

public class Stack<T> : IEnumerable<T>, IReadOnlyCollection<T>
{
    private readonly List<T> _items = new();

    public int Count => _items.Count;

    public void Push(T item) => _items.Add(item);

    public T Pop()
    {
        T item = Peek();
        _items.RemoveAt(_items.Count - 1);
        return item;
    }

    public T Peek() => _items.Count > 0 ? _items[_items.Count - 1] : throw new InvalidOperationException("Stack empty.");

    public IEnumerator<T> GetEnumerator()
    {
        for (int i = _items.Count - 1; i >= 0; i--)
        {
            yield return _items[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
