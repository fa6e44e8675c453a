// Dates and times as FAT keeps them.

using System;

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>
/// Local times from 1980 to 2107, in steps of two seconds; a creation time has ten milliseconds
/// more. [fatgen103, "Date and Time Formats"]
/// </summary>
internal static class FatTime
{
    private const int FirstYear = 1980;
    private const int LastYear = 2107;

    /// <summary>The first time that can be kept; what a damaged or empty date is read as.</summary>
    public static readonly DateTime Earliest = new(FirstYear, 1, 1);

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

    /// <summary>The ten milliseconds (0 to 199) that belong to the creation time.</summary>
    public static byte Hundredths(DateTime time) => (byte)((time.Second % 2 * 100) + (time.Millisecond / 10));

    /// <summary>The time of a date and a time of day; <see cref="Earliest"/> when there is no such day.</summary>
    public static DateTime Decode(uint date, uint clock, uint hundredths = 0)
    {
        int year = FirstYear + (int)(date >> 9);
        int month = (int)(date >> 5) & 15;
        int day = (int)date & 31;
        int hour = (int)(clock >> 11) & 31;
        int minute = (int)(clock >> 5) & 63;
        int second = ((int)clock & 31) * 2;
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return Earliest;
        }

        DateTime time = new(year, month, day, hour, minute, second);
        return hundredths < 200 ? time.AddTicks(hundredths * TimeSpan.TicksPerMillisecond * 10) : time;
    }
}
