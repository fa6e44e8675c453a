// A length of time as text and back, invariant.

using System.Globalization;
using System.Text;

namespace System;

public readonly partial struct TimeSpan
{
    public static TimeSpan Parse(string s) => Parse(s, null);

    public static TimeSpan Parse(string input, IFormatProvider? formatProvider)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Read(input, out TimeSpan result) switch
        {
            ReadOutcome.Good => result,
            ReadOutcome.TooLarge =>
                throw new OverflowException($"The TimeSpan string '{input}' could not be parsed because at least one of "
                + "the numeric components is out of range or contains too many digits."),
            _ => throw new FormatException($"String '{input}' was not recognized as a valid TimeSpan."),
        };
    }

    public static bool TryParse(string? s, out TimeSpan result) => TryParse(s, null, out result);

    public static bool TryParse(string? input, IFormatProvider? formatProvider, out TimeSpan result)
    {
        result = default;
        return input is not null && Read(input, out result) == ReadOutcome.Good;
    }

    public override string ToString() => ToString(null, null);

    public string ToString(string? format) => ToString(format, null);

    public string ToString(string? format, IFormatProvider? formatProvider) => format switch
    {
        null or "" or "c" or "t" or "T" => Constant(),
        "g" => General(false),
        "G" => General(true),
        { Length: 1 } => throw new FormatException("Input string was not in a correct format."),
        _ => Custom(format),
    };

    private ulong AbsoluteTicks => _ticks < 0 ? (ulong)-_ticks : (ulong)_ticks;

    private string Constant()
    {
        ulong seconds = AbsoluteTicks / (ulong)TicksPerSecond;
        ulong days = seconds / 86_400;
        string text = (_ticks < 0 ? "-" : "") + (days != 0 ? days.ToString() + "." : "");
        text += (seconds / 3600 % 24).ToString("D2") + ":" + (seconds / 60 % 60).ToString("D2") + ":" + (seconds % 60).ToString("D2");
        ulong rest = AbsoluteTicks % (ulong)TicksPerSecond;
        return rest == 0 ? text : text + "." + rest.ToString("D7");
    }

    private string General(bool isLong)
    {
        ulong seconds = AbsoluteTicks / (ulong)TicksPerSecond;
        ulong days = seconds / 86_400;
        StringBuilder text = new(_ticks < 0 ? "-" : "");
        if (isLong || days != 0)
        {
            text.Append(days).Append(':');
        }

        text.Append((seconds / 3600 % 24).ToString(isLong ? "D2" : "D1"));
        text.Append(':').Append((seconds / 60 % 60).ToString("D2")).Append(':').Append((seconds % 60).ToString("D2"));
        string rest = (AbsoluteTicks % (ulong)TicksPerSecond).ToString("D7");
        rest = isLong ? rest : rest.TrimEnd('0');
        return text.Append(rest.Length > 0 ? "." + rest : "").ToString();
    }

    private string Custom(string format)
    {
        StringBuilder text = new();
        for (int at = 0; at < format.Length;)
        {
            int run = DateTimeWriter.CountRun(format, at);
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
                    run = at + 1 < format.Length && format[at + 1] != '%' ? 1 : throw Bad();
                    break;
                default:
                    WritePart(text, format[at], run);
                    break;
            }

            at += run;
        }

        return text.ToString();
    }

    private void WritePart(StringBuilder text, char part, int run)
    {
        ulong seconds = AbsoluteTicks / (ulong)TicksPerSecond;
        (ulong value, int most) = part switch
        {
            'd' => (seconds / 86_400, 8),
            'h' => (seconds / 3600 % 24, 2),
            'm' => (seconds / 60 % 60, 2),
            's' => (seconds % 60, 2),
            'f' or 'F' => (AbsoluteTicks % (ulong)TicksPerSecond, 7),
            _ => throw Bad(),
        };
        if (run > most)
        {
            throw Bad();
        }

        if (part is 'f' or 'F')
        {
            string digits = value.ToString("D7").Substring(0, run);
            text.Append(part == 'F' ? digits.TrimEnd('0') : digits);
        }
        else
        {
            text.Append(value.ToString("D" + run));
        }
    }

    private static FormatException Bad() => new("Input string was not in a correct format.");

    private enum ReadOutcome
    {
        Bad,
        TooLarge,
        Good,
    }

    // [-]d, or [-][d.]hh:mm[:ss[.fffffff]], or [-]d:hh:mm:ss[.fffffff].
    private static ReadOutcome Read(string input, out TimeSpan result)
    {
        result = default;
        string text = input.Trim();
        bool isNegative = text.StartsWith('-');
        text = isNegative ? text[1..] : text;
        string[] parts = text.Split(':');
        string fraction = "";
        if (parts.Length is 0 or > 4 || text.Length == 0)
        {
            return ReadOutcome.Bad;
        }

        int point = parts[^1].IndexOf('.');
        if (point >= 0 && parts.Length > 2)
        {
            fraction = parts[^1][(point + 1)..];
            parts[^1] = parts[^1][..point];
            if (fraction.Length == 0)
            {
                return ReadOutcome.Bad;
            }
        }

        string days = "0";
        point = parts[0].IndexOf('.');
        if (point >= 0 && parts.Length is 2 or 3)
        {
            days = parts[0][..point];
            parts[0] = parts[0][(point + 1)..];
        }

        Span<long> values = [0, 0, 0, 0];
        ReadOutcome outcome = ReadValue(days, 10675199, ref values[0]);
        int first = parts.Length is 1 or 4 ? 0 : 1;
        for (int i = 0; i < parts.Length && outcome != ReadOutcome.Bad; i++)
        {
            int place = first + i;
            ReadOutcome one = ReadValue(parts[i], place == 0 ? 10675199 : place == 1 ? 23 : 59, ref values[place]);
            outcome = one < outcome ? one : outcome;
        }

        long ticks = 0;
        foreach (char c in fraction)
        {
            outcome = char.IsAsciiDigit(c) ? outcome : ReadOutcome.Bad;
        }

        if (outcome == ReadOutcome.Good && fraction.Length > 0)
        {
            outcome = fraction.Length <= 7 ? outcome : ReadOutcome.TooLarge;
            ticks = fraction.Length <= 7 ? long.Parse(fraction.PadRight(7, '0')) : 0;
        }

        if (outcome != ReadOutcome.Good)
        {
            return outcome;
        }

        Sum(values, ref ticks, isNegative, out bool fits);
        result = fits ? new TimeSpan(ticks) : default;
        return fits ? ReadOutcome.Good : ReadOutcome.TooLarge;
    }

    private static void Sum(ReadOnlySpan<long> values, ref long ticks, bool isNegative, out bool fits)
    {
        ulong whole = ((ulong)values[0] * (ulong)TicksPerDay) + ((ulong)values[1] * (ulong)TicksPerHour)
            + ((ulong)values[2] * (ulong)TicksPerMinute) + ((ulong)values[3] * (ulong)TicksPerSecond) + (ulong)ticks;
        fits = whole <= (ulong)long.MaxValue + (isNegative ? 1ul : 0);
        ticks = isNegative ? -(long)whole : (long)whole;
    }

    private static ReadOutcome ReadValue(string text, long most, ref long value)
    {
        if (text.Length == 0)
        {
            return ReadOutcome.Bad;
        }

        foreach (char c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return ReadOutcome.Bad;
            }

            value = Math.Min((value * 10) + c - '0', most + 1);
        }

        return value <= most ? ReadOutcome.Good : ReadOutcome.TooLarge;
    }
}
