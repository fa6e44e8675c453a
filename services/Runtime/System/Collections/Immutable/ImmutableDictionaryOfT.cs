// An immutable dictionary: a change makes another one, with a copy of the entries. They are enumerated by their keys' hashes.

using System.Collections.Generic;
using System.Linq;

namespace System.Collections.Immutable;

public sealed class ImmutableDictionary<TKey, TValue> : IReadOnlyDictionary<TKey, TValue>
    where TKey : notnull
{
    public static readonly ImmutableDictionary<TKey, TValue> Empty = new([]);

    private readonly Dictionary<TKey, TValue> _entries;
    private KeyValuePair<TKey, TValue>[]? _order;

    private ImmutableDictionary(Dictionary<TKey, TValue> entries) => _entries = entries;

    public int Count => _entries.Count;

    public bool IsEmpty => _entries.Count == 0;

    public IEqualityComparer<TKey> KeyComparer => _entries.Comparer;

    public IEnumerable<TKey> Keys => Ordered().Select(pair => pair.Key);

    public IEnumerable<TValue> Values => Ordered().Select(pair => pair.Value);

    public TValue this[TKey key] => _entries[key];

    public ImmutableDictionary<TKey, TValue> WithComparers(IEqualityComparer<TKey>? keyComparer) => new(new(_entries, keyComparer));

    public ImmutableDictionary<TKey, TValue> Add(TKey key, TValue value) => AddRange([new(key, value)]);

    public ImmutableDictionary<TKey, TValue> AddRange(IEnumerable<KeyValuePair<TKey, TValue>> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        Dictionary<TKey, TValue> made = new(_entries, _entries.Comparer);
        foreach ((TKey key, TValue value) in pairs)
        {
            AddTo(made, key, value);
        }

        return made.Count == Count ? this : new(made);
    }

    public ImmutableDictionary<TKey, TValue> SetItem(TKey key, TValue value) => SetItems([new(key, value)]);

    public ImmutableDictionary<TKey, TValue> SetItems(IEnumerable<KeyValuePair<TKey, TValue>> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        Dictionary<TKey, TValue> made = new(_entries, _entries.Comparer);
        foreach ((TKey key, TValue value) in items)
        {
            made[key] = value;
        }

        return new(made);
    }

    public ImmutableDictionary<TKey, TValue> Remove(TKey key) => _entries.ContainsKey(key) ? RemoveRange([key]) : this;

    public ImmutableDictionary<TKey, TValue> RemoveRange(IEnumerable<TKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        Dictionary<TKey, TValue> made = new(_entries, _entries.Comparer);
        foreach (TKey key in keys)
        {
            made.Remove(key);
        }

        return made.Count == Count ? this : new(made);
    }

    public ImmutableDictionary<TKey, TValue> Clear() => IsEmpty ? this : new(new(_entries.Comparer));

    public bool ContainsKey(TKey key) => _entries.ContainsKey(key);

    public bool ContainsValue(TValue value) => _entries.ContainsValue(value);

    public bool Contains(KeyValuePair<TKey, TValue> pair) =>
        _entries.TryGetValue(pair.Key, out TValue value) && EqualityComparer<TValue>.Default.Equals(value, pair.Value);

    public bool TryGetValue(TKey key, out TValue value) => _entries.TryGetValue(key, out value!);

    public Builder ToBuilder() => new(this);

    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() =>
        ((IEnumerable<KeyValuePair<TKey, TValue>>)Ordered()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Ordered().GetEnumerator();

    public Enumerator GetEnumerator() => new(Ordered());

    private static void AddTo(Dictionary<TKey, TValue> entries, TKey key, TValue value)
    {
        if (!entries.TryAdd(key, value) && !EqualityComparer<TValue>.Default.Equals(entries[key], value))
        {
            throw new ArgumentException($"An element with the same key but a different value already exists. Key: '{key}'");
        }
    }

    private KeyValuePair<TKey, TValue>[] Ordered() =>
        _order ??= [.. _entries.OrderBy(pair => _entries.Comparer.GetHashCode(pair.Key))];

    /// <summary>Enumerates the entries.</summary>
    public struct Enumerator
    {
        private readonly KeyValuePair<TKey, TValue>[] _items;
        private int _index;

        internal Enumerator(KeyValuePair<TKey, TValue>[] items) => (_items, _index) = (items, -1);

        public readonly KeyValuePair<TKey, TValue> Current => _items[_index];

        public bool MoveNext() => ++_index < _items.Length;
    }

    /// <summary>Entries from which a dictionary is made.</summary>
    public sealed class Builder : IEnumerable<KeyValuePair<TKey, TValue>>
    {
        private readonly Dictionary<TKey, TValue> _made;

        internal Builder(ImmutableDictionary<TKey, TValue> of) => _made = new(of._entries, of._entries.Comparer);

        public int Count => _made.Count;

        public TValue this[TKey key]
        {
            get => _made[key];
            set => _made[key] = value;
        }

        public void Add(TKey key, TValue value) => AddTo(_made, key, value);

        public bool Remove(TKey key) => _made.Remove(key);

        public void Clear() => _made.Clear();

        public bool ContainsKey(TKey key) => _made.ContainsKey(key);

        public bool TryGetValue(TKey key, out TValue value) => _made.TryGetValue(key, out value!);

        public ImmutableDictionary<TKey, TValue> ToImmutable() => new(new(_made, _made.Comparer));

        public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() =>
            ((IEnumerable<KeyValuePair<TKey, TValue>>)ToImmutable()).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
