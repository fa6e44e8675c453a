// Names in a JUnit file that no reader confuses.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace RustKernel.Hil.Reports;

/// <summary>
/// Class TARGET.SUITE and name TEST tell tests apart. Jenkins compares them as they are, and drops a testsuite with the same name and
/// second as another. GitLab first turns every character that is no letter or digit into a hyphen, so "pi4.a_b" and "pi4-a.b" are one test
/// to it. Names that become equal this way each get a few digits of a hash, the same in every file. A further run of a test gets its
/// number.
/// </summary>
internal sealed class JUnitNames
{
    private readonly HashSet<(string Target, string Suite, string Test)> _ambiguous = [];
    private readonly Dictionary<(string Target, string Suite, string Test), int> _seen = [];
    private readonly Dictionary<string, int> _suites = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _given = [];
    private readonly HashSet<string> _givenSuites = new(StringComparer.OrdinalIgnoreCase);

    private JUnitNames()
    {
    }

    /// <summary>The names in a file of <paramref name="runs"/> and of targets without a run.</summary>
    public static JUnitNames Of(IEnumerable<RunReport> runs, IEnumerable<(string Target, string Reason)> unrun)
    {
        JUnitNames names = new();
        IEnumerable<(string Target, string Suite, string Test)> all = runs
            .SelectMany(CasesOf)
            .Concat(unrun.Select(item => (item.Target, JUnitReport.RigSuite, JUnitReport.RigTest)));
        foreach (IGrouping<string, (string Target, string Suite, string Test)> group in all.Distinct().GroupBy(Key))
        {
            if (group.Count() > 1)
            {
                names._ambiguous.UnionWith(group);
            }
        }

        return names;
    }

    /// <summary>Suite, class and name for the next occurrence of a test.</summary>
    public (string Suite, string ClassName, string Name) Next(string target, string suite, string test)
    {
        int number = _seen[(target, suite, test)] = _seen.GetValueOrDefault((target, suite, test)) + 1;
        string name = test;
        if (_ambiguous.Contains((target, suite, test)))
        {
            name += " ~" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{target}\0{suite}\0{test}")))[..6];
        }

        // A test may be called "a (run 2)" by its author.
        string plain = name;
        for (int run = number; (run > 1 && name == plain) || !_given.Add(Key((target, suite, name))); run++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{plain} (run {Math.Max(2, run)})");
        }

        return ($"{target}.{suite}", $"{target}.{suite}", name);
    }

    /// <summary>The name of the next testsuite that would be called <paramref name="suite"/>.</summary>
    public string NextSuite(string suite)
    {
        int number = _suites[suite] = _suites.GetValueOrDefault(suite) + 1;
        string name = suite;
        for (int run = number; (run > 1 && name == suite) || !_givenSuites.Add(name); run++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{suite} (run {Math.Max(2, run)})");
        }

        return name;
    }

    private static IEnumerable<(string Target, string Suite, string Test)> CasesOf(RunReport run)
    {
        IEnumerable<(string, string, string)> tests = JUnitReport.DocumentsOf(run)
            .SelectMany(document => document.Tests)
            .Select(test => (run.Run.Target, test.Suite, test.Name))
            .Concat(run.Run.Outside.Select(result => (run.Run.Target, result.Suite, result.Name)));
        return JUnitReport.SaysItself(run) ? tests.Append((run.Run.Target, JUnitReport.RigSuite, JUnitReport.RigTest)) : tests;
    }

    private static string Key((string Target, string Suite, string Test) test)
        => string.Concat($"{test.Target}.{test.Suite}_{test.Test}".Select(
            letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '-'));
}
