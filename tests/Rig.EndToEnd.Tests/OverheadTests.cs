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
/// What the rig costs: a run of a test in this process beside QEMU alone on the same image, command
/// line and machine, in turns. Judged is what
/// others on the host do not move: the processor time of the rig's own process, the memory it asks
/// for, and the events it writes. Wall time, and
/// the processor time of QEMU with and without the rig, stand beside. Instructions of the host
/// would say it best, but virtual machines seldom
/// count them. The table goes to artifacts/test-results.
/// </summary>
public sealed class OverheadTests(ITestOutputHelper output) : IDisposable
{
    private const double MostMilliseconds = 50;
    private const double MostMegabytes = 16;
    private const double MostEvents = 400;
    private static readonly string[] s_suites = ["boot", "memory", "timer"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_few_runs_keep_within_memory_and_events() => Print("test", Measure(5));

    [Fact]
    [Trait("Run", "hil")]
    public void The_rig_adds_less_than_50_ms_of_processor_time_to_a_test()
    {
        (Cost Rig, string Row) measured = Measure(20);
        Print("hil", measured);
        Assert.True(measured.Rig.ProcessorMilliseconds < MostMilliseconds, measured.Row);
    }

    private void Print(string run, (Cost Rig, string Row) measured)
    {
        output.WriteLine(measured.Row);
        string results = Directory.CreateDirectory(Path.Combine(Tool.Root, "artifacts", "test-results")).FullName;
        File.WriteAllText(Path.Combine(results, $"{run}-overhead.txt"), measured.Row);
        Assert.True(measured.Rig.Megabytes < MostMegabytes, measured.Row);
        Assert.True(measured.Rig.Events < MostEvents, measured.Row);
    }

    private (Cost Rig, string Row) Measure(int count)
    {
        TargetDefinition target = BoardCatalog.Load(Tool.Root).Target("qemu-virt") with { Image = KernelImage.Path };
        List<Cost> alone = [], judged = [];
        // The first of each is compiled and read from the disk as it goes.
        for (int index = -2; index < count; index++)
        {
            Cost machine = Count(
                () => QemuAlone(target)), rig = Count(() => Rig(target, index)) with { Events = File.ReadLines(Log(index)).Count() };
            if (index < 0)
            {
                continue;
            }

            alone.Add(machine);
            judged.Add(rig);
        }

        double Of(List<Cost> costs, Func<Cost, double> part) => costs.Select(part).Order().ElementAt(costs.Count / 2);
        // Of processor time the least: caches that others empty, and code that is compiled meanwhile, only ever add to it.
        Cost middle = new(
            judged.Min(cost => cost.ProcessorMilliseconds),
            Of(judged, cost => cost.Megabytes),
            Of(judged, cost => cost.Events),
            Of(judged, cost => cost.QemuMilliseconds),
            Of(judged, cost => cost.WallMilliseconds));
        string row = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            the rig beside QEMU alone, {count} runs of {string.Join(',', s_suites)} on {target.Name} in one process, medians:
              processor time of the rig at least {middle.ProcessorMilliseconds:0.0} ms (limit {MostMilliseconds:0}), memory asked for {middle.Megabytes:0.0} MB (limit {MostMegabytes:0}), events {middle.Events:0} (limit {MostEvents:0})
              not judged: processor time of QEMU {Of(alone, cost => cost.QemuMilliseconds):0.0} ms alone, {middle.QemuMilliseconds:0.0} ms with the rig
              not judged: wall time {Of(alone, cost => cost.WallMilliseconds):0.0} ms alone, {middle.WallMilliseconds:0.0} ms with the rig

            """);
        return (middle, row);
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
            (ChildTime.Now - children).TotalMilliseconds,
            Stopwatch.GetElapsedTime(wall).TotalMilliseconds);
    }

    private static void QemuAlone(TargetDefinition target)
    {
        TargetDefinition tested = TargetOverride.Apply(target, "cmdline", "test=" + string.Join(',', s_suites));
        // The same machine, without what the rig listens to and holds it by.
        List<string> words = [.. QemuCommand.Build(tested, Tool.Root, "console", "monitor")];
        words.Remove("-S");
        words[words.FindIndex(word => word.StartsWith("socket,id=console", StringComparison.Ordinal))] = "null,id=console";
        int monitor = words.FindIndex(word => word.StartsWith("socket,id=monitor", StringComparison.Ordinal)) - 1;
        words.RemoveRange(monitor, 4);
        using Process qemu = Process.Start(tested.Qemu.Program, words);
        Assert.True(qemu.WaitForExit(TimeSpan.FromSeconds(60)), "QEMU alone did not end");
        Assert.Equal(0, qemu.ExitCode);
    }

    private string Log(int index) => _folder.File($"run-{index}.jsonl");

    private void Rig(TargetDefinition target, int index)
    {
        RunRequest request = new() { Target = target, Root = Tool.Root, LogPath = Log(index), Suites = s_suites, Verb = "test" };
        RunOutcome outcome = TestRun.Execute(request, progress: null, CancellationToken.None);
        Assert.True(outcome.Verdict.Kind == VerdictKind.Pass, outcome.Verdict.Reason);
    }

    private sealed record Cost(
        double ProcessorMilliseconds,
        double Megabytes,
        double Events,
        double QemuMilliseconds,
        double WallMilliseconds);
}
