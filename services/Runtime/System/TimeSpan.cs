// A length of time in units of 100 ns.

namespace System;

public readonly partial struct TimeSpan : IComparable<TimeSpan>, IComparable, IEquatable<TimeSpan>, IFormattable, IParsable<TimeSpan>
{
    public const long TicksPerMillisecond = 10_000;
    public const long TicksPerSecond = 1000 * TicksPerMillisecond;
    public const long TicksPerMinute = 60 * TicksPerSecond;
    public const long TicksPerHour = 60 * TicksPerMinute;
    public const long TicksPerDay = 24 * TicksPerHour;
    public const long TicksPerMicrosecond = 10;
    public static readonly TimeSpan Zero;
    public static readonly TimeSpan MinValue = new(long.MinValue);
    public static readonly TimeSpan MaxValue = new(long.MaxValue);
    private readonly long _ticks;

    public TimeSpan(long ticks) => _ticks = ticks;

    public TimeSpan(int hours, int minutes, int seconds)
        : this(0, hours, minutes, seconds)
    {
    }

    public TimeSpan(int days, int hours, int minutes, int seconds) =>
        _ticks = (days * TicksPerDay) + (hours * TicksPerHour) + (minutes * TicksPerMinute) + (seconds * TicksPerSecond);

    public TimeSpan(int days, int hours, int minutes, int seconds, int milliseconds)
        : this(days, hours, minutes, seconds) => _ticks += milliseconds * TicksPerMillisecond;

    public long Ticks => _ticks;

    public int Days => (int)(_ticks / TicksPerDay);

    public int Hours => (int)(_ticks / TicksPerHour % 24);

    public int Minutes => (int)(_ticks / TicksPerMinute % 60);

    public int Seconds => (int)(_ticks / TicksPerSecond % 60);

    public int Milliseconds => (int)(_ticks / TicksPerMillisecond % 1000);

    public int Microseconds => (int)(_ticks / TicksPerMicrosecond % 1000);

    public double TotalMicroseconds => (double)_ticks / TicksPerMicrosecond;

    public double TotalMilliseconds => (double)_ticks / TicksPerMillisecond;

    public double TotalSeconds => (double)_ticks / TicksPerSecond;

    public double TotalMinutes => (double)_ticks / TicksPerMinute;

    public double TotalHours => (double)_ticks / TicksPerHour;

    public double TotalDays => (double)_ticks / TicksPerDay;

    public static TimeSpan FromTicks(long value) => new(value);

    public static TimeSpan FromMilliseconds(double value) => Of(value, TicksPerMillisecond);

    public static TimeSpan FromSeconds(double value) => Of(value, TicksPerSecond);

    public static TimeSpan FromMinutes(double value) => Of(value, TicksPerMinute);

    public static TimeSpan FromHours(double value) => Of(value, TicksPerHour);

    public static TimeSpan FromDays(double value) => Of(value, TicksPerDay);

    public static TimeSpan operator +(TimeSpan t1, TimeSpan t2) => new(checked(t1._ticks + t2._ticks));

    public static TimeSpan operator -(TimeSpan t1, TimeSpan t2) => new(checked(t1._ticks - t2._ticks));

    public static TimeSpan operator -(TimeSpan t) => new(checked(-t._ticks));

    public static bool operator ==(TimeSpan t1, TimeSpan t2) => t1._ticks == t2._ticks;

    public static bool operator !=(TimeSpan t1, TimeSpan t2) => t1._ticks != t2._ticks;

    public static bool operator <(TimeSpan t1, TimeSpan t2) => t1._ticks < t2._ticks;

    public static bool operator <=(TimeSpan t1, TimeSpan t2) => t1._ticks <= t2._ticks;

    public static bool operator >(TimeSpan t1, TimeSpan t2) => t1._ticks > t2._ticks;

    public static bool operator >=(TimeSpan t1, TimeSpan t2) => t1._ticks >= t2._ticks;

    public static TimeSpan operator *(TimeSpan timeSpan, double factor) =>
        Of(Math.Round(timeSpan._ticks * Number(factor, nameof(factor))), 1);

    public static TimeSpan operator *(double factor, TimeSpan timeSpan) => timeSpan * factor;

    public static TimeSpan operator /(TimeSpan timeSpan, double divisor) =>
        Of(Math.Round(timeSpan._ticks / Number(divisor, nameof(divisor))), 1);

    public static double operator /(TimeSpan t1, TimeSpan t2) => t1._ticks / (double)t2._ticks;

    public static int Compare(TimeSpan t1, TimeSpan t2) => t1._ticks.CompareTo(t2._ticks);

    public static bool Equals(TimeSpan t1, TimeSpan t2) => t1._ticks == t2._ticks;

    private static double Number(double value, string parameter) =>
        !double.IsNaN(value)
            ? value
            : throw new ArgumentException("TimeSpan does not accept floating point Not-a-Number values.", parameter);

    private static TimeSpan Of(double value, long unit)
    {
        double ticks = Number(value, nameof(value)) * unit;
        if (ticks > long.MaxValue || ticks < long.MinValue)
        {
            throw new OverflowException("TimeSpan overflowed because the duration is too long.");
        }

        return ticks == long.MaxValue ? MaxValue : new((long)ticks);
    }

    public TimeSpan Multiply(double factor) => this * factor;

    public TimeSpan Divide(double divisor) => this / divisor;

    public double Divide(TimeSpan ts) => this / ts;

    public TimeSpan Add(TimeSpan ts) => this + ts;

    public TimeSpan Subtract(TimeSpan ts) => this - ts;

    public TimeSpan Negate() => -this;

    public TimeSpan Duration() => _ticks < 0 ? -this : this;

    public int CompareTo(TimeSpan value) => _ticks.CompareTo(value._ticks);

    public int CompareTo(object? value) =>
        value is null ? 1 : value is TimeSpan other ? CompareTo(other) : throw new ArgumentException("Object must be of type TimeSpan.");

    public bool Equals(TimeSpan obj) => _ticks == obj._ticks;

    public override bool Equals(object? value) => value is TimeSpan other && Equals(other);

    public override int GetHashCode() => _ticks.GetHashCode();
}
