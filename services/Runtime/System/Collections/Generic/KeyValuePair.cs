// A key and its value.

namespace System.Collections.Generic;

public readonly struct KeyValuePair<TKey, TValue>(TKey key, TValue value)
{
    public TKey Key { get; } = key;

    public TValue Value { get; } = value;

    public void Deconstruct(out TKey key, out TValue value)
    {
        key = Key;
        value = Value;
    }

    // Not interpolated: text by way of IFormattable brings the code of all number formats into a program that boxes a pair.
    public override string ToString() => "[" + Key?.ToString() + ", " + Value?.ToString() + "]";
}
