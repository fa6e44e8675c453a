// The scalar values of a string.

using System.Collections;
using System.Collections.Generic;

namespace System.Text;

public struct StringRuneEnumerator : IEnumerable<Rune>, IEnumerator<Rune>
{
    private readonly string _text;
    private int _next;

    internal StringRuneEnumerator(string text)
    {
        _text = text;
        _next = 0;
        Current = default;
    }

    public Rune Current { get; private set; }

    readonly object? IEnumerator.Current => Current;

    public readonly StringRuneEnumerator GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_next >= _text.Length)
        {
            Current = default;
            return false;
        }

        Current = Rune.At(_text, _next, out _);
        _next += Current.Utf16SequenceLength;
        return true;
    }

    void IEnumerator.Reset()
    {
        _next = 0;
        Current = default;
    }

    readonly void IDisposable.Dispose()
    {
    }

    readonly IEnumerator<Rune> IEnumerable<Rune>.GetEnumerator() => this;

    readonly IEnumerator IEnumerable.GetEnumerator() => this;
}
