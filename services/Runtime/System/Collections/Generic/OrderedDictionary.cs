// Values by key, with positions: keys and values in lists, and each key's position by hash.

using System.Diagnostics.CodeAnalysis;

namespace System.Collections.Generic;

public partial class OrderedDictionary<TKey, TValue>
    : IDictionary<TKey, TValue>, IReadOnlyDictionary<TKey, TValue>, IList<KeyValuePair<TKey, TValue>>
    where TKey : notnull
{
    private readonly Dictionary<TKey, int> _places;
    private readonly List<KeyValuePair<TKey, TValue>> _pairs = [];
    private int _version;
    private KeyCollection? _keys;
    private ValueCollection? _values;

    public OrderedDictionary()
        : this(0, null)
    {
    }

    public OrderedDictionary(int capacity)
        : this(capacity, null)
    {
    }

    public OrderedDictionary(IEqualityComparer<TKey>? comparer)
        : this(0, comparer)
    {
    }

    public OrderedDictionary(int capacity, IEqualityComparer<TKey>? comparer) => _places = new(capacity, comparer);

    public OrderedDictionary(IEnumerable<KeyValuePair<TKey, TValue>> collection)
        : this(collection, null)
    {
    }

    public OrderedDictionary(IEnumerable<KeyValuePair<TKey, TValue>> collection, IEqualityComparer<TKey>? comparer)
        : this(0, comparer)
    {
        ArgumentNullException.ThrowIfNull(collection);
        foreach (KeyValuePair<TKey, TValue> pair in collection)
        {
            Add(pair.Key, pair.Value);
        }
    }

    public int Count => _pairs.Count;

    public IEqualityComparer<TKey> Comparer => _places.Comparer;

    public KeyCollection Keys => _keys ??= new(this);

    public ValueCollection Values => _values ??= new(this);

    ICollection<TKey> IDictionary<TKey, TValue>.Keys => Keys;

    ICollection<TValue> IDictionary<TKey, TValue>.Values => Values;

    IEnumerable<TKey> IReadOnlyDictionary<TKey, TValue>.Keys => Keys;

    IEnumerable<TValue> IReadOnlyDictionary<TKey, TValue>.Values => Values;

    bool ICollection<KeyValuePair<TKey, TValue>>.IsReadOnly => false;

    public TValue this[TKey key]
    {
        get => TryGetValue(key, out TValue? value)
            ? value
            : throw new KeyNotFoundException($"The given key '{key}' was not present in the dictionary.");
        set
        {
            int index = IndexOf(key);
            if (index >= 0)
            {
                SetAt(index, value);
            }
            else
            {
                Add(key, value);
            }
        }
    }

    KeyValuePair<TKey, TValue> IList<KeyValuePair<TKey, TValue>>.this[int index]
    {
        get => GetAt(index);
        set => SetAt(index, value.Key, value.Value);
    }

    public void Add(TKey key, TValue value) => Insert(_pairs.Count, key, value);

    public bool TryAdd(TKey key, TValue value) => TryAdd(key, value, out _);

    public bool TryAdd(TKey key, TValue value, out int index)
    {
        index = IndexOf(key);
        bool isNew = index < 0;
        if (isNew)
        {
            index = _pairs.Count;
            Add(key, value);
        }

        return isNew;
    }

    public void Clear()
    {
        _version++;
        _pairs.Clear();
        _places.Clear();
    }

    public bool ContainsKey(TKey key) => _places.ContainsKey(key);

    public bool ContainsValue(TValue value) => _pairs.Exists(pair => EqualityComparer<TValue>.Default.Equals(pair.Value, value));

    public int EnsureCapacity(int capacity)
    {
        _version += capacity > _pairs.Capacity ? 1 : 0;
        return _pairs.EnsureCapacity(capacity);
    }

    public void TrimExcess() => _pairs.TrimExcess();

    public KeyValuePair<TKey, TValue> GetAt(int index)
    {
        CheckIndex(index);
        return _pairs[index];
    }

    public int IndexOf(TKey key) => _places.TryGetValue(key, out int index) ? index : -1;

    public void Insert(int index, TKey key, TValue value)
    {
        if ((uint)index > (uint)_pairs.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index));
        }

        if (!_places.TryAdd(key, index))
        {
            throw new ArgumentException($"An item with the same key has already been added. Key: {key}", nameof(key));
        }

        _version++;
        _pairs.Insert(index, new(key, value));
        Renumber(index + 1);
    }

    public bool Remove(TKey key) => Remove(key, out _);

    public bool Remove(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        int index = IndexOf(key);
        value = index < 0 ? default : _pairs[index].Value;
        if (index >= 0)
        {
            RemoveAt(index);
        }

        return index >= 0;
    }

    public void RemoveAt(int index)
    {
        CheckIndex(index);
        _version++;
        _ = _places.Remove(_pairs[index].Key);
        _pairs.RemoveAt(index);
        Renumber(index);
    }

    public void SetAt(int index, TValue value)
    {
        CheckIndex(index);
        _pairs[index] = new(_pairs[index].Key, value);
    }

    public void SetAt(int index, TKey key, TValue value)
    {
        CheckIndex(index);
        int at = IndexOf(key);
        if (at >= 0 && at != index)
        {
            throw new ArgumentException($"An item with the same key has already been added. Key: {key}", nameof(key));
        }

        _version += at < 0 ? 1 : 0;
        _ = _places.Remove(_pairs[index].Key);
        _places[key] = index;
        _pairs[index] = new(key, value);
    }

    public bool TryGetValue(TKey key, out TValue value) => TryGetValue(key, out value!, out _);

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value, out int index)
    {
        index = IndexOf(key);
        value = index < 0 ? default : _pairs[index].Value;
        return index >= 0;
    }

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    int IList<KeyValuePair<TKey, TValue>>.IndexOf(KeyValuePair<TKey, TValue> item)
    {
        int index = IndexOf(item.Key);
        return index >= 0 && EqualityComparer<TValue>.Default.Equals(_pairs[index].Value, item.Value) ? index : -1;
    }

    void IList<KeyValuePair<TKey, TValue>>.Insert(int index, KeyValuePair<TKey, TValue> item) => Insert(index, item.Key, item.Value);

    void ICollection<KeyValuePair<TKey, TValue>>.Add(KeyValuePair<TKey, TValue> item) => Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<TKey, TValue>>.Contains(KeyValuePair<TKey, TValue> item) =>
        ((IList<KeyValuePair<TKey, TValue>>)this).IndexOf(item) >= 0;

    void ICollection<KeyValuePair<TKey, TValue>>.CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex) =>
        _pairs.CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<TKey, TValue>>.Remove(KeyValuePair<TKey, TValue> item) =>
        ((IList<KeyValuePair<TKey, TValue>>)this).IndexOf(item) >= 0 && Remove(item.Key);

    private void CheckIndex(int index)
    {
        if ((uint)index >= (uint)_pairs.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index));
        }
    }

    private void Renumber(int from)
    {
        for (int i = from; i < _pairs.Count; i++)
        {
            _places[_pairs[i].Key] = i;
        }
    }
}
