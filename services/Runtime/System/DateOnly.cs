// A day without a time.

using System.Globalization;

namespace System;

public readonly struct DateOnly : IComparable, IComparable<DateOnly>, IEquatable<DateOnly>, ISpanFormattable, ISpanParsable<DateOnly>
{
    private const int LastDay = 3_652_058;

    private readonly int _day;

    public DateOnly(int year, int month, int day) => _day = DayOf(new DateTime(year, month, day));

    private DateOnly(int day) => _day = day;

    public static DateOnly MinValue => default;

    public static DateOnly MaxValue => new(LastDay);

    public int Year => Start.Year;

    public int Month => Start.Month;

    public int Day => Start.Day;

    public DayOfWeek DayOfWeek => Start.DayOfWeek;

    public int DayOfYear => Start.DayOfYear;

    public int DayNumber => _day;

    private DateTime Start => new(_day * TimeSpan.TicksPerDay);

    public static bool operator ==(DateOnly left, DateOnly right) => left._day == right._day;

    public static bool operator !=(DateOnly left, DateOnly right) => left._day != right._day;

    public static bool operator <(DateOnly left, DateOnly right) => left._day < right._day;

    public static bool operator <=(DateOnly left, DateOnly right) => left._day <= right._day;

    public static bool operator >(DateOnly left, DateOnly right) => left._day > right._day;

    public static bool operator >=(DateOnly left, DateOnly right) => left._day >= right._day;

    public static DateOnly FromDayNumber(int dayNumber) => (uint)dayNumber <= LastDay
        ? new(dayNumber)
        : throw new ArgumentOutOfRangeException(nameof(dayNumber), "Day number must be between 0 and DateOnly.MaxValue.DayNumber.");

    public static DateOnly FromDateTime(DateTime dateTime) => new(DayOf(dateTime));

    public static DateOnly Parse(string s) => Parse(s, null, DateTimeStyles.None);

    public static DateOnly Parse(string s, IFormatProvider? provider) => Parse(s, provider, DateTimeStyles.None);

    public static DateOnly Parse(string s, IFormatProvider? provider, DateTimeStyles style)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, provider, style, out DateOnly result) ? result : throw NotOne(s);
    }

    public static DateOnly Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s.ToString(), provider);

    public static bool TryParse(string? s, out DateOnly result) => TryParse(s, null, DateTimeStyles.None, out result);

    public static bool TryParse(string? s, IFormatProvider? provider, out DateOnly result) =>
        TryParse(s, provider, DateTimeStyles.None, out result);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out DateOnly result) =>
        TryParse(s.ToString(), provider, out result);

    // A time makes it none of these, except after T; and so does a zone.
    public static bool TryParse(string? s, IFormatProvider? provider, DateTimeStyles style, out DateOnly result)
    {
        const DateTimeStyles whole = DateTimeStyles.NoCurrentDateDefault | DateTimeStyles.RoundtripKind;
        bool isOne = DateTime.TryParse(s, provider, style | whole, out DateTime time)
            && time.Kind == DateTimeKind.Unspecified
            && (HasBoth(s!) || (time.TimeOfDay == TimeSpan.Zero && s!.IndexOf(':') < 0));
        result = isOne ? FromDateTime(time) : default;
        return isOne;
    }

    public static DateOnly ParseExact(string s, string format) => ParseExact(s, format, null);

    public static DateOnly ParseExact(string s, string format, IFormatProvider? provider, DateTimeStyles style = DateTimeStyles.None)
    {
        ArgumentNullException.ThrowIfNull(s);
        ArgumentNullException.ThrowIfNull(format);
        return TryParseExact(s, format, provider, style, out DateOnly result) ? result : throw NotOne(s);
    }

    public static bool TryParseExact(string? s, string? format, out DateOnly result) =>
        TryParseExact(s, format, null, DateTimeStyles.None, out result);

    public static bool TryParseExact(string? s, string? format, IFormatProvider? provider, DateTimeStyles style, out DateOnly result)
    {
        string? pattern = format is "o" or "O" ? "yyyy-MM-dd" : format is "r" or "R" ? "ddd, dd MMM yyyy" : format;
        bool isOne = DateTime.TryParseExact(s, pattern, provider, style, out DateTime time);
        result = isOne ? FromDateTime(time) : default;
        return isOne;
    }

    public DateOnly AddDays(int value) => (uint)(_day + value) <= LastDay
        ? new(_day + value)
        : throw new ArgumentOutOfRangeException(nameof(value), "Value to add was out of range.");

    public DateOnly AddMonths(int value) => FromDateTime(Start.AddMonths(value));

    public DateOnly AddYears(int value) => FromDateTime(Start.AddYears(value));

    public DateTime ToDateTime(TimeOnly time) => new(Start.Ticks + time.Ticks);

    public DateTime ToDateTime(TimeOnly time, DateTimeKind kind) => new(Start.Ticks + time.Ticks, kind);

    public void Deconstruct(out int year, out int month, out int day) => (year, month, day) = (Year, Month, Day);

    public int CompareTo(DateOnly value) => _day.CompareTo(value._day);

    public int CompareTo(object? value) => value switch
    {
        null => 1,
        DateOnly other => CompareTo(other),
        _ => throw new ArgumentException("Object must be of type DateOnly."),
    };

    public bool Equals(DateOnly value) => _day == value._day;

    public override bool Equals(object? value) => value is DateOnly other && Equals(other);

    public override int GetHashCode() => _day;

    public override string ToString() => ToString(null, null);

    public string ToString(string? format) => ToString(format, null);

    public string ToString(IFormatProvider? provider) => ToString(null, provider);

    public string ToString(string? format, IFormatProvider? provider) => Start.ToString(
        format switch
        {
            null or "" or "d" => "MM/dd/yyyy",
            "o" or "O" => "yyyy-MM-dd",
            "r" or "R" => "ddd, dd MMM yyyy",
            "D" or "m" or "M" or "y" or "Y" => format,
            _ when format.Length > 1 && !FormatLetters.Has(format, ":hHmstfFzK") => format,
            _ => throw new FormatException("Input string was not in a correct format."),
        },
        provider);

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        string text = ToString(format.ToString(), provider);
        charsWritten = text.TryCopyTo(destination) ? text.Length : 0;
        return charsWritten > 0;
    }

    /// <summary>Whether <paramref name="text"/> has the form with a T between day and time.</summary>
    internal static bool HasBoth(string text)
    {
        string trimmed = text.Trim();
        return trimmed.Length > 10 && trimmed[4] == '-' && trimmed[10] == 'T';
    }

    private static int DayOf(DateTime time) => (int)(time.Ticks / TimeSpan.TicksPerDay);

    private static FormatException NotOne(string text) => new($"String '{text}' was not recognized as a valid DateOnly.");
}
