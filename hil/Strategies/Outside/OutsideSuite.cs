// A suite of regular expressions, in YAML.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Strategies.Outside;

/// <summary>
/// Tests that look at a machine from outside, one after the other on one boot. The first failure ends the suite, as later tests build on
/// earlier ones.
/// </summary>
/// <param name="Name">The suite's name.</param>
/// <param name="CommandLine">What the kernel's command line gets.</param>
/// <param name="Tests">The tests in order.</param>
/// <param name="Tolerates">What the machine may do without failing the suite: a suite that reboots it expects a restart.</param>
public sealed record OutsideSuite(string Name, string CommandLine, IReadOnlyList<OutsideTest> Tests, Tolerance Tolerates)
{
    private static readonly TimeSpan s_within = TimeSpan.FromSeconds(10);

    /// <summary>Reads the file at <paramref name="path"/>.</summary>
    /// <exception cref="ConfigurationException">Anything in it is wrong: file, line, column, suggestion.</exception>
    public static OutsideSuite Load(string path)
    {
        YamlSection file = YamlSection.Load(path, Path.GetFileName(path));
        string name = file.RequiredText("suite");
        string commandLine = file.Text("cmdline", "");
        Tolerance tolerates = file.Texts("expects").Aggregate(Tolerance.None, (all, word) => all | ReadTolerance(file, word));
        List<OutsideTest> tests = [.. file.Sections("tests").Select(ReadTest)];
        file.RejectUnknown();
        return tests.Count > 0 ? new OutsideSuite(name, commandLine, tests, tolerates) : throw file.Error("tests", "is missing or empty");
    }

    /// <summary>Boots and tests; <paramref name="report"/> gets each result as it comes.</summary>
    public RunOutcome Run(RunRequest request, Action<OutsideTest, bool, string> report, CancellationToken interrupt)
    {
        TargetDefinition target = CommandLine.Length > 0 ? TargetOverride.Apply(request.Target, "cmdline", CommandLine) : request.Target;
        RunObserver none = new();
        long start = Environment.TickCount64;
        Verdict verdict;
        try
        {
            using TargetSession session = TargetSession.Boot(
                request with { Target = target, Suites = [Name], Tolerates = Tolerates },
                interrupt);
            verdict = RunTests(session, report);
            session.End(verdict);
        }
        catch (InfrastructureException e)
        {
            verdict = new Verdict(VerdictKind.Infrastructure, e.Message, "", []);
        }

        return new RunOutcome(verdict, none, request.LogPath, TimeSpan.FromMilliseconds(Environment.TickCount64 - start));
    }

    private Verdict RunTests(TargetSession session, Action<OutsideTest, bool, string> report)
    {
        string failure = "";
        foreach (OutsideTest test in Tests)
        {
            string reason = failure.Length > 0 ? $"not tried, since {failure} failed" : Try(session, test);
            session.Record(Name, test.Name, reason.Length == 0, reason);
            report(test, reason.Length == 0, reason);
            if (reason.Length > 0 && failure.Length == 0)
            {
                failure = test.Name;
            }
        }

        return session.Judged();
    }

    private static string Try(TargetSession session, OutsideTest test)
    {
        try
        {
            if (test.Send is not null)
            {
                session.SendLine(test.Send);
            }

            session.WaitFor(test.Expect);
            return "";
        }
        catch (Exception e) when (e is ExpectationException or InfrastructureException)
        {
            return e.Message;
        }
    }

    private static OutsideTest ReadTest(YamlSection section)
    {
        OutsideTest test = new(
            section.RequiredText("name"),
            section.Text("send", "") is { Length: > 0 } send ? send : null,
            new Expectation(section.RequiredText("expect"), section.Seconds("within", s_within))
            {
                Never = section.Text("never", "") is { Length: > 0 } never ? never : null,
                IsRaw = section.Boolean("raw", false),
                IsUnfinished = section.Boolean("unfinished", false),
            });
        section.RejectUnknown();
        foreach ((string key, string? pattern) in new[] { ("expect", test.Expect.Pattern), ("never", test.Expect.Never) })
        {
            try
            {
                _ = pattern is null ? null : new ConsolePattern(pattern, isRaw: true);
            }
            catch (ArgumentException e)
            {
                throw section.Error(key, $"is no regular expression: {e.Message}");
            }
        }

        return test;
    }

    private static Tolerance ReadTolerance(YamlSection file, string word)
        => Tolerances.Parse(word) is not Tolerance.None and Tolerance value
            ? value
            : throw file.Error("expects", $"has \"{word}\", which is nothing to expect: {string.Join(", ", Tolerances.Words)}");
}

/// <summary>One test: sends a line, and expects a pattern.</summary>
/// <param name="Name">The test's name.</param>
/// <param name="Send">The line to send first; null for none.</param>
/// <param name="Expect">What must come.</param>
public sealed record OutsideTest(string Name, string? Send, Expectation Expect);
