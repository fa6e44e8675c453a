// How the invariant culture writes dates.

namespace System.Globalization;

public sealed class DateTimeFormatInfo : IFormatProvider
{
    private static readonly DateTimeFormatInfo s_invariant = new();

    public static DateTimeFormatInfo InvariantInfo => s_invariant;

    public static DateTimeFormatInfo CurrentInfo => s_invariant;

    public string[] DayNames => ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    public string[] AbbreviatedDayNames => ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    public string[] MonthNames =>
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December", ""];

    public string[] AbbreviatedMonthNames => ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", ""];

    public string DateSeparator => "/";

    public string TimeSeparator => ":";

    public static DateTimeFormatInfo GetInstance(IFormatProvider? provider) => s_invariant;

    public string GetDayName(DayOfWeek dayofweek) => DayNames[(int)dayofweek];

    public string GetAbbreviatedDayName(DayOfWeek dayofweek) => AbbreviatedDayNames[(int)dayofweek];

    public string GetMonthName(int month) => MonthNames[month - 1];

    public string GetAbbreviatedMonthName(int month) => AbbreviatedMonthNames[month - 1];

    public object? GetFormat(Type? formatType) => formatType == typeof(DateTimeFormatInfo) ? this : null;
}
