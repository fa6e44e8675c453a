// nint: text and order.

using System.Globalization;

namespace System;

public readonly partial struct IntPtr : IComparable<nint>, IComparable, ISpanFormattable
{
    // SAFETY: only reads the stored address as a number; it is never dereferenced.
    private unsafe long Number => (long)_value;

    public static nint MaxValue => unchecked((nint)long.MaxValue);

    public static nint MinValue => unchecked((nint)long.MinValue);

    public static nint Parse(string s) => (nint)long.Parse(s);

    public static nint Parse(string s, NumberStyles style) => (nint)long.Parse(s, style);

    public static nint Parse(string s, IFormatProvider? provider) => (nint)long.Parse(s, provider);

    public static nint Parse(string s, NumberStyles style, IFormatProvider? provider) => (nint)long.Parse(s, style, provider);

    public static nint Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => (nint)long.Parse(s, provider);

    public static nint Parse(ReadOnlySpan<char> s, NumberStyles style = NumberStyles.Integer, IFormatProvider? provider = null) =>
        (nint)long.Parse(s, style, provider);

    public static bool TryParse(string? s, out nint result) => Taken(long.TryParse(s, out long number), number, out result);

    public static bool TryParse(string? s, IFormatProvider? provider, out nint result) => TryParse(s, out result);

    public static bool TryParse(string? s, NumberStyles style, IFormatProvider? provider, out nint result) =>
        Taken(long.TryParse(s, style, provider, out long number), number, out result);

    public static bool TryParse(ReadOnlySpan<char> s, out nint result) =>
        Taken(long.TryParse(s, out long number), number, out result);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out nint result) => TryParse(s, out result);

    public static bool TryParse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out nint result) =>
        Taken(long.TryParse(s, style, provider, out long number), number, out result);

    public int CompareTo(nint value) => Number.CompareTo((long)value);

    public override string ToString() => Number.ToString();

    public string ToString(IFormatProvider? provider) => Number.ToString(provider);

    public string ToString(string? format) => Number.ToString(format);

    public string ToString(string? format, IFormatProvider? provider) => Number.ToString(format, provider);

    public int CompareTo(object? value) => value is null ? 1
        : value is nint other ? CompareTo(other) : throw new ArgumentException("Object must be of type IntPtr.");

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default,
        IFormatProvider? provider = null) => Number.TryFormat(destination, out charsWritten, format, provider);

    private static bool Taken(bool isOk, long number, out nint result)
    {
        result = (nint)number;
        return isOk;
    }
}
