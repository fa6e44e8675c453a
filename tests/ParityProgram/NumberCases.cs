// Integers and reals as text and back.

using System.Globalization;

namespace RustKernel.ParityProgram;

internal static class NumberCases
{
    private static readonly string[] s_texts =
    [
        "0", "1", "-1", "+1", " 12 ", "\t3\n", "007", "127", "128", "255", "256", "-128", "-129", "32767", "32768", "65535", "65536",
        "2147483647", "2147483648", "-2147483648", "-2147483649", "4294967295", "4294967296", "9223372036854775807",
        "9223372036854775808", "18446744073709551615", "18446744073709551616", "1e3", "1.5", "-.5", "5.", ".", "", " ", "-", "+",
        "--1", "1-", "0x1F", "1F", "ff", "1,000", "(5)", "1 2", "5\0", "NaN", "Infinity", "-Infinity", "1.0", "1.50", "-0",
    ];

    internal static void Run(Table table)
    {
        table.Each("Byte.Parse", s_texts, static s => byte.Parse(s));
        table.Each("SByte.Parse", s_texts, static s => sbyte.Parse(s));
        table.Each("Int16.Parse", s_texts, static s => short.Parse(s));
        table.Each("UInt16.Parse", s_texts, static s => ushort.Parse(s));
        table.Each("Int32.Parse", s_texts, static s => int.Parse(s));
        table.Each("UInt32.Parse", s_texts, static s => uint.Parse(s));
        table.Each("Int64.Parse", s_texts, static s => long.Parse(s));
        table.Each("UInt64.Parse", s_texts, static s => ulong.Parse(s));
        table.Each("Double.Parse", s_texts, static s => double.Parse(s, CultureInfo.InvariantCulture));
        table.Each("Single.Parse", s_texts, static s => float.Parse(s, CultureInfo.InvariantCulture));
    }
}
