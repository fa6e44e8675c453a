using System;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using RustKernel.Hil.Events;
using RustKernel.Hil.Protocols;
using RustKernel.Hil.Reports.Consoles;
using RustKernel.Hil.Verdicts;
using Xunit;

namespace RustKernel.Hil.Tests;

/// <summary>What terminal servers and adapters make of CR LF.</summary>
public class LineEndTests
{
    private static byte[] Boot(string end) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Document.Good().Bytes()).Replace("\r\n", end, StringComparison.Ordinal));

    private static Story Told(byte[] bytes, int chunk)
    {
        Story story = new Story("boot", "lang").Add(
            EventKind.Environment,
            new JsonObject { ["name"] = "image.build", ["value"] = "0000000" });
        for (int at = 0; at < bytes.Length; at += chunk)
        {
            story.Receives(bytes[at..Math.Min(bytes.Length, at + chunk)]);
        }

        return story.PowersOff();
    }

    [Theory]
    [InlineData("\r\n", "")]
    [InlineData("\n", "")]
    [InlineData("\r\r\n", "CR CR LF")]
    [InlineData("\r\r\r\n", "CR CR LF")]
    [InlineData("\n\r", "LF CR")]
    [InlineData("\r\n\r", "CR LF CR")]
    [InlineData("\r\0\n", "CR NUL LF")]
    [InlineData("\r\0", "CR NUL")]
    [InlineData("\r\n\0", "CR LF NUL")]
    [InlineData("\r", "CR")]
    [InlineData("\r\r", "CR")]
    [InlineData("\r\n\n", "")]
    public void Every_line_end_reads_as_the_ordinary_one_and_odd_ones_are_named(string end, string name)
    {
        foreach (int chunk in new[] { 1, 2, 7, 4096 })
        {
            Story story = Told(Boot(end), chunk);
            RunObserver run = story.Observe();
            Verdict verdict = Judge.OfTest(run);
            Assert.True(verdict.Kind == VerdictKind.Pass, $"{chunk}: {verdict.Reason}");
            Assert.Equal("0000000 protocol 1 board linux,dummy-virt", run.Serial.Build);
            Assert.Equal(name, run.Serial.LineEnds.Name);
            Assert.Equal(0, run.Serial.Census.Garbage);
            Assert.Equal(name.Length > 0, verdict.Evidence.Any(line => line.Contains("line ends: ", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("\r\r\n")]
    [InlineData("\n\r")]
    [InlineData("\r\0\n")]
    public void A_damaged_line_stays_damaged_whatever_ends_it(string end)
    {
        byte[] bytes = Boot(end);
        string text = Encoding.UTF8.GetString(bytes).Replace("ok 1 arrays", "ok 1 arroys", StringComparison.Ordinal);
        Assert.Equal(VerdictKind.Infrastructure, Told(Encoding.UTF8.GetBytes(text), 4096).Verdict().Kind);
    }

    [Fact]
    public void What_a_line_editor_draws_and_noise_within_lines_pass_as_they_are()
    {
        LineEnds ends = new();
        const string Drawn = "Boot: CPU\r\n\e[Krk> p\rrk> ps\e[K\r\na\rb\r\rc\0d\r\n";
        Assert.Equal(Drawn, Encoding.UTF8.GetString(ends.Undo(Encoding.UTF8.GetBytes(Drawn))));
        Assert.Equal("", ends.Name);
        Assert.Equal("", ends.Remark);
    }

    [Fact]
    public void A_line_that_a_server_ended_oddly_is_no_longer_in_the_report()
    {
        ConsoleExcerpt excerpt = new();
        excerpt.Feed("one\r\r\ntwo\r\0\nthree"u8, 1);
        Assert.Equal(["one", "two", "three"], excerpt.Lines.Select(line => line.Text));
    }

    /// <summary>Seeded mixtures of line ends: the lines are always the same, in any chunks.</summary>
    [Fact]
    public void Mixed_line_ends_never_join_or_change_lines()
    {
        string[] kinds = ["\r\n", "\n", "\r\r\n", "\n\r", "\r\0\n", "\r\n\0", "\r\n\r"];
        Random random = new(15);
        for (int round = 0; round < 2000; round++)
        {
            string[] lines = [.. Enumerable.Range(0, 6).Select(number => $"line {number} {random.Next()}")];
            byte[] bytes = Encoding.ASCII.GetBytes(string.Concat(lines.Select(line => line + kinds[random.Next(kinds.Length)])));
            LineEnds ends = new();
            StringBuilder read = new();
            for (int at = 0, size; at < bytes.Length; at += size)
            {
                size = Math.Min(bytes.Length - at, random.Next(1, 20));
                read.Append(Encoding.ASCII.GetString(ends.Undo(bytes.AsSpan(at, size))));
            }

            Assert.Equal(lines, read.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r')));
        }
    }
}
