using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using RustKernel.Hil.Reports.Consoles;
using Xunit;

namespace RustKernel.Hil.Tests;

public class ConsoleExcerptTests
{
    private static ConsoleExcerpt Of(IEnumerable<string> lines)
    {
        ConsoleExcerpt excerpt = new();
        long time = 0;
        foreach (string line in lines)
        {
            excerpt.Feed(Encoding.UTF8.GetBytes(line + "\r\n"), ++time);
        }

        return excerpt;
    }

    [Fact]
    public void A_short_console_is_kept_whole_with_times_and_the_line_that_has_not_ended()
    {
        ConsoleExcerpt excerpt = Of(["one", "two"]);
        excerpt.Feed("thr"u8, 7);
        Assert.Equal(["one", "two", "thr"], excerpt.Lines.Select(line => line.Text));
        Assert.Equal([1L, 2, 7], excerpt.Lines.Select(line => line.Nanoseconds));
        Assert.Equal([0L, 5, 10], excerpt.Lines.Select(line => line.Offset));
        Assert.Equal((3, 13), (excerpt.LineCount, excerpt.Bytes));
        Assert.All(excerpt.Lines, line => Assert.Equal(0, line.CutBytes));
    }

    [Fact]
    public void A_long_one_keeps_head_tail_and_what_is_around_failures()
    {
        ConsoleExcerpt excerpt = Of(
            Enumerable.Range(1, 100_000).Select(number => number == 50_000 ? "  not ok 3 memory" : $"line {number}"));
        long[] numbers = [.. excerpt.Lines.Select(line => line.Number)];
        long[] expected =
        [
            .. Range(1, ConsoleExcerpt.HeadLines),
            .. Range(50_000 - ConsoleExcerpt.LinesBefore, 50_000 + ConsoleExcerpt.LinesAfter),
            .. Range(100_001 - ConsoleExcerpt.TailLines, 100_000),
        ];
        Assert.Equal(expected, numbers);
        Assert.Equal(100_000, excerpt.LineCount);
    }

    private static IEnumerable<long> Range(long first, long last) =>
        Enumerable.Range((int)first, (int)(last - first + 1)).Select(number => (long)number);

    [Fact]
    public void Failures_without_end_do_not_make_it_grow()
        => Assert.True(Of(Enumerable.Repeat("not ok 1 x", 50_000)).Lines.Count <= ConsoleExcerpt.HeadLines
            + ConsoleExcerpt.TailLines
            + ConsoleExcerpt.MostAroundFailures);

    [Fact]
    public void A_line_without_end_is_cut_and_says_so()
    {
        ConsoleExcerpt excerpt = new();
        for (int index = 0; index < 100; index++)
        {
            excerpt.Feed(new byte[10_000].AsSpan().ToArray().Select(_ => (byte)'x').ToArray(), 1);
        }

        ConsoleLine line = Assert.Single(excerpt.Lines);
        Assert.Equal((ConsoleExcerpt.MostBytes, 1_000_000 - ConsoleExcerpt.MostBytes), (line.Text.Length, line.CutBytes));
    }

    [Fact]
    public void Noise_is_shown_as_the_bytes_it_was()
        => Assert.Equal("a\\x00\\xff\\xc3✓\tb", ConsoleText.Of([(byte)'a', 0, 0xff, 0xc3, 0xe2, 0x9c, 0x93, 9, (byte)'b']));
}
