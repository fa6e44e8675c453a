// Where in the sources a failed test stands, as evidence of the verdict.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using RustKernel.Hil.Protocols;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Cli;

/// <summary>
/// Finds a test by its suite's attribute and its method, as the build's SuiteGenerator does, and in the method the check by its words.
/// Needs the sources, and they are read as they are now: <see cref="StaleImage"/> warns when they are newer than the Image.
/// </summary>
public static partial class TestPlaces
{
    private static readonly string[] s_folders = ["kernel", "services"];

    /// <summary>
    /// <paramref name="verdict"/> of <paramref name="run"/> with a line "suite.test: at FILE:LINE" for each failed test that the
    /// sources have; unchanged when none failed, or another kernel than the one built here ran.
    /// </summary>
    public static Verdict Explain(RunObserver run, Verdict verdict)
    {
        if (KernelBuild.Here is not { Length: > 0 } built || built != KernelBuild.Of(run))
        {
            return verdict;
        }

        IEnumerable<KtapResult> failures = run.Serial.Failures.Where(failure => failure.Suite.Length > 0);
        foreach (KtapResult failure in failures.DistinctBy(failure => failure.FullName))
        {
            verdict = Find(Repository.Root, failure) is { } place ? verdict.WithPlace(failure, place) : verdict;
        }

        return verdict;
    }

    /// <summary>
    /// "FILE:LINE" below <paramref name="root"/> of the check that failed, or of its test where the check cannot be told; null when
    /// the sources are not there or have no such test.
    /// </summary>
    public static string? Find(string root, KtapResult failure)
        => Sources(root, failure.Suite)
            .Select(file => (File: file, Text: File.ReadAllText(file)))
            .Select(source => LineIn(source.Text, failure) is { } line
                ? string.Create(CultureInfo.InvariantCulture, $"{Path.GetRelativePath(root, source.File)}:{line}")
                : null)
            .FirstOrDefault(place => place is not null);

    // The files of the suite's classes. A partial class has the attribute in one of its files; all lie in one folder.
    private static IEnumerable<string> Sources(string root, string suite)
        => s_folders
            .Select(folder => Path.Combine(root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(file => Declares(file, suite))
            .SelectMany(file => Directory.EnumerateFiles(Path.GetDirectoryName(file)!, Stem(file) + "*.cs"))
            .Distinct()
            .Order(StringComparer.Ordinal);

    private static bool Declares(string file, string suite)
        => SuiteAttribute().Match(File.ReadAllText(file)) is { Success: true } match && match.Groups["name"].Value == suite;

    // "MemorySuite" of MemorySuite.cs and of MemorySuite.Heap.cs.
    private static string Stem(string file) => Path.GetFileName(file).Split('.')[0];

    private static int? LineIn(string text, KtapResult failure)
    {
        MatchCollection tests = TestMethod().Matches(text);
        for (int i = 0; i < tests.Count; i++)
        {
            if (NameOf(tests[i]) == failure.Name)
            {
                int end = i + 1 < tests.Count ? tests[i + 1].Index : text.Length;
                int method = tests[i].Groups["method"].Index;
                return failure.Reasons.Select(reason => CheckIn(text, method, end, reason)).FirstOrDefault(line => line is not null)
                    ?? LineAt(text, method);
            }
        }

        return null;
    }

    private static string NameOf(Match test)
        => test.Groups["name"].Success
            ? test.Groups["name"].Value
            : Capital().Replace(test.Groups["method"].Value, "_$0").TrimStart('_').ToLowerInvariant();

    // A service's test names the line of its check; a kernel's has the check's words, perhaps with numbers behind them.
    private static int? CheckIn(string text, int begin, int end, string reason)
    {
        if (CheckLine().Match(reason) is { Success: true } named)
        {
            int line = named.Groups["line"].Success
                ? int.Parse(named.Groups["line"].Value, CultureInfo.InvariantCulture)
                : int.Parse(named.Groups["code"].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            return line >= LineAt(text, begin) && line <= LineAt(text, end) ? line : null;
        }

        string words = Numbers().Replace(reason, "");
        int index = words.Length == 0 ? -1 : text.IndexOf($"\"{words}\"u8", begin, end - begin, StringComparison.Ordinal);
        return index < 0 ? null : LineAt(text, index);
    }

    private static int LineAt(string text, int index) => text.AsSpan(0, index).Count('\n') + 1;

    [GeneratedRegex(@"\[Suite\(""(?<name>[^""]+)""")]
    private static partial Regex SuiteAttribute();

    [GeneratedRegex(@"\[Test(\(""(?<name>[^""]+)""\))?\]\s[^(;{]*?\b(?<method>\w+)\(")]
    private static partial Regex TestMethod();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();

    // What a service's test says, and what the kernel says of a program that ended with the line as its code.
    [GeneratedRegex(@"\bline (?<line>\d{1,6})\b|line of the check that failed: expected 0x0, was 0x(?<code>[0-9a-fA-F]{1,6})$")]
    private static partial Regex CheckLine();

    [GeneratedRegex(": expected 0x[0-9a-fA-F]+, was 0x[0-9a-fA-F]+$")]
    private static partial Regex Numbers();
}
