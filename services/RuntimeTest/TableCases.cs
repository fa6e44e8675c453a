// Tables of inputs, with a line of text for each, compared with .NET: the sum of all lines of a table comes from .NET. These cases also run
// there (tests/RuntimeParity.Tests), so a sum that is right there and wrong here is this library's fault.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using RustKernel.SelfTests;

namespace RustKernel.RuntimeTest;

[Suite("runtime", 130, Part = 4)]
internal static partial class TableCases
{
    private static readonly long[] s_integers =
    [
        0, 1, -1, 7, -9, 10, 42, 99, -100, 127, -128, 255, 256, 999, 1000, -1001, 12345, 32767, -32768, 65535, 65536, 123456, 999999,
            1000000,
        -7654321, 2147483647, -2147483648, 4294967295, 4294967296, 9999999999, -123456789012, 999999999999999999, long.MaxValue,
            long.MinValue,
    ];

    private static readonly double[] s_reals =
    [
        0, -0.0, 1, -1, 0.1, 0.2, 0.3, 0.1 + 0.2, 0.5, 1.5, 2.5, -2.5, 0.125, 0.375, 1.005, 2.675, 9.995, 99.995, 1.0 / 3, 2.0 / 3, 100,
            1234.5678,
        12345678.9, 123456789012345, 1234567890123456, 12345678901234567, 1e14, 1e15, 1e16, 1e21, 1e22, 1e23, 9.5e-5, 1e-4, 1e-5, 1.1e-6,
            5e-324,
        2.2250738585072014e-308, 1.7976931348623157e308, 4.35, 0.000123456789, 3.14159265358979, 2.718281828459045, 1e100, 1.2345e-100,
        9007199254740993, 72057594037927945, 4503599627370497.5, 0.3e-9, 299792458, 6.62607015e-34, double.NaN, double.PositiveInfinity,
        double.NegativeInfinity, 5.684341886080802e-14, 1.1125369292536007e-308, 0.05, 0.95, 0.995, 0.9995, 999.5, 9999.5,
    ];

    private static readonly string[] s_numbers =
    [
        "0", "1", "-1", "+1", " 12 ", "\t3\n", "007", "2147483647", "2147483648", "-2147483648", "-2147483649", "9223372036854775807",
            "1e3", "1.5",
        "-.5", "5.", ".", "", " ", "-", "+", "--1", "1-", "0x1F", "1F", "ff", "1,000", "1,2,3", "$5", "NaN", "Infinity", "-Infinity",
            "1e400", "1e-400",
        "4.9e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "1.7976931348623158e308", "1.7976931348623159e308", "0.1",
            "0.30000000000000004",
        "123456789012345678901234567890", "9007199254740992.9999999999999999999999", "9007199254740993", "1e22", "1e23", "8.5e-5", "1E5",
            "1e+5", "1e", "e5",
        "5\0", "5\0x", "(5)", "1 2", "\u00a01", "12345678901234567890", "18446744073709551615", "18446744073709551616", "255", "256",
            "-128", "-129",
    ];

    private static readonly string[] s_texts =
    [
        "", " ", "a", "A", "b", "B", "ab", "aB", "Ab", "abc", "abcabc", "a,b,,c", " a b  c ", "a\tb\nc", "Hello, World", "hello, world",
            "straße", "STRASSE",
        "äöü", "ÄÖÜ", "ÿ", "Ÿ", "i", "I", "ı", "İ", "é", "\u00a0x\u2003", "xx--yy--zz", "aaaa", "banana", "\ud83d\ude00", "_",
        "0", "9",
            "Z", "z", "Ωω", "ж", "Ж",
    ];

    [Flags]
    private enum Colors
    {
        None = 0,
        Red = 1,
        Green = 2,
        Blue = 4,
        White = 7,
    }

    private enum Level : sbyte
    {
        Low = -1,
        Middle,
        High,
    }

    [Test]
    internal static void TableOfIntegerFormats() => Check(0xA530F8A6B1C11F2D, static sum =>
    {
        foreach (string format in new[] { "", "G", "D", "D5", "X", "x8", "N", "N0", "N3", "F", "F0", "F4", "E", "e2", "E10", "C", "C0",
            "P", "P0", "P1", "G3",
            "g5", "G20", "B", "B8", "0", "000", "#", "#,##0", "0.00", "#.##", "0.0##", "00,000.0", "0%", "0.0%", "#;(#);zero", "0.00E+00",
                "0e0", "'n='0", "\\#0",
            "#,", "#,,.0", "(###) ###-####", "+0;-0", "0;;-" })
        {
            foreach (long value in s_integers)
            {
                sum.Add(() => value.ToString(format));
                sum.Add(() => ((int)value).ToString(format));
            }
        }
    });

    [Test]
    internal static void TableOfRealFormats() => Check(0xF7411F2652E242D4, static sum =>
    {
        foreach (string format in new[] { "", "R", "G", "G3", "G5", "g10", "G15", "G17", "F", "F0", "F1", "F4", "F10", "N", "N0", "N1",
            "E", "E0", "e3", "E16",
            "P", "P0", "P1", "C", "0", "0.0", "0.00", "#.##", "0.###", "#,##0.0", "0.0e+00", "00.00", "0%" })
        {
            foreach (double value in s_reals)
            {
                sum.Add(() => value.ToString(format));
            }
        }
    });

    [Test]
    internal static void TableOfSingles() => Check(0x30C189BFC787E159, static sum =>
    {
        foreach (double value in s_reals)
        {
            sum.Add(() => ((float)value).ToString());
            sum.Add(() => ((float)value).ToString("F3"));
            sum.Add(() => ((float)value).ToString("E3"));
            sum.Add(() => ((float)value).GetHashCode().ToString());
            sum.Add(() => value.GetHashCode().ToString());
        }
    });

    [Test]
    internal static void TableOfParsing() => Check(0x858404771D85E739, static sum =>
    {
        foreach (string text in s_numbers)
        {
            sum.Add(() => sbyte.Parse(text).ToString());
            sum.Add(() => byte.Parse(text).ToString());
            sum.Add(() => int.Parse(text).ToString());
            sum.Add(() => ulong.Parse(text).ToString());
            sum.Add(() => long.TryParse(text, out long value) + " " + value);
            sum.Add(() => int.Parse(text, NumberStyles.HexNumber).ToString());
            sum.Add(() => int.Parse(text, NumberStyles.Number).ToString());
            sum.Add(() => long.Parse(text, NumberStyles.Any, CultureInfo.InvariantCulture).ToString());
            sum.Add(() => BitConverter.DoubleToInt64Bits(double.Parse(text)).ToString("X"));
            sum.Add(() => BitConverter.SingleToInt32Bits(float.Parse(text)).ToString("X"));
            sum.Add(() => bool.TryParse(text, out bool truth) + " " + truth);
        }
    });

    [Test]
    internal static void TableOfTexts() => Check(0xFA4D6C11F5868BE8, static sum =>
    {
        foreach (string one in s_texts)
        {
            sum.Add(() => one.ToUpperInvariant() + one.ToLowerInvariant() + one.Trim() + one.TrimStart('a', ' ') + one.TrimEnd('c'));
            sum.Add(() => string.Join("|", one.Split(',')) + string.Join("|", one.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
            sum.Add(() =>
                string.Join("|", one.Split("--")) + string.Join("|", one.Split((char[]?)null, 2)) + one.PadLeft(5, '.') + one.PadRight(6));
            sum.Add(() => one.Replace("a", "bb") + one.Replace('a', 'x') + one.Insert(one.Length / 2, "^") + one.Remove(one.Length / 2));
            sum.Add(() => one.Substring(1, 2));
            sum.Add(() => Convert.ToBase64String(Encoding.UTF8.GetBytes(one)) + Convert.ToHexString(Encoding.UTF8.GetBytes(one)));
            foreach (string other in s_texts)
            {
                sum.Add(() =>
                    Math.Sign(string.Compare(one, other)) + " " + Math.Sign(string.Compare(one, other, StringComparison.OrdinalIgnoreCase))
                    + one.Equals(other, StringComparison.OrdinalIgnoreCase) + one.IndexOf(other, StringComparison.Ordinal)
                    + one.IndexOf(other, StringComparison.OrdinalIgnoreCase) + one.LastIndexOf(other, StringComparison.Ordinal)
                    + one.StartsWith(other, StringComparison.OrdinalIgnoreCase) + one.EndsWith(other, StringComparison.Ordinal)
                        + one.Contains(other));
            }
        }
    });

    [Test]
    internal static void TableOfCharacters() => Check(0xAA35E13F2F7C85DE, static sum =>
    {
        for (int i = 0; i < 65536; i += 256)
        {
            int start = i;
            sum.Add(() =>
            {
                StringBuilder text = new();
                for (int c = start; c < start + 256; c++)
                {
                    char one = (char)c;
                    text.Append((char)('0'
                        + (int)char.GetUnicodeCategory(one))).Append(char.ToUpperInvariant(one)).Append(char.ToLowerInvariant(one));
                    text.Append((char.IsLetter(one) ? 1 : 0) + (char.IsDigit(one) ? 2 : 0) + (char.IsWhiteSpace(one) ? 4 : 0)
                        + (char.IsPunctuation(one) ? 8 : 0)
                        + (char.IsSymbol(one) ? 16 : 0) + (char.IsControl(one) ? 32 : 0) + (char.IsSeparator(one) ? 64 : 0)
                            + (char.IsUpper(one) ? 128 : 0));
                }

                return text.ToString();
            });
        }
    });

    [Test]
    internal static void TableOfEnums() => Check(0x4842880123CF7D96, static sum =>
    {
        for (int i = -3; i < 20; i++)
        {
            int value = i;
            foreach (string format in new[] { "G", "D", "X", "F", "" })
            {
                sum.Add(() => ((Colors)value).ToString(format) + ((Level)value).ToString(format));
            }

            sum.Add(() => Enum.IsDefined((Colors)value) + " " + Enum.GetName((Level)value) + ((Colors)value).HasFlag(Colors.Blue));
        }

        foreach (string text in new[] { "Red", "red", "Red, Blue", " Green ", "4", "-1", "", " ", "Purple", "Red,", "White", "300" })
        {
            sum.Add(() => Enum.Parse<Colors>(text).ToString());
            sum.Add(() => Enum.TryParse(text, true, out Level level) + " " + level);
        }

        sum.Add(() => string.Join(",", Enum.GetNames<Level>()) + string.Join(",", Enum.GetValues<Colors>()));
    });

    [Test]
    internal static void TableOfNulls() => Check(0x6A3B31AD8AC89650, static sum =>
    {
        int?[] values = [null, 0, 1, -1, 7];
        foreach (int? one in values)
        {
            sum.Add(() =>
                "[" + one.ToString() + "]" + one.GetHashCode() + one.HasValue + one.GetValueOrDefault(9) + (one is int) + one.Equals(7));
            object? boxed = Boxed(one);
            sum.Add(() => (boxed is int) + " " + (boxed == null) + Unboxed<int?>(boxed) + (boxed is long?));
            foreach (int? other in values)
            {
                sum.Add(() => (one == other) + " " + (one < other) + (one + other) + Nullable.Compare(one, other)
                    + Comparer<int?>.Default.Compare(one, other)
                    + EqualityComparer<int?>.Default.Equals(one, other));
            }
        }

        sum.Add(() => string.Join(",", values.OrderBy(static x => x)) + string.Join(",", values.Distinct()) + values.Max() + values.Sum()
            + values.Average());
    });

    private static object? Boxed<T>(T value) => value;

    private static T Unboxed<T>(object? value) => (T)value!;

    // An exception of a line is a line, too.
    private static void Check(ulong expected, Action<Sum> table)
    {
        Sum sum = new();
        table(sum);
        Checks.Equal(expected, sum.Value);
    }

    private sealed class Sum
    {
        internal ulong Value { get; private set; } = 14695981039346656037;

        internal int Lines { get; private set; }

        internal void Add(Func<string> line)
        {
            string text;
            try
            {
                text = line();
            }
            catch (Exception error)
            {
                text = error.GetType().Name;
            }

            Lines++;
            foreach (char c in text)
            {
                Value = (Value ^ c) * 1099511628211;
            }

            Value = (Value ^ '\n') * 1099511628211;
        }
    }
}
