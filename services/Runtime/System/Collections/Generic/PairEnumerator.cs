// Enumerates a dictionary's pairs as entries of objects.

namespace System.Collections.Generic;

internal sealed class PairEnumerator<TKey, TValue>(IEnumerator<KeyValuePair<TKey, TValue>> pairs) : IDictionaryEnumerator
    where TKey : notnull
{
    public DictionaryEntry Entry => new(Pair.Key, Pair.Value);

    public object Key => Pair.Key;

    public object? Value => Pair.Value;

    public object Current => Entry;

    // By the untyped interface, which reports when there is none.
    private KeyValuePair<TKey, TValue> Pair => (KeyValuePair<TKey, TValue>)((IEnumerator)pairs).Current;

    public bool MoveNext() => pairs.MoveNext();

    public void Reset() => pairs.Reset();
}
