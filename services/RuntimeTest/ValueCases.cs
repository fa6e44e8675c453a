// Memory, random numbers, days, formats, numbers, and operators that sort and group, in suite runtime.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using RustKernel.SelfTests;

namespace RustKernel.RuntimeTest;

[Suite("runtime", 130, Part = 3)]
internal static partial class ValueCases
{
    private static string MessageOf(Action action)
    {
        try
        {
            action();
            return "none";
        }
        catch (Exception e)
        {
            return e.Message;
        }
    }

    [Test("memory")]
    internal static void Memories()
    {
        int[] numbers = [1, 2, 3, 4, 5];
        Memory<int> part = numbers.AsMemory(1, 3);
        part.Span[0] = 20;
        Checks.Equal(20, numbers[1]);
        Checks.Equal(3, part.Length);
        ReadOnlyMemory<int> view = part;
        Checks.Equal("20,3,4", string.Join(",", view.ToArray()));
        Checks.Equal("4", string.Join(",", view.Slice(2).ToArray()));
        Checks.Equal("3", string.Join(",", part.Slice(1, 1).ToArray()));
        Checks.That(part.Equals(new Memory<int>(numbers, 1, 3)) && !part.Equals(numbers.AsMemory(1)) && view.Equals(part));
        Checks.That(part.GetHashCode() == numbers.AsMemory(1, 3).GetHashCode());
        Checks.That(Memory<int>.Empty.IsEmpty && default(ReadOnlyMemory<string>).Span.Length == 0 && ((Memory<int>)null).IsEmpty);
        ReadOnlyMemory<char> text = "hello world".AsMemory(6);
        Checks.Equal("world", text.ToString());
        Checks.Equal("or", text.Slice(1, 2).ToString());
        Checks.Equal("or", text.Span.Slice(1, 2).ToString());
        Checks.Equal("ab", new[] { 'a', 'b' }.AsMemory().ToString());
        int[] copy = new int[3];
        view.CopyTo(copy);
        Checks.Equal(27, copy.Sum());
        Checks.That(!view.TryCopyTo(new int[2]));
        Checks.Equal("Specified argument was out of the range of valid values. (Parameter 'start')", MessageOf(() => part.Slice(4)));
        Checks.Equal("Specified argument was out of the range of valid values. (Parameter 'start')", MessageOf(() => view.Slice(1, 3)));
        Checks.Equal("Specified argument was out of the range of valid values.", MessageOf(() => numbers.AsMemory(3, 3)));
        object[] strings = new string[1];
        Checks.Equal(
            "Attempted to access an element as a type incompatible with the array.",
            MessageOf(() => _ = new Memory<object>(strings)));
    }

    [Test("random")]
    internal static void RandomNumbers()
    {
        Random random = new(42);
        Checks.Equal(
            "1434747710 302596119 269548474 1122627734 361709742",
            string.Join(" ", Enumerable.Range(0, 5).Select(_ => random.Next())));
        random = new Random(0);
        Checks.Equal(1559595546, random.Next());
        random = new Random(7);
        Checks.Equal("38 87 66 5 36 67 4 95", string.Join(" ", Enumerable.Range(0, 8).Select(_ => random.Next(100))));
        Checks.Equal(new Random(int.MaxValue).Next(), new Random(int.MinValue).Next());
        Checks.Equal(new Random(5).Next(), new Random(-5).Next());

        // Each number depends on all earlier ones, so one number at the end checks them all.
        random = new Random(1234);
        long sum = 0;
        for (int i = 0; i < 1000; i++)
        {
            sum = (sum * 31)
                + random.Next(-50, 1000)
                + random.Next(int.MinValue, int.MaxValue)
                + random.NextInt64(1_000_000_000_000)
                + random.NextInt64()
                + (long)(random.NextDouble() * 1e15)
                + (long)(random.NextSingle() * 1e6f);
        }

        byte[] bytes = new byte[100];
        random.NextBytes(bytes);
        foreach (byte part in bytes)
        {
            sum = (sum * 31) + part;
        }

        int[] deck = Enumerable.Range(0, 52).ToArray();
        random.Shuffle(deck);
        foreach (int card in deck)
        {
            sum = (sum * 31) + card;
        }

        Checks.Equal(RandomSum, sum);
        Checks.Equal(52 * 51 / 2, deck.Sum());
        int other = Random.Shared.Next(10);
        Checks.That(other is >= 0 and < 10 && new Random().NextDouble() < 1);
        Checks.That(MessageOf(() => random.Next(-1)).StartsWith("maxValue ('-1') must be a non-negative value. (Parameter 'maxValue')"));
        Checks.Equal("'minValue' cannot be greater than maxValue. (Parameter 'minValue')", MessageOf(() => random.Next(2, 1)));
    }

    private const long RandomSum = 2014831603291997631;

    [Test]
    internal static void Days()
    {
        DateTime day = new(2024, 2, 29, 13, 45, 30, 7);
        Checks.Equal("2024-02-29T13:45:30.0070000", day.ToString("O"));
        Checks.Equal("2024-02-29T13:45:30", day.ToString("s"));
        Checks.Equal("2024-02-29 13:45:30Z", day.ToString("u"));
        Checks.Equal("Thu, 29 Feb 2024 13:45:30 GMT", day.ToString("r"));
        Checks.Equal("2024-02-29T13:45:30.0070000Z", $"{DateTime.SpecifyKind(day, DateTimeKind.Utc):o}");
        Checks.Equal("0001-01-01T00:00:00.0000000", DateTime.MinValue.ToString("O"));
        Checks.Equal("9999-12-31T23:59:59.9999999", DateTime.MaxValue.ToString("O"));
        Checks.Equal("1970-01-01T00:00:00.0000000Z", DateTime.UnixEpoch.ToString("O"));
        Checks.That(day.DayOfWeek == DayOfWeek.Thursday
            && day.DayOfYear == 60
            && day.Millisecond == 7
            && day.Hour == 13
            && day.Kind == DateTimeKind.Unspecified);
        Checks.Equal("2025-02-28", Day(day.AddYears(1)));
        Checks.Equal("2024-03-31", Day(new DateTime(2024, 1, 31).AddMonths(2)));
        Checks.Equal("2023-02-28", Day(new DateTime(2024, 1, 31).AddMonths(-11)));
        Checks.Equal("2024-03-01T01:45:30.0070000", day.AddHours(12.0).ToString("O"));
        Checks.Equal("2024-02-28T01:45:30.0070000", day.AddDays(-1.5).ToString("O"));
        Checks.Equal("2024-02-29T13:45:30.0082500", day.AddMilliseconds(1.25).ToString("O"));
        Checks.Equal(new TimeSpan(366, 0, 0, 0), new DateTime(2025, 1, 1) - new DateTime(2024, 1, 1));
        Checks.Equal(day, day + TimeSpan.FromHours(3.0) - TimeSpan.FromHours(3.0));
        Checks.Equal(new TimeSpan(13, 45, 30), new TimeSpan(day.TimeOfDay.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond));
        Checks.That(day.Date < day && day.Date == new DateTime(2024, 2, 29) && day.CompareTo(day.Date) == 1 && day.Equals((object)day));
        Checks.That(DateTime.IsLeapYear(2000) && !DateTime.IsLeapYear(1900) && DateTime.DaysInMonth(1900, 2) == 28);

        // Each day's date is one more than the day before, over four centuries and beyond.
        long hash = 0;
        for (DateTime at = new(1599, 12, 30); at.Year < 2002; at = at.AddDays(1.0))
        {
            hash = (hash * 31) + (at.Year * 512) + (at.Month * 32) + at.Day;
            Checks.Equal(at, new DateTime(at.Year, at.Month, at.Day));
        }

        Checks.Equal(DaysHash, hash);
        Checks.Equal(
            "Year, Month, and Day parameters describe an un-representable DateTime.",
            MessageOf(() => _ = new DateTime(2023, 2, 29)));
        Checks.Equal(
            "Hour, Minute, and Second parameters describe an un-representable DateTime.",
            MessageOf(() => _ = new DateTime(2023, 2, 2, 24, 0, 0)));
        Checks.Equal(
            "The added or subtracted value results in an un-representable DateTime. (Parameter 't')",
            MessageOf(() => _ = DateTime.MaxValue + new TimeSpan(1)));
        Checks.Equal(
            "The added or subtracted value results in an un-representable DateTime. (Parameter 'months')",
            MessageOf(() => DateTime.MinValue.AddMonths(-1)));
        Checks.Equal(
            "The added or subtracted value results in an un-representable DateTime. (Parameter 'value')",
            MessageOf(() => DateTime.MinValue.AddTicks(-1)));
        DateTime now = DateTime.UtcNow;
        Checks.That(now.Kind == DateTimeKind.Utc && now >= DateTime.UnixEpoch && DateTime.UtcNow >= now);
    }

    private const long DaysHash = -895386036028301599;

    private static string Day(DateTime day) => day.ToString("s").Substring(0, 10);

    [Test]
    internal static void Formats()
    {
        Checks.Equal("1 and two", string.Format("{0} and {1}", 1, "two"));
        Checks.Equal("[    7|x   |00ff]", string.Format("[{0,5}|{1,-4}|{2:x4}]", 7, "x", 255));
        Checks.Equal("{0} 3", string.Format("{{0}} {0}", 3));
        Checks.Equal("a b c d", string.Format("{0} {1} {2} {3}", "a", "b", "c", "d"));
        Checks.Equal("<>", string.Format("<{0}>", (object?)null));
        Checks.Equal("n=12;", new StringBuilder().AppendFormat("n={0};", 12).ToString());
        Checks.Equal(
            "a|b||a|b",
            string.Join("|", string.Join("|", " a, b,, ".Split(',', StringSplitOptions.TrimEntries)).Substring(0, 5)
                + string.Join("|", "a,,b".Split(',', StringSplitOptions.RemoveEmptyEntries))));
        Checks.Equal(
            "Index (zero based) must be greater than or equal to zero and less than the size of the argument list.",
            MessageOf(() => string.Format("{1}", 0)));
        Checks.Equal(
            "Input string was not in a correct format. Failure to parse near offset 2. Unexpected closing brace without a corresponding "
                + "opening brace.",
            MessageOf(() => string.Format("a}b", 0)));
        Checks.Equal(
            "Input string was not in a correct format. Failure to parse near offset 2. Format item ends prematurely.",
            MessageOf(() => string.Format("a}", 0)));
        Checks.Equal(
            "Input string was not in a correct format. Failure to parse near offset 2. Format item ends prematurely.",
            MessageOf(() => string.Format("{0", 0)));
        Checks.Equal(
            "Input string was not in a correct format. Failure to parse near offset 1. Expected an ASCII digit.",
            MessageOf(() => string.Format("{x}", 0)));
    }

    [Test]
    internal static void Numbers()
    {
        double[] values = [2.25, -2.5, 0.5, 1.5, -0.5, 3.999];
        Checks.Equal("2,-3,0,1,-1,3", string.Join(",", values.Select(value => (int)Math.Floor(value))));
        Checks.Equal("3,-2,1,2,0,4", string.Join(",", values.Select(value => (int)Math.Ceiling(value))));
        Checks.Equal("2,-2,0,2,0,4", string.Join(",", values.Select(value => (int)Math.Round(value))));
        Checks.Equal("2,-2,0,1,0,3", string.Join(",", values.Select(value => (int)Math.Truncate(value))));
        Checks.That(Math.Sqrt(values[0]) == 1.5 && Math.Abs(values[1]) == 2.5 && double.IsNaN(Math.Sqrt(values[1])));
        Checks.That(Math.Max(values[0], double.NaN) is double.NaN && Math.Min(0.0, -0.0) is var zero && double.IsNegative(zero));
        Checks.That(values[0].CompareTo(double.NaN) == 1 && double.NaN.Equals(double.NaN) && 0.0.GetHashCode() == (-0.0).GetHashCode());
        Checks.Equal(4611686018427387904L, BitConverter.DoubleToInt64Bits(2.0));
        Checks.That(BitConverter.Int64BitsToDouble(4611686018427387904L) == 2.0 && double.IsInfinity(1 / Math.Abs(0.0 * values[0])));
        Checks.Equal(5, Math.Clamp(9, -1, 5));
        Checks.Equal(-1, Math.Sign(-7L));
        Checks.Equal((-2, -1), Math.DivRem(-7, 3));
        Checks.Equal("'2' cannot be greater than 1.", MessageOf(() => _ = Math.Clamp(0, 2, 1)));
        Checks.Equal(7L, Math.Abs(-7L));
    }

    [Test]
    internal static void Groups()
    {
        string[] words = ["pear", "fig", "apple", "kiwi", "plum", "date"];
        Checks.Equal(
            "4:pear kiwi plum date|3:fig|5:apple",
            string.Join("|", words.GroupBy(word => word.Length).Select(group => $"{group.Key}:{string.Join(" ", group)}")));
        Checks.Equal("fig,date,kiwi,pear,plum,apple", string.Join(",", words.OrderBy(word => word.Length).ThenBy(word => word[0])));
        Checks.Equal(
            "apple,plum,pear,kiwi,date,fig",
            string.Join(",", words
                .OrderByDescending(word => word.Length)
                .ThenByDescending(word => word[0])
                .ThenByDescending(word => word[1])));
        Checks.Equal(
            "plum,pear,kiwi,fig,date,apple",
            string.Join(",", words.OrderBy(word => word, Comparer<string>.Create((a, b) => string.CompareOrdinal(b, a)))));
        Checks.Equal(
            "2,3|1,2,3,4|1",
            string.Join("|", new[]
            {
                new[] { 1, 2, 3 }.Intersect(new[] { 3, 2, 9 }),
                new[] { 1, 2, 2 }.Union(new[] { 3, 4, 1 }),
                new[] { 1, 2, 1 }.Except(new[] { 2 })
            }.Select(
                numbers => string.Join(",", numbers))));
        Checks.Equal("0,1,2,9", string.Join(",", new[] { 1, 2 }.Prepend(0).Append(9)));
        Checks.Equal("12|34|5", string.Join("|", Enumerable.Range(1, 5).Chunk(2).Select(part => string.Join("", part))));
        Checks.Equal("3,1", string.Join(",", new[] { 1, 3, 1 }.SkipWhile(number => number < 3)));
        object[] mixed = [1, "a", 2];
        Checks.Equal(3, mixed.OfType<int>().Sum());
        Checks.Equal("a", mixed.OfType<string>().Cast<object>().Single().ToString());
        Checks.That(new[] { 1, 2 }.Average() == 1.5
            && words.ElementAt(2) == "apple"
            && words.LastOrDefault() == "date"
            && new int[0].SingleOrDefault() == 0);
        Checks.That(words.MaxBy(word => word.Length) == "apple" && words.MinBy(word => word.Length) == "fig");
        Checks.Equal("kiwi", words.ToDictionary(word => word.Substring(0, 2))["ki"]);
        Checks.Equal("An item with the same key has already been added. Key: p", MessageOf(() => words.ToDictionary(word => word[0])));
        Checks.Equal(2, new string?[] { null, "x", null }.GroupBy(text => text).Count());
    }
}
