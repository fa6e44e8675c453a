using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using RustKernel.Hil.History;
using RustKernel.Hil.Targets;
using Xunit;

namespace RustKernel.Hil.Tests;

public sealed class HistoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rk-history-").FullName;

    private string File => Path.Combine(_folder, "deep", "history.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static HistoricRun Make(int minute, string verdict = "pass", double value = 1, string target = "qemu-virt") => new()
    {
        Started = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.FromHours(2)).AddMinutes(minute),
        Target = target,
        Board = "qemu-virt",
        Verb = "test",
        Suites = "boot,lang",
        Verdict = verdict,
        Reason = "because ' of \"quotes\"",
        Build = $"build{minute}",
        Seconds = 1.5,
        Ok = 3,
        FailedTests = verdict == "fail" ? ["lang.switch"] : [],
        Metrics = [new HistoricMetric("boot.time", value, "ms"), new HistoricMetric("memory.free", 12, "frames")],
        Artifacts = [new HistoricArtifact("image", "ab12", 100)],
    };

    [Fact]
    public void What_is_recorded_is_read_back()
    {
        HistoricRun made = Make(0, "fail");
        using HistoryStore store = HistoryStore.Open(File);
        HistoricRun read = store.Run(store.Record(made))!;
        Assert.Equal(made.Started, read.Started);
        Assert.Equal(made.Metrics, read.Metrics);
        Assert.Equal(made.Artifacts, read.Artifacts);
        Assert.Equal(made.FailedTests, read.FailedTests);
        Assert.Equal(
            made with { Id = read.Id, Started = read.Started, Metrics = [], Artifacts = [], FailedTests = [] },
            read with { Metrics = [], Artifacts = [], FailedTests = [] });
        Assert.Null(store.Run(99));
    }

    [Fact]
    public void The_most_tests_that_an_image_had_are_remembered_for_that_image_only()
    {
        using HistoryStore store = HistoryStore.Open(File);
        HistoricRun Of(string image, int boot) =>
            Make(0) with { ImageSha256 = image, SuiteTests = new Dictionary<string, int> { ["boot"] = boot, ["lang"] = 2 } };
        foreach (HistoricRun run in new[] { Of("aa", 3), Of("aa", 5), Of("aa", 4), Of("bb", 9) })
        {
            store.Record(run);
        }

        Assert.Equal("boot=5 lang=2", Verdicts.KnownSuites.Format(store.SuiteTests("aa")));
        Assert.Empty(store.SuiteTests("cc"));
    }

    [Fact]
    public void Runs_come_newest_first_and_points_oldest_first_of_passed_runs()
    {
        using HistoryStore store = HistoryStore.Open(File);
        foreach (int minute in new[] { 2, 0, 3, 1 })
        {
            store.Record(Make(minute, minute == 1 ? "fail" : "pass", value: minute));
        }

        store.Record(Make(9, target: "other"));
        Assert.Equal(["build9", "build3", "build2"], store.Runs(null, null, 3).Select(run => run.Build));
        Assert.Equal(["build1"], store.Runs("qemu-virt", "fail", 10).Select(run => run.Build));
        Assert.Equal([0, 2, 3], store.Points("qemu-virt", "boot.time", "ms", passedOnly: true, 10).Select(point => point.Value));
        Assert.Equal([1.0, 2, 3], store.Points("qemu-virt", "boot.time", "ms", passedOnly: false, 3).Select(point => point.Value));
        Assert.Equal(["boot.time", "memory.free"], store.MetricNames("other").Select(name => name.Name));
    }

    [Fact]
    public void Several_writers_at_once_lose_nothing()
    {
        Parallel.For(0, 4, writer =>
        {
            for (int run = 0; run < 10; run++)
            {
                using HistoryStore store = HistoryStore.Open(File);
                store.Record(Make((writer * 10) + run));
            }
        });
        using HistoryStore read = HistoryStore.Open(File);
        Assert.Equal(40, read.Runs(null, null, 100).Count);
        Assert.Equal(40, read.Points("qemu-virt", "boot.time", "ms", true, 100).Count);
    }

    [Fact]
    public void A_file_of_something_else_or_of_a_newer_version_is_refused_in_one_line()
    {
        Assert.Null(HistoryStore.OpenExisting(File));
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File, "this is no database, it is a text that is long enough to be none");
        Assert.Contains("not a database", Assert.Throws<HistoryException>(() => HistoryStore.Open(File)).Message, StringComparison.Ordinal);
        System.IO.File.Delete(File);
        HistoryStore.Open(File).Dispose();
        // The schema's version is in bytes 60 to 63 of the header: user_version, big-endian. [SQLite file format, 1.3]
        using (FileStream stream = new(File, FileMode.Open))
        {
            stream.Position = 63;
            stream.WriteByte(99);
        }

        Assert.Contains(
            "is of version 99",
            Assert.Throws<HistoryException>(() => HistoryStore.Open(File)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_budget_that_is_broken_and_a_step_are_said_where_they_happen()
    {
        double[] values = [.. Enumerable.Repeat(100.0, 6), .. Enumerable.Repeat(130.0, 6)];
        TrendPoint[] points = [.. values.Select((value, index) => new TrendPoint(index, DateTimeOffset.UnixEpoch, "b", value))];
        MetricTrend trend = new("t", "m", "ms", points, new Budget("m", "ms", 120, ""));
        Assert.Equal("change point: 100 -> 130 (+30.0 %); breaks its budget of 120", trend.Remark(6));
        Assert.Equal("above its budget", trend.Remark(7));
        Assert.Equal("", trend.Remark(5));
        Assert.Null(new MetricTrend("t", "m", "ms", points, new Budget("m", "bytes", 1, "")).Budget);
    }
}
