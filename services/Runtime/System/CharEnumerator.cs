// The characters of a string, one by one.

using System.Collections;
using System.Collections.Generic;

namespace System;

public sealed class CharEnumerator : IEnumerator<char>, ICloneable
{
    private readonly string _text;
    private int _index = -1;

    internal CharEnumerator(string text) => _text = text;

    public char Current => (uint)_index < (uint)_text.Length
        ? _text[_index]
        : throw new InvalidOperationException(_index < 0 ? "Enumeration has not started. Call MoveNext." : "Enumeration already finished.");

    object? IEnumerator.Current => Current;

    public bool MoveNext()
    {
        _index = Math.Min(_index + 1, _text.Length);
        return _index < _text.Length;
    }

    public void Reset() => _index = -1;

    public object Clone() => MemberwiseClone();

    public void Dispose()
    {
    }
}
