// Days, durations, and numbers that have no equal, as text and back.

using System;
using System.Globalization;

namespace RustKernel.ParityProgram;

internal static class TimeCases
{
    private static readonly DateTime[] s_times =
    [
        new(2024, 2, 29, 13, 5, 7, 89), new(1, 1, 1), new(9999, 12, 31, 23, 59, 59, 999), new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        new DateTime(1999, 11, 5, 12, 30, 0).AddTicks(1234567), new(630822816000000000),
    ];

    private static readonly string[] s_formats =
    [
        "d", "D", "f", "F", "g", "G", "m", "M", "o", "O", "r", "R", "s", "t", "T", "u", "y", "Y", "x", "yyyy-MM-dd HH:mm", "yy", "yyy",
            "yyyyy",
        "%d", "dd", "ddd", "dddd", "%M", "MM", "MMM", "MMMM", "h:mm tt", "hh:m t", "%H", "HH:mm:ss.fff", "ss.FFF", "ss.FFFFFFF", "fffffff",
            "ffffffff",
        "yyyy'T'MM", "\"at\" HH", "HH\\h", "%", "%%", "'open", "dd/MM/yyyy", "gg", "K", "yyyyMMddTHHmmssK", "HH.mm", "d MMM yy", "m:s",
            "HHHH",
    ];

    private static readonly string[] s_texts =
    [
        "2024-01-02", "2024-1-2", "2024/01/02", "01/02/2024", "1/2/24", "1/2/50", "2024-01-02T03:04:05", "2024-01-02 03:04:05",
            "2024-01-02 03:04",
        "2024-01-02T03:04:05.123", "2024-01-02T03:04:05.1234567", "2024-01-02T03:04:05.12345678", "02 Jan 2024", "2 January 2024",
            "Jan 2, 2024",
        "January 2, 2024 3:04 PM", "Tuesday, 02 January 2024", "Wednesday, 02 January 2024", "Tue, 02 Jan 2024 03:04:05", "2024-13-01",
            "2024-02-30", "2023-02-29",
        "2024-02-29", "24:00", "2024-01-02 24:00", "2024-01-02 24:01", "2024-01-02 12:60", "nonsense", "", " ", " 2024-01-02 ", "2024",
            "2024-01", "13/01/2024",
        "2024-01-02 11 PM", "2024-01-02 12:00 AM", "2024-01-02 12:00 PM", "2024-01-02 13:00 PM", "0000-01-01", "10000-01-01", "2024-01-02T",
            "2024-01-02x",
        "2024-01-02 1:2:3", "2024.01.02", "12-25-2024",
    ];

    private static readonly TimeSpan[] s_spans =
    [
        TimeSpan.Zero, new(1, 2, 3), new(10, 1, 2, 3), new(1), new(-1), new(1, 2, 3, 4, 5), -new TimeSpan(1, 2, 3, 4, 5), TimeSpan.MaxValue,
            TimeSpan.MinValue,
        TimeSpan.FromMilliseconds(1.5), TimeSpan.FromDays(365),
    ];

    private static readonly string[] s_spanTexts =
    [
        "0", "1", "-1", "1:2", "01:02:03", "1:2:3.4", "1.2:3", "1.02:03:04", "1.02:03:04.5", "1:2:3:4", "1:2:3:4.5", "24:00", "23:59:59",
            "1:60", "1:2:60", "", " ",
        " 1:2 ", "-1.2:3:4.0000001", "1:2:3.12345678", "99999999", "10675199.02:48:05.4775807", "10675199.02:48:05.4775808",
            "-10675199.02:48:05.4775808", "x",
        "1:", ":1", "1:2:3:4:5", "1.2", "+1:2",
    ];

    internal static void Run(Table table)
    {
        table.Pairs("DateTime.ToString", s_formats, s_times, static (f, t) => t.ToString(f, CultureInfo.InvariantCulture));
        table.Each("DateTime.Parse", s_texts, static s => DateTime.Parse(s, CultureInfo.InvariantCulture,
            DateTimeStyles.NoCurrentDateDefault).ToString("o"));
        table.Each("DateTime.TryParse", s_texts, static s => DateTime.TryParse(s, CultureInfo.InvariantCulture,
            DateTimeStyles.NoCurrentDateDefault, out DateTime t) + t.ToString("o"));
        table.Each("DateTimeOffset.Parse", ["2024-01-02T03:04:05+02:00", "2024-01-02T03:04:05Z", "2024-01-02T03:04:05-11:30",
            "2024-01-02 03:04 +1", "2024-01-02T03:04:05+15:00", "2024-01-02T03:04:05.5+0000", "Tue, 02 Jan 2024 03:04:05 GMT"],
            static s => DateTimeOffset.Parse(s, CultureInfo.InvariantCulture).ToString("o"));
        table.Each("DateTime.Parse with a zone", ["2024-01-02T03:04:05+02:00", "2024-01-02T03:04:05Z", "2024-01-02T00:04:05-11:30",
            "2024-01-02 03:04 GMT"],
            static s => DateTime.Parse(s, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal).ToString("o"));
        table.Each("DateTime.Parse, RoundtripKind", ["2024-01-02T03:04:05Z", "2024-01-02T03:04:05"],
            static s => DateTime.Parse(s, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind).ToString("o"));
        Exact(table);
        table.Each("TimeSpan.ToString", s_spans, static t => t.ToString());
        table.Pairs("TimeSpan.ToString", ["c", "g", "G", "t", "x", "hh\\:mm", "%d", "d\\.hh", "ss\\.fff", "%s", "fffffff", "ffffffff",
            "ss\\.FFF", "'in' m", "h", "hhh", "dddddddd", "mm:ss"], s_spans,
            static (f, t) => t.ToString(f, CultureInfo.InvariantCulture));
        table.Each("TimeSpan.Parse", s_spanTexts, static s => TimeSpan.Parse(s, CultureInfo.InvariantCulture).Ticks);
        table.Each("TimeSpan.TryParse", s_spanTexts, static s => TimeSpan.TryParse(s, CultureInfo.InvariantCulture, out TimeSpan t) + " "
            + t.Ticks);
        table.Each("TimeSpan.FromSeconds", [0, 1.5, -2.25, 1e20, double.NaN, double.PositiveInfinity, 0.0000001, 922337203685.4775, 1e-9],
            static n => TimeSpan.FromSeconds(n).Ticks);
        table.Each("TimeSpan.FromDays", [1.5, 1e9, -1e9, 0.1], static n => TimeSpan.FromDays(n).Ticks);
        table.Pairs("TimeSpan * double", s_spans, [0.5, 2, -1, double.NaN], static (t, n) => (t * n).Ticks);
        table.Each("TimeSpan properties", s_spans, static t =>
            $"{t.Days} {t.Hours} {t.Minutes} {t.Seconds} {t.Milliseconds} {t.TotalHours}");
        table.Each("TimeSpan.Duration", s_spans, static t => t.Duration());
        Offsets(table);
        Guids(table);
    }

    private static void Exact(Table table)
    {
        (string Text, string Format)[] cases =
        [
            ("2024-01-02", "yyyy-MM-dd"), ("2024-1-2", "yyyy-MM-dd"), ("2024-1-2", "yyyy-M-d"), ("20240102", "yyyyMMdd"),
                ("20240102T030405", "yyyyMMdd'T'HHmmss"),
            ("02/01/2024 3:04 PM", "dd/MM/yyyy h:mm tt"), ("Jan 2 24", "MMM d yy"), ("January 02, 2024", "MMMM dd, yyyy"),
                ("Tue 02 Jan 2024", "ddd dd MMM yyyy"),
            ("Wed 02 Jan 2024", "ddd dd MMM yyyy"), ("2024-01-02T03:04:05.1230000", "s"), ("2024-01-02T03:04:05", "s"),
                ("2024-01-02 03:04:05Z", "u"),
            ("03:04:05.123", "HH:mm:ss.fff"), ("03:04:05.12", "HH:mm:ss.fff"), ("03:04:05.12", "HH:mm:ss.FFF"), ("2024-01-02x",
                "yyyy-MM-dd"), ("2024-02-30", "yyyy-MM-dd"),
            ("01/02/2024", "d"), ("", "yyyy"), ("2024", "yyyy"), ("x2024", "'x'yyyy"), ("25", "HH"), ("2024-01-02", ""),
        ];
        foreach ((string text, string format) in cases)
        {
            table.Case($"DateTime.ParseExact({text}; {format})",
                () => DateTime.ParseExact(text, format, CultureInfo.InvariantCulture,
                    DateTimeStyles.NoCurrentDateDefault).ToString("yyyy-MM-ddTHH:mm:ss.fffffff"));
        }
    }

    private static void Offsets(Table table)
    {
        DateTimeOffset[] moments = [new(2024, 2, 29, 13, 5, 7, TimeSpan.FromHours(2)), new(2024, 2, 29, 13, 5, 7, TimeSpan.Zero), new(2024,
            1, 1, 0, 0, 0, new TimeSpan(-3, -30, 0))];
        table.Pairs("DateTimeOffset.ToString", ["", "o", "r", "s", "u", "d", "G", "yyyy K", "zzz", "%z", "zz", "HH:mm zzz"], moments,
            static (f, t) => t.ToString(f, CultureInfo.InvariantCulture));
        table.Each("DateTimeOffset properties", moments, static t =>
            $"{t.UtcDateTime:s} {t.Offset} {t.ToUnixTimeSeconds()} {t.ToUnixTimeMilliseconds()} {t.DayOfYear}");
        table.Each("DateTimeOffset.ToOffset", moments, static t => t.ToOffset(TimeSpan.FromHours(5)).ToString("o"));
        table.Each("DateTimeOffset.FromUnixTimeSeconds", [0L, 1, -1, 1700000000, 253402300799, 253402300800], static n =>
            DateTimeOffset.FromUnixTimeSeconds(n).ToString("o"));
        table.Each("DateTimeOffset, offset", [0.0, 14, 15, -14, 0.001], static h => new DateTimeOffset(2024, 1, 1, 0, 0, 0,
            TimeSpan.FromHours(h)).ToString("o"));
        table.Case("DateTimeOffset equality", () =>
            $"{moments[0] == moments[0].ToUniversalTime()} {moments[0].EqualsExact(moments[0].ToUniversalTime())} "
                + $"{moments[0] - moments[1]}");
    }

    private static void Guids(Table table)
    {
        const string usual = "01234567-89ab-cdef-0123-456789abcdef";
        table.Each("Guid.ToString", ["D", "N", "B", "P", "X", "", "d", "x", "Q"], static f => Guid.Parse(usual).ToString(f));
        table.Each("Guid.Parse",
            [usual, usual.ToUpperInvariant(), usual.Replace("-", ""), "{" + usual + "}", "(" + usual + ")", " " + usual + " ", "{" + usual
                + ")", usual + "0", usual[1..], "", "x", usual.Replace('-', ' '),
                "{0x01234567,0x89ab,0xcdef,{0x01,0x23,0x45,0x67,0x89,0xab,0xcd,0xef}}"],
            static s => Guid.Parse(s));
        table.Case("Guid.Empty", static () => Guid.Empty);
        table.Case("Guid bytes", static () => Guid.Parse(usual).ToByteArray());
        table.Case("Guid of bytes", static () => new Guid([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]));
        table.Case("Guid of too few bytes", static () => new Guid([1]));
        table.Case("Guid of parts", static () => new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
        table.Case("Guid.GetHashCode", static () => Guid.Parse(usual).GetHashCode());
        table.Case("Guid order", static () =>
            $"{Guid.Empty.CompareTo(Guid.Parse(usual))} {Guid.Parse(usual) > Guid.Empty} {Guid.Parse(usual) == new Guid(usual)}");
        table.Case("Guid.NewGuid", static () =>
            $"{Guid.NewGuid() == Guid.NewGuid()} {Guid.NewGuid().Version} {Guid.NewGuid().Variant & 12}");
        table.Case("Guid.TryParseExact", static () => $"{Guid.TryParseExact(usual, "N", out _)} {Guid.TryParseExact(usual, "D", out _)}");
    }
}
