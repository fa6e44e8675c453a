// double: comparison and class, text and back: the shortest that reads back as the same number, or a format.

using System.Globalization;

namespace System;

public readonly partial struct Double : IComparable<double>, IEquatable<double>, IComparable, ISpanFormattable
{
    public const double MinValue = -1.7976931348623157E+308;
    public const double MaxValue = 1.7976931348623157E+308;
    public const double Epsilon = 4.9406564584124654E-324;
    public const double NaN = 0.0 / 0.0;
    public const double PositiveInfinity = 1.0 / 0.0;
    public const double NegativeInfinity = -1.0 / 0.0;
    public const double E = Math.E;
    public const double Pi = Math.PI;
    public const double NegativeZero = -0.0;
    public const double Tau = Math.Tau;
    private const double LeastNormal = 2.2250738585072014E-308;
    private const NumberStyles Styles = NumberStyles.Float | NumberStyles.AllowThousands;

    public static bool IsNaN(double d)
    {
        // Only NaN differs from itself.
#pragma warning disable CS1718
        return d != d;
#pragma warning restore CS1718
    }

    public static bool IsInfinity(double d) => d is PositiveInfinity or NegativeInfinity;

    public static bool IsPositiveInfinity(double d) => d == PositiveInfinity;

    public static bool IsNegativeInfinity(double d) => d == NegativeInfinity;

    public static bool IsFinite(double d) => !IsNaN(d) && !IsInfinity(d);

    public static bool IsNegative(double d) => BitConverter.DoubleToInt64Bits(d) < 0;

    public static bool IsPositive(double value) => !IsNegative(value);

    public static bool IsInteger(double value) => IsFinite(value) && value == Math.Truncate(value);

    public static double Parse(string s) => Parse(s, Styles, null);

    public static double Parse(string s, NumberStyles style) => Parse(s, style, null);

    public static double Parse(string s, IFormatProvider? provider) => Parse(s, Styles, provider);

    public static double Parse(string s, NumberStyles style, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse((ReadOnlySpan<char>)s, style, provider);
    }

    public static double Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s, Styles, provider);

    public static double Parse(
        ReadOnlySpan<char> s,
        NumberStyles style = NumberStyles.AllowThousands | NumberStyles.Float,
        IFormatProvider? provider = null) => (double)Number.ParseReal(s, style, false);

    public static bool TryParse(string? s, out double result) => TryParse((ReadOnlySpan<char>)s, Styles, null, out result);

    public static bool TryParse(string? s, IFormatProvider? provider, out double result) =>
        TryParse((ReadOnlySpan<char>)s, Styles, provider, out result);

    public static bool TryParse(string? s, NumberStyles style, IFormatProvider? provider, out double result) =>
        TryParse((ReadOnlySpan<char>)s, style, provider, out result);

    public static bool TryParse(ReadOnlySpan<char> s, out double result) => TryParse(s, Styles, null, out result);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out double result) =>
        TryParse(s, Styles, provider, out result);

    public static bool TryParse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out double result)
    {
        bool isOk = Number.TryParseReal(s, style, false, out double value);
        result = (double)value;
        return isOk;
    }

    public int CompareTo(double value) =>
        _value < value ? -1 : _value > value ? 1 : _value == value ? 0 : !IsNaN(_value) ? 1 : IsNaN(value) ? 0 : -1;

    public int CompareTo(object? value) =>
        value is null ? 1 : value is double other ? CompareTo(other) : throw new ArgumentException("Object must be of type Double.");

    public bool Equals(double obj) => _value == obj || (IsNaN(_value) && IsNaN(obj));

    public override bool Equals(object? obj) => obj is double other && Equals(other);

    public override int GetHashCode()
    {
        // Both zeros are equal, and so are all NaNs.
        long bits = BitConverter.DoubleToInt64Bits(_value);
        bits &= _value == 0 || IsNaN(_value) ? 0x7FF0000000000000 : -1;
        return (int)bits ^ (int)(bits >> 32);
    }

    public override string ToString() => Number.Format(_value, null, false);

    public string ToString(IFormatProvider? provider) => ToString();

    public string ToString(string? format) => Number.Format(_value, format, false);

    public string ToString(string? format, IFormatProvider? provider) => Number.Format(_value, format, false);

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default,
        IFormatProvider? provider = null) =>
        SpanText.TryCopy(ToString(format.IsEmpty ? null : new string(format)), destination, out charsWritten);
}
