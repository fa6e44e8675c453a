// Text that grows.

using System.Runtime.CompilerServices;

namespace System.Text;

public sealed partial class StringBuilder
{
    private const string OutOfRange = "Index was out of range. Must be non-negative and less than or equal to the size of the collection.";
    private char[] _text;
    private int _length;

    public StringBuilder()
        : this(16)
    {
    }

    public StringBuilder(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _text = new char[Math.Max(capacity, 16)];
    }

    public StringBuilder(string? value)
        : this(16) => Append(value);

    public StringBuilder(string? value, int capacity)
        : this(capacity) => Append(value);

    public int Length
    {
        get => _length;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            Room(value - _length);
            new Span<char>(_text).Slice(Math.Min(value, _length)).Clear();
            _length = value;
        }
    }

    public int Capacity
    {
        get => _text.Length;
        set => EnsureCapacity(value);
    }

    [IndexerName("Chars")]
    public char this[int index]
    {
        get => (uint)index < (uint)_length ? _text[index] : throw new IndexOutOfRangeException();
        set
        {
            if ((uint)index >= (uint)_length)
            {
                throw new ArgumentOutOfRangeException(nameof(index),
                    "Index was out of range. Must be non-negative and less than the size of the collection.");
            }

            _text[index] = value;
        }
    }

    public int EnsureCapacity(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        Room(capacity - _length);
        return Capacity;
    }

    public StringBuilder Append(ReadOnlySpan<char> value)
    {
        Room(value.Length);
        value.CopyTo(new Span<char>(_text).Slice(_length));
        _length += value.Length;
        return this;
    }

    public StringBuilder Append(string? value) => Append((ReadOnlySpan<char>)value);

    public StringBuilder Append(string? value, int startIndex, int count)
    {
        if (value is null && (startIndex != 0 || count != 0))
        {
            throw new ArgumentNullException(nameof(value));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (startIndex < 0 || startIndex > (value?.Length ?? 0) - count)
        {
            throw new ArgumentOutOfRangeException(nameof(startIndex), OutOfRange);
        }

        return Append(value.AsSpan(startIndex, count));
    }

    public StringBuilder Append(char value)
    {
        Room(1);
        _text[_length++] = value;
        return this;
    }

    public StringBuilder Append(char value, int repeatCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(repeatCount);
        Room(repeatCount);
        new Span<char>(_text, _length, repeatCount).Fill(value);
        _length += repeatCount;
        return this;
    }

    public StringBuilder Append(char[]? value) => Append((ReadOnlySpan<char>)value);

    public StringBuilder Append(char[]? value, int startIndex, int charCount) =>
        Append(new ReadOnlySpan<char>(value, startIndex, charCount));

    public StringBuilder Append(StringBuilder? value) =>
        value is null ? this : Append(new ReadOnlySpan<char>(value._text, 0, value._length));

    public StringBuilder Append(sbyte value) => Append(value.ToString());

    public StringBuilder Append(byte value) => Append(value.ToString());

    public StringBuilder Append(short value) => Append(value.ToString());

    public StringBuilder Append(ushort value) => Append(value.ToString());

    public StringBuilder Append(int value) => Append(value.ToString());

    public StringBuilder Append(long value) => Append(value.ToString());

    public StringBuilder Append(uint value) => Append(value.ToString());

    public StringBuilder Append(ulong value) => Append(value.ToString());

    public StringBuilder Append(float value) => Append(value.ToString());

    public StringBuilder Append(double value) => Append(value.ToString());

    public StringBuilder Append(bool value) => Append(value.ToString());

    public StringBuilder Append(object? value) => Append(value?.ToString());

    public StringBuilder Append(ReadOnlyMemory<char> value) => Append(value.Span);

    public StringBuilder AppendLine() => Append('\n');

    public StringBuilder AppendLine(string? value) => Append(value).Append('\n');

    public StringBuilder AppendJoin(string? separator, params object?[] values) => Append(string.Join(separator, values));

    public StringBuilder AppendJoin(string? separator, params string?[] values) => Append(string.Join(separator, values));

    public StringBuilder AppendJoin(string? separator, params ReadOnlySpan<object?> values) =>
        Append(string.Join(separator, values.ToArray()));

    public StringBuilder AppendJoin(string? separator, params ReadOnlySpan<string?> values) =>
        Append(string.Join(separator, values.ToArray()));

    public StringBuilder AppendJoin(char separator, params ReadOnlySpan<object?> values) =>
        Append(string.Join(separator, values.ToArray()));

    public StringBuilder AppendJoin(char separator, params ReadOnlySpan<string?> values) =>
        Append(string.Join(separator, values.ToArray()));

    public StringBuilder AppendJoin<T>(string? separator, Collections.Generic.IEnumerable<T> values) =>
        Append(string.Join(separator, values));

    public StringBuilder AppendJoin(char separator, params object?[] values) => Append(string.Join(separator, values));

    public StringBuilder AppendJoin(char separator, params string?[] values) => Append(string.Join(separator, values));

    public StringBuilder AppendJoin<T>(char separator, Collections.Generic.IEnumerable<T> values) => Append(string.Join(separator, values));

    public StringBuilder Insert(int index, string? value) => Insert(index, (ReadOnlySpan<char>)value);

    public StringBuilder Insert(int index, ReadOnlySpan<char> value)
    {
        if ((uint)index > (uint)_length)
        {
            throw new ArgumentOutOfRangeException(nameof(index), OutOfRange);
        }

        Room(value.Length);
        new ReadOnlySpan<char>(_text, index, _length - index).CopyTo(new Span<char>(_text).Slice(index + value.Length));
        value.CopyTo(new Span<char>(_text).Slice(index));
        _length += value.Length;
        return this;
    }

    public StringBuilder Insert(int index, string? value, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        for (int i = 0; i < count; i++)
        {
            Insert(index, value);
        }

        return this;
    }

    public StringBuilder Insert(int index, char value) => Insert(index, new ReadOnlySpan<char>(ref value));

    public StringBuilder Insert(int index, char[]? value) => Insert(index, (ReadOnlySpan<char>)value);

    public StringBuilder Insert(int index, int value) => Insert(index, value.ToString());

    public StringBuilder Insert(int index, long value) => Insert(index, value.ToString());

    public StringBuilder Insert(int index, bool value) => Insert(index, value.ToString());

    public StringBuilder Insert(int index, double value) => Insert(index, value.ToString());

    public StringBuilder Insert(int index, object? value) => Insert(index, value?.ToString());

    public StringBuilder Remove(int startIndex, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNegative(startIndex);
        if (length > _length - startIndex)
        {
            throw new ArgumentOutOfRangeException(nameof(length), OutOfRange);
        }

        int end = startIndex + length;
        new ReadOnlySpan<char>(_text, end, _length - end).CopyTo(new Span<char>(_text).Slice(startIndex));
        _length -= length;
        return this;
    }

    public StringBuilder Replace(char oldChar, char newChar) => Replace(oldChar, newChar, 0, _length);

    public StringBuilder Replace(char oldChar, char newChar, int startIndex, int count)
    {
        CheckPart(startIndex, count);
        for (int i = startIndex; i < startIndex + count; i++)
        {
            _text[i] = _text[i] == oldChar ? newChar : _text[i];
        }

        return this;
    }

    public StringBuilder Replace(string oldValue, string? newValue) => Replace(oldValue, newValue, 0, _length);

    public StringBuilder Replace(string oldValue, string? newValue, int startIndex, int count)
    {
        CheckPart(startIndex, count);
        string part = ToString(startIndex, count).Replace(oldValue, newValue);
        Remove(startIndex, count);
        return Insert(startIndex, part);
    }

    public StringBuilder Clear()
    {
        _length = 0;
        return this;
    }

    public void CopyTo(int sourceIndex, char[] destination, int destinationIndex, int count)
    {
        ArgumentNullException.ThrowIfNull(destination);
        CopyTo(sourceIndex, new Span<char>(destination).Slice(destinationIndex), count);
    }

    public void CopyTo(int sourceIndex, Span<char> destination, int count) =>
        new ReadOnlySpan<char>(_text, 0, _length).Slice(sourceIndex, count).CopyTo(destination);

    public bool Equals(StringBuilder? sb) => sb is not null && Equals(new ReadOnlySpan<char>(sb._text, 0, sb._length));

    public bool Equals(ReadOnlySpan<char> span) => new ReadOnlySpan<char>(_text, 0, _length).SequenceEqual(span);

    public override string ToString() => new(new ReadOnlySpan<char>(_text, 0, _length));

    public string ToString(int startIndex, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(startIndex);
        if (startIndex > _length)
        {
            throw new ArgumentOutOfRangeException(nameof(startIndex), "startIndex cannot be larger than length of string.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length > _length - startIndex)
        {
            throw new ArgumentOutOfRangeException(nameof(length), "Index and length must refer to a location within the string.");
        }

        return new(new ReadOnlySpan<char>(_text, startIndex, length));
    }

    private void CheckPart(int startIndex, int count)
    {
        if ((uint)startIndex > (uint)_length)
        {
            throw new ArgumentOutOfRangeException(nameof(startIndex), OutOfRange);
        }

        if ((uint)count > (uint)(_length - startIndex))
        {
            throw new ArgumentOutOfRangeException(nameof(count), OutOfRange);
        }
    }

    private void Room(int more)
    {
        if (_length + more > _text.Length)
        {
            Array.Resize(ref _text!, Math.Max(_length + more, 2 * _text.Length));
        }
    }
}
