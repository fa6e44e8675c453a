// A dictionary for several threads: each operation takes its lock; as in .NET, a caller's factory runs outside it.

using System.Collections.Generic;
using System.Collections.ObjectModel;

namespace System.Collections.Concurrent;

public class ConcurrentDictionary<TKey, TValue> : IUntypedDictionary<TKey, TValue>, IReadOnlyDictionary<TKey, TValue>
    where TKey : notnull
{
    private readonly Dictionary<TKey, TValue> _pairs;

    public ConcurrentDictionary()
        : this((IEqualityComparer<TKey>?)null)
    {
    }

    public ConcurrentDictionary(int concurrencyLevel, int capacity)
        : this(concurrencyLevel, capacity, null)
    {
    }

    public ConcurrentDictionary(int concurrencyLevel, int capacity, IEqualityComparer<TKey>? comparer)
    {
        if (concurrencyLevel is 0 or < -1)
        {
            throw new ArgumentOutOfRangeException(nameof(concurrencyLevel), "The concurrencyLevel argument must be positive.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _pairs = new Dictionary<TKey, TValue>(comparer);
        Comparer = _pairs.Comparer;
    }

    public ConcurrentDictionary(IEqualityComparer<TKey>? comparer)
        : this(-1, 0, comparer)
    {
    }

    public ConcurrentDictionary(IEnumerable<KeyValuePair<TKey, TValue>> collection)
        : this(collection, null)
    {
    }

    public ConcurrentDictionary(IEnumerable<KeyValuePair<TKey, TValue>> collection, IEqualityComparer<TKey>? comparer)
        : this(comparer)
    {
        ArgumentNullException.ThrowIfNull(collection);
        foreach (KeyValuePair<TKey, TValue> pair in collection)
        {
            if (!TryAdd(pair.Key, pair.Value))
            {
                throw new ArgumentException("The source argument contains duplicate keys.");
            }
        }
    }

    public IEqualityComparer<TKey> Comparer { get; }

    public int Count
    {
        get
        {
            lock (_pairs)
            {
                return _pairs.Count;
            }
        }
    }

    public bool IsEmpty => Count == 0;

    public ICollection<TKey> Keys
    {
        get
        {
            lock (_pairs)
            {
                return new ReadOnlyCollection<TKey>(new List<TKey>(_pairs.Keys));
            }
        }
    }

    public ICollection<TValue> Values
    {
        get
        {
            lock (_pairs)
            {
                return new ReadOnlyCollection<TValue>(new List<TValue>(_pairs.Values));
            }
        }
    }

    IEnumerable<TKey> IReadOnlyDictionary<TKey, TValue>.Keys => Keys;

    IEnumerable<TValue> IReadOnlyDictionary<TKey, TValue>.Values => Values;

    bool ICollection<KeyValuePair<TKey, TValue>>.IsReadOnly => false;

    public TValue this[TKey key]
    {
        get => TryGetValue(key, out TValue? value)
            ? value
            : throw new KeyNotFoundException($"The given key '{key.ToString()}' was not present in the dictionary.");
        set
        {
            lock (_pairs)
            {
                _pairs[key] = value;
            }
        }
    }

    public bool TryAdd(TKey key, TValue value)
    {
        lock (_pairs)
        {
            return _pairs.TryAdd(key, value);
        }
    }

    public bool TryGetValue(TKey key, out TValue value)
    {
        lock (_pairs)
        {
            return _pairs.TryGetValue(key, out value);
        }
    }

    public bool ContainsKey(TKey key) => TryGetValue(key, out _);

    public bool TryRemove(TKey key, [Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out TValue value)
    {
        lock (_pairs)
        {
            return _pairs.Remove(key, out value);
        }
    }

    public bool TryRemove(KeyValuePair<TKey, TValue> item)
    {
        lock (_pairs)
        {
            return ((ICollection<KeyValuePair<TKey, TValue>>)_pairs).Remove(item);
        }
    }

    public bool TryUpdate(TKey key, TValue newValue, TValue comparisonValue)
    {
        lock (_pairs)
        {
            bool isSame = _pairs.TryGetValue(key, out TValue? value) && EqualityComparer<TValue>.Default.Equals(value, comparisonValue);
            if (isSame)
            {
                _pairs[key] = newValue;
            }

            return isSame;
        }
    }

    public TValue GetOrAdd(TKey key, TValue value)
    {
        lock (_pairs)
        {
            if (_pairs.TryGetValue(key, out TValue? there))
            {
                return there;
            }

            _pairs.Add(key, value);
            return value;
        }
    }

    public TValue GetOrAdd(TKey key, Func<TKey, TValue> valueFactory)
    {
        ArgumentNullException.ThrowIfNull(valueFactory);
        return TryGetValue(key, out TValue? there) ? there : GetOrAdd(key, valueFactory(key));
    }

    public TValue GetOrAdd<TArg>(TKey key, Func<TKey, TArg, TValue> valueFactory, TArg factoryArgument)
    {
        ArgumentNullException.ThrowIfNull(valueFactory);
        return TryGetValue(key, out TValue? there) ? there : GetOrAdd(key, valueFactory(key, factoryArgument));
    }

    public TValue AddOrUpdate(TKey key, TValue addValue, Func<TKey, TValue, TValue> updateValueFactory) =>
        AddOrUpdate(key, _ => addValue, updateValueFactory);

    public TValue AddOrUpdate(TKey key, Func<TKey, TValue> addValueFactory, Func<TKey, TValue, TValue> updateValueFactory)
    {
        ArgumentNullException.ThrowIfNull(addValueFactory);
        ArgumentNullException.ThrowIfNull(updateValueFactory);
        while (true)
        {
            bool isThere = TryGetValue(key, out TValue? there);
            TValue made = isThere ? updateValueFactory(key, there!) : addValueFactory(key);
            if (isThere ? TryUpdate(key, made, there!) : TryAdd(key, made))
            {
                return made;
            }
        }
    }

    public TValue AddOrUpdate<TArg>(
        TKey key,
        Func<TKey, TArg, TValue> addValueFactory,
        Func<TKey, TValue, TArg, TValue> updateValueFactory,
        TArg factoryArgument)
    {
        ArgumentNullException.ThrowIfNull(addValueFactory);
        ArgumentNullException.ThrowIfNull(updateValueFactory);
        return AddOrUpdate(
            key,
            added => addValueFactory(added, factoryArgument),
            (updated, there) => updateValueFactory(updated, there, factoryArgument));
    }

    public void Clear()
    {
        lock (_pairs)
        {
            _pairs.Clear();
        }
    }

    public KeyValuePair<TKey, TValue>[] ToArray()
    {
        lock (_pairs)
        {
            KeyValuePair<TKey, TValue>[] pairs = new KeyValuePair<TKey, TValue>[_pairs.Count];
            ((ICollection<KeyValuePair<TKey, TValue>>)_pairs).CopyTo(pairs, 0);
            return pairs;
        }
    }

    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => ((IEnumerable<KeyValuePair<TKey, TValue>>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    void IDictionary<TKey, TValue>.Add(TKey key, TValue value)
    {
        if (!TryAdd(key, value))
        {
            throw new ArgumentException("The key already existed in the dictionary.");
        }
    }

    bool IDictionary<TKey, TValue>.Remove(TKey key) => TryRemove(key, out _);

    void ICollection<KeyValuePair<TKey, TValue>>.Add(KeyValuePair<TKey, TValue> item) =>
        ((IDictionary<TKey, TValue>)this).Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<TKey, TValue>>.Contains(KeyValuePair<TKey, TValue> item) =>
        TryGetValue(item.Key, out TValue? value) && EqualityComparer<TValue>.Default.Equals(value, item.Value);

    object ICollection.SyncRoot => throw new NotSupportedException(
        "The SyncRoot property may not be used for the synchronization of concurrent collections.");

    void ICollection.CopyTo(Array array, int index)
    {
        if (array is DictionaryEntry[] entries)
        {
            Untyped.CopyEntries(this, entries, index);
        }
        else if (array is { Rank: 1 } and object?[] objects)
        {
            ((ICollection)ToArray()).CopyTo(objects, index);
        }
        else
        {
            Untyped.CopyEach(this, array, index);
        }
    }

    void ICollection<KeyValuePair<TKey, TValue>>.CopyTo(KeyValuePair<TKey, TValue>[] array, int index)
    {
        lock (_pairs)
        {
            ((ICollection<KeyValuePair<TKey, TValue>>)_pairs).CopyTo(array, index);
        }
    }

    bool ICollection<KeyValuePair<TKey, TValue>>.Remove(KeyValuePair<TKey, TValue> item) => TryRemove(item);
}
