using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using RustKernel.Hil.Events;
using RustKernel.Hil.Reports;
using RustKernel.Hil.Reports.Consoles;
using Xunit;

namespace RustKernel.Hil.Tests;

public sealed class ReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rk-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private RunReport Report(Story story)
    {
        string path = Path.Combine(_folder, Path.GetRandomFileName());
        using (EventLogWriter log = EventLogWriter.Create(path, "test"))
        {
            foreach (LogEvent logged in story.Events)
                log.Append(logged.Kind, (JsonObject)logged.Fields.DeepClone(), logged.Data.Span);
        }

        return RunReport.Load(path);
    }

    private XElement JUnit(params RunReport[] runs)
    {
        string path = Path.Combine(_folder, "junit.xml");
        JUnitReport.Write(path, runs, []);
        return XDocument.Load(path).Root!;
    }

    [Fact]
    public void A_pass_has_exactly_one_case_for_each_test_line()
    {
        XElement root = JUnit(Report(new Story("boot", "lang").Receives(Document.Good().Bytes()).PowersOff()));
        Assert.Equal(["boot.banner", "boot.device_tree", "lang.arrays", "lang.switch"], root.Descendants("testcase").Select(test => $"{test.Attribute("classname")!.Value}.{test.Attribute("name")!.Value}"));
        Assert.Equal("no device tree", root.Descendants("skipped").Single().Attribute("message")!.Value);
        Assert.Equal("2100345 instructions", root.Descendants("property").Single(item => item.Attribute("name")!.Value == "metric.boot.instructions").Attribute("value")!.Value);
        Assert.Contains("RustKernel v0.1.0", root.Elements("testsuite").First().Element("system-out")!.Value, StringComparison.Ordinal);
        Assert.Equal(["2", "2"], root.Elements("testsuite").Select(suite => suite.Attribute("tests")!.Value));
        Assert.Empty(root.Descendants("failure").Concat(root.Descendants("error")));
    }

    [Fact]
    public void A_failing_test_is_a_failure_with_its_diagnostics()
    {
        XElement root = JUnit(Report(new Story("boot", "lang").Receives(Document.Failing().Bytes()).PowersOff()));
        XElement failure = root.Descendants("failure").Single();
        Assert.Equal("switch", failure.Parent!.Attribute("name")!.Value);
        Assert.Contains("expected 3, was 4", failure.Value, StringComparison.Ordinal);
        Assert.Equal(3, root.Descendants("testcase").Count());
    }

    [Fact]
    public void A_run_that_says_nothing_itself_gets_a_case_of_its_own()
    {
        XElement silent = JUnit(Report(new Story("boot").Passes("first-byte", "10 s")));
        Assert.Contains("no bytes", silent.Descendants("failure").Single().Attribute("message")!.Value, StringComparison.Ordinal);
        string damaged = Document.Good().Text().Replace("ok 1 arrays", "ok 1 arroys", StringComparison.Ordinal);
        XElement line = JUnit(Report(new Story("boot", "lang").Receives(damaged).PowersOff()));
        Assert.Equal("infrastructure", line.Descendants("error").Single().Attribute("type")!.Value);
    }

    [Fact]
    public void Noise_on_the_console_leaves_the_file_well_formed()
    {
        byte[] noise = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        XElement root = JUnit(Report(new Story("boot").Receives(noise).Receives("]]>\ud83d\ude00<x>").Passes("total", "1 s")));
        Assert.Contains("]]>\ud83d\ude00<x>", root.Descendants("system-out").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_without_a_run_is_an_error_of_its_own()
    {
        string path = Path.Combine(_folder, "junit.xml");
        JUnitReport.Write(path, [Report(new Story("boot", "lang").Receives(Document.Good().Bytes()).PowersOff())], [("pi4-rack", "in use by \u0001me")]);
        XElement suite = XDocument.Load(path).Root!.Elements("testsuite").Last();
        Assert.Equal(("pi4-rack", "1"), (suite.Attribute("hostname")!.Value, suite.Attribute("errors")!.Value));
        Assert.Equal("in use by \uFFFDme", suite.Descendants("error").Single().Attribute("message")!.Value);
    }

    [Fact]
    public void A_flood_leaves_the_file_small_and_well_formed_with_its_end_and_the_log_s_name()
    {
        Story story = new("boot");
        Random random = new(7);
        byte[] flood = new byte[1 << 20];
        for (int piece = 0; piece < 9; piece++)
        {
            random.NextBytes(flood);
            story.Receives(flood);
        }

        RunReport run = Report(story.Receives("\r\nlast words").Passes("output", "9 MB"));
        string console = JUnit(run).Descendants("system-out").Single().Value;
        Assert.EndsWith("\nlast words", console, StringComparison.Ordinal);
        Assert.StartsWith($"[{(9 << 20) + 12 - ConsoleTail.MaximumBytes} bytes before these are in {run.LogPath}]\n", console, StringComparison.Ordinal);
        Assert.InRange(new FileInfo(Path.Combine(_folder, "junit.xml")).Length, 1, 4 * ConsoleTail.MaximumBytes);
    }

    [Fact]
    public void The_console_s_end_is_whole_however_it_came_and_cuts_no_character()
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 80_000).Select(number => $"{number}✓")));
        ConsoleTail tail = new();
        for (int at = 0, size = 1; at < text.Length; at += size, size = (size * 7) % 50_021)
            tail.Feed(text.AsSpan(at, Math.Min(size, text.Length - at)));
        Assert.Equal(text.Length - ConsoleTail.MaximumBytes, tail.LeftOut);
        Assert.DoesNotContain("\uFFFD", tail.Text, StringComparison.Ordinal);
        Assert.EndsWith("79998✓79999✓", tail.Text, StringComparison.Ordinal);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(tail.Text), ConsoleTail.MaximumBytes - 3, ConsoleTail.MaximumBytes);
    }

    [Fact]
    public void Repeated_runs_have_suites_of_their_own()
    {
        RunReport run = Report(new Story("boot", "lang").Receives(Document.Good().Bytes()).PowersOff());
        Assert.Equal(["boot (run 1)", "lang (run 1)", "boot (run 2)", "lang (run 2)"], JUnit(run, run).Elements("testsuite").Select(suite => suite.Attribute("name")!.Value));
    }

    [Fact]
    public void The_json_summary_holds_verdict_tests_metrics_and_stages()
    {
        RunReport run = Report(new Story("boot", "lang").Receives(Document.Failing().Bytes()).PowersOff());
        string path = Path.Combine(_folder, "summary.json");
        JsonReport.Write(path, [run], run.Verdict);
        JsonNode summary = JsonNode.Parse(File.ReadAllText(path))!;
        Assert.Equal("fail", (string?)summary["verdict"]);
        Assert.Equal(1, (int?)summary["exit"]);
        Assert.Equal(3, summary["runs"]![0]!["tests"]!.AsArray().Count);
        Assert.Equal("not ok", (string?)summary["runs"]![0]!["tests"]![2]!["result"]);
        Assert.Equal("Banner", (string?)summary["runs"]![0]!["stages"]![0]!["name"]);
    }
}
