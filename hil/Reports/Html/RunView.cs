// One run in the report.

using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RustKernel.Hil.Protocols;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Reports.Html;

/// <summary>Verdict with evidence, timeline, tests, metrics, what happened, console, environment.</summary>
internal static class RunView
{
    /// <summary>Writes <paramref name="run"/> as a section that is open when <paramref name="isOpen"/>.</summary>
    public static void Write(TextWriter html, RunReport run, string id, string title, bool isOpen)
    {
        html.WriteLine($"<details class=\"run\" id=\"{id}\"{(isOpen ? " open" : "")}><summary><span class=\"badge "
            + $"{HtmlText.Tone(run.Verdict.Word)}\">{run.Verdict.Word}</span> {HtmlText.Escape(title)}</summary><div class=\"inner\">");
        WriteVerdict(html, run);
        PowerView.Write(html, run);
        StageView.Write(html, run);
        WriteTests(html, run);
        WriteMetrics(html, run);
        ConsoleView.Write(html, run);
        WriteEvents(html, run);
        WriteFacts(html, run);
        html.WriteLine("</div></details>");
    }

    private static void WriteVerdict(TextWriter html, RunReport run)
    {
        Verdict verdict = run.Verdict;
        html.WriteLine($"<p class=\"reason\">{HtmlText.Escape(verdict.Reason)}</p>");
        if (run.IsCutOff)
        {
            html.WriteLine("<p class=\"odd\">The event log ends in the middle: the tool was ended, or the disk was full.</p>");
        }

        if (verdict.Kind == VerdictKind.Pass)
        {
            return;
        }

        html.WriteLine($"<p>Last stage: <b>{HtmlText.Escape(verdict.Stage)}</b></p>");
        html.WriteLine($"<pre class=\"evidence\">{HtmlText.Escape(string.Join('\n', verdict.Evidence))}</pre>");
    }

    private static void WriteTests(TextWriter html, RunReport run)
    {
        KtapResult[] tests = [.. run.Run.Serial.Documents.SelectMany(document => document.Tests)];
        if (tests.Length == 0)
        {
            return;
        }

        int failed = tests.Count(
            test => test.Outcome == KtapOutcome.NotOk), skipped = tests.Count(test => test.Outcome == KtapOutcome.Skip);
        html.WriteLine($"<details{(failed > 0 ? " open" : "")}><summary>Tests <span class=\"quiet\">{tests.Length - failed - skipped} ok, "
            + $"{failed} not ok, {skipped} skipped</span></summary><div class=\"inner scroll\"><table class=\"stack "
                + $"tests\"><tr><th>test</th><th>result</th><th class=\"n\">at</th><th>detail</th></tr>");
        foreach (KtapResult test in tests.OrderBy(test => test.Outcome == KtapOutcome.NotOk ? 0 : 1))
        {
            (string word, string tone) = test.Outcome switch
            {
                KtapOutcome.Ok =>
                ("ok", "good"),
                KtapOutcome.NotOk => ("not ok", "bad"),
                _ => ("skip", "quiet")
            };
            string detail = test.Outcome == KtapOutcome.Skip ? test.SkipReason : string.Join('\n', test.Diagnostics);
            html.WriteLine($"<tr><td class=\"mono\">{HtmlText.Escape(test.Suite)}.{HtmlText.Escape(test.Name)}</td><td "
                + $"class=\"{tone}\">{word}</td><td class=\"n\">{HtmlText.Time(test.TimeMicroseconds * 1e3)}</td><td "
                    + $"class=\"w\">{Detail(detail, test.Outcome)}</td></tr>");
        }

        html.WriteLine("</table></div></details>");
    }

    /// <summary>Folds long text of a test that passed: a person who looks for failures should not have to scroll through it.</summary>
    private static string Detail(string text, KtapOutcome outcome)
    {
        const int MostLines = 3, MostCharacters = 240;
        int lines = text.Count(letter => letter == '\n') + 1;
        if (outcome == KtapOutcome.NotOk || (lines <= MostLines && text.Length <= MostCharacters))
        {
            return HtmlText.Escape(text);
        }

        return $"<details class=\"long\"><summary>{lines} lines</summary>{HtmlText.Escape(text)}</details>";
    }

    private static void WriteMetrics(TextWriter html, RunReport run)
    {
        KtapMetric[] metrics = [.. run.Run.Serial.Documents.SelectMany(document => document.Metrics)];
        if (metrics.Length == 0)
        {
            return;
        }

        html.WriteLine($"<details><summary>Metrics of this run <span class=\"quiet\">{metrics.Length}</span></summary><div class=\"inner "
            + $"scroll\"><table><tr><th>metric</th><th class=\"n\">value</th><th>unit</th></tr>");
        foreach (KtapMetric metric in metrics)
        {
            html.WriteLine($"<tr><td class=\"mono\">{HtmlText.Escape(metric.Name)}</td><td "
                + $"class=\"n\">{HtmlText.Escape(metric.Value)}</td><td>{HtmlText.Escape(metric.Unit)}</td></tr>");
        }

        html.WriteLine("</table></div></details>");
    }

    private static void WriteEvents(TextWriter html, RunReport run)
    {
        html.WriteLine($"<details><summary>Events beside the console <span "
            + $"class=\"quiet\">{run.Timeline.Entries.Count + run.Timeline.LeftOut}</span></summary><div class=\"inner scroll\"><table "
                + $"class=\"stack events\"><tr><th class=\"n\">at</th><th>kind</th><th>what</th></tr>");
        foreach (TimelineEntry entry in run.Timeline.Entries)
        {
            html.WriteLine($"<tr><td class=\"n\">{HtmlText.Time(entry.Nanoseconds)}</td><td>{HtmlText.Escape(entry.Kind)}</td><td "
                + $"class=\"w mono\">{HtmlText.Escape(entry.Text)}</td></tr>");
        }

        html.WriteLine("</table></div></details>");
    }

    private static void WriteFacts(TextWriter html, RunReport run)
    {
        html.WriteLine("<details><summary>Environment</summary><div class=\"inner scroll\"><table>");
        WriteFact(html, "started", run.Started.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture));
        WriteFact(html, "board", run.Board);
        WriteFact(html, "command line", run.CommandLine);
        WriteFact(html, "the kernel says", run.Run.Serial.Build);
        foreach (KeyValuePair<string, string> fact in run.Environment.Concat(run.Figures))
        {
            WriteFact(html, fact.Key, fact.Value);
        }

        WriteFact(html, "event log", run.LogPath);
        html.WriteLine("</table></div></details>");
    }

    private static void WriteFact(TextWriter html, string name, string value)
        => html.WriteLine($"<tr><td>{HtmlText.Escape(name)}</td><td class=\"w mono\">{HtmlText.Escape(value)}</td></tr>");
}
