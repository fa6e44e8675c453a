// A DateTime as text, invariant: G (also without a format), O, s, u and R. Other formats, and reading, are not there.

namespace System;

public readonly partial struct DateTime
{
    private const string DayNames = "SunMonTueWedThuFriSat";
    private const string MonthNames = "JanFebMarAprMayJunJulAugSepOctNovDec";

    public override string ToString() => ToString(null, null);

    public string ToString(string? format) => ToString(format, null);

    public string ToString(IFormatProvider? provider) => ToString(null, provider);

    public string ToString(string? format, IFormatProvider? provider)
    {
        (int year, int month, int day) = Parts();
        string time = $"{Hour:D2}:{Minute:D2}:{Second:D2}";
        return format switch
        {
            null or "" or "G" => $"{month:D2}/{day:D2}/{year:D4} {time}",
            "s" => $"{year:D4}-{month:D2}-{day:D2}T{time}",
            "u" => $"{year:D4}-{month:D2}-{day:D2} {time}Z",
            "o" or "O" => $"{year:D4}-{month:D2}-{day:D2}T{time}.{Ticks % TimeSpan.TicksPerSecond:D7}{Zone}",
            "r" or "R" => $"{DayNames.Substring((int)DayOfWeek * 3, 3)}, {day:D2} {MonthNames.Substring((month - 1) * 3, 3)} {year:D4} "
                + $"{time} GMT",
            _ => throw new FormatException("Input string was not in a correct format."),
        };
    }

    private string Zone => Kind switch
    {
        DateTimeKind.Utc => "Z",
        DateTimeKind.Local => "+00:00",
        _ => "",
    };
}
