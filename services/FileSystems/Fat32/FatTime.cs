using System;

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>
/// Dates and times as FAT stores them: local times from 1980 to 2107, in steps of two seconds; a creation time also has a field in steps of
/// 10 ms. [fatgen103, "Date and Time Formats"]
/// </summary>
internal static class FatTime
{
    private const int FirstYear = 1980;
    private const int LastYear = 2107;

    /// <summary>The first time that can be stored; also what a damaged or empty date is read as.</summary>
    public static readonly DateTime Earliest = new(FirstYear, 1, 1);

    private static Day s_last = new(0, -1);

    /// <summary>The date in the upper half, the time of day in the lower.</summary>
    public static uint Encode(DateTime time)
    {
        if (time.Year < FirstYear)
        {
            return Encode(Earliest);
        }

        int years = Math.Min(time.Year, LastYear) - FirstYear;
        uint date = (uint)((years << 9) | (time.Month << 5) | time.Day);
        uint clock = (uint)((time.Hour << 11) | (time.Minute << 5) | (time.Second / 2));
        return (date << 16) | clock;
    }

    /// <summary>The steps of 10 ms (0 to 199) that belong to the creation time.</summary>
    public static byte Hundredths(DateTime time) => (byte)((time.Second % 2 * 100) + (time.Millisecond / 10));

    /// <summary>
    /// The time of a date and a time of day, in ticks as <see cref="DateTime.Ticks"/>; <see cref="Earliest"/> in ticks if there is no such
    /// day.
    /// </summary>
    public static long Ticks(uint date, uint clock, uint hundredths = 0)
    {
        uint hour = clock >> 11;
        uint minute = (clock >> 5) & 63;
        uint second = (clock & 31) * 2;
        long day = DayTicks(date);
        if (day < 0 || hour > 23 || minute > 59 || second > 59)
        {
            return Earliest.Ticks;
        }

        long ticks = day + (((hour * 3600L) + (minute * 60) + second) * TimeSpan.TicksPerSecond);
        return hundredths < 200 ? ticks + (hundredths * TimeSpan.TicksPerMillisecond * 10) : ticks;
    }

    // Negative: there is no such day. Cached: most files have the same day as the one before.
    private static long DayTicks(uint date)
    {
        Day last = s_last;
        if (last.Date != date)
        {
            int year = FirstYear + (int)(date >> 9);
            int month = (int)(date >> 5) & 15;
            int day = (int)date & 31;
            bool isThere = month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
            s_last = last = new Day(date, isThere ? new DateTime(year, month, day).Ticks : -1);
        }

        return last.Ticks;
    }

    // One reference: threads of the host's tests never see half of it.
    private sealed class Day(uint date, long ticks)
    {
        public uint Date => date;

        public long Ticks => ticks;
    }
}
