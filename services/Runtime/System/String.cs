// Strings that are made at run time. Comparison is ordinal, everywhere.

using System.Collections;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Text;

namespace System;

public sealed partial class String : IEnumerable<char>, IComparable<string?>, IComparable
{
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

    private static string Ctor(char[] value, int startIndex, int length) => Ctor(new ReadOnlySpan<char>(value, startIndex, length));

    private static string Ctor(char c, int count)
    {
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

    public static string Concat(params string?[] values) => Join(Empty, values);

    public static string Join(string? separator, params string?[] value) => Join(separator, (IEnumerable<string?>)value);

    public static string Join(char separator, params string?[] value) => Join(separator.ToString(), (IEnumerable<string?>)value);

    public static string Join<T>(string? separator, IEnumerable<T> values)
    {
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

    public static bool IsNullOrWhiteSpace(string? value) => value is null || value.Trim().Length == 0;

    public static int Compare(string? strA, string? strB) => CompareOrdinal(strA, strB);

    public static int CompareOrdinal(string? strA, string? strB)
    {
        if (strA is null || strB is null)
        {
            return strA is null ? (strB is null ? 0 : -1) : 1;
        }

        int common = Math.Min(strA.Length, strB.Length);
        for (int i = 0; i < common; i++)
        {
            if (strA[i] != strB[i])
            {
                return strA[i] - strB[i];
            }
        }

        return strA.Length - strB.Length;
    }

    public int CompareTo(string? strB) => CompareOrdinal(this, strB);

    public int CompareTo(object? value) =>
        value is null or string ? CompareOrdinal(this, (string?)value) : throw new ArgumentException("Object must be of type String.");

    public int IndexOf(char value) => ((ReadOnlySpan<char>)this).IndexOf(value);

    public int IndexOf(char value, int startIndex)
    {
        int index = ((ReadOnlySpan<char>)this).Slice(startIndex).IndexOf(value);
        return index < 0 ? -1 : index + startIndex;
    }

    public int LastIndexOf(char value) => ((ReadOnlySpan<char>)this).LastIndexOf(value);

    public bool Contains(char value) => IndexOf(value) >= 0;

    public bool Contains(string value) => ((ReadOnlySpan<char>)this).IndexOf((ReadOnlySpan<char>)value) >= 0;

    public bool StartsWith(string value) => ((ReadOnlySpan<char>)this).StartsWith((ReadOnlySpan<char>)value);

    public bool EndsWith(string value) => ((ReadOnlySpan<char>)this).EndsWith((ReadOnlySpan<char>)value);

    public bool StartsWith(char value) => Length > 0 && this[0] == value;

    public bool EndsWith(char value) => Length > 0 && this[Length - 1] == value;

    public string Substring(int startIndex) => Substring(startIndex, Length - startIndex);

    public string Substring(int startIndex, int length)
    {
        if (startIndex < 0 || startIndex > Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(startIndex),
                startIndex < 0 ? "StartIndex cannot be less than zero." : "startIndex cannot be larger than length of string.");
        }

        if ((uint)length > (uint)(Length - startIndex))
        {
            throw new ArgumentOutOfRangeException(
                nameof(length),
                length < 0 ? "Length cannot be less than zero." : "Index and length must refer to a location within the string.");
        }

        return length == Length ? this : Ctor(((ReadOnlySpan<char>)this).Slice(startIndex, length));
    }

    public string Trim() => TrimStart().TrimEnd();

    public string TrimStart()
    {
        int start = 0;
        while (start < Length && char.IsWhiteSpace(this[start]))
        {
            start++;
        }

        return Substring(start);
    }

    public string TrimEnd()
    {
        int end = Length;
        while (end > 0 && char.IsWhiteSpace(this[end - 1]))
        {
            end--;
        }

        return Substring(0, end);
    }

    public string PadLeft(int totalWidth, char paddingChar = ' ') =>
        totalWidth <= Length ? this : Concat(new string(paddingChar, totalWidth - Length), this);

    public string PadRight(int totalWidth, char paddingChar = ' ') =>
        totalWidth <= Length ? this : Concat(this, new string(paddingChar, totalWidth - Length));

    public string Replace(char oldChar, char newChar)
    {
        string made = Ctor((ReadOnlySpan<char>)this);
        Span<char> content = made.Content;
        for (int i = 0; i < content.Length; i++)
        {
            content[i] = content[i] == oldChar ? newChar : content[i];
        }

        return made;
    }

    public string Replace(string oldValue, string? newValue)
    {
        if (oldValue.Length == 0)
        {
            throw new ArgumentException("The value cannot be an empty string. (Parameter 'oldValue')");
        }

        StringBuilder text = new();
        ReadOnlySpan<char> rest = this;
        for (int at = rest.IndexOf((ReadOnlySpan<char>)oldValue); at >= 0; at = rest.IndexOf((ReadOnlySpan<char>)oldValue))
        {
            text.Append(rest.Slice(0, at)).Append(newValue);
            rest = rest.Slice(at + oldValue.Length);
        }

        return text.Append(rest).ToString();
    }

    public string[] Split(char separator, StringSplitOptions options = StringSplitOptions.None)
    {
        List<string> parts = new();
        int start = 0;
        for (int i = 0; i <= Length; i++)
        {
            if (i == Length || this[i] == separator)
            {
                string part = Substring(start, i - start);
                part = (options & StringSplitOptions.TrimEntries) != 0 ? part.Trim() : part;
                start = i + 1;
                if (part.Length > 0 || (options & StringSplitOptions.RemoveEmptyEntries) == 0)
                {
                    parts.Add(part);
                }
            }
        }

        return parts.ToArray();
    }

    public string ToLowerInvariant()
    {
        string made = Length == 0 ? this : Ctor((ReadOnlySpan<char>)this);
        foreach (ref char c in made.Content)
        {
            c = char.ToLowerInvariant(c);
        }

        return made;
    }

    public string ToUpperInvariant()
    {
        string made = Length == 0 ? this : Ctor((ReadOnlySpan<char>)this);
        foreach (ref char c in made.Content)
        {
            c = char.ToUpperInvariant(c);
        }

        return made;
    }

    public char[] ToCharArray() => Content.ToArray();

    IEnumerator<char> IEnumerable<char>.GetEnumerator() => new ArrayEnumerator<char>(ToCharArray());

    IEnumerator IEnumerable.GetEnumerator() => new ArrayEnumerator<char>(ToCharArray());
}
