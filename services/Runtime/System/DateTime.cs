// A day of the Gregorian calendar and a time in units of 100 ns. If the machine does not know the date, UtcNow counts from 1970-01-01 at
// the counter's zero. The only time zone is UTC.

using RustKernel.Runtime;
using RustKernel.User;

namespace System;

public readonly partial struct DateTime : IComparable, IComparable<DateTime>, IEquatable<DateTime>, IFormattable, IParsable<DateTime>
{
    private const long MaxTicks = 3155378975999999999;
    private const long UnixTicks = 621355968000000000;
    private const int KindShift = 62;
    private const ulong TicksMask = 0x3FFFFFFFFFFFFFFF;
    private const int DaysPerYear = 365;
    private const int DaysPer4Years = (DaysPerYear * 4) + 1;
    private const int DaysPer100Years = (DaysPer4Years * 25) - 1;
    private const int DaysPer400Years = (DaysPer100Years * 4) + 1;
    private const string BadDate = "Year, Month, and Day parameters describe an un-representable DateTime.";
    private const string BadTime = "Hour, Minute, and Second parameters describe an un-representable DateTime.";
    private const string BadSum = "The added or subtracted value results in an un-representable DateTime.";

    public static readonly DateTime MinValue;
    public static readonly DateTime MaxValue = new(MaxTicks);
    public static readonly DateTime UnixEpoch = new(UnixTicks, DateTimeKind.Utc);

    // Ticks, and the kind above them.
    private readonly ulong _data;

    public DateTime(long ticks)
        : this(ticks, DateTimeKind.Unspecified)
    {
    }

    public DateTime(long ticks, DateTimeKind kind)
    {
        if ((ulong)ticks > MaxTicks)
        {
            throw new ArgumentOutOfRangeException(
                nameof(ticks),
                "Ticks must be between DateTime.MinValue.Ticks and DateTime.MaxValue.Ticks.");
        }

        if ((uint)kind > (uint)DateTimeKind.Local)
        {
            throw new ArgumentException("Invalid DateTimeKind value.", nameof(kind));
        }

        _data = (ulong)ticks | ((ulong)kind << KindShift);
    }

    public DateTime(int year, int month, int day)
        : this(DateTicks(year, month, day))
    {
    }

    public DateTime(int year, int month, int day, int hour, int minute, int second)
        : this(DateTicks(year, month, day) + TimeTicks(hour, minute, second))
    {
    }

    public DateTime(int year, int month, int day, int hour, int minute, int second, DateTimeKind kind)
        : this(DateTicks(year, month, day) + TimeTicks(hour, minute, second), kind)
    {
    }

    public DateTime(int year, int month, int day, int hour, int minute, int second, int millisecond)
        : this(DateTicks(year, month, day) + TimeTicks(hour, minute, second) + ThousandthTicks(millisecond))
    {
    }

    public DateTime(int year, int month, int day, int hour, int minute, int second, int millisecond, DateTimeKind kind)
        : this(DateTicks(year, month, day) + TimeTicks(hour, minute, second) + ThousandthTicks(millisecond), kind)
    {
    }

    public static DateTime UtcNow
    {
        get
        {
            ulong count = Kernel.ReadCounter();
            ulong second = (ulong)TimeSpan.TicksPerSecond;
            ulong start = Clock.WallStart * second;
            return new DateTime(
                UnixTicks + (long)(start + (count / Clock.Hz * second) + (count % Clock.Hz * second / Clock.Hz)), DateTimeKind.Utc);
        }
    }

    public static DateTime Now => SpecifyKind(UtcNow, DateTimeKind.Local);

    public static DateTime Today => Now.Date;

    public long Ticks => (long)(_data & TicksMask);

    public DateTimeKind Kind => (DateTimeKind)(_data >> KindShift);

    public DateTime Date => With(Ticks - (Ticks % TimeSpan.TicksPerDay));

    public TimeSpan TimeOfDay => new(Ticks % TimeSpan.TicksPerDay);

    public int Year => Parts().Year;

    public int Month => Parts().Month;

    public int Day => Parts().Day;

    public int DayOfYear
    {
        get
        {
            (int year, int month, int day) = Parts();
            return DaysBeforeMonth(year, month) + day;
        }
    }

    public DayOfWeek DayOfWeek => (DayOfWeek)(((Ticks / TimeSpan.TicksPerDay) + 1) % 7);

    public int Hour => (int)(Ticks / TimeSpan.TicksPerHour % 24);

    public int Minute => (int)(Ticks / TimeSpan.TicksPerMinute % 60);

    public int Second => (int)(Ticks / TimeSpan.TicksPerSecond % 60);

    public int Millisecond => (int)(Ticks / TimeSpan.TicksPerMillisecond % 1000);

    public static bool operator ==(DateTime d1, DateTime d2) => d1.Ticks == d2.Ticks;

    public static bool operator !=(DateTime d1, DateTime d2) => d1.Ticks != d2.Ticks;

    public static bool operator <(DateTime t1, DateTime t2) => t1.Ticks < t2.Ticks;

    public static bool operator <=(DateTime t1, DateTime t2) => t1.Ticks <= t2.Ticks;

    public static bool operator >(DateTime t1, DateTime t2) => t1.Ticks > t2.Ticks;

    public static bool operator >=(DateTime t1, DateTime t2) => t1.Ticks >= t2.Ticks;

    public static DateTime operator +(DateTime d, TimeSpan t) => d.Moved(t.Ticks, nameof(t));

    public static DateTime operator -(DateTime d, TimeSpan t) =>
        t.Ticks != long.MinValue ? d.Moved(-t.Ticks, nameof(t)) : throw new ArgumentOutOfRangeException(nameof(t), BadSum);

    public static TimeSpan operator -(DateTime d1, DateTime d2) => new(d1.Ticks - d2.Ticks);

    public static int Compare(DateTime t1, DateTime t2) => t1.Ticks.CompareTo(t2.Ticks);

    public static bool Equals(DateTime t1, DateTime t2) => t1 == t2;

    public static DateTime SpecifyKind(DateTime value, DateTimeKind kind) => new(value.Ticks, kind);

    public static bool IsLeapYear(int year) =>
        year is >= 1 and <= 9999 ? IsLeap(year) : throw new ArgumentOutOfRangeException(nameof(year), "Year must be between 1 and 9999.");

    public static int DaysInMonth(int year, int month) =>
        month is < 1 or > 12 ? throw new ArgumentOutOfRangeException(nameof(month), "Month must be between one and twelve.")
        : year is < 1 or > 9999 ? throw new ArgumentOutOfRangeException(nameof(year), "Year must be between 1 and 9999.")
        : LengthOfMonth(year, month);

    public int Microsecond => (int)(Ticks / (TimeSpan.TicksPerMillisecond / 1000) % 1000);

    public int Nanosecond => (int)(Ticks % (TimeSpan.TicksPerMillisecond / 1000)) * 100;

    public void Deconstruct(out int year, out int month, out int day) => (year, month, day) = (Year, Month, Day);

    public void Deconstruct(out DateOnly date, out TimeOnly time) =>
        (date, time) = (DateOnly.FromDateTime(this), TimeOnly.FromDateTime(this));

    public DateTime Add(TimeSpan value) => Moved(value.Ticks, nameof(value));

    public DateTime Subtract(TimeSpan value) =>
        value.Ticks != long.MinValue ? Moved(-value.Ticks, nameof(value)) : throw new ArgumentOutOfRangeException(nameof(value), BadSum);

    public TimeSpan Subtract(DateTime value) => this - value;

    public DateTime AddTicks(long value) => Moved(value, nameof(value));

    public DateTime AddMilliseconds(double value) => Units(value, TimeSpan.TicksPerMillisecond);

    public DateTime AddSeconds(double value) => Units(value, TimeSpan.TicksPerSecond);

    public DateTime AddMinutes(double value) => Units(value, TimeSpan.TicksPerMinute);

    public DateTime AddHours(double value) => Units(value, TimeSpan.TicksPerHour);

    public DateTime AddDays(double value) => Units(value, TimeSpan.TicksPerDay);

    public DateTime AddMonths(int months)
    {
        if (months is < -120000 or > 120000)
        {
            throw new ArgumentOutOfRangeException(nameof(months), "Months value must be between +/-120000.");
        }

        (int year, int month, int day) = Parts();
        int count = (year * 12) + month - 1 + months;
        year = count / 12;
        month = (count % 12) + 1;
        if (count < 12 || year > 9999)
        {
            throw new ArgumentOutOfRangeException(nameof(months), BadSum);
        }

        // The last day of a shorter month replaces the missing days.
        return With(DateTicks(year, month, Math.Min(day, LengthOfMonth(year, month))) + (Ticks % TimeSpan.TicksPerDay));
    }

    public DateTime AddYears(int value) =>
        value is >= -10000 and <= 10000
            ? AddMonths(value * 12)
            : throw new ArgumentOutOfRangeException("years", "Years value must be between +/-10000.");

    public DateTime ToUniversalTime() => SpecifyKind(this, DateTimeKind.Utc);

    public DateTime ToLocalTime() => SpecifyKind(this, DateTimeKind.Local);

    public int CompareTo(DateTime value) => Ticks.CompareTo(value.Ticks);

    public int CompareTo(object? value) =>
        value is null ? 1 : value is DateTime other ? CompareTo(other) : throw new ArgumentException("Object must be of type DateTime.");

    public bool Equals(DateTime value) => this == value;

    public override bool Equals(object? value) => value is DateTime other && this == other;

    public override int GetHashCode() => Ticks.GetHashCode();

    private static bool IsLeap(int year) => (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);

    private static int LengthOfMonth(int year, int month) => month == 2 ? (IsLeap(year) ? 29 : 28) : month is 4 or 6 or 9 or 11 ? 30 : 31;

    // March begins after 59 days; from there months have 153 days in five.
    private static int DaysBeforeMonth(int year, int month) =>
        month < 3 ? (month - 1) * 31 : 59 + (((153 * (month - 3)) + 2) / 5) + (IsLeap(year) ? 1 : 0);

    private static long DateTicks(int year, int month, int day)
    {
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > LengthOfMonth(year, month))
        {
            throw new ArgumentOutOfRangeException(null, BadDate);
        }

        int before = year - 1;
        return ((before * DaysPerYear) + (before / 4) - (before / 100)
            + (before / 400)
            + DaysBeforeMonth(year, month)
            + day - 1) * TimeSpan.TicksPerDay;
    }

    private static long TimeTicks(int hour, int minute, int second)
    {
        if ((uint)hour > 23 || (uint)minute > 59 || (uint)second > 59)
        {
            throw new ArgumentOutOfRangeException(null, BadTime);
        }

        return (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute) + (second * TimeSpan.TicksPerSecond);
    }

    private static long ThousandthTicks(int millisecond) =>
        (uint)millisecond < 1000
            ? millisecond * TimeSpan.TicksPerMillisecond
            : throw new ArgumentOutOfRangeException(nameof(millisecond), "Valid values are between 0 and 999, inclusive.");

    private (int Year, int Month, int Day) Parts()
    {
        int day = (int)(Ticks / TimeSpan.TicksPerDay);
        int year = (day / DaysPer400Years * 400) + 1;
        day %= DaysPer400Years;

        // The last day of the fourth century, and of the fourth year, belongs to it and does not begin another.
        int part = Math.Min(day / DaysPer100Years, 3);
        year += part * 100;
        day -= part * DaysPer100Years;
        year += day / DaysPer4Years * 4;
        day %= DaysPer4Years;
        part = Math.Min(day / DaysPerYear, 3);
        year += part;
        day -= part * DaysPerYear;
        int month = 12;
        while (day < DaysBeforeMonth(year, month))
        {
            month--;
        }

        return (year, month, day - DaysBeforeMonth(year, month) + 1);
    }

    private DateTime With(long ticks) => new(ticks, Kind);

    private DateTime Moved(long ticks, string parameter)
    {
        long sum = Ticks + ticks;
        return (ulong)sum <= MaxTicks ? With(sum) : throw new ArgumentOutOfRangeException(parameter, BadSum);
    }

    private DateTime Units(double value, long unit)
    {
        if (!(Math.Abs(value) <= MaxTicks / unit))
        {
            throw new ArgumentOutOfRangeException(nameof(value), "Value to add was out of range.");
        }

        long whole = (long)value;
        return Moved((whole * unit) + (long)((value - whole) * unit), nameof(value));
    }
}
