// A length of time in units of 100 ns.

namespace System;

public readonly struct TimeSpan : IComparable<TimeSpan>, IComparable, IEquatable<TimeSpan>
{
    public const long TicksPerMillisecond = 10_000;
    public const long TicksPerSecond = 1000 * TicksPerMillisecond;
    public const long TicksPerMinute = 60 * TicksPerSecond;
    public const long TicksPerHour = 60 * TicksPerMinute;
    public const long TicksPerDay = 24 * TicksPerHour;
    public static readonly TimeSpan Zero;
    private readonly long _ticks;

    public TimeSpan(long ticks) => _ticks = ticks;

    public TimeSpan(int hours, int minutes, int seconds)
        : this(0, hours, minutes, seconds)
    {
    }

    public TimeSpan(int days, int hours, int minutes, int seconds) =>
        _ticks = (days * TicksPerDay) + (hours * TicksPerHour) + (minutes * TicksPerMinute) + (seconds * TicksPerSecond);

    public long Ticks => _ticks;

    public int Days => (int)(_ticks / TicksPerDay);

    public int Hours => (int)(_ticks / TicksPerHour % 24);

    public int Minutes => (int)(_ticks / TicksPerMinute % 60);

    public int Seconds => (int)(_ticks / TicksPerSecond % 60);

    public int Milliseconds => (int)(_ticks / TicksPerMillisecond % 1000);

    public double TotalMilliseconds => (double)_ticks / TicksPerMillisecond;

    public double TotalSeconds => (double)_ticks / TicksPerSecond;

    public double TotalMinutes => (double)_ticks / TicksPerMinute;

    public double TotalHours => (double)_ticks / TicksPerHour;

    public double TotalDays => (double)_ticks / TicksPerDay;

    public static TimeSpan FromTicks(long value) => new(value);

    public static TimeSpan FromMilliseconds(double value) => new((long)(value * TicksPerMillisecond));

    public static TimeSpan FromSeconds(double value) => new((long)(value * TicksPerSecond));

    public static TimeSpan FromMinutes(double value) => new((long)(value * TicksPerMinute));

    public static TimeSpan FromHours(double value) => new((long)(value * TicksPerHour));

    public static TimeSpan FromDays(double value) => new((long)(value * TicksPerDay));

    public static TimeSpan operator +(TimeSpan t1, TimeSpan t2) => new(checked(t1._ticks + t2._ticks));

    public static TimeSpan operator -(TimeSpan t1, TimeSpan t2) => new(checked(t1._ticks - t2._ticks));

    public static TimeSpan operator -(TimeSpan t) => new(checked(-t._ticks));

    public static bool operator ==(TimeSpan t1, TimeSpan t2) => t1._ticks == t2._ticks;

    public static bool operator !=(TimeSpan t1, TimeSpan t2) => t1._ticks != t2._ticks;

    public static bool operator <(TimeSpan t1, TimeSpan t2) => t1._ticks < t2._ticks;

    public static bool operator <=(TimeSpan t1, TimeSpan t2) => t1._ticks <= t2._ticks;

    public static bool operator >(TimeSpan t1, TimeSpan t2) => t1._ticks > t2._ticks;

    public static bool operator >=(TimeSpan t1, TimeSpan t2) => t1._ticks >= t2._ticks;

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

    public override string ToString()
    {
        ulong ticks = _ticks < 0 ? (ulong)-_ticks : (ulong)_ticks;
        ulong seconds = ticks / (ulong)TicksPerSecond;
        ulong days = seconds / 86_400;
        string text = (_ticks < 0 ? "-" : "") + (days != 0 ? days.ToString() + "." : "");
        text += (seconds / 3600 % 24).ToString("D2") + ":" + (seconds / 60 % 60).ToString("D2") + ":" + (seconds % 60).ToString("D2");
        ulong rest = ticks % (ulong)TicksPerSecond;
        return rest == 0 ? text : text + "." + rest.ToString("D7");
    }
}
