using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using RustKernel.Hil.Events;
using RustKernel.Hil.History;
using RustKernel.Hil.Reports;
using RustKernel.Hil.Reports.Html;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;
using Xunit;

namespace RustKernel.Hil.Tests;

/// <summary>The contents of the page; people look at its appearance.</summary>
public sealed class HtmlReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rk-html-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private RunReport Report(Story story)
    {
        string path = Path.Combine(_folder, "run.jsonl");
        using (EventLogWriter log = EventLogWriter.Create(path, "test"))
        {
            foreach (LogEvent logged in story.Events)
            {
                log.Append(logged.Kind, (JsonObject)logged.Fields.DeepClone(), logged.Data.Span);
            }
        }

        return RunReport.Load(path);
    }

    private string Page(IReadOnlyList<RunReport> runs, params MetricTrend[] trends)
    {
        string path = Path.Combine(_folder, "report.html");
        HtmlReport.Write(
            path,
            "a <title>",
            runs,
            Judge.OfSeries([.. runs.Select(run => run.Verdict)]),
            trends,
            [("pi4-rack", "in use by <me>")]);
        return File.ReadAllText(path);
    }

    [Fact]
    public void A_current_trace_is_drawn_above_the_timeline_and_a_run_without_a_sensor_has_none()
    {
        string page = Page([Report(PowerTraceTests.Measures(new Story("boot").Receives(Document.Good().Bytes()), 0.4, 5).PowersOff())]);
        Assert.InRange(
            page.IndexOf("<svg viewBox=\"0 0 1000 100\"", StringComparison.Ordinal),
            1,
            page.IndexOf("<h3>Timeline</h3>", StringComparison.Ordinal));
        Assert.Contains("mean 2 W, peak 2 W", page, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "class=\"stages power\"",
            Page([Report(new Story("boot").Receives(Document.Good().Bytes()).PowersOff())]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_pass_shows_stages_tests_metrics_and_console()
    {
        string page = Page([Report(new Story("boot", "lang").Receives(Document.Good().Bytes()).PowersOff())]);
        foreach (string part in new[]
        {
            "<span class=\"badge good\">pass</span>",
            "a &lt;title&gt;",
            "suite lang",
            "lang.switch",
            "boot.instructions",
            "RustKernel v0.1.0",
            "3 of 4 tests ok"
        })
        {
            Assert.Contains(part, page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Nothing_is_fetched_from_elsewhere_and_nothing_runs()
    {
        string page = Page(
            [Report(new Story("boot").Receives("<script>alert(1)</script> & \"quotes\"\r\n").Passes("silence", "1 s"))],
            Trend());
        foreach (string foreign in new[] { "<script", "http://", "https://", " src=", "url(", "@import", "<link" })
        {
            Assert.DoesNotContain(foreign, page, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_shows_its_evidence_and_is_open()
    {
        string page = Page([Report(
            new Story("boot")
                .Receives("RustKernel v0.1.0\r\nPANIC: out of frames\r\n  #0 0xffffffff80001234\r\n# panic end\r\n")
                .PowersOff())]);
        Assert.Contains("<details class=\"run\" id=\"run1\" open>", page, StringComparison.Ordinal);
        Assert.Contains("<pre class=\"evidence\">", page, StringComparison.Ordinal);
        Assert.Contains("<div class=\"bad\"><b>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Colours_of_the_machine_are_kept_and_other_sequences_dropped()
    {
        string page = Page([Report(
            new Story("boot").Receives("\e[1;31mred\e[0m plain\e[2K\e[?25h\r\n\u0001\u00ff\r\n").Passes("silence", "1 s"))]);
        Assert.Contains("<span class=\"a1\"><span class=\"a31\">red</span></span> plain</span>", page, StringComparison.Ordinal);
        Assert.Contains("<div class=\"odd\">", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', page);
    }

    [Fact]
    public void Of_very_many_runs_those_that_did_not_pass_are_shown_in_full()
    {
        RunReport good = Report(new Story("boot", "lang").Receives(Document.Good().Bytes()).PowersOff());
        RunReport bad = Report(new Story("boot", "lang").Receives(Document.Failing().Bytes()).PowersOff());
        string page = Page([bad, .. Enumerable.Repeat(good, 200)]);
        Assert.Equal(HtmlReport.MostInFull, page.Split("<details class=\"run\"").Length - 1);
        Assert.Contains("<a href=\"#run1\">1</a>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<a href=\"#run2\">", page, StringComparison.Ordinal);
        Assert.Equal(202, page.Split("<td><span class=\"badge").Length);
    }

    [Fact]
    public void Trends_show_budget_and_change_points_and_the_remarkable_ones_come_first()
    {
        string page = Page(
            [Report(new Story("boot", "lang").Receives(Document.Good().Bytes()).PowersOff())],
            Trend("flat", 10, 10),
            Trend("step", 10, 14));
        Assert.True(page.IndexOf(">step<", StringComparison.Ordinal) < page.IndexOf(">flat<", StringComparison.Ordinal));
        Assert.Contains("class=\"budget\"", page, StringComparison.Ordinal);
        Assert.Contains("class=\"step\"", page, StringComparison.Ordinal);
        Assert.Contains("above its budget of 12", page, StringComparison.Ordinal);
    }

    private static MetricTrend Trend(string name = "m", double before = 1, double after = 2)
    {
        TrendPoint[] points =
            [.. Enumerable
                .Range(0, 12)
                .Select(index => new TrendPoint(index, DateTimeOffset.UnixEpoch, "abc", index < 6 ? before : after))];
        return new MetricTrend("qemu-virt", name, "ms", points, new Budget(name, "ms", 12, ""));
    }

    /// <summary>A console of 64 MB; the soak has one of 1 GB.</summary>
    [Fact]
    public void A_very_long_console_is_recorded_and_its_report_stays_small() => RecordAndReport(64);

    [Fact]
    [Trait("Run", "hil")]
    public void A_console_of_one_gigabyte_is_recorded_and_its_report_stays_small() => RecordAndReport(1024);

    private void RecordAndReport(int megabytes)
    {
        string path = Path.Combine(_folder, "long.jsonl");
        byte[] chunk = new byte[64 * 1024];
        for (int index = 0; index < chunk.Length; index++)
        {
            chunk[index] = index % 80 == 79 ? (byte)'\n' : (byte)('a' + (index % 26));
        }

        using (EventLogWriter log = EventLogWriter.Create(path, "test"))
        {
            foreach (LogEvent logged in new Story("boot").Receives("RustKernel v0.1.0 - first\r\n").Events)
            {
                log.Append(logged.Kind, (JsonObject)logged.Fields.DeepClone(), logged.Data.Span);
            }

            for (int count = 0; count < megabytes * 16; count++)
            {
                log.Append(EventKind.SerialReceived, [], chunk);
            }

            log.Append(EventKind.SerialReceived, [], "\nthe very last line\n"u8);
        }

        RunReport report = RunReport.Load(path);
        string page = Page([report]);
        Assert.Equal((long)megabytes << 20, report.Excerpt.Bytes >> 20 << 20);
        Assert.True(page.Length < 2_000_000, $"{page.Length} characters of HTML");
        Assert.Contains("RustKernel v0.1.0 - first", page, StringComparison.Ordinal);
        Assert.Contains("the very last line", page, StringComparison.Ordinal);
        Assert.Contains("lines (", page, StringComparison.Ordinal);
        long used = GC.GetTotalMemory(forceFullCollection: true);
        Assert.True(used < 200 << 20, $"{used >> 20} MB in use");
    }
}
