// Ranges, searches and conversions of a list.

using System.Collections.ObjectModel;

namespace System.Collections.Generic;

public partial class List<T>
{
    private const string BadCount = "Count must be positive and count must refer to a location within the string/array/collection.";

    private const string BadRange =
        "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end "
            + "of the source collection.";

    public void InsertRange(int index, IEnumerable<T> collection)
    {
        ArgumentNullException.ThrowIfNull(collection);
        if ((uint)index > (uint)_count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(index),
                "Index was out of range. Must be non-negative and less than or equal to the size of the collection.");
        }

        if (collection is not ICollection<T> items)
        {
            foreach (T item in collection)
            {
                Insert(index++, item);
            }

            return;
        }

        T[] more = new T[items.Count];
        items.CopyTo(more, 0);
        if (_count + more.Length > _items.Length)
        {
            Grow(_count + more.Length);
        }

        Array.Move(_items, index, _items, index + more.Length, _count - index);
        Array.Move(more, 0, _items, index, more.Length);
        _count += more.Length;
        _version += more.Length > 0 ? 1 : 0;
    }

    public void RemoveRange(int index, int count)
    {
        CheckRange(index, count);
        if (count > 0)
        {
            Array.Move(_items, index + count, _items, index, _count - index - count);
            new Span<T>(_items, _count - count, count).Clear();
            _count -= count;
            _version++;
        }
    }

    public List<T> GetRange(int index, int count)
    {
        CheckRange(index, count);
        List<T> part = new(count);
        Array.Move(_items, index, part._items, 0, count);
        part._count = count;
        return part;
    }

    public List<T> Slice(int start, int length) => GetRange(start, length);

    public void Reverse(int index, int count)
    {
        CheckRange(index, count);
        Array.Reverse(_items, index, count);
        _version++;
    }

    public void Sort(int index, int count, IComparer<T>? comparer)
    {
        CheckRange(index, count);
        Sorting<T>.Sort(new Span<T>(_items, index, count), comparer ?? Comparer<T>.Default);
        _version++;
    }

    public int BinarySearch(T item) => BinarySearch(item, null);

    public int BinarySearch(T item, IComparer<T>? comparer) => Array.BinarySearch(_items, 0, _count, item, comparer);

    public int IndexOf(T item, int index)
    {
        if (index > _count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(index),
                "Index was out of range. Must be non-negative and less than or equal to the size of the collection.");
        }

        return Array.IndexOf(_items, item, index, _count - index);
    }

    public int IndexOf(T item, int index, int count)
    {
        CheckFrom(index, count, nameof(index));
        return Array.IndexOf(_items, item, index, count);
    }

    public int LastIndexOf(T item) => LastIndexOf(item, _count - 1, _count);

    public int LastIndexOf(T item, int index) => LastIndexOf(item, index, index + 1);

    public int LastIndexOf(T item, int index, int count)
    {
        if (_count == 0)
        {
            return -1;
        }

        CheckDown(index, count, nameof(index));
        return Array.LastIndexOf(_items, item, index, count);
    }

    public int FindIndex(int startIndex, Predicate<T> match) => FindIndex(startIndex, _count - startIndex, match);

    public int FindIndex(int startIndex, int count, Predicate<T> match)
    {
        CheckFrom(startIndex, count, nameof(startIndex));
        return Array.FindIndex(_items, startIndex, count, match);
    }

    public int FindLastIndex(Predicate<T> match) => FindLastIndex(_count - 1, _count, match);

    public int FindLastIndex(int startIndex, Predicate<T> match) => FindLastIndex(startIndex, startIndex + 1, match);

    public int FindLastIndex(int startIndex, int count, Predicate<T> match)
    {
        ArgumentNullException.ThrowIfNull(match);
        if (_count == 0 && startIndex == -1)
        {
            return -1;
        }

        CheckDown(startIndex, count, nameof(startIndex));
        return Array.FindLastIndex(_items, startIndex, count, match);
    }

    public T? FindLast(Predicate<T> match)
    {
        int index = FindLastIndex(match);
        return index < 0 ? default : _items[index];
    }

    public List<T> FindAll(Predicate<T> match)
    {
        ArgumentNullException.ThrowIfNull(match);
        List<T> found = [];
        foreach (T item in this)
        {
            if (match(item))
            {
                found.Add(item);
            }
        }

        return found;
    }

    public bool TrueForAll(Predicate<T> match)
    {
        ArgumentNullException.ThrowIfNull(match);
        return FindIndex(item => !match(item)) < 0;
    }

    public List<TOutput> ConvertAll<TOutput>(Converter<T, TOutput> converter)
    {
        ArgumentNullException.ThrowIfNull(converter);
        List<TOutput> made = new(_count);
        foreach (T item in this)
        {
            made.Add(converter(item));
        }

        return made;
    }

    public ReadOnlyCollection<T> AsReadOnly() => new(this);

    public void CopyTo(T[] array) => CopyTo(array, 0);

    public void CopyTo(int index, T[] array, int arrayIndex, int count)
    {
        if (_count - index < count)
        {
            throw new ArgumentException(BadRange);
        }

        Array.Copy(_items, index, array, arrayIndex, count);
    }

    public int EnsureCapacity(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        if (capacity > _items.Length)
        {
            Grow(capacity);
        }

        return _items.Length;
    }

    public void TrimExcess() => Capacity = _count;

    // Checks a part, which may be empty and lie at either end.
    private void CheckFrom(int index, int count, string name)
    {
        if ((uint)index > (uint)_count)
        {
            throw new ArgumentOutOfRangeException(
                name,
                "Index was out of range. Must be non-negative and less than or equal to the size of the collection.");
        }

        if ((uint)count > (uint)(_count - index))
        {
            throw new ArgumentOutOfRangeException(nameof(count), BadCount);
        }
    }

    // Checks a part that goes downward from an item.
    private void CheckDown(int index, int count, string name)
    {
        Check(index, _count, name);
        if (count < 0 || count > index + 1)
        {
            throw new ArgumentOutOfRangeException(nameof(count), BadCount);
        }
    }

    private void CheckRange(int index, int count)
    {
        if (index < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(index), "Non-negative number required.");
        }

        if (count < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(count), "Non-negative number required.");
        }

        if (_count - index < count)
        {
            throw new ArgumentException(BadRange);
        }
    }
}
