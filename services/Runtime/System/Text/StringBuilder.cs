// Text that grows.

namespace System.Text;

public sealed partial class StringBuilder
{
    private char[] _text;
    private int _length;

    public StringBuilder()
        : this(16)
    {
    }

    public StringBuilder(int capacity) => _text = new char[Math.Max(capacity, 16)];

    public StringBuilder(string? value)
        : this(16) => Append(value);

    public int Length
    {
        get => _length;
        set
        {
            Room(value - _length);
            new Span<char>(_text).Slice(Math.Min(value, _length)).Clear();
            _length = value;
        }
    }

    [System.Runtime.CompilerServices.IndexerName("Chars")]
    public char this[int index]
    {
        get => new ReadOnlySpan<char>(_text, 0, _length)[index];
        set => new Span<char>(_text, 0, _length)[index] = value;
    }

    public StringBuilder Append(ReadOnlySpan<char> value)
    {
        Room(value.Length);
        value.CopyTo(new Span<char>(_text).Slice(_length));
        _length += value.Length;
        return this;
    }

    public StringBuilder Append(string? value) => Append((ReadOnlySpan<char>)value);

    public StringBuilder Append(char value)
    {
        Room(1);
        _text[_length++] = value;
        return this;
    }

    public StringBuilder Append(char value, int repeatCount)
    {
        for (; repeatCount > 0; repeatCount--)
        {
            Append(value);
        }

        return this;
    }

    public StringBuilder Append(int value) => Append(value.ToString());

    public StringBuilder Append(long value) => Append(value.ToString());

    public StringBuilder Append(uint value) => Append(value.ToString());

    public StringBuilder Append(ulong value) => Append(value.ToString());

    public StringBuilder Append(bool value) => Append(value.ToString());

    public StringBuilder Append(object? value) => Append(value?.ToString());

    public StringBuilder AppendLine() => Append('\n');

    public StringBuilder AppendLine(string? value) => Append(value).Append('\n');

    public StringBuilder Insert(int index, string? value)
    {
        string tail = ToString(index, _length - index);
        _length = index;
        return Append(value).Append(tail);
    }

    public StringBuilder Remove(int startIndex, int length)
    {
        string tail = ToString(startIndex + length, _length - startIndex - length);
        _length = startIndex;
        return Append(tail);
    }

    public StringBuilder Clear()
    {
        _length = 0;
        return this;
    }

    public override string ToString() => new(new ReadOnlySpan<char>(_text, 0, _length));

    public string ToString(int startIndex, int length) => new(new ReadOnlySpan<char>(_text, 0, _length).Slice(startIndex, length));

    private void Room(int more)
    {
        if (_length + more > _text.Length)
        {
            Array.Resize(ref _text!, Math.Max(_length + more, 2 * _text.Length));
        }
    }
}
