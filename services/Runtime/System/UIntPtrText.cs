// nuint: text and order.

using System.Globalization;

namespace System;

public readonly partial struct UIntPtr : IComparable<nuint>, IComparable, ISpanFormattable
{
    // SAFETY: only reads the stored address as a number; it is never dereferenced.
    private unsafe ulong Number => (ulong)_value;

    public static nuint MaxValue => unchecked((nuint)ulong.MaxValue);

    public static nuint MinValue => unchecked((nuint)ulong.MinValue);

    public static nuint Parse(string s) => (nuint)ulong.Parse(s);

    public static nuint Parse(string s, NumberStyles style) => (nuint)ulong.Parse(s, style);

    public static nuint Parse(string s, IFormatProvider? provider) => (nuint)ulong.Parse(s, provider);

    public static nuint Parse(string s, NumberStyles style, IFormatProvider? provider) => (nuint)ulong.Parse(s, style, provider);

    public static nuint Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => (nuint)ulong.Parse(s, provider);

    public static nuint Parse(ReadOnlySpan<char> s, NumberStyles style = NumberStyles.Integer, IFormatProvider? provider = null) =>
        (nuint)ulong.Parse(s, style, provider);

    public static bool TryParse(string? s, out nuint result) => Taken(ulong.TryParse(s, out ulong number), number, out result);

    public static bool TryParse(string? s, IFormatProvider? provider, out nuint result) => TryParse(s, out result);

    public static bool TryParse(string? s, NumberStyles style, IFormatProvider? provider, out nuint result) =>
        Taken(ulong.TryParse(s, style, provider, out ulong number), number, out result);

    public static bool TryParse(ReadOnlySpan<char> s, out nuint result) =>
        Taken(ulong.TryParse(s, out ulong number), number, out result);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out nuint result) => TryParse(s, out result);

    public static bool TryParse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out nuint result) =>
        Taken(ulong.TryParse(s, style, provider, out ulong number), number, out result);

    public int CompareTo(nuint value) => Number.CompareTo((ulong)value);

    public override string ToString() => Number.ToString();

    public string ToString(IFormatProvider? provider) => Number.ToString(provider);

    public string ToString(string? format) => Number.ToString(format);

    public string ToString(string? format, IFormatProvider? provider) => Number.ToString(format, provider);

    public int CompareTo(object? value) => value is null ? 1
        : value is nuint other ? CompareTo(other) : throw new ArgumentException("Object must be of type UIntPtr.");

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default,
        IFormatProvider? provider = null) => Number.TryFormat(destination, out charsWritten, format, provider);

    private static bool Taken(bool isOk, ulong number, out nuint result)
    {
        result = (nuint)number;
        return isOk;
    }
}
