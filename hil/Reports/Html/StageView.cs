// When which part of a run happened, as bars.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RustKernel.Hil.Protocols;

namespace RustKernel.Hil.Reports.Html;

/// <summary>One row a state, boot stage and suite on one scale of time.</summary>
internal static class StageView
{
    /// <summary>Writes the rows of <paramref name="run"/>; nothing when there are none.</summary>
    public static void Write(TextWriter html, RunReport run)
    {
        List<Row> rows = [.. States(run), .. Boot(run), .. Suites(run)];
        if (rows.Count == 0)
        {
            return;
        }

        double end = Math.Max(1, run.Run.LastNanoseconds);
        html.WriteLine("<h3>Timeline</h3><div class=\"stages\">");
        foreach (Row row in rows)
        {
            string left = HtmlText.Number(row.Start / end * 100), width = HtmlText.Number((row.End - row.Start) / end * 100);
            html.WriteLine($"<span class=\"name\" title=\"{HtmlText.Escape(row.Name)}\">{HtmlText.Escape(row.Name)}</span>"
                + $"<span class=\"track\" title=\"{HtmlText.Time(row.Start)} to {HtmlText.Time(row.End)}\"><i class=\"{row.Tone}\" "
                    + $"style=\"left:{left}%;width:{width}%\"></i></span>"
                + $"<span class=\"at\">{HtmlText.Time(row.End - row.Start)}</span>");
        }

        html.WriteLine("</div>");
    }

    private static IEnumerable<Row> States(RunReport run)
    {
        IReadOnlyList<TimelineEntry> states = run.Timeline.States;
        for (int index = 0; index < states.Count; index++)
        {
            long end = index + 1 < states.Count ? states[index + 1].Nanoseconds : run.Run.LastNanoseconds;
            if (states[index].Text != "off" || index + 1 < states.Count)
            {
                yield return new Row(states[index].Text, states[index].Nanoseconds, end, "");
            }
        }
    }

    private static IEnumerable<Row> Boot(RunReport run)
    {
        long before = run.Run.PowerOnNanoseconds ?? 0;
        foreach (StageReached reached in run.Run.Serial.Stages)
        {
            yield return new Row("· " + reached.Stage.Name, before, reached.HostNanoseconds, "");
            before = reached.HostNanoseconds;
        }
    }

    private static IEnumerable<Row> Suites(RunReport run)
    {
        foreach (KtapDocument document in run.Run.Serial.Documents)
        {
            long before = document.Tests.Count > 0
                ? Math.Min(
                    document.Tests[0].HostNanoseconds,
                    run.Run.Serial.Stages.Select(stage => stage.HostNanoseconds).DefaultIfEmpty(long.MaxValue).Max())
                : 0;
            foreach (IGrouping<string, KtapResult> suite in document.Tests.GroupBy(test => test.Suite))
            {
                long end = suite.Max(test => test.HostNanoseconds);
                yield return new Row(
                    "suite " + suite.Key,
                    before,
                    end,
                    suite.Any(test => test.Outcome == KtapOutcome.NotOk) ? "bad" : "good");
                before = end;
            }
        }
    }

    private sealed record Row(string Name, long Start, long End, string Tone);
}
