// Enumerates the lines of a text, which end with CR LF, CR, LF, FF, NEL, LS or PS.

namespace System.Text;

public ref struct SpanLineEnumerator
{
    private ReadOnlySpan<char> _rest;
    private bool _isOver;

    internal SpanLineEnumerator(ReadOnlySpan<char> text) => _rest = text;

    public ReadOnlySpan<char> Current { get; private set; }

    public readonly SpanLineEnumerator GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_isOver)
        {
            return false;
        }

        int end = _rest.IndexOfAny("\r\n\f\u0085\u2028\u2029");
        if (end < 0)
        {
            Current = _rest;
            _rest = default;
            _isOver = true;
            return true;
        }

        int length = _rest[end] == '\r' && end + 1 < _rest.Length && _rest[end + 1] == '\n' ? 2 : 1;
        Current = _rest[..end];
        _rest = _rest[(end + length)..];
        return true;
    }
}
