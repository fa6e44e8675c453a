// Strings made at run time. Comparison is always ordinal.

using System.Collections;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Text;
using RustKernel.Runtime;

namespace System;

public sealed partial class String : IEnumerable<char>, IComparable<string?>, IComparable, ICloneable
{
    private const string OutOfRange = "Index was out of range. Must be non-negative and less than or equal to the size of the collection.";
    private const string BadCount = "Count must be positive and count must refer to a location within the string/array/collection.";

    // Each constructor is compiled as a call of the method Ctor with the same parameters.
    [MethodImpl(MethodImplOptions.InternalCall)]
    public extern String(ReadOnlySpan<char> value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    public extern String(char[]? value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    public extern String(char[] value, int startIndex, int length);

    [MethodImpl(MethodImplOptions.InternalCall)]
    public extern String(char c, int count);

    private static string Ctor(ReadOnlySpan<char> value)
    {
        if (value.Length == 0)
        {
            return Empty;
        }

        string made = New(value.Length);
        value.CopyTo(made.Content);
        return made;
    }

    private static string Ctor(char[]? value) => Ctor(new ReadOnlySpan<char>(value));

    private static string Ctor(char[] value, int startIndex, int length)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentOutOfRangeException.ThrowIfNegative(startIndex);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (startIndex > value.Length - length)
        {
            throw new ArgumentOutOfRangeException(nameof(startIndex), OutOfRange);
        }

        return Ctor(new ReadOnlySpan<char>(value, startIndex, length));
    }

    private static string Ctor(char c, int count)
    {
        if (count < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(count), "'count' must be non-negative.");
        }

        string made = count == 0 ? Empty : New(count);
        made.Content.Fill(c);
        return made;
    }

    private Span<char> Content => new(ref _firstChar, _stringLength);

    // SAFETY: a string is laid out as an array of chars whose elements begin at 12; the frozen empty one has the type.
    private static unsafe string New(int length) =>
        Unsafe.As<string>(RustKernel.Runtime.Exceptions.FromAddress(
            (nint)RustKernel.Runtime.Native.AllocateArray(Empty.m_pEEType, length)));

    public static string Concat(string? str0, string? str1) => Concat((ReadOnlySpan<char>)str0, str1);

    public static string Concat(string? str0, string? str1, string? str2) => Concat((ReadOnlySpan<char>)str0, str1, str2);

    public static string Concat(string? str0, string? str1, string? str2, string? str3) =>
        Concat((ReadOnlySpan<char>)str0, str1, str2, str3);

    public static string Concat(object? arg0, object? arg1) => Concat(arg0?.ToString(), arg1?.ToString());

    public static string Concat(object? arg0, object? arg1, object? arg2) => Concat(arg0?.ToString(), arg1?.ToString(), arg2?.ToString());

    public static string Concat(ReadOnlySpan<char> str0, ReadOnlySpan<char> str1) => Concat(str0, str1, default, default);

    public static string Concat(ReadOnlySpan<char> str0, ReadOnlySpan<char> str1, ReadOnlySpan<char> str2) =>
        Concat(str0, str1, str2, default);

    public static string Concat(ReadOnlySpan<char> str0, ReadOnlySpan<char> str1, ReadOnlySpan<char> str2, ReadOnlySpan<char> str3)
    {
        int length = checked(str0.Length + str1.Length + str2.Length + str3.Length);
        if (length == 0)
        {
            return Empty;
        }

        string made = New(length);
        Span<char> rest = made.Content;
        str0.CopyTo(rest);
        rest = rest.Slice(str0.Length);
        str1.CopyTo(rest);
        rest = rest.Slice(str1.Length);
        str2.CopyTo(rest);
        str3.CopyTo(rest.Slice(str2.Length));
        return made;
    }

    public static string Concat(object? arg0) => arg0?.ToString() ?? "";

    public static string Concat(params string?[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Join(Empty, values);
    }

    public static string Concat(params object?[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return Join(Empty, args);
    }

    // Passes an array of a class as a span of objects: as an array it would also be a sequence, and the call ambiguous.
    public static string Concat(params ReadOnlySpan<object?> args) => Join(Empty, args.ToArray());

    public static string Join(string? separator, params ReadOnlySpan<object?> values) => Join(separator, values.ToArray());

    public static string Join(string? separator, params ReadOnlySpan<string?> value) => Join(separator, value.ToArray());

    public static string Join(char separator, params ReadOnlySpan<object?> values) => Join(separator.ToString(), values.ToArray());

    public static string Join(char separator, params ReadOnlySpan<string?> value) => Join(separator.ToString(), value.ToArray());

    public static string Concat(IEnumerable<string?> values) => Join(Empty, values);

    public static string Concat<T>(IEnumerable<T> values) => Join(Empty, values);

    public static string Join(string? separator, params string?[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Join(separator, value, 0, value.Length);
    }

    public static string Join(string? separator, string?[] value, int startIndex, int count)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentOutOfRangeException.ThrowIfNegative(startIndex);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (startIndex > value.Length - count)
        {
            throw new ArgumentOutOfRangeException(nameof(startIndex), "Index and count must refer to a location within the buffer.");
        }

        StringBuilder text = new();
        for (int i = 0; i < count; i++)
        {
            text.Append(i == 0 ? null : separator).Append(value[startIndex + i]);
        }

        return text.ToString();
    }

    public static string Join(char separator, params string?[] value) => Join(separator.ToString(), value);

    public static string Join(char separator, params object?[] values) => Join(separator.ToString(), values);

    public static string Join(string? separator, params object?[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        StringBuilder text = new();
        for (int i = 0; i < values.Length; i++)
        {
            text.Append(i == 0 ? null : separator).Append(values[i]?.ToString());
        }

        return text.ToString();
    }

    public static string Join(string? separator, IEnumerable<string?> values) => Join<string?>(separator, values);

    public static string Join<T>(char separator, IEnumerable<T> values) => Join(separator.ToString(), values);

    public static string Join<T>(string? separator, IEnumerable<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        StringBuilder text = new();
        bool isFirst = true;
        foreach (T value in values)
        {
            text.Append(isFirst ? null : separator).Append(value?.ToString());
            isFirst = false;
        }

        return text.ToString();
    }

    public static string Format(string format, object? arg0) => new StringBuilder().AppendFormat(format, arg0).ToString();

    public static string Format(string format, object? arg0, object? arg1) =>
        new StringBuilder().AppendFormat(format, arg0, arg1).ToString();

    public static string Format(string format, object? arg0, object? arg1, object? arg2) =>
        new StringBuilder().AppendFormat(format, arg0, arg1, arg2).ToString();

    public static string Format(string format, params object?[] args) => new StringBuilder().AppendFormat(format, args).ToString();

    public static string Format(IFormatProvider? provider, string format, object? arg0) => Format(provider, format, [arg0]);

    public static string Format(IFormatProvider? provider, string format, object? arg0, object? arg1) =>
        Format(provider, format, [arg0, arg1]);

    public static string Format(IFormatProvider? provider, string format, object? arg0, object? arg1, object? arg2) =>
        Format(provider, format, [arg0, arg1, arg2]);

    public static string Format(IFormatProvider? provider, string format, params object?[] args) =>
        new StringBuilder().AppendFormat(provider, format, args).ToString();

    public static string Create(
        IFormatProvider? provider,
        [InterpolatedStringHandlerArgument(nameof(provider))] ref DefaultInterpolatedStringHandler handler) => handler.ToStringAndClear();

    public static string Create<TState>(int length, TState state, Buffers.SpanAction<char, TState> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        string made = length == 0 ? Empty : New(length);
        action(made.Content, state);
        return made;
    }

    public static bool IsNullOrWhiteSpace(string? value) => value is null || value.Trim().Length == 0;

    public string Substring(int startIndex) => Substring(startIndex, Length - startIndex);

    public string Substring(int startIndex, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(startIndex);
        if (startIndex > Length)
        {
            throw new ArgumentOutOfRangeException(nameof(startIndex), "startIndex cannot be larger than length of string.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length > Length - startIndex)
        {
            throw new ArgumentOutOfRangeException(nameof(length), "Index and length must refer to a location within the string.");
        }

        return length == Length ? this : Ctor(((ReadOnlySpan<char>)this).Slice(startIndex, length));
    }

    public string Trim() => Trimmed(null, true, true);

    public string Trim(char trimChar) => Trimmed([trimChar], true, true);

    public string Trim(params char[]? trimChars) => Trimmed(trimChars, true, true);

    public string TrimStart() => Trimmed(null, true, false);

    public string TrimStart(char trimChar) => Trimmed([trimChar], true, false);

    public string TrimStart(params char[]? trimChars) => Trimmed(trimChars, true, false);

    public string TrimEnd() => Trimmed(null, false, true);

    public string TrimEnd(char trimChar) => Trimmed([trimChar], false, true);

    public string TrimEnd(params char[]? trimChars) => Trimmed(trimChars, false, true);

    public string PadLeft(int totalWidth) => PadLeft(totalWidth, ' ');

    public string PadLeft(int totalWidth, char paddingChar)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(totalWidth);
        return totalWidth <= Length ? this : Concat(new string(paddingChar, totalWidth - Length), this);
    }

    public string PadRight(int totalWidth) => PadRight(totalWidth, ' ');

    public string PadRight(int totalWidth, char paddingChar)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(totalWidth);
        return totalWidth <= Length ? this : Concat(this, new string(paddingChar, totalWidth - Length));
    }

    public string Insert(int startIndex, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if ((uint)startIndex > (uint)Length)
        {
            throw new ArgumentOutOfRangeException(nameof(startIndex), OutOfRange);
        }

        return Concat(this.AsSpan(0, startIndex), value, this.AsSpan(startIndex));
    }

    public string Remove(int startIndex)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(startIndex);
        if (startIndex > Length)
        {
            throw new ArgumentOutOfRangeException(nameof(startIndex), "startIndex must be less than length of string.");
        }

        return Substring(0, startIndex);
    }

    public string Remove(int startIndex, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(startIndex);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count > Length - startIndex)
        {
            throw new ArgumentOutOfRangeException(nameof(count), "Index and count must refer to a location within the string.");
        }

        return Concat(this.AsSpan(0, startIndex), this.AsSpan(startIndex + count));
    }

    public string Replace(char oldChar, char newChar)
    {
        if (IndexOf(oldChar) < 0)
        {
            return this;
        }

        string made = Ctor((ReadOnlySpan<char>)this);
        Span<char> content = made.Content;
        for (int i = 0; i < content.Length; i++)
        {
            content[i] = content[i] == oldChar ? newChar : content[i];
        }

        return made;
    }

    public string Replace(string oldValue, string? newValue) => Replace(oldValue, newValue, StringComparison.Ordinal);

    public string Replace(string oldValue, string? newValue, StringComparison comparisonType)
    {
        ArgumentNullException.ThrowIfNull(oldValue);
        if (oldValue.Length == 0)
        {
            throw new ArgumentException("The value cannot be an empty string.", nameof(oldValue));
        }

        int at = IndexOf(oldValue, comparisonType);
        if (at < 0)
        {
            return this;
        }

        StringBuilder text = new();
        int start = 0;
        for (; at >= 0; at = IndexOf(oldValue, start, comparisonType))
        {
            text.Append(this.AsSpan(start, at - start)).Append(newValue);
            start = at + oldValue.Length;
        }

        return text.Append(this.AsSpan(start)).ToString();
    }

    public string ReplaceLineEndings() => ReplaceLineEndings("\n");

    public string ReplaceLineEndings(string replacementText)
    {
        ArgumentNullException.ThrowIfNull(replacementText);
        StringBuilder text = new();
        for (int i = 0; i < Length; i++)
        {
            char c = this[i];
            if (c is '\r' or '\n' or '\f' or '\u0085' or '\u2028' or '\u2029')
            {
                i += c == '\r' && i + 1 < Length && this[i + 1] == '\n' ? 1 : 0;
                text.Append(replacementText);
            }
            else
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }

    public string ToLower() => ToLowerInvariant();

    public string ToLower(Globalization.CultureInfo? culture) => ToLowerInvariant();

    public string ToLowerInvariant()
    {
        string made = Length == 0 ? this : Ctor((ReadOnlySpan<char>)this);
        Globalization.UnicodeCase.Change(made.Content, false);

        return made;
    }

    public string ToUpper() => ToUpperInvariant();

    public string ToUpper(Globalization.CultureInfo? culture) => ToUpperInvariant();

    public string ToUpperInvariant()
    {
        string made = Length == 0 ? this : Ctor((ReadOnlySpan<char>)this);
        Globalization.UnicodeCase.Change(made.Content, true);

        return made;
    }

    public char[] ToCharArray() => Content.ToArray();

    public char[] ToCharArray(int startIndex, int length)
    {
        CheckPart(startIndex, length);
        return this.AsSpan(startIndex, length).ToArray();
    }

    public void CopyTo(int sourceIndex, char[] destination, int destinationIndex, int count)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(sourceIndex);
        if (count > Length - sourceIndex)
        {
            throw new ArgumentOutOfRangeException(nameof(sourceIndex), "Index and count must refer to a location within the string.");
        }

        if (destinationIndex > destination.Length - count || destinationIndex < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(destinationIndex), "Index and count must refer to a location within the string.");
        }

        this.AsSpan(sourceIndex, count).CopyTo(new Span<char>(destination, destinationIndex, count));
    }

    public void CopyTo(Span<char> destination) => ((ReadOnlySpan<char>)this).CopyTo(destination);

    public bool TryCopyTo(Span<char> destination)
    {
        bool fits = destination.Length >= Length;
        if (fits)
        {
            CopyTo(destination);
        }

        return fits;
    }

    public CharEnumerator GetEnumerator() => new(this);

    public object Clone() => this;

    public string ToString(IFormatProvider? provider) => this;

    public static string Intern(string str)
    {
        ArgumentNullException.ThrowIfNull(str);
        return InternedTexts.Add(str);
    }

    public static string? IsInterned(string str)
    {
        ArgumentNullException.ThrowIfNull(str);
        return InternedTexts.Find(str);
    }

    IEnumerator<char> IEnumerable<char>.GetEnumerator() => new CharEnumerator(this);

    IEnumerator IEnumerable.GetEnumerator() => new CharEnumerator(this);

    private string Trimmed(char[]? chars, bool atStart, bool atEnd)
    {
        int start = 0;
        int end = Length;
        while (atStart && start < end && IsTrimmed(this[start], chars))
        {
            start++;
        }

        while (atEnd && end > start && IsTrimmed(this[end - 1], chars))
        {
            end--;
        }

        return Substring(start, end - start);
    }

    private static bool IsTrimmed(char c, char[]? chars) =>
        chars is null || chars.Length == 0 ? char.IsWhiteSpace(c) : Array.IndexOf(chars, c) >= 0;

    private void CheckPart(int startIndex, int count)
    {
        if ((uint)startIndex > (uint)Length)
        {
            throw new ArgumentOutOfRangeException(nameof(startIndex), OutOfRange);
        }

        if ((uint)count > (uint)(Length - startIndex))
        {
            throw new ArgumentOutOfRangeException(nameof(count), BadCount);
        }
    }
}
