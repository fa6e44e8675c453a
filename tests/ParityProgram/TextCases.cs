// Small programs of text: formats of numbers, times and one's own types, interpolation, builders, case.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace RustKernel.ParityProgram;

internal static class TextCases
{
    private static readonly CultureInfo s_culture = CultureInfo.InvariantCulture;

    internal static void Run(Table table)
    {
        Numbers(table);
        Composite(table);
        Times(table);
        Letters(table);
        Strings(table);
        Builders(table);
        Conversions(table);
    }

    private static void Numbers(Table table)
    {
        string[] formats =
        [
            "0", "00.00", "#,##0.##", "#", "0.0%", "0.00e+0", "#.##E-00", "+0;-0;zero", "0,,.0", "'x'0'y'", "\\#0", "0.###", "(0)",
                "$#,0", "000-00", "0;;", "#;neg", "0.0‰", "##,#", "0 0", "\"a\"0", "0.0.0", "",
            "C", "C0", "P", "P1", "N3", "F0", "E2", "e", "G3", "R", "D5", "X4", "B8", "G17", "g5", "F10", "N0", "Z", "G0", "E0", "D",
                "x", "P0",
        ];
        table.Pairs("double formatted", formats, [0.0, -0.0, 1.5, -1234567.891, 0.00012345, 1e20, double.NaN, double.NegativeInfinity],
            static (f, d) => SmallCases.Said(() => d.ToString(f, s_culture)));
        table.Pairs("int formatted", formats, [0, 7, -42, 1234567, int.MinValue],
            static (f, i) => SmallCases.Said(() => i.ToString(f, s_culture)));
        table.Pairs("decimal formatted", formats, [0m, -0.5m, 1234.5678m, 79228162514264337593543950335m],
            static (f, d) => SmallCases.Said(() => d.ToString(f, s_culture)));
        string[] texts =
        [
            "1", " 1 ", "-1", "+1", "1.5", "1,000", "1e3", "(5)", "5-", "0x1F", "1F", "", " ", "1 2", "$5", "999999999999", "-0", ".5",
                "5.", "1_0", "\u0661", "NaN", "Infinity", "-Infinity", "-∞", "1e400", "1,2,3", "00012", "1.0000000000000000000000000001",
        ];
        NumberStyles[] styles = [NumberStyles.Integer, NumberStyles.Float, NumberStyles.Number, NumberStyles.HexNumber,
            NumberStyles.Currency, NumberStyles.Any, NumberStyles.None, NumberStyles.BinaryNumber];
        table.Pairs("int parsed", texts, styles, static (t, s) => SmallCases.Said(() => int.Parse(t, s, s_culture)));
        table.Pairs("double parsed", texts, styles, static (t, s) => SmallCases.Said(() => double.Parse(t, s, s_culture)));
        table.Pairs("decimal parsed", texts, styles, static (t, s) => SmallCases.Said(() => decimal.Parse(t, s, s_culture)));
    }

    private static void Own(Table table)
    {
        table.Case("ISpanFormattable, interpolated", static () =>
            $"{new Spanned(3)}|{new Spanned(3):f}|{new Spanned(3),9}|{new Spanned(3),-9:f}|");
        table.Case("ISpanFormattable, in a StringBuilder", static () =>
            new StringBuilder().Append(s_culture, $"{new Spanned(3)}|{new Spanned(3):f}").Append($"{new Spanned(4),5}").ToString());
        table.Case("ISpanFormattable, by string.Create", static () => string.Create(s_culture, $"{new Spanned(5):q}"));
        table.Case("ISpanFormattable, by string.Format", static () => string.Format(s_culture, "{0}|{0:f}|{0,7}", new Spanned(7)));
        table.Case("ISpanFormattable, by AppendFormat", static () =>
            new StringBuilder().AppendFormat(s_culture, "{0}|{0:f}|{0,7}", new Spanned(7)).ToString());
        table.Case("ISpanFormattable, by Append of an object",
            static () => new StringBuilder().Append(new Spanned(7)).Append((object)new Spanned(8)).ToString());
        table.Case("ISpanFormattable, concatenated and joined",
            static () => "a" + new Spanned(8) + string.Concat(new Spanned(1), new Spanned(2))
            + string.Join(",", new[] { new Spanned(9), new Spanned(10) }) + string.Join(",", [new Spanned(9), 1]));
        table.Case("ISpanFormattable, as object and interface",
            static () => $"{(object)new Spanned(1)} {(IFormattable)new Spanned(2)} {(ISpanFormattable)new Spanned(3)}");
        table.Case("ISpanFormattable, that grows", static () => $"{new Long(300)}".Length + " " + $"{"x"}{new Long(5000)}{"y"}".Length);
        table.Case("ISpanFormattable, that throws", static () => SmallCases.Said(static () => $"{new Bad()}"));
        table.Case("ISpanFormattable, of a class and null",
            static () => $"[{new Class()}] [{(Class?)null}] [{(Spanned?)null}] [{(Spanned?)new Spanned(4)}]");
        table.Case("ISpanFormattable, generic", static () =>
            Interpolated(new Spanned(1)) + Interpolated(5) + Interpolated("s") + Interpolated<object?>(null)
            + Interpolated(DayOfWeek.Friday));
        table.Case("IFormattable, with provider", static () =>
            string.Create(s_culture, $"{new Formatted(2)}|{new Formatted(2):k}") + $"{new Formatted(3)}");
        table.Case("ICustomFormatter", static () => string.Format(new Custom(), "{0}|{0:H}|{1:H}|{2}", 10, "text", null)
            + string.Create(new Custom(), $"{10:H}|{"text":H}|{12}|{null}"));
        table.Case("ICustomFormatter, in a builder", static () =>
            new StringBuilder().AppendFormat(new Custom(), "{0:H},{1,5}", 5, 6).Append(new Custom(), $"{7:H}{8,4}").ToString());
        table.Case("FormattableString", static () =>
        {
            FormattableString text = $"{1.5} and {"two",5} {3:X2}";
            return $"{text.Format} {text.ArgumentCount} {text.GetArgument(1)} {text.ToString(s_culture)}"
                + $" {FormattableString.Invariant($"{2.5:F2}")} {text.GetArguments().Length}";
        });
        table.Case("handler of one's own", static () => Told(true, $"a{1}b{"c"}")
            + Told(false, $"never {SmallCases.Said(static () => throw new FormatException())}"));
    }

    private static void Composite(Table table)
    {
        table.Case("an array of a class, joined", static () =>
        {
            Formatted[] array = [new(1), new(2)];
            List<Formatted> list = [new(3), new(4)];
            return string.Join(", ", array) + string.Join(';', array) + string.Concat(array) + string.Concat(list) + string.Join(',', list)
                + string.Join(",", new Version[] { new(1, 2), new(3, 4) })
                + string.Join(", ", "a", "b", "c", "d") + string.Join(',', 1, "x", null, 2.5)
                + string.Concat(1, "x", null, 'c', 2L) + string.Concat("a", "b", "c", "d", "e")
                + string.Join(" ", (ReadOnlySpan<string?>)["p", null, "q"]) + string.Join('-', [1, 2])
                + new StringBuilder().AppendJoin("/", array).AppendJoin('+', array).AppendJoin(", ", list).AppendJoin('|', "k", "l");
        });
        string[] formats = ["{0}", "{0,6}|", "{0,-6}|", "{1}{0}{1}", "{{{0}}}", "{0:D3}", "{0:}", "{2}", "{0", "0}", "{}", "{a}",
            "{0,}", "{0,x}", "{-1}", "{ 0}", "{0 }", "{0:{{x}}}", "{0,3:X}|", "{0, 5 :X}|", "}}", "{{", "", "{0,1000000}", "{0:x}}",
            "{0}{", "{00}", "{0:#|#}"];
        table.Each("string.Format", formats, static f => SmallCases.Said(() =>
            string.Format(s_culture, f, 42, "s")) is { Length: > 200 } text ? text.Length.ToString(s_culture)
            : SmallCases.Said(() => string.Format(s_culture, f, 42, "s")));
        table.Each("AppendFormat", formats[..^5], static f =>
            SmallCases.Said(() => new StringBuilder().AppendFormat(s_culture, f, [42, "s"]).ToString()));
        table.Case("interpolated, nested and conditional", static () =>
            $"{(1 > 0 ? $"{1:D2}" : "no")} {$"{"in"}{$"{"ner"}"}"} {new { A = 1, B = "x" }} {(1, "t")} {new[] { 1 }.Length:D3}"
            + $" {1.0 / 3:F3} {DateTime.UnixEpoch:yyyy}");
        table.Case("interpolated, raw", static () => $$"""{"a": {{1 + 1}}, "b": "{{"x"}}"}""");
        table.Case("interpolated, chars and bools and nulls",
            static () => $"{'c'}{true}{(string?)null}{(object?)null}{'c',3}{false,-6}|{(int?)null,4}|");
    }

    private static void Times(Table table)
    {
        DateTime[] times = [new(2024, 2, 29, 13, 5, 7, 89), new(1, 1, 1), new(9999, 12, 31, 23, 59, 59, DateTimeKind.Utc),
            new DateTime(2023, 7, 4, 0, 0, 0).AddTicks(1234567)];
        string[] formats = ["d", "D", "f", "F", "g", "G", "m", "o", "r", "s", "t", "T", "u", "y", "yyyy-MM-ddTHH:mm:ss.fffK",
            "ddd dd MMM yy h:m:s tt", "dddd MMMM", "fffffff", "FFF", "%d", "'at' HH'h'", "gg", "q", "", "HH:mm:ss.FFFFFFF", "M/d",
            "\\d d", "K", "zzz"];
        table.Pairs("DateTime formatted", formats, times, static (f, t) =>
            f == "zzz" && t.Kind != DateTimeKind.Utc ? "local" : SmallCases.Said(() => t.ToString(f, s_culture)));
        TimeSpan[] spans = [TimeSpan.Zero, new(1, 2, 3, 4, 5), -new TimeSpan(0, 0, 59), TimeSpan.MaxValue, TimeSpan.FromTicks(1)];
        string[] spanFormats = ["c", "g", "G", "hh\\:mm", "d\\.hh", "%d", "fff", "FFF", "s\\.ff", "'n'm", "t", "T", "x", "", "mm':'ss",
            "dddd", "h:m"];
        table.Pairs("TimeSpan formatted", spanFormats, spans, static (f, t) => SmallCases.Said(() => t.ToString(f, s_culture)));
        table.Each("DateTime parsed", ["2024-02-29", "2024-02-29T13:05:07Z", "02/29/2024", "2023-02-29", "13:05", "29 Feb 2024",
            "Thu, 29 Feb 2024 13:05:07 GMT", "", "2024-02-29 1:05 PM", "2024-02-29T13:05:07.1234567+02:00"], static t =>
            SmallCases.Said(() => t == "13:05" ? DateTime.Parse(t, s_culture).TimeOfDay.ToString()
                : DateTime.Parse(t, s_culture, DateTimeStyles.AdjustToUniversal).ToString("o", s_culture)));
        table.Each("TimeSpan parsed", ["1:02", "1.02:03:04", "-1:2:3", "1:60", "24:00", "5", "1.5", "", "0:0:0.0000001",
            "10675199.02:48:05.4775807", "1:2:3:4", "99:0"], static t => SmallCases.Said(() => TimeSpan.Parse(t, s_culture)));
        table.Case("DateOnly, TimeOnly, DateTimeOffset", static () =>
            $"{new DateOnly(2024, 2, 29):yyyy/MM/dd} {new TimeOnly(13, 5):HH.mm}"
                + $" {new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.FromHours(-3)):o} {new DateOnly(2024, 1, 31).AddMonths(1):o}"
                + $" {new TimeOnly(23, 30).AddHours(1):t}");
    }

    private static void Letters(Table table)
    {
        string[] texts =
        [
            "\U00010400\U00010428", "a\U00010428z", "\U0001E900\U0001E922", "\U000118A0\U000118C0", "\ud801", "\udc28", "\udc28\ud801",
                "\ud801x\udc28", "\U00010C80\U00010CC0", "\U00016E40\U00016E60", "\U000104B0\U000104D8",
            "ß", "ẞ", "İ", "ı", "ŉ", "ǅ", "Σς", "ﬀ", "\uA64A\u1C88", "\u10D0\u1C90", "\u13A0\uAB70", "éÉ", "\u0345",
                "\u1FB3\u1FBC", "K\u212A", "\U0001F600a", "\U00010570\U00010597",
        ];
        table.Each("ToUpperInvariant", texts, static t => t.ToUpperInvariant());
        table.Each("ToLowerInvariant", texts, static t => t.ToLowerInvariant());
        table.Each("ToUpper of the invariant culture", texts,
            static t => t.ToUpper(s_culture) + s_culture.TextInfo.ToUpper(t) + s_culture.TextInfo.ToLower(t));
        table.Pairs("compared, ignoring case", texts, texts,
            static (a, b) => $"{string.Equals(a, b, StringComparison.OrdinalIgnoreCase)}"
            + $" {Math.Sign(string.Compare(a, b, StringComparison.OrdinalIgnoreCase))}");
        table.Each("hashed, ignoring case", texts, static t =>
            StringComparer.OrdinalIgnoreCase.GetHashCode(t) == StringComparer.OrdinalIgnoreCase.GetHashCode(t.ToUpperInvariant()));
        table.Each("found, ignoring case", texts, static t =>
            $"{("xx" + t).IndexOf(t.ToLowerInvariant(), StringComparison.OrdinalIgnoreCase)}"
            + $" {t.StartsWith(t.ToUpperInvariant(), StringComparison.OrdinalIgnoreCase)}"
            + $" {("x" + t + "x").Replace(t.ToLowerInvariant(), "-", StringComparison.OrdinalIgnoreCase)}");
        table.Each("runes", texts, static t => string.Join(",",
            t.EnumerateRunes().Select(static r => $"{r.Value:X}:{Rune.ToUpperInvariant(r).Value:X}:{Rune.ToLowerInvariant(r).Value:X}")));
    }

    private static void Strings(Table table)
    {
        table.Case("split, each way", static () => string.Join("|", "a,b,,c ".Split(','))
            + string.Join("|", " a , b ,, ".Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            + string.Join("|", "a--b-c".Split("--")) + string.Join("|", "a,b;c".Split([',', ';'], 2))
                + string.Join("|", "a b\tc".Split()) + string.Join("|", "".Split(',')) + string.Join("|", "abc".Split("")));
        table.Case("replace, remove, insert, pad", static () =>
            $"{"aXbX".Replace("X", "")} {"aXb".Replace('X', 'y')} {"abc".Remove(1)} {"abc".Remove(1, 1)} {"ac".Insert(1, "b")}"
            + $" {"x".PadLeft(3, '.')} {"x".PadRight(3)}| {"a\r\nb\n".ReplaceLineEndings("/")}");
        table.Case("replace of nothing", static () => SmallCases.Said(static () => "a".Replace("", "b"))
            + SmallCases.Said(static () => "a".Replace(null!, "b")));
        table.Case("trim", static () => $"[{" \t\u00A0\u2003a\u200B ".Trim()}] [{"xxaxx".Trim('x')}] [{"xyaxy".TrimStart('x', 'y')}"
            + $"] [{"abab".TrimEnd(['b', 'a'])}]".Length);
        table.Case("index of, each way", static () => $"{"abcabc".IndexOf('c')}"
            + $" {"abcabc".LastIndexOf("bc", StringComparison.Ordinal)} {"abcabc".IndexOf("c", 3, StringComparison.Ordinal)}"
            + $" {"abc".IndexOfAny(['z', 'c'])} {"abc".IndexOf("", StringComparison.Ordinal)}"
            + $" {"abc".LastIndexOf("", StringComparison.Ordinal)} {"abc".Contains('d')}"
            + $" {SmallCases.Said(static () => "abc".IndexOf('a', 4))}");
        table.Case("substring, errors", static () => SmallCases.Said(static () => "abc".Substring(4))
            + SmallCases.Said(static () => "abc".Substring(-1)) + SmallCases.Said(static () => "abc".Substring(1, 3))
            + SmallCases.Said(static () => "abc"[3]) + SmallCases.Said(static () => "abc"[2..1]));
        table.Case("compare, each way", static () => $"{Math.Sign(string.Compare("a", "B", StringComparison.Ordinal))}"
            + $" {Math.Sign(string.Compare("a", "B", StringComparison.OrdinalIgnoreCase))} {Math.Sign("a".CompareTo(null))}"
            + $" {string.CompareOrdinal("ab", 1, "cb", 1, 1)} {"a".Equals("A", StringComparison.OrdinalIgnoreCase)}"
            + $" {string.IsNullOrWhiteSpace(" \t")} {"a" == new string('a', 1)}");
        table.Case("join and concat", static () => string.Join(", ", new List<int> { 1, 2 }) + string.Join('-', "a", null, "b")
            + string.Join("+", new object?[] { 1, null, 'c' }) + string.Concat(1, null, true)
            + string.Concat(new[] { 'a', 'b' }.AsEnumerable()) + string.Join(",", "a b c".Split(' '), 1, 2));
        table.Case("chars", static () => $"{char.IsDigit('٣')} {char.IsNumber('½')}"
            + $" {char.ConvertFromUtf32(0x1F600).Length} {char.IsPunctuation('!')} {char.IsSymbol('+')} {char.IsControl('\n')}"
            + $" {char.IsSeparator(' ')} {(char)("a"[0] + 1)} {char.ToUpperInvariant('ÿ') == 'Ÿ'}");
        table.Case("encodings", static () => $"{Convert.ToHexString(Encoding.UTF8.GetBytes("aé€\U0001F600\ud800"))}"
            + $" {Encoding.UTF8.GetString([0x61, 0xff, 0xe2, 0x82, 0x62])} {Convert.ToHexString(Encoding.Unicode.GetBytes("aé"))}"
            + $" {Encoding.ASCII.GetString([0x41, 0xC3])} {Encoding.Latin1.GetString([0xE9])}"
            + $" {Convert.ToHexString(Encoding.ASCII.GetBytes("é"))} {Convert.ToHexString(Encoding.UTF32.GetBytes("a"))}"
            + $" {Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes("a"))}");
        table.Case("base64 and hex", static () => $"{Convert.ToBase64String([1, 2, 3, 4])}"
            + $" {Convert.ToHexString(Convert.FromBase64String("AQID BA=="))} {Convert.ToHexStringLower([0xab])}"
            + $" {SmallCases.Said(static () => Convert.FromBase64String("AQI"))}"
            + $" {SmallCases.Said(static () => Convert.FromHexString("abc"))}");
        table.Case("normalised lines", static () => string.Join("|", "a\nb\r\nc\rd\n".EnumerateLines().ToArrayOfText()));
    }

    private static void Builders(Table table)
    {
        table.Case("StringBuilder, whole", static () =>
        {
            StringBuilder text = new("abc", 16);
            text.Insert(0, 12).Insert(2, true).Replace("a", "AA").Replace('b', 'B', 0, 8).Remove(1, 2).Append('x',
                3).AppendLine().AppendJoin(", ", 1, 2).Append("hello", 1, 3);
            text[0] = '#';
            text.Length -= 1;
            return $"{text} {text.Length} {text.ToString(2, 4)} {text.Equals(new StringBuilder(text.ToString()))}"
                + $" {text.Capacity >= text.Length}";
        });
        table.Case("StringBuilder, errors", static () =>
        {
            StringBuilder text = new("abc");
            return $"{SmallCases.Said(() => text[5])}|{SmallCases.Said(() => text.Remove(2, 2))}"
                + $"|{SmallCases.Said(() => text.Insert(4, "x"))}|{SmallCases.Said(() => text.Length = -1)}"
                + $"|{SmallCases.Said(() => text.ToString(1, 5))}";
        });
        table.Case("StringBuilder, large and in chunks", static () =>
        {
            StringBuilder text = new();
            for (int i = 0; i < 3000; i++)
            {
                text.Append(i).Append(',');
            }

            int length = 0;
            foreach (ReadOnlyMemory<char> chunk in text.GetChunks())
            {
                length += chunk.Length;
            }

            return $"{text.Length} {length} {text.ToString().GetHashCode(StringComparison.Ordinal) == text.ToString().GetHashCode()}"
                + $" {text[9999]} {text.Clear().Length}";
        });
        table.Case("string.Create and spans", static () => string.Create(5, 'a', static (span, c) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = (char)(c + i);
            }
        }) + new string("abc".AsSpan(1)) + "abc".AsSpan().IndexOf('c') + "a,b".AsSpan().Count(',') + "abc".AsSpan().SequenceEqual("abc")
            + " a ".AsSpan().Trim().Length);
    }

    private static void Conversions(Table table)
    {
        table.Case("Convert, bases", static () => $"{Convert.ToString(255, 16)} {Convert.ToString(-1, 2).Length}"
            + $" {Convert.ToInt32("ff", 16)} {Convert.ToInt32("-0", 10)} {Convert.ToByte("101", 2)} {Convert.ToString(64, 8)}"
            + $" {SmallCases.Said(static () => Convert.ToInt32("8", 8))} {SmallCases.Said(static () => Convert.ToInt32("1", 3))}");
        table.Case("BigInteger", static () => $"{BigInteger.Pow(7, 60)}"
            + $" {BigInteger.Parse("-123456789012345678901234567890", s_culture) / 7} {BigInteger.ModPow(3, 200, 1000007)}"
            + $" {new BigInteger(-5) >> 1} {BigInteger.GreatestCommonDivisor(84, 36)} {(BigInteger)1e25:N0}"
            + $" {BigInteger.Parse("0FF", NumberStyles.HexNumber, s_culture)} {new BigInteger(255):X}");
        table.Case("Guid", static () => $"{new Guid("00112233-4455-6677-8899-aabbccddeeff"):B}"
            + $" {new Guid("00112233445566778899aabbccddeeff"):N} {Guid.Empty:X} {Guid.TryParse("x", out _)}"
            + $" {new Guid(1, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11])}"
            + $" {Guid.Parse("{00112233-4455-6677-8899-aabbccddeeff}").CompareTo(Guid.Empty)}");
        table.Case("Version and Uri-like", static () => $"{new Version("1.2.3")} {new Version(1, 2) < new Version(1, 2, 0)}"
            + $" {Version.Parse("1.2.3.4").ToString(2)} {SmallCases.Said(static () => new Version("1"))} {Version.TryParse("1.x", out _)}");
        table.Case("Math", static () => $"{Math.Round(2.5)} {Math.Round(-2.5)} {Math.Round(2.5, MidpointRounding.AwayFromZero)}"
            + $" {Math.Round(1.005, 2)} {Math.Truncate(-1.7)} {Math.Floor(-1.2)} {Math.Sign(-3.2)} {Math.DivRem(-7, 2)} {-7 % 3}"
            + $" {Math.Clamp(5, 1, 3)} {Math.IEEERemainder(5, 3)} {Math.BigMul(int.MaxValue, int.MaxValue)} {Math.Log2(8)}"
            + $" {Math.Max(double.NaN, 1)} {Math.CopySign(3, -0.0)} {Math.ScaleB(1, 10)}");
    }

    private static string Interpolated<T>(T value) => $"<{value}>";

    private static string Told(bool wanted, [InterpolatedStringHandlerArgument(nameof(wanted))] Handler text) => text.Text;

    private static string[] ToArrayOfText(this SpanLineEnumerator lines)
    {
        List<string> all = [];
        foreach (ReadOnlySpan<char> line in lines)
        {
            all.Add(new string(line));
        }

        return [.. all];
    }

    private static SpanLineEnumerator EnumerateLines(this string text) => text.AsSpan().EnumerateLines();

    [InterpolatedStringHandler]
    private ref struct Handler
    {
        private readonly StringBuilder? _text;

        public Handler(int literalLength, int formattedCount, bool wanted, out bool shouldAppend)
        {
            shouldAppend = wanted;
            _text = wanted ? new StringBuilder($"{literalLength}{formattedCount}:") : null;
        }

        public readonly string Text => _text?.ToString() ?? "none";

        public readonly void AppendLiteral(string text) => _text!.Append('\'').Append(text).Append('\'');

        public readonly void AppendFormatted<T>(T value) => _text!.Append('<').Append(value).Append('>');
    }

    private readonly struct Spanned(int number) : ISpanFormattable
    {
        public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
        {
            string text = $"span{number}{format}{(provider is null ? "" : "p")}";
            charsWritten = text.TryCopyTo(destination) ? text.Length : 0;
            return charsWritten > 0;
        }

        public string ToString(string? format, IFormatProvider? formatProvider) =>
            $"string{number}{format}{(formatProvider is null ? "" : "p")}";

        public override string ToString() => $"plain{number}";
    }

    private readonly struct Long(int count) : ISpanFormattable
    {
        public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
        {
            charsWritten = destination.Length >= count ? count : 0;
            destination[..charsWritten].Fill('l');
            return charsWritten > 0;
        }

        public string ToString(string? format, IFormatProvider? formatProvider) => "short";
    }

    private readonly struct Bad : ISpanFormattable
    {
        public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
            throw new NotSupportedException("no text");

        public string ToString(string? format, IFormatProvider? formatProvider) => "text";
    }

    private sealed class Class : ISpanFormattable
    {
        public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
            "class".AsSpan().TryCopyTo(destination) ? (charsWritten = 5) == 5 : (charsWritten = 0) == 1;

        public string ToString(string? format, IFormatProvider? formatProvider) => "CLASS";
    }

    private sealed class Formatted(int number) : IFormattable
    {
        public string ToString(string? format, IFormatProvider? formatProvider) =>
            $"f{number}{format ?? "-"}{(ReferenceEquals(formatProvider, s_culture) ? "i" : "n")}";

        public override string ToString() => "plain";
    }

    private sealed class Custom : IFormatProvider, ICustomFormatter
    {
        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

        public string Format(string? format, object? arg, IFormatProvider? formatProvider) =>
            format == "H" ? $"H({arg})" : arg is null ? "nil" : $"c{arg}";
    }
}
