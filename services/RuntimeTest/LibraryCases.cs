// Collections, sequences, times and text as bytes, in suite runtime.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text;
using RustKernel.SelfTests;

namespace RustKernel.RuntimeTest;

[Suite("runtime", 130, Part = 2)]
internal static partial class LibraryCases
{
    [Test]
    internal static void Sets()
    {
        HashSet<string> set = ["a", "b", "a", "c"];
        Checks.Equal(3, set.Count);
        Checks.That(set.Contains("b") && !set.Contains("d") && !set.Add("c"));
        Checks.That(set.Remove("a") && !set.Remove("a"));
        set.UnionWith(new[] { "x", "y" });
        set.ExceptWith(new[] { "b" });
        Checks.Equal("c,x,y", string.Join(",", set.OrderBy(item => item)));
        set.IntersectWith(new[] { "y", "c", "z" });
        Checks.That(set.SetEquals(new[] { "c", "y" }) && set.Overlaps(new[] { "y" }) && set.IsSubsetOf(new[] { "a", "c", "y" }));
        HashSet<string?> withNull = [null, "n"];
        Checks.That(withNull.Contains(null) && withNull.Count == 2);
        PriorityQueue<string, int> queue = new();
        foreach (int number in new[] { 5, 1, 4, 2, 3, 9, 0, 7 })
        {
            queue.Enqueue($"n{number}", number);
        }

        Checks.Equal("n0", queue.Peek());
        string order = "";
        while (queue.TryDequeue(out string? next, out int priority))
        {
            order += next![1..] + (priority == 9 ? "." : "");
        }

        Checks.Equal("01234579.", order);
        bool isThrown = false;
        try
        {
            _ = queue.Dequeue();
        }
        catch (InvalidOperationException)
        {
            isThrown = true;
        }

        Checks.That(isThrown);
    }

    // Every length and offset near the block sizes of copying and filling, compared with one byte at a time.
    [Test]
    internal static void Blocks()
    {
        for (int length = 0; length <= 100; length++)
        {
            for (int offset = 0; offset < 9; offset++)
            {
                Checks.That(CopiesAndFills(length, offset));
            }
        }
    }

    // Every length near the block sizes of a comparison, at two alignments, with each byte different once.
    [Test]
    internal static void EqualBlocks()
    {
        for (int length = 0; length <= 34; length++)
        {
            byte[] bytes = Numbered();
            char[] letters = [.. bytes.Select(value => (char)(value * 257))];
            byte[] otherBytes = [0, .. bytes];
            char[] otherLetters = ['0', .. letters];
            Checks.That(bytes.AsSpan(0, length).SequenceEqual(otherBytes.AsSpan(1, length)));
            Checks.That(letters.AsSpan(0, length).SequenceEqual(otherLetters.AsSpan(1, length)));
            for (int at = 0; at < length; at++)
            {
                otherBytes[at + 1] ^= 0x80;
                otherLetters[at + 1] ^= (char)0x8000;
                Checks.That(!bytes.AsSpan(0, length).SequenceEqual(otherBytes.AsSpan(1, length)));
                Checks.That(!letters.AsSpan(0, length).SequenceEqual(otherLetters.AsSpan(1, length)));
                otherBytes[at + 1] ^= 0x80;
                otherLetters[at + 1] ^= (char)0x8000;
            }
        }
    }

    private static bool CopiesAndFills(int length, int offset)
    {
        byte[] source = Numbered();
        byte[] filled = Numbered();
        byte[] cleared = Numbered();
        byte[] up = Numbered();
        byte[] down = Numbered();
        filled.AsSpan(offset, length).Fill(0xA5);
        cleared.AsSpan(offset, length).Clear();
        up.AsSpan(0, length).CopyTo(up.AsSpan()[offset..]);
        down.AsSpan(offset, length).CopyTo(down);
        bool isGood = true;
        for (int i = 0; i < source.Length; i++)
        {
            bool isInside = i >= offset && i < offset + length;
            isGood &= filled[i] == (isInside ? 0xA5 : source[i]);
            isGood &= cleared[i] == (isInside ? 0 : source[i]);
            isGood &= up[i] == (isInside ? source[i - offset] : source[i]);
            isGood &= down[i] == (i < length ? source[i + offset] : source[i]);
        }

        return isGood;
    }

    private static byte[] Numbered()
    {
        byte[] made = new byte[112];
        for (int i = 0; i < made.Length; i++)
        {
            made[i] = (byte)(i + 1);
        }

        return made;
    }

    [Test]
    internal static void Elements()
    {
        string?[] texts = ["a", "b", "c", "d", "e", "f", "g"];
        texts.AsSpan(1, 5).Clear();
        Checks.That(texts[0] == "a" && texts[1] is null && texts[5] is null && texts[6] == "g");
        long[] numbers = new long[9];
        numbers.AsSpan(1, 7).Fill(-2);
        Checks.That(numbers[0] == 0 && numbers[1] == -2 && numbers[7] == -2 && numbers[8] == 0);
        bool[] flags = new bool[40];
        flags.AsSpan(2, 37).Fill(true);
        Checks.That(!flags[1] && flags[2] && flags[38] && !flags[39]);
    }

    [Test]
    internal static void Sequences()
    {
        int[] numbers = Enumerable.Range(1, 10).ToArray();
        Checks.Equal(55, numbers.Sum());
        Checks.Equal("4,16,36", string.Join(",", numbers.Where(n => n % 2 == 0).Select(n => n * n).Take(3)));
        Checks.Equal(10, numbers.Max());
        Checks.Equal(-1, numbers.Min(n => n - 2));
        Checks.Equal(3, numbers.Skip(7).Count());
        Checks.Equal(7, numbers.First(n => n > 6));
        Checks.Equal(0, numbers.FirstOrDefault(n => n > 60));
        Checks.Equal(10, numbers.Last());
        Checks.That(numbers.Any(n => n == 3) && numbers.All(n => n > 0) && !Enumerable.Empty<int>().Any());
        string[] words = ["pear", "fig", "apple", "kiwi", "plum"];
        Checks.Equal("fig,pear,kiwi,plum,apple", string.Join(",", words.OrderBy(word => word.Length)));
        Checks.Equal("apple,pear,kiwi,plum,fig", string.Join(",", words.OrderByDescending(word => word.Length)));
        Dictionary<string, int> lengths = words.ToDictionary(word => word, word => word.Length);
        Checks.Equal(5, lengths["apple"]);
        Checks.Equal("1a,2b", string.Join(",", new[] { 1, 2, 3 }.Zip(new[] { "a", "b" }).Select(pair => $"{pair.First}{pair.Second}")));
        Checks.Equal("1,2,3", string.Join(",", new[] { 1, 2, 1, 3, 2 }.Distinct()));
        Checks.Equal(24, Enumerable.Range(1, 4).Aggregate((product, n) => product * n));
        Checks.Equal("a,a,b,b", string.Join(",", new[] { "a", "b" }.SelectMany(word => Enumerable.Repeat(word, 2))));
        Checks.That(numbers.Concat(new[] { 11 }).TakeWhile(n => n < 4).SequenceEqual(new[] { 1, 2, 3 }));
        Checks.Equal(5, new[] { 5 }.Single());
        string message = "";
        try
        {
            _ = Enumerable.Empty<int>().First();
        }
        catch (InvalidOperationException e)
        {
            message = e.Message;
        }

        Checks.Equal("Sequence contains no elements", message);
        int evaluated = 0;
        IEnumerable<int> lazy = numbers.Select(n =>
        {
            evaluated++;
            return n;
        });
        Checks.Equal(0, evaluated);
        Checks.Equal(1, lazy.First());
        Checks.Equal(1, evaluated);
    }

    [Test]
    internal static void Times()
    {
        TimeSpan time = new(1, 2, 3, 4);
        Checks.Equal("1.02:03:04", time.ToString());
        Checks.Equal("-00:00:01.5000000", TimeSpan.FromMilliseconds(-1500.0).ToString());
        Checks.Equal("00:01:30", (TimeSpan.FromMinutes(2.0) - TimeSpan.FromSeconds(30.0)).ToString());
        Checks.Equal(26, (int)time.TotalHours);
        Checks.Equal(4, time.Seconds);
        Checks.That(time > TimeSpan.Zero && time.CompareTo(time) == 0 && time == new TimeSpan(time.Ticks));
        Checks.Equal(time, -(-time));
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.ElapsedTicks == 0)
        {
            _ = Stopwatch.GetTimestamp();
        }

        watch.Stop();
        Checks.That(!watch.IsRunning && watch.Elapsed.Ticks >= 0 && watch.Elapsed == watch.Elapsed);
    }

    [Test]
    internal static void Bytes()
    {
        string text = "a\u00e9\u20ac\U0001F600z";
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Checks.Equal(11, bytes.Length);
        Checks.Equal(0xC3, bytes[1]);
        Checks.Equal(0xF0, bytes[6]);
        Checks.Equal(text, Encoding.UTF8.GetString(bytes));
        Checks.Equal(3, Encoding.UTF8.GetByteCount("\ud800"));

        // Damaged: one replacement for each maximal part.
        Checks.Equal("\ufffd", Encoding.UTF8.GetString([0xE2, 0x82]));
        Checks.Equal("\ufffdA", Encoding.UTF8.GetString([0xF0, 0x9F, 0x98, 0x41]));
        Checks.Equal("\ufffd\ufffd", Encoding.UTF8.GetString([0xC0, 0x80]));
        Checks.Equal("\ufffd\ufffd\ufffd", Encoding.UTF8.GetString([0xED, 0xA0, 0x80]));
        Checks.Equal("\ufffdx", Encoding.UTF8.GetString([0xFF, 0x78]));
    }
}
