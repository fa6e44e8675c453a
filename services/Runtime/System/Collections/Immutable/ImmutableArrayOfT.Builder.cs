// Elements for an immutable array: an array with room; a full one is handed over without a copy.

using System.Collections.Generic;

namespace System.Collections.Immutable;

public readonly partial struct ImmutableArray<T>
{
    /// <summary>Elements from which an array is made. Changes do not end enumerators.</summary>
    public sealed class Builder : IList<T>, IReadOnlyList<T>
    {
        private const int UsualCapacity = 8;
        private T[] _elements;
        private int _count;

        internal Builder()
            : this(UsualCapacity)
        {
        }

        internal Builder(int capacity)
        {
            Requires.Range(capacity >= 0, nameof(capacity));
            _elements = new T[capacity];
        }

        public int Capacity
        {
            get => _elements.Length;
            set
            {
                if (value < _count)
                {
                    throw new ArgumentException("Capacity was less than the current Count of elements.", nameof(value));
                }

                Array.Resize(ref _elements, value);
            }
        }

        public int Count
        {
            get => _count;
            set
            {
                Requires.Range(value >= 0, nameof(value));
                if (value < _count)
                {
                    Array.Clear(_elements, value, _count - value);
                }

                Reserve(value);
                _count = value;
            }
        }

        bool ICollection<T>.IsReadOnly => false;

        public T this[int index]
        {
            get => ItemRef(index);
            set => _elements[Checked(index)] = value;
        }

        public ref readonly T ItemRef(int index) => ref _elements[Checked(index)];

        public void Add(T item)
        {
            Reserve(_count + 1);
            _elements[_count++] = item;
        }

        public void AddRange(IEnumerable<T> items)
        {
            ArgumentNullException.ThrowIfNull(items);
            if (items is ICollection<T> known)
            {
                Reserve(_count + known.Count);
            }

            foreach (T item in items)
            {
                Add(item);
            }
        }

        public void AddRange(params T[] items)
        {
            ArgumentNullException.ThrowIfNull(items);
            AddRange(new ReadOnlySpan<T>(items));
        }

        public void AddRange(T[] items, int length)
        {
            ArgumentNullException.ThrowIfNull(items);
            Requires.Range((uint)length <= (uint)items.Length, nameof(length));
            AddRange(new ReadOnlySpan<T>(items, 0, length));
        }

        public void AddRange(ImmutableArray<T> items) => AddRange(new ReadOnlySpan<T>(items.Items, 0, items.Length));

        public void AddRange(ImmutableArray<T> items, int length)
        {
            Requires.Range((uint)length <= (uint)items.Length, nameof(length));
            AddRange(new ReadOnlySpan<T>(items.Items, 0, length));
        }

        public void AddRange(Builder items)
        {
            ArgumentNullException.ThrowIfNull(items);
            AddRange(new ReadOnlySpan<T>(items._elements, 0, items._count));
        }

        public void AddRange(params ReadOnlySpan<T> items) => items.CopyTo(Gap(_count, items.Length));

        public void Insert(int index, T item)
        {
            Requires.Range((uint)index <= (uint)_count, nameof(index));
            Gap(index, 1)[0] = item;
        }

        public void InsertRange(int index, IEnumerable<T> items)
        {
            Requires.Range((uint)index <= (uint)_count, nameof(index));
            ArgumentNullException.ThrowIfNull(items);
            InsertRange(index, new ImmutableArray<T>([.. items]));
        }

        public void InsertRange(int index, ImmutableArray<T> items)
        {
            Requires.Range((uint)index <= (uint)_count, nameof(index));
            items.AsSpan().CopyTo(Gap(index, items.Length));
        }

        public void RemoveAt(int index)
        {
            Requires.Range((uint)index < (uint)_count, nameof(index));
            RemoveRange(index, 1);
        }

        public void RemoveRange(int index, int length)
        {
            Requires.Range((uint)index <= (uint)_count, nameof(index));
            Requires.Range((uint)length <= (uint)(_count - index), nameof(length));
            Array.Copy(_elements, index + length, _elements, index, _count - index - length);
            Count -= length;
        }

        public void RemoveAll(Predicate<T> match)
        {
            ArgumentNullException.ThrowIfNull(match);
            int kept = 0;
            for (int i = 0; i < _count; i++)
            {
                if (!match(_elements[i]))
                {
                    _elements[kept++] = _elements[i];
                }
            }

            Count = kept;
        }

        public bool Remove(T element)
        {
            int index = IndexOf(element);
            if (index >= 0)
            {
                RemoveAt(index);
            }

            return index >= 0;
        }

        public void Replace(T oldValue, T newValue)
        {
            int index = IndexOf(oldValue);
            if (index >= 0)
            {
                _elements[index] = newValue;
            }
        }

        public void Clear() => Count = 0;

        public bool Contains(T item) => IndexOf(item) >= 0;

        public int IndexOf(T item) => Array.IndexOf(_elements, item, 0, _count);

        public int LastIndexOf(T item) => _count == 0 ? -1 : Array.LastIndexOf(_elements, item, _count - 1, _count);

        public void CopyTo(T[] array, int index)
        {
            ArgumentNullException.ThrowIfNull(array);
            Requires.Range(index >= 0 && index <= array.Length - _count, nameof(index));
            Array.Copy(_elements, 0, array, index, _count);
        }

        public void CopyTo(T[] destination)
        {
            ArgumentNullException.ThrowIfNull(destination);
            Array.Copy(_elements, 0, destination, 0, _count);
        }

        public void CopyTo(Span<T> destination) => new ReadOnlySpan<T>(_elements, 0, _count).CopyTo(destination);

        public void Reverse() => Array.Reverse(_elements, 0, _count);

        public void Sort() => Array.Sort(_elements, 0, _count, Comparer<T>.Default);

        public void Sort(IComparer<T>? comparer) => Array.Sort(_elements, 0, _count, comparer);

        public void Sort(Comparison<T> comparison)
        {
            ArgumentNullException.ThrowIfNull(comparison);
            Sort(Comparer<T>.Create(comparison));
        }

        public void Sort(int index, int count, IComparer<T>? comparer)
        {
            Requires.Range(index >= 0, nameof(index));
            Requires.Range(count >= 0 && index <= _count - count, nameof(count));
            Array.Sort(_elements, index, count, comparer);
        }

        public T[] ToArray() => new ReadOnlySpan<T>(_elements, 0, _count).ToArray();

        public ImmutableArray<T> ToImmutable() => new(ToArray());

        public ImmutableArray<T> DrainToImmutable()
        {
            T[] made = _elements.Length == _count ? _elements : ToArray();
            _elements = [];
            _count = 0;
            return new(made);
        }

        public ImmutableArray<T> MoveToImmutable() => Capacity == Count
            ? DrainToImmutable()
            : throw new InvalidOperationException("MoveToImmutable can only be performed when Count equals Capacity.");

        public IEnumerator<T> GetEnumerator()
        {
            for (int i = 0; i < _count; i++)
            {
                yield return _elements[i];
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        private int Checked(int index) => index < _count ? index : throw new IndexOutOfRangeException();

        // Makes room before the element at a place; the room may hold old values.
        private Span<T> Gap(int index, int length)
        {
            Reserve(_count + length);
            Array.Copy(_elements, index, _elements, index + length, _count - index);
            _count += length;
            return new Span<T>(_elements, index, length);
        }

        private void Reserve(int capacity)
        {
            if (capacity > _elements.Length)
            {
                Array.Resize(ref _elements, Math.Max(_elements.Length * 2, capacity));
            }
        }
    }
}
