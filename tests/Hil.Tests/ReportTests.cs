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
            {
                log.Append(logged.Kind, (JsonObject)logged.Fields.DeepClone(), logged.Data.Span);
            }
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
        Assert.Equal(
            ["qemu-virt.boot.banner", "qemu-virt.boot.device_tree", "qemu-virt.lang.arrays", "qemu-virt.lang.switch"],
            root.Descendants("testcase").Select(test => $"{test.Attribute("classname")!.Value}.{test.Attribute("name")!.Value}"));
        Assert.Equal("no device tree", root.Descendants("skipped").Single().Attribute("message")!.Value);
        Assert.Equal(
            "2100345 instructions",
            root
                .Descendants("property")
                .Single(item => item.Attribute("name")!.Value == "metric.boot.instructions")
                .Attribute("value")!.Value);
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
        JUnitReport.Write(
            path,
            [Report(new Story("boot", "lang").Receives(Document.Good().Bytes()).PowersOff())],
            [("pi4-rack", "in use by \u0001me")]);
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
        Assert.StartsWith(
            $"[{(9 << 20) + 12 - ConsoleTail.MaximumBytes} bytes before these are in {run.LogPath}]\n",
            console,
            StringComparison.Ordinal);
        Assert.InRange(new FileInfo(Path.Combine(_folder, "junit.xml")).Length, 1, 4 * ConsoleTail.MaximumBytes);
    }

    [Fact]
    public void The_console_s_end_is_whole_however_it_came_and_cuts_no_character()
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 80_000).Select(number => $"{number}✓")));
        ConsoleTail tail = new();
        for (int at = 0, size = 1; at < text.Length; at += size, size = (size * 7) % 50_021)
        {
            tail.Feed(text.AsSpan(at, Math.Min(size, text.Length - at)));
        }

        Assert.Equal(text.Length - ConsoleTail.MaximumBytes, tail.LeftOut);
        Assert.DoesNotContain("\uFFFD", tail.Text, StringComparison.Ordinal);
        Assert.EndsWith("79998✓79999✓", tail.Text, StringComparison.Ordinal);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(tail.Text), ConsoleTail.MaximumBytes - 3, ConsoleTail.MaximumBytes);
    }

    private static string[] Names(XElement root)
        => [.. root.Descendants("testcase").Select(test => $"{test.Attribute("classname")!.Value}.{test.Attribute("name")!.Value}")];

    private static string[] Suites(XElement root) => [.. root.Elements("testsuite").Select(suite => suite.Attribute("name")!.Value)];

    /// <summary>How GitLab makes a test's key from class and name.</summary>
    private static string GitLabKey(XElement test)
        => System.Text.RegularExpressions.Regex
            .Replace($"{test.Attribute("classname")!.Value}_{test.Attribute("name")!.Value}", "[^0-9A-Za-z]", "-")
            .ToLowerInvariant();

    [Fact]
    public void Repeated_runs_have_suites_and_tests_of_their_own()
    {
        RunReport run = Report(new Story("boot", "lang").Receives(Document.Good().Bytes()).PowersOff());
        XElement root = JUnit(run, run);
        Assert.Equal(["qemu-virt.boot", "qemu-virt.lang", "qemu-virt.boot (run 2)", "qemu-virt.lang (run 2)"], Suites(root));
        Assert.Equal(
            ["qemu-virt.boot.banner", "qemu-virt.boot.banner (run 2)"],
            Names(root).Where(name => name.Contains("banner", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("pi4-desk", "pi4-rack")]
    [InlineData("pi4-desk", "pi4_desk")]
    [InlineData("pi4.desk", "pi4-desk")]
    [InlineData("PI4-desk", "pi4-desk")]
    public void Two_boards_tests_never_collapse(string first, string second)
    {
        RunReport On(string target) => Report(new Story("boot", "lang").OnTarget(target).Receives(Document.Failing().Bytes()).PowersOff());
        XElement root = JUnit(On(first), On(second));
        Assert.Equal(6, root.Descendants("testcase").Select(GitLabKey).Distinct().Count());
        Assert.Equal(4, Suites(root).Select(name => name.ToLowerInvariant()).Distinct().Count());
        Assert.Equal([first, first, second, second], root.Elements("testsuite").Select(suite => suite.Attribute("hostname")!.Value));
    }

    [Fact]
    public void Names_that_differ_only_in_punctuation_are_the_same_in_every_file()
    {
        Document Both(params string[] tests)
        {
            Document document = new Document()
                .Plain("KTAP version 1")
                .Plain("1..1")
                .Plain("  KTAP version 1")
                .Plain("  # Subtest: boot")
                .Plain($"  1..{tests.Length}");
            for (int index = 0; index < tests.Length; index++)
            {
                document.Checked($"  ok {index + 1} {tests[index]}");
            }

            return document.Checked("ok 1 boot").Checked($"# done total={tests.Length} ok={tests.Length} notok=0 skip=0 suites=1");
        }

        XElement root = JUnit(Report(new Story("boot").Receives(Both("a.b", "a_b", "a-b", "c").Bytes()).PowersOff()));
        Assert.Equal(4, root.Descendants("testcase").Select(GitLabKey).Distinct().Count());
        XElement turned = JUnit(Report(new Story("boot").Receives(Both("a-b", "a_b", "c", "a.b").Bytes()).PowersOff()));
        Assert.Equal(Names(root).Order(), Names(turned).Order());
        Assert.Contains("qemu-virt.boot.c", Names(root));
    }

    [Fact]
    public void Names_with_anything_in_them_are_well_formed_and_never_collapse()
    {
        string[] names =
        [
            "a", "a (run 2)", "a", "A", "a.b", "a/b", "a b", "a_b", "a\u0001b", "a\u001bb", "a\u009bb", "a\ud800b", "a\udc00b", "a\ufffeb",
            "a\ufffdb",
            "a<b>&\"'b", "", " ", "ä", "ö", "\r\n", new string('x', 100_000), new string('x', 100_000) + "y", "a (run 3)", "a", "a ~b",
        ];
        Story story = new("boot");
        story.Events[0].Fields["verb"] = "outside";
        foreach (string suite in new[] { "s", "s\0", "s.t", "s/t" })
        {
            foreach (string name in names)
            {
                story.Add(EventKind.Outside, new JsonObject { ["suite"] = suite, ["name"] = name, ["ok"] = false, ["reason"] = name });
            }
        }

        XElement root = JUnit(Report(story.Add(EventKind.Verdict, []).OnTarget("pi4\u001b[2J desk")));
        Assert.Equal(names.Length * 4, root.Descendants("testcase").Count());
        Assert.Equal(names.Length * 4, root.Descendants("testcase").Select(GitLabKey).Distinct().Count());
        Assert.Equal(names.Length * 4, Names(root).Distinct().Count());
        Assert.Equal(4, Suites(root).Distinct().Count());
        Assert.Equal(-1, File.ReadAllText(Path.Combine(_folder, "junit.xml")).AsSpan().IndexOfAnyInRange('\u007f', '\u009f'));
        Assert.DoesNotContain('\e', File.ReadAllText(Path.Combine(_folder, "junit.xml")));
    }

    /// <summary>CI systems add the suites up.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Suites_have_their_own_times_and_no_more_than_the_run_together(bool isFastClock)
    {
        Document document = new Document { StepMicroseconds = isFastClock ? 60_000_000 : 100 }
            .Plain("KTAP version 1").Plain("1..2")
            .Plain("  KTAP version 1").Plain("  # Subtest: boot").Plain("  1..2").Checked("  ok 1 a").Checked(
                "  ok 2 b").Checked("ok 1 boot")
            .Plain("  KTAP version 1").Plain("  # Subtest: lang").Plain("  1..1").Checked("  ok 1 c").Checked("ok 2 lang")
            .Checked("# done total=3 ok=3 notok=0 skip=0 suites=2");
        Story story = new("boot", "lang");
        foreach (string line in System.Text.Encoding.UTF8.GetString(document.Bytes()).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            story.Receives(line + "\n");
        }

        RunReport run = Report(story.PowersOff());
        XElement root = JUnit(run);
        double Time(XElement element) => double.Parse(element.Attribute("time")!.Value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(root.Elements("testsuite").Sum(Time), 0, Time(root) + 1e-6);
        Assert.All(root.Elements("testsuite"), suite => Assert.Equal(Time(suite), suite.Elements("testcase").Sum(Time), 4));
        Assert.All(root.Elements("testsuite"), suite => Assert.InRange(Time(suite), 1e-9, Time(root)));
    }

    [Fact]
    public void The_file_has_no_byte_order_mark()
    {
        JUnit(Report(new Story("boot").Passes("total", "1 s")));
        Assert.Equal((byte)'<', File.ReadAllBytes(Path.Combine(_folder, "junit.xml"))[0]);
    }

    [Fact]
    public void Escape_sequences_of_a_machine_are_raw_in_no_file()
    {
        string text = Document.Failing().Text().Replace("expected 3, was 4", "\e[2J\e]0;t\a \0 \u009b31m was 4", StringComparison.Ordinal);
        RunReport run = Report(new Story("boot", "lang").Receives("\e]0;title\a\u009b1m\r\n" + text).PowersOff());
        string html = Path.Combine(
            _folder,
            "page.html"), json = Path.Combine(_folder, "summary.json"), junit = Path.Combine(_folder, "junit.xml");
        RustKernel.Hil.Reports.Html.HtmlReport.Write(html, "t\e", [run], run.Verdict, [], [("x\e", "y\u009b")]);
        JsonReport.Write(json, [run], run.Verdict);
        JUnitReport.Write(junit, [run], [("x", "y\e")]);
        foreach (string file in new[] { html, json, junit })
        {
            Assert.DoesNotContain(File.ReadAllText(file), letter => char.IsControl(letter) && letter is not ('\n' or '\t'));
        }

        Assert.Contains(@"\x1b[2J\x1b]0;t\x07 \x00 \xc2\x9b31m was 4", File.ReadAllText(html), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_boards_of_which_one_fails_are_not_flaky()
    {
        RunReport Of(Document document, string target) =>
            Report(new Story("boot", "lang").OnTarget(target).Receives(document.Bytes()).PowersOff());
        RunReport[] runs = [Of(Document.Failing(), "a"), Of(Document.Good(), "b"), Of(Document.Good(), "b")];
        RustKernel.Hil.Verdicts.Verdict verdict = RustKernel.Hil.Verdicts.TargetVerdicts.OfRuns(
            [.. runs.Select(run => (run.Run.Target, run.Verdict))]);
        Assert.Equal(
            "fail: of 2 targets 1 passed, 1 failed; first: a: test lang.switch failed: expected 3, was 4",
            $"{verdict.Word}: {verdict.Reason}");
        Assert.Equal("flaky", RustKernel.Hil.Verdicts.TargetVerdicts.OfRuns([("a", runs[0].Verdict), ("a", runs[1].Verdict)]).Word);
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
