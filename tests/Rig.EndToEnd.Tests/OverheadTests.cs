using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using RustKernel.EndToEnd.Tests;
using RustKernel.Hil.Drivers.Qemu;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.Rig.EndToEnd.Tests;

/// <summary>
/// The cost of the rig: a run of a test in this process compared with QEMU alone on the same image, command line and machine, in turns.
/// It judges what does not depend on the host: the memory that the rig requests, the events that it writes, and how often it looks at the
/// run: once for an event, and ten times a second. It also lists processor time and wall time. The host's instructions would be best, but
/// virtual machines seldom count them. The table goes to artifacts/test-results.
/// </summary>
public sealed class OverheadTests(ITestOutputHelper output) : IDisposable
{
    // It requests 2.8 MB and, while it waits, 0.1 MB a second.
    private const double MostMegabytes = 5;
    private const double MostMegabytesPerSecond = 0.5;
    private const double MostEvents = 200;

    // One look may find several events; a rig that polls looks without finding any.
    private const double MostLooksPerSecond = 10;
    private const double MostLooksBeside = 5;
    private static readonly string[] s_suites = ["boot", "memory", "timer"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_few_runs_keep_within_memory_events_and_looks() => Judge("test", 5);

    [Fact]
    [Trait("Run", "hil")]
    public void Twenty_runs_keep_within_memory_events_and_looks() => Judge("hil", 20);

    private void Judge(string run, int count)
    {
        (Cost rig, Cost qemu) = Measure(count);
        double looks = rig.Events + (MostLooksPerSecond * rig.WallMilliseconds / 1000) + MostLooksBeside;
        double megabytes = MostMegabytes + (MostMegabytesPerSecond * rig.WallMilliseconds / 1000);
        string row = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            the rig beside QEMU alone, {count} runs of {string.Join(',', s_suites)} in one process, medians:
              memory asked for {rig.Megabytes:0.0} MB (limit {megabytes:0.0}), events {rig.Events:0} (limit {MostEvents:0})
              looks at the run {rig.Looks:0} (limit {looks:0})
              not judged: processor time of the rig {rig.ProcessorMilliseconds:0.0} ms,
              of QEMU {qemu.QemuMilliseconds:0.0} ms alone, {rig.QemuMilliseconds:0.0} ms with the rig
              not judged: wall time {qemu.WallMilliseconds:0.0} ms alone, {rig.WallMilliseconds:0.0} ms with the rig

            """);
        output.WriteLine(row);
        string results = Directory.CreateDirectory(Path.Combine(Tool.Root, "artifacts", "test-results")).FullName;
        File.WriteAllText(Path.Combine(results, $"{run}-overhead.txt"), row);
        Assert.True(rig.Megabytes < megabytes, row);
        Assert.True(rig.Events < MostEvents, row);
        Assert.True(rig.Looks <= looks, row);
    }

    /// <summary>The cost of one of <paramref name="count"/> runs with the rig, and of QEMU alone: medians.</summary>
    private (Cost Rig, Cost Qemu) Measure(int count)
    {
        TargetDefinition target = BoardCatalog.Load(Tool.Root).Target("qemu-virt") with { Image = KernelImage.Path };
        List<Cost> alone = [], judged = [];
        // The first of each is compiled and read from the disk during the run.
        for (int index = -2; index < count; index++)
        {
            Cost machine = Count(() => QemuAlone(target));
            LookCounter looks = new();
            Cost rig = Count(() => Rig(target, index, looks)) with { Events = File.ReadLines(Log(index)).Count(), Looks = looks.Count };
            if (index < 0)
            {
                continue;
            }

            alone.Add(machine);
            judged.Add(rig);
        }

        return (Middle(judged), Middle(alone));
    }

    private static Cost Middle(List<Cost> costs)
    {
        double Of(Func<Cost, double> part) => costs.Select(part).Order().ElementAt(costs.Count / 2);
        return new Cost(
            Of(cost => cost.ProcessorMilliseconds),
            Of(cost => cost.Megabytes),
            Of(cost => cost.Events),
            Of(cost => cost.Looks),
            Of(cost => cost.QemuMilliseconds),
            Of(cost => cost.WallMilliseconds));
    }

    private static Cost Count(Action run)
    {
        (long wall, TimeSpan own, TimeSpan children, long memory) =
            (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, ChildTime.Now, GC.GetTotalAllocatedBytes());
        run();
        return new Cost(
            (Environment.CpuUsage.TotalTime - own).TotalMilliseconds,
            (GC.GetTotalAllocatedBytes() - memory) / 1e6,
            0,
            0,
            (ChildTime.Now - children).TotalMilliseconds,
            Stopwatch.GetElapsedTime(wall).TotalMilliseconds);
    }

    private static void QemuAlone(TargetDefinition target)
    {
        TargetDefinition tested = TargetOverride.Apply(target, "cmdline", "test=" + string.Join(',', s_suites));
        // The same machine, without the rig's channels to listen and to control.
        List<string> words = [.. QemuCommand.Build(tested, Tool.Root, "console", "monitor")];
        words.Remove("-S");
        words[words.FindIndex(word => word.StartsWith("socket,id=console", StringComparison.Ordinal))] = "null,id=console";
        int monitor = words.FindIndex(word => word.StartsWith("socket,id=monitor", StringComparison.Ordinal)) - 1;
        words.RemoveRange(monitor, 4);
        using Process qemu = Process.Start(tested.Qemu.Program, words);
        Assert.True(qemu.WaitForExit(TimeSpan.FromMinutes(10)), "QEMU alone did not end");
        Assert.Equal(0, qemu.ExitCode);
    }

    private string Log(int index) => _folder.File($"run-{index}.jsonl");

    private void Rig(TargetDefinition target, int index, LookCounter looks)
    {
        RunRequest request = new() { Target = target, Root = Tool.Root, LogPath = Log(index), Suites = s_suites, Verb = "test" };
        RunOutcome outcome = TestRun.Execute(request, looks, CancellationToken.None);
        Assert.True(outcome.Verdict.Kind == VerdictKind.Pass, outcome.Verdict.Reason);
    }

    private sealed record Cost(
        double ProcessorMilliseconds,
        double Megabytes,
        double Events,
        double Looks,
        double QemuMilliseconds,
        double WallMilliseconds);

    /// <summary>The rig calls its watchers at each look.</summary>
    private sealed class LookCounter : IRunProgress
    {
        public int Count { get; private set; }

        public Action? Collect(RunObserver run)
        {
            Count++;
            return null;
        }
    }
}
