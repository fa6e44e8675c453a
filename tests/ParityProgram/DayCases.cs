// Days without hours, hours without days, and versions.

using System;
using System.Globalization;

namespace RustKernel.ParityProgram;

internal static class DayCases
{
    private static readonly DateOnly[] s_days = [new(2024, 2, 29), new(1, 1, 1), new(9999, 12, 31), new(1999, 11, 5)];

    private static readonly TimeOnly[] s_times =
        [new(0, 0), new(13, 5), new(22, 58, 59), new(1, 2, 3, 4), TimeOnly.MaxValue, new(12, 0), new(TimeSpan.TicksPerHour + 1)];

    private static readonly string[] s_dayTexts =
    [
        "2024-02-29", "2023-02-29", "02/29/2024", "29/02/2024", "2024-2-9", "Thursday, 29 February 2024", "Friday, 29 February 2024",
        "Feb 29, 2024", "2024-02-29 13:00", "2024-02-29T00:00:00", "2024-02-29Z", "", " ", " 2024-02-29 ", "nonsense", "February 29",
        "2024-02-29T13:00:00", "2024-02-29T13:00", "2024-02-29T00:00:00Z", "2024-02-29 00:00", "2024-02-29 +01:00", "29 Feb 2024",
    ];

    private static readonly string[] s_timeTexts =
    [
        "13:05", "1:05 PM", "13:05:07", "13:05:07.089", "24:00", "23:60", "13", "1 PM", "2024-02-29 13:05", "13:05 PM", "", " 13:05 ",
        "nonsense", "13:05:07.12345678", "00:00", "12 AM", "-1:00", "13:05Z",
        "13:05 GMT", "13:05+01:00", "2024-02-29T13:05:00", "0001-01-01T13:05:00", "01/01/0001 13:05", "T13:05", "1:05",
    ];

    private static readonly string[] s_versions =
    [
        "1.2", "1.2.3", "1.2.3.4", "1", "", "1.2.3.4.5", "1.-2", "1.a", " 1 . 2 ", "+1.2", "01.002", "2147483647.1", "2147483648.1", "1..2",
        ".1", "1.", "1,2", "0.0.0.0", "-1.2",
    ];

    internal static void Run(Table table)
    {
        Days(table);
        Times(table);
        Versions(table);
    }

    private static void Days(Table table)
    {
        table.Pairs(
            "DateOnly.ToString",
            [
                "", "d", "D", "o", "O", "r", "R", "m", "y", "Y", "yyyy-MM-dd", "ddd d MMM", "HH:mm", "t", "s", "u", "'on' dd", "%", "g",
                "f", "'the month' MM", "\\h dd", "dd:MM", "dd 'x", "dd \\", "gg dd", "k dd", "MM/dd", "%d", "dd z", "d%d", "'a'",
            ],
            s_days,
            static (format, day) => day.ToString(format, CultureInfo.InvariantCulture));
        table.Each("DateOnly.Parse", s_dayTexts, static text => Shown(DateOnly.Parse(text, CultureInfo.InvariantCulture)));
        table.Each("DateOnly.TryParse", s_dayTexts, static text =>
            $"{DateOnly.TryParse(text, CultureInfo.InvariantCulture, out DateOnly day)} {Shown(day)}");
        table.Pairs(
            "DateOnly.ParseExact",
            ["2024-02-29", "29.2.2024", "2024-02-29 01:00", "x", ""],
            ["yyyy-MM-dd", "d.M.yyyy", "o", "yyyy-MM-dd HH:mm", "ddd", "q"],
            static (text, format) => Shown(DateOnly.ParseExact(text, format, CultureInfo.InvariantCulture)));
        table.Each("DateOnly properties", s_days, static day => $"{day.DayNumber} {day.DayOfWeek} {day.DayOfYear} {day.GetHashCode()}");
        table.Pairs("DateOnly.AddDays", s_days, [0, 1, -1, 366, int.MaxValue, int.MinValue], static (day, n) => Shown(day.AddDays(n)));
        table.Pairs("DateOnly.AddMonths", s_days, [0, 1, -1, 12, 120001, -24], static (day, n) => Shown(day.AddMonths(n)));
        table.Pairs("DateOnly.AddYears", s_days, [0, 1, -1, 10001, -10001], static (day, n) => Shown(day.AddYears(n)));
        table.Pairs("DateOnly order", s_days, s_days, static (a, b) => $"{a.CompareTo(b)} {a < b} {a <= b} {a == b} {a.Equals((object)b)}");
        table.Each("DateOnly.FromDayNumber", [0, 1, -1, 3652058, 3652059], static n => Shown(DateOnly.FromDayNumber(n)));
        table.Each("DateOnly.FromDateTime", [new DateTime(2024, 2, 29, 23, 59, 59), DateTime.MaxValue], static t =>
            Shown(DateOnly.FromDateTime(t)));
        table.Case("DateOnly.ToDateTime", static () =>
            $"{s_days[0].ToDateTime(s_times[1]):o} {s_days[0].ToDateTime(s_times[1], DateTimeKind.Utc):o}");
        table.Case("DateOnly wrong", static () => OrderCases.Message(() => _ = new DateOnly(2023, 2, 29)));
        table.Case("DateOnly compared with a number", static () => OrderCases.Message(() => s_days[0].CompareTo((object)1)));
        table.Case("DateOnly compared with null", static () => s_days[0].CompareTo(null));
        table.Case("DateOnly beyond", static () => OrderCases.Message(() => DateOnly.MaxValue.AddDays(1)));
        table.Case("DateOnly in parts", static () =>
        {
            (int year, int month, int day) = s_days[0];
            return $"{year} {month} {day} {DateOnly.MinValue:o} {DateOnly.MaxValue:o}";
        });
        table.Each("DateOnly.TryFormat", [0, 9, 10, 11], static room =>
        {
            char[] text = new char[room];
            return $"{s_days[0].TryFormat(text, out int written, "yyyy-MM-dd", CultureInfo.InvariantCulture)} {written}";
        });
    }

    private static void Times(Table table)
    {
        table.Pairs(
            "TimeOnly.ToString",
            [
                "", "t", "T", "o", "O", "r", "R", "HH:mm:ss.fff", "h tt", "ss.FFFFFFF", "yyyy", "d", "s", "%m", "g",
                "'at' H", "HH:mm z", "g H", "K H", "/ H", "k H", "'day' H", "\\d H", "H 'x", "%H", "tt", "y H",
            ],
            s_times,
            static (format, time) => time.ToString(format, CultureInfo.InvariantCulture));
        table.Each("TimeOnly.Parse", s_timeTexts, static text => Shown(TimeOnly.Parse(text, CultureInfo.InvariantCulture)));
        table.Each("TimeOnly.TryParse", s_timeTexts, static text =>
            $"{TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out TimeOnly time)} {Shown(time)}");
        table.Pairs(
            "TimeOnly.ParseExact",
            ["13:05", "13:05:07.0890000", "1 PM", "2024 13:05", ""],
            ["HH:mm", "o", "h tt", "yyyy HH:mm", "q"],
            static (text, format) => Shown(TimeOnly.ParseExact(text, format, CultureInfo.InvariantCulture)));
        table.Each("TimeOnly properties", s_times, static t =>
            $"{t.Hour} {t.Minute} {t.Second} {t.Millisecond} {t.Ticks} {t.GetHashCode()}");
        table.Pairs(
            "TimeOnly.Add",
            s_times,
            [TimeSpan.Zero, new(1, 0, 0), new(-1, 0, 0), new(50, 0, 0), new(-50, 0, 0)],
            static (t, span) => $"{Shown(t.Add(span, out int days))} {days}");
        table.Pairs("TimeOnly.AddHours", s_times, [0.5, -25.25, 1e6], static (t, n) => Shown(t.AddHours(n)));
        table.Pairs("TimeOnly.AddMinutes", s_times, [0.5, -1, 1441], static (t, n) => Shown(t.AddMinutes(n)));
        table.Pairs("TimeOnly order", s_times, s_times, static (a, b) => $"{a.CompareTo(b)} {a < b} {a >= b} {a == b} {a - b}");
        table.Pairs("TimeOnly.IsBetween", s_times, s_times, static (a, b) => $"{s_times[1].IsBetween(a, b)} {s_times[4].IsBetween(a, b)}");
        table.Each("TimeOnly of ticks", [0L, -1, TimeSpan.TicksPerDay - 1, TimeSpan.TicksPerDay], static n => Shown(new TimeOnly(n)));
        table.Each("TimeOnly.FromTimeSpan", [TimeSpan.Zero, new(1, 2, 3), new(24, 0, 0), new(-1)], static s =>
            Shown(TimeOnly.FromTimeSpan(s)));
        table.Case("TimeOnly.FromDateTime", static () => Shown(TimeOnly.FromDateTime(new DateTime(2024, 2, 29, 13, 5, 7))));
        table.Case("TimeOnly wrong hour", static () => OrderCases.Message(() => _ = new TimeOnly(24, 0)));
        table.Case("TimeOnly wrong millisecond", static () => OrderCases.Message(() => _ = new TimeOnly(1, 2, 3, 1000)));
        table.Case("TimeOnly compared with a number", static () => OrderCases.Message(() => s_times[0].CompareTo((object)1)));
        table.Case("TimeOnly in parts", static () =>
        {
            (int hour, int minute, int second) = s_times[3];
            return $"{hour} {minute} {second}";
        });
    }

    private static void Versions(Table table)
    {
        table.Each("Version.Parse", s_versions, static text => OrderCases.Message(() => Version.Parse(text)));
        table.Each("Version.TryParse", s_versions, static text => $"{Version.TryParse(text, out Version? v)} {v}");
        table.Each("Version of text", s_versions, static text =>
        {
            Version version = new(text);
            return $"{version.Major} {version.Minor} {version.Build} {version.Revision}";
        });
        table.Each("Version.ToString(n)", [-1, 0, 1, 2, 3, 4, 5], static n => new Version(1, 2, 3).ToString(n));
        table.Each("Version.ToString(n), four", [0, 1, 4, 5], static n => new Version(1, 2, 3, 4).ToString(n));
        Version?[] some = [new(1, 2), new(1, 2, 0), new(1, 2, 0, 0), new(1, 10), new(2, 0), null, new()];
        table.Pairs("Version order", some, some, static (a, b) =>
            $"{a < b} {a <= b} {a > b} {a >= b} {a == b} {a != b} {a?.CompareTo(b)} {a?.Equals(b)}");
        table.Case("Version hash", static () => new Version(1, 2, 3, 4).GetHashCode() == new Version("1.2.3.4").GetHashCode());
        table.Case("Version copied", static () => new Version(1, 2, 3).Clone());
        table.Case("Version negative", static () => OrderCases.Message(() => _ = new Version(1, -1)));
        table.Case("Version of nothing", static () => OrderCases.Message(() => _ = new Version(null!)));
        table.Case("Version compared with text", static () => OrderCases.Message(() => new Version(1, 2).CompareTo("1.2")));
        table.Case("Version compared with null", static () => new Version(1, 2).CompareTo((object?)null));
    }

    private static string Shown(DateOnly day) => day.ToString("o", CultureInfo.InvariantCulture);

    private static string Shown(TimeOnly time) => time.ToString("o", CultureInfo.InvariantCulture);
}
