// float: comparison and class, text and back: the shortest that reads back as the same number, or a format.

using System.Globalization;

namespace System;

public readonly partial struct Single : IComparable<float>, IEquatable<float>, IComparable, ISpanFormattable
{
    public const float MinValue = -3.40282346638528859e+38f;
    public const float MaxValue = 3.40282346638528859e+38f;
    public const float Epsilon = 1.4e-45f;
    public const float NaN = 0.0f / 0.0f;
    public const float PositiveInfinity = 1.0f / 0.0f;
    public const float NegativeInfinity = -1.0f / 0.0f;
    public const float E = 2.71828183f;
    public const float Pi = 3.14159265f;
    public const float NegativeZero = -0.0f;
    public const float Tau = 6.283185307f;
    private const float LeastNormal = 1.17549435e-38f;
    private const NumberStyles Styles = NumberStyles.Float | NumberStyles.AllowThousands;

    public static bool IsNaN(float f)
    {
        // Only NaN differs from itself.
#pragma warning disable CS1718
        return f != f;
#pragma warning restore CS1718
    }

    public static bool IsInfinity(float f) => f is PositiveInfinity or NegativeInfinity;

    public static bool IsPositiveInfinity(float f) => f == PositiveInfinity;

    public static bool IsNegativeInfinity(float f) => f == NegativeInfinity;

    public static bool IsFinite(float f) => !IsNaN(f) && !IsInfinity(f);

    public static bool IsNegative(float f) => BitConverter.SingleToInt32Bits(f) < 0;

    public static bool IsPositive(float value) => !IsNegative(value);

    public static bool IsInteger(float value) => IsFinite(value) && value == Math.Truncate(value);

    public static float Parse(string s) => Parse(s, Styles, null);

    public static float Parse(string s, NumberStyles style) => Parse(s, style, null);

    public static float Parse(string s, IFormatProvider? provider) => Parse(s, Styles, provider);

    public static float Parse(string s, NumberStyles style, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse((ReadOnlySpan<char>)s, style, provider);
    }

    public static float Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s, Styles, provider);

    public static float Parse(
        ReadOnlySpan<char> s,
        NumberStyles style = NumberStyles.AllowThousands | NumberStyles.Float,
        IFormatProvider? provider = null) => (float)Number.ParseReal(s, style, true);

    public static bool TryParse(string? s, out float result) => TryParse((ReadOnlySpan<char>)s, Styles, null, out result);

    public static bool TryParse(string? s, IFormatProvider? provider, out float result) =>
        TryParse((ReadOnlySpan<char>)s, Styles, provider, out result);

    public static bool TryParse(string? s, NumberStyles style, IFormatProvider? provider, out float result) =>
        TryParse((ReadOnlySpan<char>)s, style, provider, out result);

    public static bool TryParse(ReadOnlySpan<char> s, out float result) => TryParse(s, Styles, null, out result);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out float result) =>
        TryParse(s, Styles, provider, out result);

    public static bool TryParse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out float result)
    {
        bool isOk = Number.TryParseReal(s, style, true, out double value);
        result = (float)value;
        return isOk;
    }

    public int CompareTo(float value) =>
        _value < value ? -1 : _value > value ? 1 : _value == value ? 0 : !IsNaN(_value) ? 1 : IsNaN(value) ? 0 : -1;

    public int CompareTo(object? value) =>
        value is null ? 1 : value is float other ? CompareTo(other) : throw new ArgumentException("Object must be of type Single.");

    public bool Equals(float obj) => _value == obj || (IsNaN(_value) && IsNaN(obj));

    public override bool Equals(object? obj) => obj is float other && Equals(other);

    public override int GetHashCode()
    {
        // Both zeros are equal, and so are all NaNs.
        int bits = BitConverter.SingleToInt32Bits(_value);
        bits &= _value == 0 || IsNaN(_value) ? 0x7F800000 : -1;
        return bits;
    }

    public override string ToString() => Number.Format(_value, null, true);

    public string ToString(IFormatProvider? provider) => ToString();

    public string ToString(string? format) => Number.Format(_value, format, true);

    public string ToString(string? format, IFormatProvider? provider) => Number.Format(_value, format, true);

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default,
        IFormatProvider? provider = null) =>
        SpanText.TryCopy(ToString(format.IsEmpty ? null : new string(format)), destination, out charsWritten);
}
