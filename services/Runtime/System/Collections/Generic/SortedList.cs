// Values by key in two arrays in the order of the keys: small, and also accessible by position.

namespace System.Collections.Generic;

public class SortedList<TKey, TValue> : IUntypedDictionary<TKey, TValue>, IReadOnlyDictionary<TKey, TValue>
    where TKey : notnull
{
    private readonly List<TKey> _keys;
    private readonly List<TValue> _values;
    private int _version;

    public SortedList()
        : this((IComparer<TKey>?)null)
    {
    }

    public SortedList(int capacity)
        : this(capacity, null)
    {
    }

    public SortedList(IComparer<TKey>? comparer)
        : this(0, comparer)
    {
    }

    public SortedList(int capacity, IComparer<TKey>? comparer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        Comparer = comparer ?? Comparer<TKey>.Default;
        _keys = new List<TKey>(capacity);
        _values = new List<TValue>(capacity);
    }

    public SortedList(IDictionary<TKey, TValue> dictionary)
        : this(dictionary, null)
    {
    }

    public SortedList(IDictionary<TKey, TValue> dictionary, IComparer<TKey>? comparer)
        : this(0, comparer)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        foreach (KeyValuePair<TKey, TValue> pair in dictionary)
        {
            Add(pair.Key, pair.Value);
        }
    }

    public IComparer<TKey> Comparer { get; }

    public int Count => _keys.Count;

    public int Capacity
    {
        get => _keys.Capacity;
        set
        {
            if (value < Count)
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, "capacity was less than the current size.");
            }

            _keys.Capacity = value;
            _values.Capacity = value;
        }
    }

    public IList<TKey> Keys => new ObjectModel.ReadOnlyCollection<TKey>(_keys);

    public IList<TValue> Values => new ObjectModel.ReadOnlyCollection<TValue>(_values);

    ICollection<TKey> IDictionary<TKey, TValue>.Keys => Keys;

    ICollection<TValue> IDictionary<TKey, TValue>.Values => Values;

    IEnumerable<TKey> IReadOnlyDictionary<TKey, TValue>.Keys => _keys;

    IEnumerable<TValue> IReadOnlyDictionary<TKey, TValue>.Values => _values;

    bool ICollection<KeyValuePair<TKey, TValue>>.IsReadOnly => false;

    public TValue this[TKey key]
    {
        get => TryGetValue(key, out TValue? value)
            ? value
            : throw new KeyNotFoundException($"The given key '{key}' was not present in the dictionary.");
        set
        {
            int index = Search(key);
            if (index < 0)
            {
                Insert(~index, key, value);
            }
            else
            {
                _values[index] = value;
                _version++;
            }
        }
    }

    public void Add(TKey key, TValue value)
    {
        int index = Search(key);
        if (index >= 0)
        {
            throw new ArgumentException($"An item with the same key has already been added. Key: {key}", nameof(key));
        }

        Insert(~index, key, value);
    }

    public bool ContainsKey(TKey key) => Search(key) >= 0;

    public bool ContainsValue(TValue value) => _values.Contains(value);

    public int IndexOfKey(TKey key) => Math.Max(Search(key), -1);

    public int IndexOfValue(TValue value) => _values.IndexOf(value);

    public bool TryGetValue(TKey key, out TValue value)
    {
        int index = Search(key);
        value = index >= 0 ? _values[index] : default!;
        return index >= 0;
    }

    public TKey GetKeyAtIndex(int index) => _keys[Checked(index)];

    public TValue GetValueAtIndex(int index) => _values[Checked(index)];

    public void SetValueAtIndex(int index, TValue value)
    {
        _values[Checked(index)] = value;
        _version++;
    }

    public bool Remove(TKey key)
    {
        int index = Search(key);
        if (index >= 0)
        {
            RemoveAt(index);
        }

        return index >= 0;
    }

    public void RemoveAt(int index)
    {
        _keys.RemoveAt(Checked(index));
        _values.RemoveAt(index);
        _version++;
    }

    public void Clear()
    {
        _keys.Clear();
        _values.Clear();
        _version++;
    }

    public void TrimExcess()
    {
        _keys.TrimExcess();
        _values.TrimExcess();
    }

    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => new PairEnumerator(this);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class PairEnumerator(SortedList<TKey, TValue> list) : IEnumerator<KeyValuePair<TKey, TValue>>
    {
        private readonly int _version = list._version;
        private int _index = -1;

        public KeyValuePair<TKey, TValue> Current => IsAtPair ? new(list._keys[_index], list._values[_index]) : default;

        object? IEnumerator.Current => IsAtPair ? Current : throw Untyped.NoCurrent();

        private bool IsAtPair => (uint)_index < (uint)list.Count;

        public bool MoveNext()
        {
            Untyped.CheckUnchanged(_version == list._version);
            _index = Math.Min(_index + 1, list.Count);
            return IsAtPair;
        }

        public void Reset()
        {
            Untyped.CheckUnchanged(_version == list._version);
            _index = -1;
        }

        public void Dispose()
        {
        }
    }

    void ICollection<KeyValuePair<TKey, TValue>>.Add(KeyValuePair<TKey, TValue> item) => Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<TKey, TValue>>.Contains(KeyValuePair<TKey, TValue> item) =>
        TryGetValue(item.Key, out TValue? value) && EqualityComparer<TValue>.Default.Equals(value, item.Value);

    void ICollection.CopyTo(Array array, int index) => Untyped.CopyWithin(this, array, index);

    void ICollection<KeyValuePair<TKey, TValue>>.CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex)
    {
        Dictionary<int, int>.CheckRoom(array, arrayIndex, Count);
        foreach (KeyValuePair<TKey, TValue> pair in this)
        {
            array[arrayIndex++] = pair;
        }
    }

    bool ICollection<KeyValuePair<TKey, TValue>>.Remove(KeyValuePair<TKey, TValue> item) =>
        ((ICollection<KeyValuePair<TKey, TValue>>)this).Contains(item) && Remove(item.Key);

    private int Search(TKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _keys.BinarySearch(key, Comparer);
    }

    private void Insert(int index, TKey key, TValue value)
    {
        _keys.Insert(index, key);
        _values.Insert(index, value);
        _version++;
    }

    private int Checked(int index) => (uint)index < (uint)Count
        ? index
        : throw new ArgumentOutOfRangeException(
            nameof(index),
            index,
            "Index was out of range. Must be non-negative and less than the size of the collection.");
}
