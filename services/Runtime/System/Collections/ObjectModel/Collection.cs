// A list whose derived classes see each change.

using System.Collections.Generic;

namespace System.Collections.ObjectModel;

public class Collection<T> : IUntypedList<T>, IReadOnlyList<T>
{
    private readonly IList<T> _items;

    public Collection() => _items = new List<T>();

    public Collection(IList<T> list)
    {
        ArgumentNullException.ThrowIfNull(list);
        _items = list;
    }

    public int Count => _items.Count;

    protected IList<T> Items => _items;

    bool ICollection<T>.IsReadOnly => _items.IsReadOnly;

    public T this[int index]
    {
        get => _items[index];
        set
        {
            CheckWritable();
            if ((uint)index >= (uint)_items.Count)
            {
                throw new ArgumentOutOfRangeException(nameof(index), Array.BeyondCollection);
            }

            SetItem(index, value);
        }
    }

    public void Add(T item)
    {
        CheckWritable();
        InsertItem(_items.Count, item);
    }

    public void Clear()
    {
        CheckWritable();
        ClearItems();
    }

    public bool Contains(T item) => _items.Contains(item);

    public void CopyTo(T[] array, int index) => _items.CopyTo(array, index);

    public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();

    public int IndexOf(T item) => _items.IndexOf(item);

    public void Insert(int index, T item)
    {
        CheckWritable();
        if ((uint)index > (uint)_items.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), "Index must be within the bounds of the List.");
        }

        InsertItem(index, item);
    }

    public bool Remove(T item)
    {
        CheckWritable();
        int index = _items.IndexOf(item);
        if (index >= 0)
        {
            RemoveItem(index);
        }

        return index >= 0;
    }

    public void RemoveAt(int index)
    {
        CheckWritable();
        if ((uint)index >= (uint)_items.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), Array.BeyondCollection);
        }

        RemoveItem(index);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    protected virtual void ClearItems() => _items.Clear();

    protected virtual void InsertItem(int index, T item) => _items.Insert(index, item);

    protected virtual void RemoveItem(int index) => _items.RemoveAt(index);

    protected virtual void SetItem(int index, T item) => _items[index] = item;

    private void CheckWritable()
    {
        if (_items.IsReadOnly)
        {
            throw new NotSupportedException("Collection is read-only.");
        }
    }
}
