// char: text, class and case. ASCII is handled here; the rest by Unicode's tables, which a program contains only if it uses them.

using System.Globalization;

namespace System;

public readonly partial struct Char : IComparable, ISpanFormattable
{
    private const int LetterCategories = 0x1F;

    public static bool IsDigit(char c) => c < 0x80 ? IsAsciiDigit(c) : IsIn(c, 1 << (int)UnicodeCategory.DecimalDigitNumber);

    public static bool IsLetter(char c) => c < 0x80 ? IsAsciiLetter(c) : IsIn(c, LetterCategories);

    public static bool IsLetterOrDigit(char c) =>
        c < 0x80 ? IsAsciiLetterOrDigit(c) : IsIn(c, LetterCategories | (1 << (int)UnicodeCategory.DecimalDigitNumber));

    public static bool IsNumber(char c) => c < 0x80 ? IsAsciiDigit(c) : IsIn(c, 0x700);

    public static bool IsUpper(char c) => c < 0x80 ? IsAsciiLetterUpper(c) : IsIn(c, 1);

    public static bool IsLower(char c) => c < 0x80 ? IsAsciiLetterLower(c) : IsIn(c, 2);

    public static bool IsPunctuation(char c) => IsIn(c, 0x1FC0000);

    public static bool IsSymbol(char c) => IsIn(c, 0x1E000000);

    public static bool IsSeparator(char c) => IsIn(c, 0x3800);

    public static bool IsControl(char c) => c < 0x20 || (uint)(c - 0x7F) <= 0x20;

    public static bool IsAsciiLetter(char c) => (uint)((c | 0x20) - 'a') <= 'z' - 'a';

    public static bool IsAsciiLetterLower(char c) => (uint)(c - 'a') <= 'z' - 'a';

    public static bool IsAsciiLetterUpper(char c) => (uint)(c - 'A') <= 'Z' - 'A';

    public static bool IsAsciiLetterOrDigit(char c) => IsAsciiLetter(c) || IsAsciiDigit(c);

    public static bool IsAsciiHexDigit(char c) => IsAsciiDigit(c) || (uint)((c | 0x20) - 'a') <= 'f' - 'a';

    public static bool IsBetween(char c, char minInclusive, char maxInclusive) =>
        (uint)(c - minInclusive) <= (uint)(maxInclusive - minInclusive);

    // Few enough to list.
    public static bool IsWhiteSpace(char c) => c < 0x80
        ? c is ' ' or (>= '\t' and <= '\r')
        : c is '\u0085' or '\u00A0' or '\u1680' or (>= '\u2000' and <= '\u200A') or '\u2028' or '\u2029' or '\u202F'
            or '\u205F' or '\u3000';

    public static bool IsDigit(string s, int index) => IsDigit(At(s, index));

    public static bool IsLetter(string s, int index) => IsLetter(At(s, index));

    public static bool IsLetterOrDigit(string s, int index) => IsLetterOrDigit(At(s, index));

    public static bool IsWhiteSpace(string s, int index) => IsWhiteSpace(At(s, index));

    public static bool IsUpper(string s, int index) => IsUpper(At(s, index));

    public static bool IsLower(string s, int index) => IsLower(At(s, index));

    public static bool IsPunctuation(string s, int index) => IsPunctuation(At(s, index));

    public static bool IsControl(string s, int index) => IsControl(At(s, index));

    public static bool IsSurrogatePair(char highSurrogate, char lowSurrogate) =>
        IsHighSurrogate(highSurrogate) && IsLowSurrogate(lowSurrogate);

    public static UnicodeCategory GetUnicodeCategory(char c) => UnicodeCategories.Of(c);

    public static double GetNumericValue(char c) => NumericValues.Of(c);

    public static int ConvertToUtf32(char highSurrogate, char lowSurrogate) => IsSurrogatePair(highSurrogate, lowSurrogate)
        ? 0x10000 + ((highSurrogate - 0xD800) << 10) + (lowSurrogate - 0xDC00)
        : throw new ArgumentOutOfRangeException(IsHighSurrogate(highSurrogate) ? nameof(lowSurrogate) : nameof(highSurrogate));

    public static string ConvertFromUtf32(int utf32)
    {
        if ((uint)utf32 > 0x10FFFF || (utf32 & ~0x7FF) == 0xD800)
        {
            throw new ArgumentOutOfRangeException(
                nameof(utf32),
                "A valid UTF32 value is between 0x000000 and 0x10ffff, inclusive, and should not include surrogate codepoint "
                    + "values (0x00d800 ~ 0x00dfff).");
        }

        return utf32 < 0x10000
            ? ((char)utf32).ToString()
            : new string([(char)(0xD800 + ((utf32 - 0x10000) >> 10)), (char)(0xDC00 + (utf32 & 0x3FF))]);
    }

    public static char ToLowerInvariant(char c) => c < 0x80 ? (IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c) : UnicodeCase.ToLower(c);

    public static char ToUpperInvariant(char c) => c < 0x80 ? (IsAsciiLetterLower(c) ? (char)(c & ~0x20) : c) : UnicodeCase.ToUpper(c);

    public static char ToLower(char c) => ToLowerInvariant(c);

    public static char ToUpper(char c) => ToUpperInvariant(c);

    public static char ToLower(char c, CultureInfo culture) => ToLowerInvariant(c);

    public static char ToUpper(char c, CultureInfo culture) => ToUpperInvariant(c);

    public static char Parse(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        return s.Length == 1 ? s[0] : throw new FormatException("String must be exactly one character long.");
    }

    public static bool TryParse(string? s, out char result)
    {
        bool isOne = s is not null && s.Length == 1;
        result = isOne ? s![0] : '\0';
        return isOne;
    }

    public static string ToString(char c) => new(c, 1);

    public int CompareTo(object? value) =>
        value is null ? 1 : value is char other ? CompareTo(other) : throw new ArgumentException("Object must be of type Char.");

    public override string ToString() => new(_value, 1);

    public string ToString(IFormatProvider? provider) => ToString();

    bool ISpanFormattable.TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        SpanText.TryCopy(ToString(), destination, out charsWritten);

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    private static bool IsIn(char c, int categories) => ((1 << (int)UnicodeCategories.Of(c)) & categories) != 0;

    private static char At(string s, int index)
    {
        ArgumentNullException.ThrowIfNull(s);
        return (uint)index < (uint)s.Length ? s[index] : throw new ArgumentOutOfRangeException(nameof(index));
    }
}
