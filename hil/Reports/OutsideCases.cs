// Tests from outside in a JUnit file.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Reports;

/// <summary>
/// One testsuite a suite from outside, one testcase a test. A test begins where the one before it ended, the first at the first byte of the
/// console, so the sum of all suites never exceeds the run.
/// </summary>
internal static class OutsideCases
{
    /// <summary>Writes what <paramref name="run"/> has of them; false when it has none.</summary>
    public static bool Write(XmlWriter xml, RunReport run, JUnitNames names)
    {
        long before = run.Run.Serial.FirstByteNanoseconds;
        foreach (IGrouping<string, OutsideResult> suite in run.Run.Outside.GroupBy(result => result.Suite))
        {
            (OutsideResult Result, double Seconds)[] tests = [.. Timed(suite, before)];
            JUnitReport.StartSuite(
                xml,
                run,
                names.NextSuite($"{run.Run.Target}.{suite.Key}"),
                (tests.Length, tests.Count(test => !test.Result.IsOk), 0, 0),
                tests.Sum(test => test.Seconds),
                TimeSpan.FromTicks(before / 100));
            JUnitReport.WriteProperties(xml, run, []);
            foreach ((OutsideResult result, double seconds) in tests)
            {
                WriteCase(xml, run, result, seconds, names);
            }

            JUnitReport.WriteConsole(xml, run);
            xml.WriteEndElement();
            before = suite.Last().Nanoseconds;
        }

        return run.Run.Outside.Count > 0;
    }

    private static IEnumerable<(OutsideResult Result, double Seconds)> Timed(IEnumerable<OutsideResult> results, long before)
    {
        foreach (OutsideResult result in results)
        {
            yield return (result, Math.Max(0, result.Nanoseconds - before) / 1e9);
            before = result.Nanoseconds;
        }
    }

    private static void WriteCase(XmlWriter xml, RunReport run, OutsideResult result, double seconds, JUnitNames names)
    {
        (_, string className, string name) = names.Next(run.Run.Target, result.Suite, result.Name);
        xml.WriteStartElement("testcase");
        xml.WriteClean("classname", className);
        xml.WriteClean("name", name);
        xml.WriteClean("time", JUnitReport.Seconds(seconds));
        if (!result.IsOk)
        {
            xml.WriteStartElement("failure");
            xml.WriteClean("message", result.Reason);
            xml.WriteClean("type", "not ok");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }
}
