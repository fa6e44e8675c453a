// Parses dates: any of the usual forms, or exactly by a format.

namespace System.Globalization;

internal static class DateTimeParser
{
    internal static bool TryParse(string text, DateTimeStyles styles, out DateTimeParts parts)
    {
        parts = new DateTimeParts();
        FreeDateReader reader = new(text.Trim());
        return reader.TryRead(ref parts);
    }

    internal static bool TryParseExact(string text, string format, DateTimeStyles styles, out DateTimeParts parts)
    {
        parts = new DateTimeParts();
        if (format.Length == 0)
        {
            return false;
        }

        string custom = format.Length == 1 ? DateTimeWriter.Standard(format[0], false) : format;
        text = (styles & DateTimeStyles.AllowLeadingWhite) != 0 ? text.TrimStart() : text;
        text = (styles & DateTimeStyles.AllowTrailingWhite) != 0 ? text.TrimEnd() : text;
        int place = 0;
        for (int at = 0; at < custom.Length;)
        {
            int run = DateTimeWriter.CountRun(custom, at);
            switch (custom[at])
            {
                case '\'' or '"':
                    int end = custom.IndexOf(custom[at], at + 1);
                    if (end < 0 || string.CompareOrdinal(text, place, custom, at + 1, end - at - 1) != 0)
                    {
                        return false;
                    }

                    place += end - at - 1;
                    run = end - at + 1;
                    break;
                case '\\':
                    if (at + 1 == custom.Length || place == text.Length || text[place++] != custom[at + 1])
                    {
                        return false;
                    }

                    run = 2;
                    break;
                case '%':
                    run = 1;
                    break;
                default:
                    if (!TryReadPart(text, ref place, custom[at], run, ref parts))
                    {
                        return false;
                    }

                    break;
            }

            at += run;
        }

        // The Z of these means the zone.
        if (format is "u" or "r" or "R")
        {
            parts.IsUtc = format == "u" && (styles & DateTimeStyles.RoundtripKind) != 0;
        }

        return place == text.Length;
    }

    /// <summary>The index of a name at <paramref name="place"/>, which then moves past it; -1: none.</summary>
    internal static int ReadName(string text, ref int place, string[] names)
    {
        for (int i = 0; i < names.Length; i++)
        {
            string name = names[i];
            if (name.Length > 0 && string.Compare(text, place, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0)
            {
                place += name.Length;
                return i;
            }
        }

        return -1;
    }

    /// <summary>A number of <paramref name="least"/> to <paramref name="most"/> digits; -1: none.</summary>
    internal static int ReadNumber(string text, ref int place, int least, int most)
    {
        int value = 0;
        int digits = 0;
        for (; digits < most && place < text.Length && char.IsAsciiDigit(text[place]); digits++)
        {
            value = (value * 10) + text[place++] - '0';
        }

        return digits >= least ? value : -1;
    }

    /// <summary>Ticks of a fraction of a second; -1: too few digits.</summary>
    internal static long ReadFraction(string text, ref int place, int least, int most)
    {
        long ticks = 0;
        long unit = TimeSpan.TicksPerSecond;
        int digits = 0;
        for (; digits < most && place < text.Length && char.IsAsciiDigit(text[place]); digits++)
        {
            unit /= 10;
            ticks += (text[place++] - '0') * unit;
        }

        return digits >= least ? ticks : -1;
    }

    internal static bool TryReadOffset(string text, ref int place, int run, ref DateTimeParts parts)
    {
        if (place == text.Length || text[place] is not ('+' or '-'))
        {
            return false;
        }

        bool isNegative = text[place++] == '-';
        int hours = ReadNumber(text, ref place, 1, 2);
        int minutes = 0;
        if (run > 2 || run == 0)
        {
            bool hasColon = place < text.Length && text[place] == ':';
            place += hasColon ? 1 : 0;
            int start = place;
            minutes = ReadNumber(text, ref place, 2, 2);
            if (minutes < 0 && run == 0 && !hasColon && place == start)
            {
                minutes = 0;
            }
        }

        if (hours is < 0 or > 14 || minutes is < 0 or > 59)
        {
            return false;
        }

        TimeSpan offset = new(hours, minutes, 0);
        parts.Offset = isNegative ? -offset : offset;
        return true;
    }

    private static bool TryReadPart(string text, ref int place, char part, int run, ref DateTimeParts parts)
    {
        DateTimeFormatInfo names = DateTimeFormatInfo.InvariantInfo;
        switch (part)
        {
            case 'd' when run > 2:
                return (parts.WeekDay = ReadName(text, ref place, run == 3 ? names.AbbreviatedDayNames : names.DayNames)) >= 0;
            case 'd':
                return (parts.Day = ReadNumber(text, ref place, run, 2)) >= 0;
            case 'M' when run > 2:
                return (parts.Month = ReadName(text, ref place, run == 3 ? names.AbbreviatedMonthNames : names.MonthNames) + 1) > 0;
            case 'M':
                return (parts.Month = ReadNumber(text, ref place, run, 2)) >= 0;
            case 'y':
                parts.Year = run <= 2 ? ReadNumber(text, ref place, run, 2) : ReadNumber(text, ref place, run, run);
                parts.Year += run <= 2 && parts.Year >= 0 ? parts.Year < 50 ? 2000 : 1900 : 0;
                return parts.Year >= 0;
            case 'h' or 'H':
                return (parts.Hour = ReadNumber(text, ref place, Math.Min(run, 2), 2)) >= 0
                    && (part == 'H' || parts.Hour <= 12) && (part == 'h' || parts.Hour <= 24);
            case 'm':
                return (parts.Minute = ReadNumber(text, ref place, Math.Min(run, 2), 2)) >= 0;
            case 's':
                return (parts.Second = ReadNumber(text, ref place, Math.Min(run, 2), 2)) >= 0;
            case 'f':
                return (parts.FractionTicks = ReadFraction(text, ref place, run, run)) >= 0;
            case 'F':
                return (parts.FractionTicks = ReadFraction(text, ref place, 0, run)) >= 0;
            case 't':
                return (parts.Half = ReadName(text, ref place, run == 1 ? ["A", "P"] : ["AM", "PM"])) >= 0;
            case 'z':
                return TryReadOffset(text, ref place, run, ref parts);
            case 'K':
                return TryReadKind(text, ref place, ref parts);
            default:
                for (; run > 0; run--)
                {
                    if (place == text.Length || text[place++] != part)
                    {
                        return false;
                    }
                }

                return true;
        }
    }

    private static bool TryReadKind(string text, ref int place, ref DateTimeParts parts)
    {
        if (place == text.Length || text[place] is not ('Z' or '+' or '-'))
        {
            return true;
        }

        if (text[place] == 'Z')
        {
            place++;
            parts.IsUtc = true;
            parts.Offset = TimeSpan.Zero;
            return true;
        }

        return TryReadOffset(text, ref place, 3, ref parts);
    }
}
