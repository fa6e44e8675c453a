// uint: text and back.

using System.Globalization;

namespace System;

public readonly partial struct UInt32 : IComparable, ISpanFormattable
{
    private const NumberStyles Unknown = ~(NumberStyles.Any | NumberStyles.AllowHexSpecifier | NumberStyles.AllowBinarySpecifier);

    public static uint Parse(string s) => Parse(s, NumberStyles.Integer, null);

    public static uint Parse(string s, NumberStyles style) => Parse(s, style, null);

    public static uint Parse(string s, IFormatProvider? provider) => Parse(s, NumberStyles.Integer, provider);

    public static uint Parse(string s, NumberStyles style, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse((ReadOnlySpan<char>)s, style, provider);
    }

    public static uint Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s, NumberStyles.Integer, provider);

    public static uint Parse(ReadOnlySpan<char> s, NumberStyles style = NumberStyles.Integer, IFormatProvider? provider = null) =>
        (uint)Number.Parse(s, Known(style), 0, MaxValue, "a UInt32");

    public static bool TryParse(string? s, out uint result) => TryParse((ReadOnlySpan<char>)s, out result);

    public static bool TryParse(string? s, IFormatProvider? provider, out uint result) =>
        TryParse((ReadOnlySpan<char>)s, NumberStyles.Integer, provider, out result);

    public static bool TryParse(string? s, NumberStyles style, IFormatProvider? provider, out uint result) =>
        TryParse((ReadOnlySpan<char>)s, style, provider, out result);

    // The usual form by the short path: a program that reads manifests then needs no reader of all styles, 3 kB.
    public static bool TryParse(ReadOnlySpan<char> s, out uint result)
    {
        bool isOk = Number.TryParse(s, out ulong value, out bool isNegative, out bool isTooLarge)
            && !isTooLarge
            && value <= (isNegative ? 0 : MaxValue);
        result = isOk ? (uint)value : 0;
        return isOk;
    }

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out uint result) =>
        TryParse(s, NumberStyles.Integer, provider, out result);

    public static bool TryParse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out uint result)
    {
        bool isOk = Number.TryParse(s, Known(style), 0, MaxValue, out long value);
        result = (uint)value;
        return isOk;
    }

    public int CompareTo(object? value) =>
        value is null ? 1 : value is uint other ? CompareTo(other) : throw new ArgumentException("Object must be of type UInt32.");

    public override string ToString() => Number.Plain((ulong)_value);

    public string ToString(IFormatProvider? provider) => ToString();

    public string ToString(string? format) => ToString(format, null);

    public string ToString(string? format, IFormatProvider? provider) => Number.Format(_value, format, 32);

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default,
        IFormatProvider? provider = null) =>
        SpanText.TryCopy(ToString(format.IsEmpty ? null : new string(format)), destination, out charsWritten);

    private static NumberStyles Known(NumberStyles style) => (style & Unknown) == 0 ? style : throw Number.BadStyle();
}
