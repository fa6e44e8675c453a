// Numbers, times and names in words.

using System.Globalization;
using Humanizer;

internal static class WordsProgram
{
    private enum Mood
    {
        VeryHappyIndeed,
        Grumpy,
    }

    internal static void Main()
    {
        var culture = CultureInfo.GetCultureInfo("");
        foreach (int number in (int[])[0, 1, 12, 21, 101, 1999, 1_000_001, -7])
        {
            Console.WriteLine($"{number.ToWords(culture)} | {number.ToOrdinalWords(culture)} | {number.Ordinalize(culture)}");
        }

        Console.WriteLine($"{3999.ToRoman()} {"MCMXCIX".FromRoman()} {123456.ToMetric()} {"1.5k".FromMetric()}");
        foreach (string word in (string[])["person", "mouse", "analysis", "sheep", "key", "child"])
        {
            Console.WriteLine($"{word.Pluralize()} {word.Pluralize().Singularize()} {word.ToQuantity(2)} "
                + $"{word.ToQuantity(1, ShowQuantityAs.Words)}");
        }

        Console.WriteLine($"{"PascalCaseInput_and-others".Humanize()}|{"some title here".Transform(To.TitleCase)}|"
            + $"{"some words".Pascalize()}|{"SomeWords".Underscore()}|{"SomeWords".Kebaberize()}");
        Console.WriteLine("A longer text that is cut".Truncate(12) + " " + "A longer text that is cut".Truncate(3,
            Truncator.FixedNumberOfWords));
        Console.WriteLine(Mood.VeryHappyIndeed.Humanize() + " " + "Very happy indeed".DehumanizeTo<Mood>());
        foreach (TimeSpan time in (TimeSpan[])[TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(90), TimeSpan.FromDays(400)])
        {
            Console.WriteLine($"{time.Humanize(3, culture)} {time.Humanize(toWords: true, culture: culture)}");
        }

        var now = new DateTime(2026, 11, 29, 12, 0, 0, DateTimeKind.Utc);
        foreach (double hours in (double[])[-50, -1, 0, 0.5, 26, 9000])
        {
            Console.WriteLine(now.AddHours(hours).Humanize(true, now, culture));
        }

        Console.WriteLine(string.Join(' ', (1536L).Bytes().Humanize("0.0", culture), 3.Gigabytes().ToString("MB", culture),
            ByteSize.Parse("1.5 KB", culture).Bytes));
        Console.WriteLine(new[] { "one", "two", "three" }.Humanize() + " " + 7.Weeks().Days + " " + 45.0.ToHeading(culture: culture));
    }
}
