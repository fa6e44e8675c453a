// Reads a string.

namespace System.IO;

public class StringReader : TextReader
{
    private string? _text;
    private int _position;

    public StringReader(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        _text = s;
    }

    private string Text => _text ?? throw new ObjectDisposedException(null, "Cannot read from a closed TextReader.");

    public override int Peek() => _position < Text.Length ? Text[_position] : -1;

    public override int Read() => _position < Text.Length ? Text[_position++] : -1;

    public override int Read(Span<char> buffer)
    {
        int count = Math.Min(buffer.Length, Text.Length - _position);
        Text.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override string ReadToEnd()
    {
        string rest = Text.Substring(_position);
        _position = Text.Length;
        return rest;
    }

    public override string? ReadLine()
    {
        string text = Text;
        if (_position >= text.Length)
        {
            return null;
        }

        int length = text.AsSpan(_position).IndexOfAny('\r', '\n');
        string line = length < 0 ? text.Substring(_position) : text.Substring(_position, length);
        _position += line.Length;
        if (length >= 0)
        {
            _position += text[_position] == '\r' && _position + 1 < text.Length && text[_position + 1] == '\n' ? 2 : 1;
        }

        return line;
    }

    protected override void Dispose(bool disposing) => _text = null;
}
