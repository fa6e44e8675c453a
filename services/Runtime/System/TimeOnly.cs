// A time of a day.

using System.Globalization;

namespace System;

public readonly struct TimeOnly : IComparable, IComparable<TimeOnly>, IEquatable<TimeOnly>, ISpanFormattable, ISpanParsable<TimeOnly>
{
    private readonly long _ticks;

    public TimeOnly(int hour, int minute)
        : this(hour, minute, 0)
    {
    }

    public TimeOnly(int hour, int minute, int second)
        : this(hour, minute, second, 0)
    {
    }

    public TimeOnly(int hour, int minute, int second, int millisecond) =>
        _ticks = new DateTime(1, 1, 1, hour, minute, second, millisecond).Ticks;

    public TimeOnly(long ticks) => _ticks = (ulong)ticks < TimeSpan.TicksPerDay
        ? ticks
        : throw new ArgumentOutOfRangeException(nameof(ticks), "Ticks must be between 0 and and TimeOnly.MaxValue.Ticks.");

    public static TimeOnly MinValue => default;

    public static TimeOnly MaxValue => new(TimeSpan.TicksPerDay - 1);

    public int Hour => ToTimeSpan().Hours;

    public int Minute => ToTimeSpan().Minutes;

    public int Second => ToTimeSpan().Seconds;

    public int Millisecond => ToTimeSpan().Milliseconds;

    public long Ticks => _ticks;

    public static bool operator ==(TimeOnly left, TimeOnly right) => left._ticks == right._ticks;

    public static bool operator !=(TimeOnly left, TimeOnly right) => left._ticks != right._ticks;

    public static bool operator <(TimeOnly left, TimeOnly right) => left._ticks < right._ticks;

    public static bool operator <=(TimeOnly left, TimeOnly right) => left._ticks <= right._ticks;

    public static bool operator >(TimeOnly left, TimeOnly right) => left._ticks > right._ticks;

    public static bool operator >=(TimeOnly left, TimeOnly right) => left._ticks >= right._ticks;

    public static TimeSpan operator -(TimeOnly t1, TimeOnly t2) =>
        new((t1._ticks - t2._ticks + TimeSpan.TicksPerDay) % TimeSpan.TicksPerDay);

    public static TimeOnly FromTimeSpan(TimeSpan timeSpan) => new(timeSpan.Ticks);

    public static TimeOnly FromDateTime(DateTime dateTime) => new(dateTime.TimeOfDay.Ticks);

    public static TimeOnly Parse(string s) => Parse(s, null, DateTimeStyles.None);

    public static TimeOnly Parse(string s, IFormatProvider? provider) => Parse(s, provider, DateTimeStyles.None);

    public static TimeOnly Parse(string s, IFormatProvider? provider, DateTimeStyles style)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, provider, style, out TimeOnly result) ? result : throw NotOne(s);
    }

    public static TimeOnly Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s.ToString(), provider);

    public static bool TryParse(string? s, out TimeOnly result) => TryParse(s, null, DateTimeStyles.None, out result);

    public static bool TryParse(string? s, IFormatProvider? provider, out TimeOnly result) =>
        TryParse(s, provider, DateTimeStyles.None, out result);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out TimeOnly result) =>
        TryParse(s.ToString(), provider, out result);

    // A day makes it none of these, except before T; and so does a zone.
    public static bool TryParse(string? s, IFormatProvider? provider, DateTimeStyles style, out TimeOnly result)
    {
        const DateTimeStyles whole = DateTimeStyles.NoCurrentDateDefault | DateTimeStyles.RoundtripKind;
        bool isOne = DateTime.TryParse(s, provider, style | whole, out DateTime time)
            && time.Kind == DateTimeKind.Unspecified
            && (DateOnly.HasBoth(s!) || (time.Ticks < TimeSpan.TicksPerDay && s!.AsSpan().IndexOfAny('/', '-') < 0));
        result = isOne ? FromDateTime(time) : default;
        return isOne;
    }

    public static TimeOnly ParseExact(string s, string format) => ParseExact(s, format, null);

    public static TimeOnly ParseExact(string s, string format, IFormatProvider? provider, DateTimeStyles style = DateTimeStyles.None)
    {
        ArgumentNullException.ThrowIfNull(s);
        ArgumentNullException.ThrowIfNull(format);
        return TryParseExact(s, format, provider, style, out TimeOnly result) ? result : throw NotOne(s);
    }

    public static bool TryParseExact(string? s, string? format, out TimeOnly result) =>
        TryParseExact(s, format, null, DateTimeStyles.None, out result);

    public static bool TryParseExact(string? s, string? format, IFormatProvider? provider, DateTimeStyles style, out TimeOnly result)
    {
        string? pattern = format is "o" or "O" ? "HH:mm:ss.fffffff" : format is "r" or "R" ? "HH:mm:ss" : format;
        bool isOne = DateTime.TryParseExact(s, pattern, provider, style, out DateTime time);
        result = isOne ? FromDateTime(time) : default;
        return isOne;
    }

    public TimeOnly Add(TimeSpan value) => Add(value, out _);

    public TimeOnly Add(TimeSpan value, out int wrappedDays)
    {
        long ticks = _ticks + (value.Ticks % TimeSpan.TicksPerDay);
        wrappedDays = (int)(value.Ticks / TimeSpan.TicksPerDay);
        if (ticks < 0)
        {
            wrappedDays--;
            ticks += TimeSpan.TicksPerDay;
        }
        else if (ticks >= TimeSpan.TicksPerDay)
        {
            wrappedDays++;
            ticks -= TimeSpan.TicksPerDay;
        }

        return new TimeOnly(ticks);
    }

    public TimeOnly AddHours(double value) => Add(TimeSpan.FromHours(value));

    public TimeOnly AddMinutes(double value) => Add(TimeSpan.FromMinutes(value));

    public bool IsBetween(TimeOnly start, TimeOnly end) => start._ticks <= end._ticks
        ? start._ticks <= _ticks && end._ticks > _ticks
        : start._ticks <= _ticks || end._ticks > _ticks;

    public TimeSpan ToTimeSpan() => new(_ticks);

    public void Deconstruct(out int hour, out int minute) => (hour, minute) = (Hour, Minute);

    public void Deconstruct(out int hour, out int minute, out int second) => (hour, minute, second) = (Hour, Minute, Second);

    public int CompareTo(TimeOnly value) => _ticks.CompareTo(value._ticks);

    public int CompareTo(object? value) => value switch
    {
        null => 1,
        TimeOnly other => CompareTo(other),
        _ => throw new ArgumentException("Object must be of type TimeOnly."),
    };

    public bool Equals(TimeOnly value) => _ticks == value._ticks;

    public override bool Equals(object? value) => value is TimeOnly other && Equals(other);

    public override int GetHashCode() => _ticks.GetHashCode();

    public override string ToString() => ToString(null, null);

    public string ToString(string? format) => ToString(format, null);

    public string ToString(IFormatProvider? provider) => ToString(null, provider);

    public string ToString(string? format, IFormatProvider? provider) => new DateTime(_ticks).ToString(
        format switch
        {
            null or "" or "t" => "HH:mm",
            "T" => "HH:mm:ss",
            "o" or "O" => "HH:mm:ss.fffffff",
            "r" or "R" => "HH:mm:ss",
            _ when format.Length > 1 && !FormatLetters.Has(format, "dMyzk/") => format,
            _ => throw new FormatException("Input string was not in a correct format."),
        },
        provider);

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        string text = ToString(format.ToString(), provider);
        charsWritten = text.TryCopyTo(destination) ? text.Length : 0;
        return charsWritten > 0;
    }

    private static FormatException NotOne(string text) => new($"String '{text}' was not recognized as a valid TimeOnly.");
}
