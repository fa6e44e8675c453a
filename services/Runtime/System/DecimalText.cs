// decimal as text and back. Digits after the point are kept, including zeros.

using System.Globalization;
using System.Numerics;

namespace System;

public readonly partial struct Decimal
{
    // More than the 29 possible digits, so that rounding sees the following ones.
    private const int RoomForDigits = 64;

    public static decimal Parse(string s) => Parse(s, NumberStyles.Number, null);

    public static decimal Parse(string s, NumberStyles style) => Parse(s, style, null);

    public static decimal Parse(string s, IFormatProvider? provider) => Parse(s, NumberStyles.Number, provider);

    public static decimal Parse(string s, NumberStyles style, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse((ReadOnlySpan<char>)s, style, provider);
    }

    public static decimal Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s, NumberStyles.Number, provider);

    public static decimal Parse(ReadOnlySpan<char> s, NumberStyles style = NumberStyles.Number, IFormatProvider? provider = null) =>
        TryRead(s, style, out decimal result, out bool isTooLarge) ? result
        : isTooLarge ? throw Overflow("a Decimal.")
        : throw Number.NotANumber(s);

    public static bool TryParse(string? s, out decimal result) => TryRead(s, NumberStyles.Number, out result, out _);

    public static bool TryParse(string? s, IFormatProvider? provider, out decimal result) =>
        TryRead(s, NumberStyles.Number, out result, out _);

    public static bool TryParse(string? s, NumberStyles style, IFormatProvider? provider, out decimal result) =>
        TryRead(s, style, out result, out _);

    public static bool TryParse(ReadOnlySpan<char> s, out decimal result) => TryRead(s, NumberStyles.Number, out result, out _);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out decimal result) =>
        TryRead(s, NumberStyles.Number, out result, out _);

    public static bool TryParse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out decimal result) =>
        TryRead(s, style, out result, out _);

    public override string ToString() => ToString(null, null);

    public string ToString(IFormatProvider? provider) => ToString(null, provider);

    public string ToString(string? format) => ToString(format, null);

    public string ToString(string? format, IFormatProvider? provider)
    {
        char kind = NumberText.AsGeneral(NumberText.Standard(format, out int precision));
        return kind is 'G' or 'g' && precision <= 0 ? Plain() : Formatted(format!, kind, precision);
    }

    public bool TryFormat(
        Span<char> destination,
        out int charsWritten,
        ReadOnlySpan<char> format = default,
        IFormatProvider? provider = null) =>
        SpanText.TryCopy(ToString(format.IsEmpty ? null : new string(format)), destination, out charsWritten);

    private static bool TryRead(ReadOnlySpan<char> text, NumberStyles style, out decimal result, out bool isTooLarge)
    {
        Number.CheckRealStyle(style);
        Digits digits = new(stackalloc char[RoomForDigits]);
        result = default;
        isTooLarge = false;
        if (!NumberReader.TryRead(text, style, ref digits))
        {
            return false;
        }

        if (digits.Scale > MostScale + 1)
        {
            isTooLarge = true;
            return false;
        }

        // What does not fit becomes one more digit, so that rounding sees it.
        BigInteger whole = BigInteger.Zero;
        int scale = Math.Clamp(Math.Max(digits.Decimals, digits.Count - digits.Scale), 0, RoomForDigits - 1);
        for (int i = 0; i < digits.Scale + scale; i++)
        {
            whole = (whole * 10) + (digits[i] - '0');
        }

        bool isExact = !digits.HasMore && digits.Count <= digits.Scale + scale;
        return isExact
            ? TryFromWhole(whole, scale, digits.IsNegative, out result, out isTooLarge)
            : TryFromWhole((whole * 10) + 1, scale + 1, digits.IsNegative, out result, out isTooLarge);
    }

    private string Plain()
    {
        string digits = BigInteger.Abs(Whole).ToString();
        digits = digits.Length <= Scale ? new string('0', Scale + 1 - digits.Length) + digits : digits;
        string text = Scale == 0 ? digits : digits.Substring(0, digits.Length - Scale) + "." + digits.Substring(digits.Length - Scale);
        return HasSign && !IsNothing ? "-" + text : text;
    }

    private string Formatted(string format, char kind, int precision)
    {
        Digits digits = new(stackalloc char[RoomForDigits]);
        string text = IsNothing ? "" : BigInteger.Abs(Whole).ToString();
        foreach (char digit in text)
        {
            digits.Add(digit);
        }

        digits.Scale = text.Length - Scale;
        digits.IsNegative = HasSign && !IsNothing;
        digits.Trim();
        return kind == '\0' ? NumberText.Custom(ref digits, format, false) : NumberText.Format(ref digits, kind, precision);
    }
}
