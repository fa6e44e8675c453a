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
        KtapResult[] failed = [.. outcomes
            .SelectMany(outcome => outcome.Observer.Serial.Failures)
            .Where(failure => failure.Suite.Length > 0)
            .DistinctBy(failure => (failure.Suite, failure.Name))];
        foreach (KtapResult failure in failed)
        {
            string name = $"{failure.Suite}.{failure.Name}: ";
            string why = failure.Diagnostics.FirstOrDefault() ?? "";

            // The kernel's own tests begin their lines with their name.
            why = why.StartsWith(name, StringComparison.Ordinal) ? why[name.Length..] : why;
            output.WriteLine($"  failed: {name}{why}".TrimEnd(' ', ':'));
        }

        if (failed.Length > 0)
        {
            string suites = string.Join(',', failed.Select(failure => failure.Suite).Distinct());
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
