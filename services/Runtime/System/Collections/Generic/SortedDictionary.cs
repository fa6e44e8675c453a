// Values by key, in the order of the keys.

namespace System.Collections.Generic;

public partial class SortedDictionary<TKey, TValue> : IUntypedDictionary<TKey, TValue>, IReadOnlyDictionary<TKey, TValue>
    where TKey : notnull
{
    private readonly SortedSet<KeyValuePair<TKey, TValue>> _pairs;

    public SortedDictionary()
        : this((IComparer<TKey>?)null)
    {
    }

    public SortedDictionary(IComparer<TKey>? comparer)
    {
        Comparer = comparer ?? Comparer<TKey>.Default;
        _pairs = new SortedSet<KeyValuePair<TKey, TValue>>(new PairComparer(Comparer));
    }

    public SortedDictionary(IDictionary<TKey, TValue> dictionary)
        : this(dictionary, null)
    {
    }

    public SortedDictionary(IDictionary<TKey, TValue> dictionary, IComparer<TKey>? comparer)
        : this(comparer)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        foreach (KeyValuePair<TKey, TValue> pair in dictionary)
        {
            Add(pair.Key, pair.Value);
        }
    }

    public IComparer<TKey> Comparer { get; }

    public int Count => _pairs.Count;

    public KeyCollection Keys => new(this);

    public ValueCollection Values => new(this);

    ICollection<TKey> IDictionary<TKey, TValue>.Keys => Keys;

    ICollection<TValue> IDictionary<TKey, TValue>.Values => Values;

    IEnumerable<TKey> IReadOnlyDictionary<TKey, TValue>.Keys => Keys;

    IEnumerable<TValue> IReadOnlyDictionary<TKey, TValue>.Values => Values;

    bool ICollection<KeyValuePair<TKey, TValue>>.IsReadOnly => false;

    public TValue this[TKey key]
    {
        get => TryGetValue(key, out TValue value)
            ? value
            : throw new KeyNotFoundException($"The given key '{key}' was not present in the dictionary.");

        // The existing key stays: the comparer may treat different keys as equal.
        set => _pairs.Replace(Pair(_pairs.TryGetValue(Pair(key, default!), out KeyValuePair<TKey, TValue> pair) ? pair.Key : key, value));
    }

    public void Add(TKey key, TValue value)
    {
        if (!_pairs.Add(Pair(key, value)))
        {
            throw new ArgumentException($"An item with the same key has already been added. Key: [{key}, {value}]");
        }
    }

    public bool ContainsKey(TKey key) => _pairs.Contains(Pair(key, default!));

    public bool ContainsValue(TValue value) => ((ICollection<TValue>)Values).Contains(value);

    public bool Remove(TKey key) => _pairs.Remove(Pair(key, default!));

    public bool TryGetValue(TKey key, out TValue value)
    {
        bool isFound = _pairs.TryGetValue(Pair(key, default!), out KeyValuePair<TKey, TValue> pair);
        value = isFound ? pair.Value : default!;
        return isFound;
    }

    public void Clear() => _pairs.Clear();

    public void CopyTo(KeyValuePair<TKey, TValue>[] array, int index) => _pairs.CopyTo(array, index);

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public struct Enumerator : IEnumerator<KeyValuePair<TKey, TValue>>
    {
        private SortedSet<KeyValuePair<TKey, TValue>>.Enumerator _pairs;
        private bool _isAt;

        internal Enumerator(SortedDictionary<TKey, TValue> dictionary)
        {
            _pairs = dictionary._pairs.GetEnumerator();
        }

        public readonly KeyValuePair<TKey, TValue> Current => _pairs.Current;

        readonly object? IEnumerator.Current => _isAt ? Current : throw Untyped.NoCurrent();

        public bool MoveNext() => _isAt = _pairs.MoveNext();

        public void Reset()
        {
            _pairs.Reset();
            _isAt = false;
        }

        public readonly void Dispose()
        {
        }
    }

    void ICollection<KeyValuePair<TKey, TValue>>.Add(KeyValuePair<TKey, TValue> item) => Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<TKey, TValue>>.Contains(KeyValuePair<TKey, TValue> item) =>
        TryGetValue(item.Key, out TValue value) && EqualityComparer<TValue>.Default.Equals(value, item.Value);

    bool ICollection<KeyValuePair<TKey, TValue>>.Remove(KeyValuePair<TKey, TValue> item) =>
        ((ICollection<KeyValuePair<TKey, TValue>>)this).Contains(item) && Remove(item.Key);

    private static KeyValuePair<TKey, TValue> Pair(TKey key, TValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new KeyValuePair<TKey, TValue>(key, value);
    }

    private sealed class PairComparer(IComparer<TKey> comparer) : IComparer<KeyValuePair<TKey, TValue>>
    {
        public int Compare(KeyValuePair<TKey, TValue> x, KeyValuePair<TKey, TValue> y) => comparer.Compare(x.Key, y.Key);
    }
}
