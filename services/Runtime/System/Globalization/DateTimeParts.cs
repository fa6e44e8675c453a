// The parsed parts of a date.

namespace System.Globalization;

internal struct DateTimeParts
{
    internal int Year = -1;
    internal int Month = -1;
    internal int Day = -1;
    internal int Hour = -1;
    internal int Minute;
    internal int Second;
    internal long FractionTicks;
    internal int WeekDay = -1;
    internal int Half = -1;
    internal bool IsUtc;
    internal TimeSpan? Offset;

    public DateTimeParts()
    {
    }

    /// <summary>The clock's reading, in any zone. False: there is no such day or time.</summary>
    internal readonly bool TryMakeClock(DateTimeStyles styles, out DateTime clock)
    {
        clock = default;
        int hour = Hour < 0 ? 0 : Hour;
        if (Half >= 0)
        {
            if (Half == 0 && hour > 12)
            {
                return false;
            }

            hour = Half == 0 ? hour % 12 : hour < 12 ? hour + 12 : hour;
        }

        bool hasNoDate = Year < 0 && Month < 0 && Day < 0;
        bool isToday = hasNoDate && (styles & DateTimeStyles.NoCurrentDateDefault) == 0;
        DateTime today = isToday || Year < 0 ? DateTime.Today : default;
        int year = Year >= 0 ? Year : hasNoDate && !isToday ? 1 : today.Year;
        int month = Month >= 0 ? Month : isToday ? today.Month : 1;
        int day = Day >= 0 ? Day : isToday ? today.Day : 1;
        if (year is < 1 or > 9999
            || month is < 1 or > 12
            || day < 1
            || day > DateTime.DaysInMonth(year, month)
            || (uint)hour > 23
            || (uint)Minute > 59
            || (uint)Second > 59)
        {
            return false;
        }

        clock = new DateTime(year, month, day, hour, Minute, Second).AddTicks(FractionTicks);
        bool isThatDay = WeekDay < 0 || (int)clock.DayOfWeek == WeekDay;
        clock = isThatDay ? clock : default;
        return isThatDay;
    }

    internal readonly bool TryMake(DateTimeStyles styles, out DateTime result)
    {
        if (!TryMakeClock(styles, out result))
        {
            return false;
        }

        if (Offset is TimeSpan offset)
        {
            long ticks = result.Ticks - offset.Ticks;
            if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
            {
                result = default;
                return false;
            }

            bool staysUtc = (styles & DateTimeStyles.AdjustToUniversal) != 0
                || (IsUtc && (styles & DateTimeStyles.RoundtripKind) != 0);
            result = new DateTime(ticks, staysUtc ? DateTimeKind.Utc : DateTimeKind.Local);
        }
        else if ((styles & (DateTimeStyles.AssumeUniversal | DateTimeStyles.AssumeLocal)) != 0)
        {
            bool isUtc = (styles & DateTimeStyles.AdjustToUniversal) != 0;
            result = DateTime.SpecifyKind(result, isUtc ? DateTimeKind.Utc : DateTimeKind.Local);
        }

        return true;
    }

    internal readonly bool TryMake(DateTimeStyles styles, out DateTimeOffset result)
    {
        result = default;
        if (!TryMakeClock(styles, out DateTime clock))
        {
            return false;
        }

        TimeSpan offset = Offset ?? TimeSpan.Zero;
        long ticks = clock.Ticks - offset.Ticks;
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks || offset.Duration() > TimeSpan.FromHours(14))
        {
            return false;
        }

        result = new DateTimeOffset(DateTime.SpecifyKind(clock, DateTimeKind.Unspecified), offset);
        result = (styles & DateTimeStyles.AdjustToUniversal) != 0 ? result.ToUniversalTime() : result;
        return true;
    }
}
