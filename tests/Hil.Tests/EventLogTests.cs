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
