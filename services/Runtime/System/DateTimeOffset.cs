// A moment, and the offset from UTC of the clock that showed it.

using System.Globalization;

namespace System;

public readonly struct DateTimeOffset : IComparable, IComparable<DateTimeOffset>, IEquatable<DateTimeOffset>, IFormattable
{
    public static readonly DateTimeOffset MinValue = new(0, TimeSpan.Zero);
    public static readonly DateTimeOffset MaxValue = new(DateTime.MaxValue.Ticks, TimeSpan.Zero);
    public static readonly DateTimeOffset UnixEpoch = new(DateTime.UnixEpoch.Ticks, TimeSpan.Zero);
    private const long MaxUnixSeconds = 253402300799;
    private const long MinUnixSeconds = -62135596800;
    private const int MostMinutes = 14 * 60;

    // In UTC.
    private readonly DateTime _utc;
    private readonly short _minutes;

    public DateTimeOffset(DateTime dateTime)
        : this(dateTime, TimeSpan.Zero)
    {
    }

    public DateTimeOffset(DateTime dateTime, TimeSpan offset)
    {
        if (dateTime.Kind == DateTimeKind.Utc && offset != TimeSpan.Zero)
        {
            throw new ArgumentException("The UTC Offset for Utc DateTime instances must be 0.", nameof(offset));
        }

        if (dateTime.Kind == DateTimeKind.Local && offset != TimeSpan.Zero)
        {
            throw new ArgumentException("The UTC Offset of the local dateTime parameter does not match the offset argument.",
                nameof(offset));
        }

        _minutes = Checked(offset);
        long ticks = dateTime.Ticks - offset.Ticks;
        if ((ulong)ticks > (ulong)DateTime.MaxValue.Ticks)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), "The UTC time represented when the offset is applied must be between year"
                + " 0 and 10,000.");
        }

        _utc = new DateTime(ticks);
    }

    public DateTimeOffset(long ticks, TimeSpan offset)
        : this(new DateTime(ticks), offset)
    {
    }

    public DateTimeOffset(int year, int month, int day, int hour, int minute, int second, TimeSpan offset)
        : this(new DateTime(year, month, day, hour, minute, second), offset)
    {
    }

    public DateTimeOffset(int year, int month, int day, int hour, int minute, int second, int millisecond, TimeSpan offset)
        : this(new DateTime(year, month, day, hour, minute, second, millisecond), offset)
    {
    }

    public static DateTimeOffset UtcNow => new(DateTime.UtcNow);

    public static DateTimeOffset Now => new(DateTime.Now);

    public TimeSpan Offset => new(0, _minutes, 0);

    public DateTime DateTime => new(_utc.Ticks + Offset.Ticks);

    public DateTime UtcDateTime => DateTime.SpecifyKind(_utc, DateTimeKind.Utc);

    public DateTime LocalDateTime => DateTime.SpecifyKind(_utc, DateTimeKind.Local);

    public long Ticks => DateTime.Ticks;

    public long UtcTicks => _utc.Ticks;

    public DateTime Date => DateTime.Date;

    public TimeSpan TimeOfDay => DateTime.TimeOfDay;

    public int Year => DateTime.Year;

    public int Month => DateTime.Month;

    public int Day => DateTime.Day;

    public int DayOfYear => DateTime.DayOfYear;

    public DayOfWeek DayOfWeek => DateTime.DayOfWeek;

    public int Hour => DateTime.Hour;

    public int Minute => DateTime.Minute;

    public int Second => DateTime.Second;

    public int Millisecond => DateTime.Millisecond;

    public static implicit operator DateTimeOffset(DateTime dateTime) => new(dateTime);

    public static DateTimeOffset operator +(DateTimeOffset dateTimeOffset, TimeSpan timeSpan) => dateTimeOffset.Add(timeSpan);

    public static DateTimeOffset operator -(DateTimeOffset dateTimeOffset, TimeSpan timeSpan) => dateTimeOffset.Subtract(timeSpan);

    public static TimeSpan operator -(DateTimeOffset left, DateTimeOffset right) => left._utc - right._utc;

    public static bool operator ==(DateTimeOffset left, DateTimeOffset right) => left._utc == right._utc;

    public static bool operator !=(DateTimeOffset left, DateTimeOffset right) => left._utc != right._utc;

    public static bool operator <(DateTimeOffset left, DateTimeOffset right) => left._utc < right._utc;

    public static bool operator <=(DateTimeOffset left, DateTimeOffset right) => left._utc <= right._utc;

    public static bool operator >(DateTimeOffset left, DateTimeOffset right) => left._utc > right._utc;

    public static bool operator >=(DateTimeOffset left, DateTimeOffset right) => left._utc >= right._utc;

    public static DateTimeOffset FromUnixTimeSeconds(long seconds) =>
        seconds is >= MinUnixSeconds and <= MaxUnixSeconds
            ? new(DateTime.UnixEpoch.Ticks + (seconds * TimeSpan.TicksPerSecond), TimeSpan.Zero)
            : throw new ArgumentOutOfRangeException(
                nameof(seconds), $"Valid values are between {MinUnixSeconds} and {MaxUnixSeconds}, inclusive.");

    public static DateTimeOffset FromUnixTimeMilliseconds(long milliseconds) =>
        milliseconds is >= MinUnixSeconds * 1000 and <= (MaxUnixSeconds * 1000) + 999
            ? new(DateTime.UnixEpoch.Ticks + (milliseconds * TimeSpan.TicksPerMillisecond), TimeSpan.Zero)
            : throw new ArgumentOutOfRangeException(
                nameof(milliseconds),
                $"Valid values are between {MinUnixSeconds * 1000} and {(MaxUnixSeconds * 1000) + 999}, inclusive.");

    public static int Compare(DateTimeOffset first, DateTimeOffset second) => first.CompareTo(second);

    public static DateTimeOffset Parse(string input) => Parse(input, null);

    public static DateTimeOffset Parse(string input, IFormatProvider? formatProvider) =>
        Parse(input, formatProvider, DateTimeStyles.None);

    public static DateTimeOffset Parse(string input, IFormatProvider? formatProvider, DateTimeStyles styles)
    {
        ArgumentNullException.ThrowIfNull(input);
        return TryParse(input, formatProvider, styles, out DateTimeOffset result)
            ? result
            : throw new FormatException($"String '{input}' was not recognized as a valid DateTime.");
    }

    public static bool TryParse(string? input, out DateTimeOffset result) => TryParse(input, null, DateTimeStyles.None, out result);

    public static bool TryParse(string? input, IFormatProvider? formatProvider, DateTimeStyles styles, out DateTimeOffset result)
    {
        result = default;
        return input is not null && DateTimeParser.TryParse(input, styles, out DateTimeParts parts) && parts.TryMake(styles, out result);
    }

    public static DateTimeOffset ParseExact(string input, string format, IFormatProvider? formatProvider) =>
        ParseExact(input, format, formatProvider, DateTimeStyles.None);

    public static DateTimeOffset ParseExact(string input, string format, IFormatProvider? formatProvider, DateTimeStyles styles)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(format);
        return TryParseExact(input, format, formatProvider, styles, out DateTimeOffset result)
            ? result
            : throw new FormatException($"String '{input}' was not recognized as a valid DateTime.");
    }

    public static bool TryParseExact(
        string? input, string? format, IFormatProvider? formatProvider, DateTimeStyles styles, out DateTimeOffset result)
    {
        result = default;
        return input is not null
            && format is not null
            && DateTimeParser.TryParseExact(input, format, styles, out DateTimeParts parts)
            && parts.TryMake(styles, out result);
    }

    public DateTimeOffset Add(TimeSpan timeSpan) => With(DateTime.Add(timeSpan));

    public DateTimeOffset Subtract(TimeSpan value) => With(DateTime.Subtract(value));

    public TimeSpan Subtract(DateTimeOffset value) => this - value;

    public DateTimeOffset AddTicks(long ticks) => With(DateTime.AddTicks(ticks));

    public DateTimeOffset AddMilliseconds(double milliseconds) => With(DateTime.AddMilliseconds(milliseconds));

    public DateTimeOffset AddSeconds(double seconds) => With(DateTime.AddSeconds(seconds));

    public DateTimeOffset AddMinutes(double minutes) => With(DateTime.AddMinutes(minutes));

    public DateTimeOffset AddHours(double hours) => With(DateTime.AddHours(hours));

    public DateTimeOffset AddDays(double days) => With(DateTime.AddDays(days));

    public DateTimeOffset AddMonths(int months) => With(DateTime.AddMonths(months));

    public DateTimeOffset AddYears(int years) => With(DateTime.AddYears(years));

    public DateTimeOffset ToOffset(TimeSpan offset) => new(_utc.Ticks + offset.Ticks, offset);

    public DateTimeOffset ToUniversalTime() => new(UtcDateTime);

    public DateTimeOffset ToLocalTime() => new(LocalDateTime);

    public long ToUnixTimeSeconds() => (_utc.Ticks / TimeSpan.TicksPerSecond) - (DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerSecond);

    public long ToUnixTimeMilliseconds() =>
        (_utc.Ticks / TimeSpan.TicksPerMillisecond) - (DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerMillisecond);

    public bool EqualsExact(DateTimeOffset other) => _utc == other._utc && _minutes == other._minutes;

    public int CompareTo(DateTimeOffset other) => _utc.CompareTo(other._utc);

    int IComparable.CompareTo(object? obj) => obj is null ? 1
        : obj is DateTimeOffset other ? CompareTo(other)
        : throw new ArgumentException("Object must be of type DateTimeOffset.");

    public bool Equals(DateTimeOffset other) => _utc == other._utc;

    public override bool Equals(object? obj) => obj is DateTimeOffset other && Equals(other);

    public override int GetHashCode() => _utc.GetHashCode();

    public override string ToString() => ToString(null, null);

    public string ToString(string? format) => ToString(format, null);

    public string ToString(IFormatProvider? formatProvider) => ToString(null, formatProvider);

    public string ToString(string? format, IFormatProvider? formatProvider) => DateTimeWriter.Write(DateTime, Offset, format);

    private static short Checked(TimeSpan offset)
    {
        if (offset.Ticks % TimeSpan.TicksPerMinute != 0)
        {
            throw new ArgumentException("Offset must be specified in whole minutes.", nameof(offset));
        }

        long minutes = offset.Ticks / TimeSpan.TicksPerMinute;
        return minutes is >= -MostMinutes and <= MostMinutes
            ? (short)minutes
            : throw new ArgumentOutOfRangeException(nameof(offset), "Offset must be within plus or minus 14 hours.");
    }

    private DateTimeOffset With(DateTime clock) => new(clock, Offset);
}
