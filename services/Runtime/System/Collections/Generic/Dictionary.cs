// Values by key: buckets of entries chained by index. Entries are enumerated as in .NET: in order of addition; of the holes, the one freed
// last is filled first.

using System.Runtime.CompilerServices;

namespace System.Collections.Generic;

public partial class Dictionary<TKey, TValue> : IUntypedDictionary<TKey, TValue>, IReadOnlyDictionary<TKey, TValue>
    where TKey : notnull
{
    private readonly IEqualityComparer<TKey> _comparer;
    private int[] _buckets = new int[4];
    private Entry[] _entries = new Entry[4];
    private int _used;
    private int _free = -1;
    private int _freeCount;
    private int _version;

    public Dictionary()
        : this((IEqualityComparer<TKey>?)null)
    {
    }

    public Dictionary(IEqualityComparer<TKey>? comparer) => _comparer = comparer ?? EqualityComparer<TKey>.Default;

    public Dictionary(int capacity)
        : this(capacity, null)
    {
    }

    public Dictionary(int capacity, IEqualityComparer<TKey>? comparer)
        : this(comparer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        while (_entries.Length < capacity)
        {
            Grow();
        }
    }

    public Dictionary(IDictionary<TKey, TValue> dictionary)
        : this(dictionary, null)
    {
    }

    public Dictionary(IDictionary<TKey, TValue> dictionary, IEqualityComparer<TKey>? comparer)
        : this(comparer)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        foreach (KeyValuePair<TKey, TValue> pair in dictionary)
        {
            Add(pair.Key, pair.Value);
        }
    }

    public Dictionary(IEnumerable<KeyValuePair<TKey, TValue>> collection)
        : this(collection, null)
    {
    }

    public Dictionary(IEnumerable<KeyValuePair<TKey, TValue>> collection, IEqualityComparer<TKey>? comparer)
        : this(comparer)
    {
        ArgumentNullException.ThrowIfNull(collection);
        foreach (KeyValuePair<TKey, TValue> pair in collection)
        {
            Add(pair.Key, pair.Value);
        }
    }

    public IEqualityComparer<TKey> Comparer => _comparer;

    public int Count => _used - _freeCount;

    public KeyCollection Keys => new(this);

    public ValueCollection Values => new(this);

    public TValue this[TKey key]
    {
        get
        {
            int index = Find(key);
            return index >= 0
                ? _entries[index].Value
                : throw new KeyNotFoundException($"The given key '{key.ToString()}' was not present in the dictionary.");
        }

        set => _ = Put(key, value, true);
    }

    public void Add(TKey key, TValue value)
    {
        if (!Put(key, value, false))
        {
            throw new ArgumentException($"An item with the same key has already been added. Key: {key.ToString()}");
        }
    }

    public bool TryAdd(TKey key, TValue value) => Put(key, value, false);

    public bool ContainsKey(TKey key) => Find(key) >= 0;

    public bool TryGetValue(TKey key, out TValue value)
    {
        int index = Find(key);
        value = index >= 0 ? _entries[index].Value : default!;
        return index >= 0;
    }

    public TValue? GetValueOrDefault(TKey key) => TryGetValue(key, out TValue value) ? value : default;

    public TValue GetValueOrDefault(TKey key, TValue defaultValue) => TryGetValue(key, out TValue value) ? value : defaultValue;

    public bool Remove(TKey key)
    {
        if (key is null)
        {
            throw new ArgumentNullException(nameof(key));
        }

        int hash = _comparer.GetHashCode(key);
        ref int bucket = ref _buckets[hash & (_buckets.Length - 1)];
        int before = -1;
        for (int i = bucket - 1; i >= 0; before = i, i = _entries[i].Next)
        {
            ref Entry entry = ref _entries[i];
            if (entry.Hash != hash || !_comparer.Equals(entry.Key, key))
            {
                continue;
            }

            if (before < 0)
            {
                bucket = entry.Next + 1;
            }
            else
            {
                _entries[before].Next = entry.Next;
            }

            entry = new Entry { Next = -3 - _free };
            _free = i;
            _freeCount++;
            return true;
        }

        return false;
    }

    public void Clear()
    {
        Array.Clear(_buckets);
        Array.Clear(_entries);
        _used = 0;
        _free = -1;
        _freeCount = 0;
    }

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() => new Enumerator(this);

    IEnumerator IEnumerable.GetEnumerator() => new Enumerator(this);

    private int Find(TKey key)
    {
        if (key is null)
        {
            throw new ArgumentNullException(nameof(key));
        }

        int hash = _comparer.GetHashCode(key);
        for (int i = _buckets[hash & (_buckets.Length - 1)] - 1; i >= 0; i = _entries[i].Next)
        {
            if (_entries[i].Hash == hash && _comparer.Equals(_entries[i].Key, key))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The place of the value of <paramref name="key"/>; a null reference: it is not here.</summary>
    internal ref TValue Slot(TKey key)
    {
        int index = Find(key);
        return ref index < 0 ? ref Unsafe.NullRef<TValue>() : ref _entries[index].Value;
    }

    private bool Put(TKey key, TValue value, bool replaces)
    {
        int index = Find(key);
        if (index >= 0)
        {
            if (replaces)
            {
                _entries[index].Value = value;
            }

            return replaces;
        }

        if (_freeCount > 0)
        {
            index = _free;
            _free = -3 - _entries[index].Next;
            _freeCount--;
        }
        else
        {
            if (_used == _entries.Length)
            {
                Grow();
            }

            index = _used++;
        }

        int hash = _comparer.GetHashCode(key);
        ref int bucket = ref _buckets[hash & (_buckets.Length - 1)];
        _entries[index] = new Entry { Hash = hash, Next = bucket - 1, Key = key, Value = value };
        bucket = index + 1;
        _version++;
        return true;
    }

    private void Grow()
    {
        int size = 2 * _entries.Length;
        Array.Resize(ref _entries!, size);
        _buckets = new int[size];
        for (int i = 0; i < _used; i++)
        {
            // Room may be made while there are free entries: these stay free.
            if (_entries[i].Next >= -1)
            {
                ref int bucket = ref _buckets[_entries[i].Hash & (size - 1)];
                _entries[i].Next = bucket - 1;
                bucket = i + 1;
            }
        }
    }

    private struct Entry
    {
        internal int Hash;

        // The next of the bucket, -1 at its end; lower: free, -3 minus the next free one.
        internal int Next;
        internal TKey Key;
        internal TValue Value;
    }

    public struct Enumerator : IEnumerator<KeyValuePair<TKey, TValue>>
    {
        private readonly Dictionary<TKey, TValue> _dictionary;
        private readonly int _version;
        private int _index;

        internal Enumerator(Dictionary<TKey, TValue> dictionary)
        {
            _dictionary = dictionary;
            _version = dictionary._version;
            _index = -1;
        }

        public readonly KeyValuePair<TKey, TValue> Current =>
            IsAtPair ? new(_dictionary._entries[_index].Key, _dictionary._entries[_index].Value) : default;

        readonly object? IEnumerator.Current => IsAtPair ? Current : throw Untyped.NoCurrent();

        private readonly bool IsAtPair => (uint)_index < (uint)_dictionary._used;

        public bool MoveNext()
        {
            if (_version != _dictionary._version)
            {
                throw new InvalidOperationException("Collection was modified; enumeration operation may not execute.");
            }

            while (++_index < _dictionary._used)
            {
                if (_dictionary._entries[_index].Next >= -1)
                {
                    return true;
                }
            }

            return false;
        }

        public void Reset() => _index = -1;

        public readonly void Dispose()
        {
        }
    }
}
