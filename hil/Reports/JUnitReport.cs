// JUnit XML for CI systems.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;
using RustKernel.Hil.Protocols;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Reports;

/// <summary>
/// Writes runs as JUnit: one testsuite a suite with its own times, one testcase a KTAP test line, metrics as properties, the console's end
/// as system-out (CI systems read these files whole; the event log that is named has all). A run that did not pass although no test failed
/// gets one more testcase, "rk.run", with the reason. Class names begin with the target; see <see cref="JUnitNames"/>.
/// </summary>
public static class JUnitReport
{
    /// <summary>The suite of what the rig itself says about a run.</summary>
    internal const string RigSuite = "rk";

    /// <summary>Its one test.</summary>
    internal const string RigTest = "run";

    /// <summary>
    /// Writes <paramref name="runs"/> to the file at <paramref name="path"/>, and, as an error each, <paramref name="unrun"/>: targets
    /// without a run.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<RunReport> runs, IReadOnlyList<(string Target, string Reason)> unrun)
    {
        XmlWriterSettings settings = new() { Indent = true, Encoding = new UTF8Encoding(false), NewLineChars = "\n" };
        using XmlWriter xml = XmlWriter.Create(path, settings);
        JUnitNames names = JUnitNames.Of(runs, unrun);
        xml.WriteStartElement("testsuites");
        string verb = runs.Count > 0 && runs[0].Run.Verb == "outside" ? "rk outside" : "rk test";
        xml.WriteClean("name", runs.Count > 0 ? $"{verb} {runs[0].Run.Target}" : verb);
        xml.WriteClean("time", Seconds(runs.Sum(run => run.Duration.TotalSeconds)));
        foreach (RunReport run in runs)
        {
            WriteRun(xml, run, names);
        }

        foreach ((string target, string reason) in unrun)
        {
            WriteUnrun(xml, names, target, reason);
        }

        xml.WriteEndElement();
    }

    /// <summary>True when <paramref name="run"/> needs a testcase of its own: it did not pass, and no failed test explains why.</summary>
    internal static bool SaysItself(RunReport run)
        => run.Verdict.Kind != VerdictKind.Pass
            && !(run.Verdict.Kind == VerdictKind.Fail
                && (DocumentsOf(run).Any(document => document.Tests.Any(test => test.Outcome == KtapOutcome.NotOk))
                    || run.Run.Outside.Any(result => !result.IsOk)));

    /// <summary>
    /// The documents whose tests are testcases. If a test from outside makes the kernel run suites, the test is the testcase, and its time
    /// includes theirs.
    /// </summary>
    internal static IReadOnlyList<KtapDocument> DocumentsOf(RunReport run) => run.Run.Outside.Count > 0 ? [] : run.Run.Serial.Documents;

    /// <summary>A board that was in use all night must not look like one that passed.</summary>
    private static void WriteUnrun(XmlWriter xml, JUnitNames names, string target, string reason)
    {
        (string suite, string className, string name) = names.Next(target, RigSuite, RigTest);
        xml.WriteStartElement("testsuite");
        xml.WriteClean("name", names.NextSuite(suite));
        xml.WriteClean("tests", "1");
        xml.WriteClean("failures", "0");
        xml.WriteClean("errors", "1");
        xml.WriteClean("skipped", "0");
        xml.WriteClean("time", Seconds(0));
        xml.WriteClean("hostname", target);
        xml.WriteStartElement("testcase");
        xml.WriteClean("classname", className);
        xml.WriteClean("name", name);
        xml.WriteClean("time", Seconds(0));
        xml.WriteStartElement("error");
        xml.WriteClean("message", reason);
        xml.WriteClean("type", "infrastructure");
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteRun(XmlWriter xml, RunReport run, JUnitNames names)
    {
        bool isFirst = true;
        SuiteTimes times = SuiteTimes.Of(run);
        foreach (KtapDocument document in DocumentsOf(run))
        {
            foreach (string suite in SuitesOf(document))
            {
                WriteSuite(xml, run, document, suite, names, times, hasConsole: isFirst);
                isFirst = false;
            }
        }

        isFirst &= !OutsideCases.Write(xml, run, names);
        if (SaysItself(run))
        {
            double rest = run.Run.Outside.Count > 0 ? 0 : Math.Max(0, run.Duration.TotalSeconds - times.Sum);
            WriteRunCase(xml, run, names, rest, hasConsole: isFirst);
        }
    }

    /// <summary>The suites of <paramref name="document"/>, those without a result too.</summary>
    internal static IEnumerable<string> SuitesOf(KtapDocument document)
        => document.Tests.Select(test => test.Suite).Concat(document.Suites.Select(suite => suite.Name)).Distinct();

    private static void WriteSuite(
        XmlWriter xml,
        RunReport run,
        KtapDocument document,
        string suite,
        JUnitNames names,
        SuiteTimes times,
        bool hasConsole)
    {
        KtapResult[] tests = [.. document.Tests.Where(test => test.Suite == suite)];
        StartSuite(
            xml,
            run,
            names.NextSuite($"{run.Run.Target}.{suite}"),
            (tests.Length, tests.Count(
                test => test.Outcome == KtapOutcome.NotOk), 0, tests.Count(test => test.Outcome == KtapOutcome.Skip)),
            tests.Sum(times.Of),
            tests.Length > 0 ? times.Begin(tests[0]) : TimeSpan.Zero);
        WriteProperties(xml, run, document.Metrics.Where(metric => metric.Suite == suite));
        foreach (KtapResult test in tests)
        {
            WriteCase(xml, run, test, names, times.Of(test));
        }

        if (hasConsole)
        {
            WriteConsole(xml, run);
        }

        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, RunReport run, KtapResult test, JUnitNames names, double seconds)
    {
        (_, string className, string name) = names.Next(run.Run.Target, test.Suite, test.Name);
        xml.WriteStartElement("testcase");
        xml.WriteClean("classname", className);
        xml.WriteClean("name", name);
        xml.WriteClean("time", Seconds(seconds));
        string place = run.Verdict.PlaceOf(test) is { } found ? $"\nat {found}" : "";
        string diagnostics = XmlText.Clean(string.Join('\n', test.Diagnostics) + place);
        if (test.Outcome == KtapOutcome.Skip)
        {
            xml.WriteStartElement("skipped");
            xml.WriteClean("message", test.SkipReason);
            xml.WriteEndElement();
        }
        else if (test.Outcome == KtapOutcome.NotOk)
        {
            xml.WriteStartElement("failure");
            xml.WriteClean("message", test.Diagnostics.Count > 0 ? test.Diagnostics[^1] : "not ok");
            xml.WriteClean("type", "not ok");
            xml.WriteString(diagnostics.Length > 0 ? diagnostics : XmlText.Clean($"{run.Run.Target}: {test.Suite}.{test.Name} is not ok"));
            xml.WriteEndElement();
        }

        if (diagnostics.Length > 0 && test.Outcome != KtapOutcome.NotOk)
        {
            xml.WriteElementString("system-out", diagnostics);
        }

        xml.WriteEndElement();
    }

    private static void WriteRunCase(XmlWriter xml, RunReport run, JUnitNames names, double seconds, bool hasConsole)
    {
        bool isFailure = run.Verdict.Kind == VerdictKind.Fail;
        (string suite, string className, string name) = names.Next(run.Run.Target, RigSuite, RigTest);
        StartSuite(xml, run, names.NextSuite(suite), (1, isFailure ? 1 : 0, isFailure ? 0 : 1, 0), seconds, TimeSpan.Zero);
        WriteProperties(xml, run, []);
        xml.WriteStartElement("testcase");
        xml.WriteClean("classname", className);
        xml.WriteClean("name", name);
        xml.WriteClean("time", Seconds(seconds));
        xml.WriteStartElement(isFailure ? "failure" : "error");
        xml.WriteClean("message", run.Verdict.Reason);
        xml.WriteClean("type", run.Verdict.Word);
        xml.WriteString(XmlText.Clean(string.Join('\n', run.Verdict.Evidence)));
        xml.WriteEndElement();
        xml.WriteEndElement();
        if (hasConsole)
        {
            WriteConsole(xml, run);
        }

        xml.WriteEndElement();
    }

    internal static void StartSuite(
        XmlWriter xml,
        RunReport run,
        string name,
        (int Tests, int Failures, int Errors, int Skipped) counts,
        double seconds,
        TimeSpan begin)
    {
        string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
        xml.WriteStartElement("testsuite");
        xml.WriteClean("name", name);
        xml.WriteClean("tests", Number(counts.Tests));
        xml.WriteClean("failures", Number(counts.Failures));
        xml.WriteClean("errors", Number(counts.Errors));
        xml.WriteClean("skipped", Number(counts.Skipped));
        xml.WriteClean("time", Seconds(seconds));
        xml.WriteClean(
            "timestamp",
            (run.Started + begin).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        xml.WriteClean("hostname", run.Run.Target);
    }

    internal static void WriteProperties(XmlWriter xml, RunReport run, IEnumerable<KtapMetric> metrics)
    {
        xml.WriteStartElement("properties");
        WriteProperty(xml, "log", run.LogPath);
        foreach (KeyValuePair<string, string> fact in run.Environment)
        {
            WriteProperty(xml, fact.Key, fact.Value);
        }

        foreach (KtapMetric metric in metrics)
        {
            WriteProperty(xml, $"metric.{metric.Name}", $"{metric.Value} {metric.Unit}");
        }

        xml.WriteEndElement();
    }

    private static void WriteProperty(XmlWriter xml, string name, string value)
    {
        xml.WriteStartElement("property");
        xml.WriteClean("name", name);
        xml.WriteClean("value", value);
        xml.WriteEndElement();
    }

    internal static void WriteConsole(XmlWriter xml, RunReport run)
    {
        string text = run.Console.Text.Replace("\r\n", "\n", StringComparison.Ordinal);
        if (run.Console.LeftOut > 0)
        {
            text = string.Create(CultureInfo.InvariantCulture, $"[{run.Console.LeftOut} bytes before these are in {run.LogPath}]\n{text}");
        }

        if (text.Length > 0)
        {
            xml.WriteElementString("system-out", XmlText.Clean(text));
        }
    }

    internal static string Seconds(double seconds) => seconds.ToString("0.000000", CultureInfo.InvariantCulture);
}
