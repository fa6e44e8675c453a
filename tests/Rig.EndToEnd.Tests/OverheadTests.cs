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
/// What the rig costs: a run of a test in this process beside QEMU alone on the same image, command line and machine, in turns. The table goes
/// to artifacts/test-results.
/// </summary>
public sealed class OverheadTests(ITestOutputHelper output) : IDisposable
{
    private const double MostMilliseconds = 50;
    private static readonly string[] s_suites = ["boot", "memory", "timer"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_few_runs_pass_and_are_counted() => Print("test", Measure(5));

    /// <summary>One measurement, whatever it shows: what others do on the host at the time is in both, as they take turns.</summary>
    [Fact]
    [Trait("Run", "hil")]
    public void The_rig_adds_less_than_50_ms_to_a_test()
    {
        (double Milliseconds, string Row) measured = Measure(20);
        string table = Print("hil", measured);
        Assert.True(measured.Milliseconds < MostMilliseconds, table);
    }

    private string Print(string run, (double Milliseconds, string Row) measured)
    {
        output.WriteLine(measured.Row);
        string results = Directory.CreateDirectory(Path.Combine(Tool.Root, "artifacts", "test-results")).FullName;
        File.WriteAllText(Path.Combine(results, $"{run}-overhead.txt"), measured.Row);
        return measured.Row;
    }

    private (double Milliseconds, string Row) Measure(int count)
    {
        TargetDefinition target = BoardCatalog.Load(Tool.Root).Target("qemu-virt") with { Image = KernelImage.Path };
        List<double> alone = [], judged = [];
        // The first of each is compiled and read from the disk as it goes.
        for (int index = -2; index < count; index++)
        {
            double machine = QemuAlone(target), rig = Rig(target, index);
            if (index < 0)
                continue;
            alone.Add(machine);
            judged.Add(rig);
        }

        double overhead = Middle(judged) - Middle(alone);
        string row = string.Create(
            CultureInfo.InvariantCulture,
            $"the rig beside QEMU alone, {count} runs of {string.Join(',', s_suites)} on {target.Name} in one process: medians QEMU {Middle(alone):0.0} ms, rig {Middle(judged):0.0} ms, overhead {overhead:0.0} ms (limit {MostMilliseconds:0}); least {alone.Min():0.0} and {judged.Min():0.0} ms\n");
        return (overhead, row);
    }

    private static double Middle(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);

    private static double QemuAlone(TargetDefinition target)
    {
        TargetDefinition tested = TargetOverride.Apply(target, "cmdline", "test=" + string.Join(',', s_suites));
        // The same machine, without what the rig listens to and holds it by.
        List<string> words = [.. QemuCommand.Build(tested, Tool.Root, "console", "monitor")];
        words.Remove("-S");
        words[words.FindIndex(word => word.StartsWith("socket,id=console", StringComparison.Ordinal))] = "null,id=console";
        int monitor = words.FindIndex(word => word.StartsWith("socket,id=monitor", StringComparison.Ordinal)) - 1;
        words.RemoveRange(monitor, 4);
        long start = Stopwatch.GetTimestamp();
        using Process qemu = Process.Start(tested.Qemu.Program, words);
        Assert.True(qemu.WaitForExit(TimeSpan.FromSeconds(60)), "QEMU alone did not end");
        Assert.Equal(0, qemu.ExitCode);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private double Rig(TargetDefinition target, int index)
    {
        RunRequest request = new() { Target = target, Root = Tool.Root, LogPath = _folder.File($"run-{index}.jsonl"), Suites = s_suites, Verb = "test" };
        long start = Stopwatch.GetTimestamp();
        RunOutcome outcome = TestRun.Execute(request, progress: null, CancellationToken.None);
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Assert.True(outcome.Verdict.Kind == VerdictKind.Pass, outcome.Verdict.Reason);
        return milliseconds;
    }
}
