// Dates by standard and custom formats, in the invariant culture.

using System.Text;

namespace System.Globalization;

internal static class DateTimeWriter
{
    /// <summary>Without an offset it is a DateTime.</summary>
    internal static string Write(DateTime time, TimeSpan? offset, string? format)
    {
        if (string.IsNullOrEmpty(format))
        {
            return WriteCustom(time, offset, offset is null ? "MM/dd/yyyy HH:mm:ss" : "MM/dd/yyyy HH:mm:ss zzz");
        }

        if (format!.Length == 1)
        {
            if (format[0] is 'u' or 'r' or 'R' && offset is TimeSpan shift)
            {
                time -= shift;
            }

            return WriteCustom(time, offset, Standard(format[0], offset is not null));
        }

        return WriteCustom(time, offset, format!);
    }

    /// <summary>The custom format for a standard one.</summary>
    internal static string Standard(char format, bool hasOffset) => format switch
    {
        'd' => "MM/dd/yyyy",
        'D' => "dddd, dd MMMM yyyy",
        'f' => "dddd, dd MMMM yyyy HH:mm",
        'F' => "dddd, dd MMMM yyyy HH:mm:ss",
        'U' when !hasOffset => "dddd, dd MMMM yyyy HH:mm:ss",
        'g' => "MM/dd/yyyy HH:mm",
        'G' => "MM/dd/yyyy HH:mm:ss",
        'm' or 'M' => "MMMM dd",
        'o' or 'O' => hasOffset ? "yyyy-MM-ddTHH:mm:ss.fffffffzzz" : "yyyy-MM-ddTHH:mm:ss.fffffffK",
        'r' or 'R' => "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
        's' => "yyyy-MM-ddTHH:mm:ss",
        't' => "HH:mm",
        'T' => "HH:mm:ss",
        'u' => "yyyy-MM-dd HH:mm:ss'Z'",
        'y' or 'Y' => "yyyy MMMM",
        _ => throw new FormatException("Input string was not in a correct format."),
    };

    /// <summary>How often the character at <paramref name="at"/> is repeated.</summary>
    internal static int CountRun(string format, int at)
    {
        int end = at;
        while (end < format.Length && format[end] == format[at])
        {
            end++;
        }

        return end - at;
    }

    private static string WriteCustom(DateTime time, TimeSpan? offset, string format)
    {
        StringBuilder text = new();
        for (int at = 0; at < format.Length;)
        {
            int run = CountRun(format, at);
            switch (format[at])
            {
                case '\'' or '"':
                    int end = format.IndexOf(format[at], at + 1);
                    text.Append(format, at + 1, end > 0 ? end - at - 1 : throw Bad());
                    run = end - at + 1;
                    break;
                case '\\':
                    text.Append(at + 1 < format.Length ? format[at + 1] : throw Bad());
                    run = 2;
                    break;
                case '%':
                    if (at + 1 == format.Length || format[at + 1] == '%')
                    {
                        throw Bad();
                    }

                    run = 1;
                    break;
                default:
                    WritePart(text, time, offset, format[at], run);
                    break;
            }

            at += run;
        }

        return text.ToString();
    }

    private static FormatException Bad() => new("Input string was not in a correct format.");

    private static void WritePart(StringBuilder text, DateTime time, TimeSpan? offset, char part, int run)
    {
        DateTimeFormatInfo names = DateTimeFormatInfo.InvariantInfo;
        _ = part switch
        {
            'd' when run > 2 => text.Append(run == 3 ? names.GetAbbreviatedDayName(time.DayOfWeek) : names.GetDayName(time.DayOfWeek)),
            'd' => Number(text, time.Day, run),
            'M' when run > 2 => text.Append(run == 3 ? names.GetAbbreviatedMonthName(time.Month) : names.GetMonthName(time.Month)),
            'M' => Number(text, time.Month, run),
            'y' => Number(text, run <= 2 ? time.Year % 100 : time.Year, run),
            'h' => Number(text, ((time.Hour + 11) % 12) + 1, Math.Min(run, 2)),
            'H' => Number(text, time.Hour, Math.Min(run, 2)),
            'm' => Number(text, time.Minute, Math.Min(run, 2)),
            's' => Number(text, time.Second, Math.Min(run, 2)),
            't' => text.Append(time.Hour < 12 ? "AM" : "PM", 0, Math.Min(run, 2)),
            'g' => text.Append("A.D."),
            'f' or 'F' => Fraction(text, time.Ticks % TimeSpan.TicksPerSecond, part, run),
            'z' => Zone(text, offset ?? TimeSpan.Zero, run),
            'K' => Kind(text, time, offset, run),
            ':' or '/' => text.Append(part, run),
            _ => text.Append(part, run),
        };
    }

    private static StringBuilder Number(StringBuilder text, int value, int least) => text.Append(value.ToString("D" + least));

    private static StringBuilder Fraction(StringBuilder text, long ticks, char part, int run)
    {
        if (run > 7)
        {
            throw Bad();
        }

        string digits = ticks.ToString("D7").Substring(0, run);
        if (part == 'f')
        {
            return text.Append(digits);
        }

        digits = digits.TrimEnd('0');
        if (digits.Length == 0 && text.Length > 0 && text[^1] == '.')
        {
            text.Length--;
        }

        return text.Append(digits);
    }

    private static StringBuilder Zone(StringBuilder text, TimeSpan offset, int run)
    {
        text.Append(offset < TimeSpan.Zero ? '-' : '+');
        offset = offset.Duration();
        Number(text, offset.Hours, Math.Min(run, 2));
        return run > 2 ? Number(text.Append(':'), offset.Minutes, 2) : text;
    }

    private static StringBuilder Kind(StringBuilder text, DateTime time, TimeSpan? offset, int run)
    {
        for (; run > 0; run--)
        {
            if (offset is not null || time.Kind == DateTimeKind.Local)
            {
                Zone(text, offset ?? TimeSpan.Zero, 3);
            }
            else
            {
                text.Append(time.Kind == DateTimeKind.Utc ? "Z" : "");
            }
        }

        return text;
    }
}
