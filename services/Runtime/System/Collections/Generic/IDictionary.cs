// Values by key.

namespace System.Collections.Generic;

public interface IDictionary<TKey, TValue> : ICollection<KeyValuePair<TKey, TValue>>
{
    ICollection<TKey> Keys { get; }

    ICollection<TValue> Values { get; }

    TValue this[TKey key] { get; set; }

    void Add(TKey key, TValue value);

    bool ContainsKey(TKey key);

    bool Remove(TKey key);

    bool TryGetValue(TKey key, [Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out TValue value);
}
