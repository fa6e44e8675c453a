// A DateTime as text and back, invariant.

using System.Globalization;

namespace System;

public readonly partial struct DateTime
{
    public static DateTime Parse(string s) => Parse(s, null, DateTimeStyles.None);

    public static DateTime Parse(string s, IFormatProvider? provider) => Parse(s, provider, DateTimeStyles.None);

    public static DateTime Parse(string s, IFormatProvider? provider, DateTimeStyles styles)
    {
        ArgumentNullException.ThrowIfNull(s);
        return DateTimeParser.TryParse(s, styles, out DateTimeParts parts) && parts.TryMake(styles, out DateTime result)
            ? result
            : throw new FormatException($"String '{s}' was not recognized as a valid DateTime.");
    }

    public static bool TryParse(string? s, out DateTime result) => TryParse(s, null, DateTimeStyles.None, out result);

    public static bool TryParse(string? s, IFormatProvider? provider, out DateTime result) =>
        TryParse(s, provider, DateTimeStyles.None, out result);

    public static bool TryParse(string? s, IFormatProvider? provider, DateTimeStyles styles, out DateTime result)
    {
        result = default;
        return s is not null && DateTimeParser.TryParse(s, styles, out DateTimeParts parts) && parts.TryMake(styles, out result);
    }

    public static DateTime ParseExact(string s, string format, IFormatProvider? provider) =>
        ParseExact(s, format, provider, DateTimeStyles.None);

    public static DateTime ParseExact(string s, string format, IFormatProvider? provider, DateTimeStyles style)
    {
        ArgumentNullException.ThrowIfNull(s);
        ArgumentNullException.ThrowIfNull(format);
        return TryParseExact(s, format, provider, style, out DateTime result)
            ? result
            : throw new FormatException($"String '{s}' was not recognized as a valid DateTime.");
    }

    public static DateTime ParseExact(string s, string[] formats, IFormatProvider? provider, DateTimeStyles style)
    {
        ArgumentNullException.ThrowIfNull(s);
        ArgumentNullException.ThrowIfNull(formats);
        return TryParseExact(s, formats, provider, style, out DateTime result)
            ? result
            : throw new FormatException($"String '{s}' was not recognized as a valid DateTime.");
    }

    public static bool TryParseExact(string? s, string? format, IFormatProvider? provider, DateTimeStyles style, out DateTime result)
    {
        result = default;
        return s is not null
            && format is not null
            && DateTimeParser.TryParseExact(s, format, style, out DateTimeParts parts)
            && parts.TryMake(style, out result);
    }

    public static bool TryParseExact(string? s, string?[]? formats, IFormatProvider? provider, DateTimeStyles style, out DateTime result)
    {
        foreach (string? format in formats ?? [])
        {
            if (TryParseExact(s, format, provider, style, out result))
            {
                return true;
            }
        }

        result = default;
        return false;
    }

    public override string ToString() => ToString(null, null);

    public string ToString(string? format) => ToString(format, null);

    public string ToString(IFormatProvider? provider) => ToString(null, provider);

    public string ToString(string? format, IFormatProvider? provider) => DateTimeWriter.Write(this, null, format);

    public string ToShortDateString() => ToString("d");

    public string ToLongDateString() => ToString("D");

    public string ToShortTimeString() => ToString("t");

    public string ToLongTimeString() => ToString("T");
}
