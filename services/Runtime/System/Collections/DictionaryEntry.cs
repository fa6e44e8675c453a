// A key and its value.

namespace System.Collections;

public struct DictionaryEntry(object key, object? value)
{
    public object Key { get; set; } = key;

    public object? Value { get; set; } = value;

    public readonly void Deconstruct(out object key, out object? value)
    {
        key = Key;
        value = Value;
    }

    public override readonly string ToString() => "[" + Key?.ToString() + ", " + Value?.ToString() + "]";
}
