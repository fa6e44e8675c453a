// The most important promise: no damage of the line turns another verdict into a pass.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using RustKernel.Hil.Protocols;
using RustKernel.Hil.Verdicts;
using Xunit;

namespace RustKernel.Hil.Tests;

public class NoiseTests
{
    private const int Trials = 6000;

    [Fact]
    public void Without_noise_a_good_document_passes_in_any_chunks()
    {
        Random random = new(1);
        for (int trial = 0; trial < 50; trial++)
        {
            Assert.Equal(VerdictKind.Pass, Run(Document.Good().Bytes(), random).Item1.Kind);
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void A_damaged_good_document_passes_only_if_everything_decisive_is_as_it_was(int seed)
    {
        Random random = new(seed);
        byte[] original = Document.Good().Bytes();
        string decisive = Decisive(Run(original, random).Item2);
        int passed = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            byte[] damaged = Noise.Damage(original, random);
            (Verdict verdict, RunObserver run) = Run(damaged, random);
            if (verdict.Kind != VerdictKind.Pass)
            {
                continue;
            }

            passed++;
            Assert.True(decisive == Decisive(run), $"seed {seed} trial {trial}:\n{Encoding.UTF8.GetString(damaged)}");
        }

        // Damage to human lines and diagnostics may pass; if nothing or everything passed, the noise would not be noise.
        Assert.InRange(passed, 1, Trials / 2);
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void A_failing_document_never_becomes_a_pass(int seed)
    {
        Random random = new(seed);
        byte[] original = Document.Failing().Bytes();
        for (int trial = 0; trial < Trials; trial++)
        {
            byte[] damaged = Noise.Damage(original, random);
            Verdict verdict = Run(damaged, random).Item1;
            Assert.True(verdict.Kind != VerdictKind.Pass, $"seed {seed} trial {trial}:\n{Encoding.UTF8.GetString(damaged)}");
        }
    }

    [Fact]
    public void Losing_any_single_line_of_the_document_is_no_pass()
    {
        string[] lines = Document.Good().Text().TrimEnd().Split("\r\n");
        for (int lost = 0; lost < lines.Length; lost++)
        {
            if (lines[lost].TrimStart().StartsWith("# lang.switch:", StringComparison.Ordinal))
            {
                continue; // a diagnostic decides nothing
            }

            string text = string.Join("\r\n", lines.Where((_, index) => index != lost)) + "\r\n";
            Assert.NotEqual(VerdictKind.Pass, new Story("boot", "lang").Receives(text).PowersOff().Verdict().Kind);
        }
    }

    [Fact]
    public void Doubling_any_single_line_of_the_document_is_no_pass()
    {
        string[] lines = Document.Good().Text().TrimEnd().Split("\r\n");
        for (int doubled = 0; doubled < lines.Length; doubled++)
        {
            if (lines[doubled].TrimStart().StartsWith("# lang.switch:", StringComparison.Ordinal))
            {
                continue;
            }

            string text = string.Join("\r\n", lines.SelectMany((line, index) => index == doubled ? new[] { line, line } : [line])) + "\r\n";
            Assert.Equal(VerdictKind.Infrastructure, new Story("boot", "lang").Receives(text).PowersOff().Verdict().Kind);
        }
    }

    [Fact]
    public void Cutting_the_stream_anywhere_before_the_last_check_is_no_pass()
    {
        byte[] bytes = Document.Good().Bytes();
        for (int length = 0; length < bytes.Length - 2; length++)
        {
            Assert.NotEqual(VerdictKind.Pass, new Story("boot", "lang").Receives(bytes[..length]).PowersOff().Verdict().Kind);
        }
    }

    private static (Verdict, RunObserver) Run(byte[] bytes, Random random)
    {
        Story story = new("boot", "lang");
        for (int at = 0; at < bytes.Length;)
        {
            int count = Math.Min(bytes.Length - at, random.Next(1, 400));
            story.Receives(bytes[at..(at + count)]);
            at += count;
        }

        RunObserver run = story.PowersOff().Observe();
        return (Judge.OfTest(run), run);
    }

    private static string Decisive(RunObserver run)
    {
        KtapDocument document = Assert.Single(run.Serial.Documents);
        IEnumerable<string> lines = document.Tests.Concat(document.Suites).Select(
            test => $"{test.Suite}/{test.Name}={test.Outcome}@{test.TimeMicroseconds}")
            .Concat(document.Metrics.Select(metric => metric.ToString()))
            .Append(document.Totals!.ToString());
        return string.Join('\n', lines);
    }
}
