// A dictionary as one of objects: it contains no key of another type.

namespace System.Collections.Generic;

internal interface IUntypedDictionary<TKey, TValue> : IDictionary<TKey, TValue>, IDictionary
    where TKey : notnull
{
    int ICollection.Count => Pairs.Count;

    object ICollection.SyncRoot => this;

    bool ICollection.IsSynchronized => false;

    bool IDictionary.IsReadOnly => Pairs.IsReadOnly;

    bool IDictionary.IsFixedSize => Pairs.IsReadOnly;

    ICollection IDictionary.Keys => (ICollection)((IDictionary<TKey, TValue>)this).Keys;

    ICollection IDictionary.Values => (ICollection)((IDictionary<TKey, TValue>)this).Values;

    private ICollection<KeyValuePair<TKey, TValue>> Pairs => this;

    object? IDictionary.this[object key]
    {
        get => IsKey(key) && ((IDictionary<TKey, TValue>)this).TryGetValue((TKey)key, out TValue? value) ? value : null;
        set => ((IDictionary<TKey, TValue>)this)[Key(key)] = Untyped.Of<TValue>(value, nameof(value));
    }

    void IDictionary.Add(object key, object? value) =>
        ((IDictionary<TKey, TValue>)this).Add(Key(key), Untyped.Of<TValue>(value, nameof(value)));

    void IDictionary.Clear() => Pairs.Clear();

    bool IDictionary.Contains(object key) => IsKey(key) && ((IDictionary<TKey, TValue>)this).ContainsKey((TKey)key);

    void IDictionary.Remove(object key)
    {
        if (IsKey(key))
        {
            _ = ((IDictionary<TKey, TValue>)this).Remove((TKey)key);
        }
    }

    IDictionaryEnumerator IDictionary.GetEnumerator() => new PairEnumerator<TKey, TValue>(Pairs.GetEnumerator());

    void ICollection.CopyTo(Array array, int index) => Untyped.CopyEach(this, array, index);

    private static bool IsKey(object key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key is TKey;
    }

    private static TKey Key(object key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Untyped.Of<TKey>(key, nameof(key));
    }
}
