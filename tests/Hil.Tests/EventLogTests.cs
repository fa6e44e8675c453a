using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using RustKernel.Hil.Events;
using RustKernel.Hil.Reports;
using RustKernel.Hil.Verdicts;
using Xunit;

namespace RustKernel.Hil.Tests;

public sealed class EventLogTests : IDisposable
{
    private const string Head =
        "{\"schema\":\"rustkernel-event-log\",\"version\":1,\"started\":\"2026-01-01T00:00:00Z\",\"tool\":\"t\"}\n";

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Events_come_back_as_they_were_written()
    {
        byte[] data = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        using (EventLogWriter log = EventLogWriter.Create(_path, "test 1"))
        {
            log.Append(EventKind.SerialReceived, [], data);
            log.Append(
                EventKind.Environment,
                new JsonObject { ["name"] = "x", ["value"] = "a \"quoted\"\n✓", ["count"] = 7, ["nothing"] = null });
        }

        EventLogReader reader = EventLogReader.Open(_path);
        LogEvent[] events = [.. reader.Events()];
        Assert.Equal("test 1", reader.Header.Tool);
        Assert.Equal(data, events[0].Data.ToArray());
        Assert.Equal("a \"quoted\"\n✓", events[1].Text("value"));
        Assert.Equal(7, events[1].Number("count"));
        Assert.True(events[0].Nanoseconds <= events[1].Nanoseconds);
        Assert.False(reader.IsTruncated);
    }

    [Fact]
    public void File_and_observers_have_one_order_whoever_writes()
    {
        List<long> seen = [];
        using (EventLogWriter log = EventLogWriter.Create(_path, "test"))
        {
            log.Observe(logged => seen.Add(logged.Number("n")!.Value));
            Parallel.For(0, 500, n => log.Append(EventKind.Figure, new JsonObject { ["n"] = n }));
        }

        LogEvent[] events = [.. EventLogReader.Open(_path).Events()];
        Assert.Equal(seen, events.Select(logged => logged.Number("n")!.Value));
        Assert.Equal(events.Select(logged => logged.Nanoseconds).Order(), events.Select(logged => logged.Nanoseconds));
        Assert.Equal(500, seen.Distinct().Count());
    }

    [Fact]
    public void A_last_line_cut_by_a_crash_is_left_out_and_said_so()
    {
        File.WriteAllText(
            _path,
            Head + "{\"t\":1,\"kind\":\"state\"}\n{\"t\":2,\"ki");
        EventLogReader reader = EventLogReader.Open(_path);
        Assert.Equal("state", Assert.Single(reader.Events()).Kind);
        Assert.True(reader.IsTruncated);
    }

    [Theory]
    [InlineData("", "not an event log")]
    [InlineData("{\"schema\":\"other\"}\n", "not an event log")]
    [InlineData("{\"schema\":\"rustkernel-event-log\",\"version\":2}\n", "version 2")]
    public void Other_files_and_newer_versions_are_refused(string content, string message)
    {
        File.WriteAllText(_path, content);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => EventLogReader.Open(_path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_line_in_the_middle_is_named()
    {
        File.WriteAllText(
            _path,
            Head + "xx\n{\"t\":1,\"kind\":\"state\"}\n");
        Assert.Contains(
            ":2: not an event",
            Assert.Throws<InvalidDataException>(() => EventLogReader.Open(_path).Events().Count()).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"t\":\"x\",\"kind\":7}")]
    [InlineData("{\"t\":1e99,\"kind\":null}")]
    [InlineData("{\"t\":1,\"kind\":\"environment\",\"name\":{},\"value\":[1]}")]
    [InlineData("{\"t\":1,\"kind\":\"run.start\",\"suites\":[1,null,{}],\"cmdline\":[]}")]
    [InlineData("{\"t\":1,\"kind\":\"outside\",\"suite\":\"\\ud800\",\"name\":\"a\\udc00b\",\"reason\":\"\\\\ud800 \\ud83d\\ude00\"}")]
    public void Odd_events_are_read_as_far_as_they_go(string line)
    {
        File.WriteAllText(_path, Head + line + "\n");
        RunReport report = RunReport.Load(_path);
        Assert.NotEqual(VerdictKind.Pass, report.Verdict.Kind);
        Assert.True(report.IsCutOff);
    }

    [Theory]
    [InlineData("{\"t\":1,\"kind\":\"serial.rx\",\"data\":\"!\"}")]
    [InlineData("{\"t\":1,\"kind\":\"serial.rx\",\"data\":7}")]
    [InlineData("{\"t\":1,\"t\":1,\"kind\":\"state\"}")]
    [InlineData("\0\0\0\0")]
    [InlineData("[]")]
    public void What_is_no_event_is_named_or_as_the_last_line_left_out(string line)
    {
        File.WriteAllText(_path, Head + line + "\n");
        Assert.True(RunReport.Load(_path).IsCutOff);
        File.WriteAllText(_path, Head + line + "\n{\"t\":1,\"kind\":\"state\"}\n");
        Assert.Contains(":2: ", Assert.Throws<InvalidDataException>(() => RunReport.Load(_path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_with_bytes_changed_or_lost_is_read_or_refused_but_never_a_pass_with_half_of_its_last_line()
    {
        Story story = new Story("boot", "lang").Receives(Document.Good().Bytes()).PowersOff();
        using (EventLogWriter log = EventLogWriter.Create(_path, "test"))
        {
            foreach (LogEvent logged in story.Events)
            {
                log.Append(logged.Kind, (JsonObject)logged.Fields.DeepClone(), logged.Data.Span);
            }
        }

        Assert.Contains("the log ends before the run's verdict", RunReport.Load(_path).Verdict.Evidence);
        File.AppendAllText(_path, "{\"t\":9000000000,\"ki");
        Assert.Equal(VerdictKind.Infrastructure, RunReport.Load(_path).Verdict.Kind);
        Assert.Contains("the log ends in the middle of a line", RunReport.Load(_path).Verdict.Reason, StringComparison.Ordinal);
        File.AppendAllText(_path, "nd\":\"verdict\",\"verdict\":\"pass\"}\n");
        Assert.Equal(VerdictKind.Pass, RunReport.Load(_path).Verdict.Kind);
        byte[] whole = File.ReadAllBytes(_path);
        Random random = new(15);
        for (int trial = 0; trial < 1000; trial++)
        {
            byte[] bytes = trial < whole.Length ? whole[..trial] : (byte[])whole.Clone();
            for (int change = 0; change < trial % 3; change++)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(_path, bytes);
            try
            {
                RunReport report = RunReport.Load(_path);
                bool isWholeLine = bytes.Length > 0 && (bytes[^1] == '\n' || bytes[^1] == '}');
                Assert.True(report.Verdict.Kind != VerdictKind.Pass || isWholeLine);
            }
            catch (InvalidDataException)
            {
                // The message names the line.
            }
        }
    }

    [Fact]
    public void A_full_disk_is_an_error_at_once()
        => Assert.Throws<IOException>(() => EventLogWriter.Create("/dev/full", "test"));

    [Fact]
    public void A_replayed_log_gives_the_verdict_of_the_live_run()
    {
        Story story = new Story("boot", "lang").Receives(Document.Failing().Bytes()).PowersOff();
        using (EventLogWriter log = EventLogWriter.Create(_path, "test"))
        {
            foreach (LogEvent logged in story.Events)
            {
                log.Append(logged.Kind, (JsonObject)logged.Fields.DeepClone(), logged.Data.Span);
            }
        }

        RunReport report = RunReport.Load(_path);
        Verdict live = story.Verdict();
        Assert.Equal((live.Kind, live.Reason, live.Stage), (report.Verdict.Kind, report.Verdict.Reason, report.Verdict.Stage));
        Assert.Equal(live.Evidence, report.Verdict.Evidence);
        Assert.EndsWith(Document.Failing().Text(), report.Console.Text, StringComparison.Ordinal);
    }
}
