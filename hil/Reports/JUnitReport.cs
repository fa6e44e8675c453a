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
/// Writes runs as JUnit: one testsuite a suite, one testcase a KTAP test line, metrics as properties, the console's end as
/// system-out (CI systems read these files whole; the event log that is named has all). A run that is no pass although no test says so gets one more testcase, "rk.run", with the reason.
/// </summary>
public static class JUnitReport
{
    /// <summary>Writes <paramref name="runs"/> to the file at <paramref name="path"/>, and as an error each of <paramref name="unrun"/>: targets that no run was made of.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<RunReport> runs, IReadOnlyList<(string Target, string Reason)> unrun)
    {
        XmlWriterSettings settings = new() { Indent = true, Encoding = new UTF8Encoding(false), NewLineChars = "\n" };
        using XmlWriter xml = XmlWriter.Create(path, settings);
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", runs.Count > 0 ? $"rk test {runs[0].Run.Target}" : "rk test");
        xml.WriteAttributeString("time", Seconds(runs.Sum(run => run.Duration.TotalSeconds)));
        for (int index = 0; index < runs.Count; index++)
            WriteRun(xml, runs[index], runs.Count > 1 ? $" (run {index + 1})" : "");
        foreach ((string target, string reason) in unrun)
            WriteUnrun(xml, target, reason);
        xml.WriteEndElement();
    }

    /// <summary>A board that was in use all night must not look like one that passed.</summary>
    private static void WriteUnrun(XmlWriter xml, string target, string reason)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", "rk");
        xml.WriteAttributeString("tests", "1");
        xml.WriteAttributeString("failures", "0");
        xml.WriteAttributeString("errors", "1");
        xml.WriteAttributeString("skipped", "0");
        xml.WriteAttributeString("hostname", target);
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", "rk");
        xml.WriteAttributeString("name", "run");
        xml.WriteStartElement("error");
        xml.WriteAttributeString("message", XmlText.Clean(reason));
        xml.WriteAttributeString("type", "infrastructure");
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteRun(XmlWriter xml, RunReport run, string suffix)
    {
        bool isFirst = true;
        double previous = 0;
        foreach (KtapDocument document in run.Run.Serial.Documents)
        {
            foreach (string suite in document.Tests.Select(test => test.Suite).Concat(document.Suites.Select(suite => suite.Name)).Distinct())
            {
                WriteSuite(xml, run, document, suite, suffix, hasConsole: isFirst, ref previous);
                isFirst = false;
            }
        }

        bool testsSaySo = run.Verdict.Kind == VerdictKind.Fail && run.Run.Serial.Documents.Any(document => document.Tests.Any(test => test.Outcome == KtapOutcome.NotOk));
        if (run.Verdict.Kind != VerdictKind.Pass && !testsSaySo)
            WriteRunCase(xml, run, suffix, hasConsole: isFirst);
    }

    private static void WriteSuite(XmlWriter xml, RunReport run, KtapDocument document, string suite, string suffix, bool hasConsole, ref double previous)
    {
        KtapResult[] tests = [.. document.Tests.Where(test => test.Suite == suite)];
        StartSuite(xml, run, suite + suffix, tests.Length, tests.Count(test => test.Outcome == KtapOutcome.NotOk), 0, tests.Count(test => test.Outcome == KtapOutcome.Skip));
        WriteProperties(xml, run, document.Metrics.Where(metric => metric.Suite == suite));
        foreach (KtapResult test in tests)
        {
            double at = test.TimeMicroseconds / 1e6;
            WriteCase(xml, run, test, Math.Max(0, at - previous));
            previous = at;
        }

        if (hasConsole)
            WriteConsole(xml, run);
        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, RunReport run, KtapResult test, double seconds)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", test.Suite);
        xml.WriteAttributeString("name", test.Name);
        xml.WriteAttributeString("time", Seconds(seconds));
        string diagnostics = XmlText.Clean(string.Join('\n', test.Diagnostics));
        if (test.Outcome == KtapOutcome.Skip)
        {
            xml.WriteStartElement("skipped");
            xml.WriteAttributeString("message", XmlText.Clean(test.SkipReason));
            xml.WriteEndElement();
        }
        else if (test.Outcome == KtapOutcome.NotOk)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("message", test.Diagnostics.Count > 0 ? XmlText.Clean(test.Diagnostics[^1]) : "not ok");
            xml.WriteAttributeString("type", "not ok");
            xml.WriteString(diagnostics.Length > 0 ? diagnostics : $"{run.Run.Target}: {test.Suite}.{test.Name} is not ok");
            xml.WriteEndElement();
        }

        if (diagnostics.Length > 0 && test.Outcome != KtapOutcome.NotOk)
            xml.WriteElementString("system-out", diagnostics);
        xml.WriteEndElement();
    }

    private static void WriteRunCase(XmlWriter xml, RunReport run, string suffix, bool hasConsole)
    {
        bool isFailure = run.Verdict.Kind == VerdictKind.Fail;
        StartSuite(xml, run, "rk" + suffix, 1, isFailure ? 1 : 0, isFailure ? 0 : 1, 0);
        WriteProperties(xml, run, []);
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", "rk");
        xml.WriteAttributeString("name", "run");
        xml.WriteAttributeString("time", Seconds(run.Duration.TotalSeconds));
        xml.WriteStartElement(isFailure ? "failure" : "error");
        xml.WriteAttributeString("message", XmlText.Clean(run.Verdict.Reason));
        xml.WriteAttributeString("type", run.Verdict.Word);
        xml.WriteString(XmlText.Clean(string.Join('\n', run.Verdict.Evidence)));
        xml.WriteEndElement();
        xml.WriteEndElement();
        if (hasConsole)
            WriteConsole(xml, run);
        xml.WriteEndElement();
    }

    private static void StartSuite(XmlWriter xml, RunReport run, string name, int tests, int failures, int errors, int skipped)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("tests", tests.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("failures", failures.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("errors", errors.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("skipped", skipped.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("time", Seconds(run.Duration.TotalSeconds));
        xml.WriteAttributeString("timestamp", run.Started.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        xml.WriteAttributeString("hostname", run.Run.Target);
    }

    private static void WriteProperties(XmlWriter xml, RunReport run, IEnumerable<KtapMetric> metrics)
    {
        xml.WriteStartElement("properties");
        WriteProperty(xml, "log", run.LogPath);
        foreach (KeyValuePair<string, string> fact in run.Environment)
            WriteProperty(xml, fact.Key, fact.Value);
        foreach (KtapMetric metric in metrics)
            WriteProperty(xml, $"metric.{metric.Name}", $"{metric.Value} {metric.Unit}");
        xml.WriteEndElement();
    }

    private static void WriteProperty(XmlWriter xml, string name, string value)
    {
        xml.WriteStartElement("property");
        xml.WriteAttributeString("name", XmlText.Clean(name));
        xml.WriteAttributeString("value", XmlText.Clean(value));
        xml.WriteEndElement();
    }

    private static void WriteConsole(XmlWriter xml, RunReport run)
    {
        string text = run.Console.Text.Replace("\r\n", "\n", StringComparison.Ordinal);
        if (run.Console.LeftOut > 0)
            text = string.Create(CultureInfo.InvariantCulture, $"[{run.Console.LeftOut} bytes before these are in {run.LogPath}]\n{text}");
        if (text.Length > 0)
            xml.WriteElementString("system-out", XmlText.Clean(text));
    }

    private static string Seconds(double seconds) => seconds.ToString("0.000000", CultureInfo.InvariantCulture);
}
