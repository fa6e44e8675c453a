// The tests that failed, and the command that runs their suites alone.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO;
using System.Linq;
using RustKernel.Hil.Protocols;
using RustKernel.Hil.Strategies;

namespace RustKernel.Hil.Cli;

/// <summary>Prints what a person wants to see last after a long run that failed.</summary>
internal static class FailedTests
{
    private const string SuiteOption = "--suite";

    /// <summary>A line for each failed test of <paramref name="outcomes"/>, and one with the command; nothing if none failed.</summary>
    public static void Write(TextWriter output, ParseResult parsed, IReadOnlyList<RunOutcome> outcomes)
    {
        (RunOutcome Outcome, KtapResult Test)[] failed = [.. outcomes
            .SelectMany(outcome => outcome.Observer.Serial.Failures, (outcome, failure) => (outcome, failure))
            .Where(failed => failed.failure.Suite.Length > 0)
            .DistinctBy(failed => failed.failure.FullName)];
        foreach ((RunOutcome outcome, KtapResult failure) in failed)
        {
            string? place = outcome.Verdict.PlaceOf(failure);
            string why = failure.Reasons.FirstOrDefault() ?? "";
            output.WriteLine($"  failed: {failure.FullName}: {why}".TrimEnd(' ', ':') + (place is null ? "" : $" ({place})"));
        }

        if (failed.Length > 0)
        {
            string suites = string.Join(',', failed.Select(failure => failure.Test.Suite).Distinct());
            output.WriteLine($"  to repeat: ./rk {string.Join(' ', WithSuites(parsed, suites).Select(Quoted))}");
        }
    }

    // The line as it was typed, but for its suites.
    private static List<string> WithSuites(ParseResult parsed, string suites)
    {
        List<string> words = [];
        bool isValue = false;
        foreach (Token token in parsed.Tokens)
        {
            bool isOption = token.Type == TokenType.Option && token.Value == SuiteOption;
            if (!isOption && !isValue)
            {
                words.Add(token.Value);
            }

            isValue = isOption;
        }

        return [.. words, SuiteOption, suites];
    }

    private static string Quoted(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./,:=+@%".Contains(letter, StringComparison.Ordinal))
            ? word
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
