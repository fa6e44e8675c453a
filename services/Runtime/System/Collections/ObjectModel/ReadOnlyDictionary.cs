// A dictionary that its readers cannot change.

using System.Collections.Generic;

namespace System.Collections.ObjectModel;

public class ReadOnlyDictionary<TKey, TValue> : IUntypedDictionary<TKey, TValue>, IReadOnlyDictionary<TKey, TValue>
    where TKey : notnull
{
    private readonly IDictionary<TKey, TValue> _values;

    public ReadOnlyDictionary(IDictionary<TKey, TValue> dictionary)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        _values = dictionary;
    }

    public int Count => _values.Count;

    public ICollection<TKey> Keys => _values.Keys;

    public ICollection<TValue> Values => _values.Values;

    protected IDictionary<TKey, TValue> Dictionary => _values;

    IEnumerable<TKey> IReadOnlyDictionary<TKey, TValue>.Keys => _values.Keys;

    IEnumerable<TValue> IReadOnlyDictionary<TKey, TValue>.Values => _values.Values;

    bool ICollection<KeyValuePair<TKey, TValue>>.IsReadOnly => true;

    public TValue this[TKey key] => _values[key];

    TValue IDictionary<TKey, TValue>.this[TKey key]
    {
        get => _values[key];
        set => throw Refused();
    }

    public bool ContainsKey(TKey key) => _values.ContainsKey(key);

    public bool TryGetValue(TKey key, out TValue value) => _values.TryGetValue(key, out value!);

    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    bool ICollection<KeyValuePair<TKey, TValue>>.Contains(KeyValuePair<TKey, TValue> item) => _values.Contains(item);

    void ICollection<KeyValuePair<TKey, TValue>>.CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex) =>
        _values.CopyTo(array, arrayIndex);

    void IDictionary<TKey, TValue>.Add(TKey key, TValue value) => throw Refused();

    bool IDictionary<TKey, TValue>.Remove(TKey key) => throw Refused();

    void ICollection<KeyValuePair<TKey, TValue>>.Add(KeyValuePair<TKey, TValue> item) => throw Refused();

    void ICollection<KeyValuePair<TKey, TValue>>.Clear() => throw Refused();

    bool ICollection<KeyValuePair<TKey, TValue>>.Remove(KeyValuePair<TKey, TValue> item) => throw Refused();

    private static NotSupportedException Refused() => new("Collection is read-only.");
}
