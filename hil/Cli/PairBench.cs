// rk bench --pairs: pairs of clients and servers, one on each CPU, each CPU a thread of the emulator.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Cli;

/// <summary>
/// Counts messages, instructions and looks at locks of every CPU (hil/CpuCount) while all pairs run,
/// and compares the messages for each instruction of the busiest CPU with those of one pair on one CPU.
/// </summary>
internal sealed class PairBench(TargetDefinition target, RunLogs logs)
{
    /// <summary>CPUs that the counting plugin knows.</summary>
    internal const int MostPairs = 8;

    // A turn of each loop that waits for a ticket or a gate (Locks.S, FastPath.S): five instructions, of which one is LDAXRH.
    private const int InstructionsOfSpin = 5;
    private const int WarmMessages = 1_000;
    private const int WindowMessages = 10_000;

    // While the host does not run a CPU, the others spin and the pairs send nothing.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(170);

    private static string Plugin => Path.Combine(AppContext.BaseDirectory, "rk-cpucount.so");

    /// <summary>Where the table goes as JSON, "-" for standard output; null: nowhere.</summary>
    public string? Json { get; init; }

    /// <summary>Runs each number of pairs <paramref name="runs"/> times and prints a row for each; false when a run failed.</summary>
    /// <exception cref="ConfigurationException">The plugin is missing, or the target chooses its accelerator itself.</exception>
    public bool Run(IReadOnlyList<int> pairs, int runs)
    {
        if (!File.Exists(Plugin))
        {
            throw new ConfigurationException($"{Plugin} is missing: run make build");
        }

        if (target.Qemu.Arguments.Any(word => word is "-accel" or "-plugin" or "-icount"))
        {
            throw new ConfigurationException("--pairs chooses QEMU's accelerator and plugin itself: leave them out of --qemu-arg");
        }

        Console.WriteLine("medians of the runs; M/ki: messages for 1,000 instructions of the busiest CPU, with its spins and without them");
        Console.WriteLine("pairs  runs    M/ki  to one  without  to one  spins/message");
        Row? one = null;
        List<object> table = [];
        int number = 0;
        using Interruption interruption = new();
        foreach (int count in pairs)
        {
            List<Row> rows = [];
            for (int run = 0; run < runs; run++)
            {
                if (Measure(count, logs.PathOf(++number, pairs.Count * runs), interruption.Token) is not { } row)
                {
                    return false;
                }

                rows.Add(row);
            }

            Row median = new(Median(rows, row => row.All), Median(rows, row => row.WithoutSpins), Median(rows, row => row.Spins));
            one = count == 1 ? median : one;
            table.Add(new
            {
                Pairs = count,
                Runs = runs,
                MessagesPerThousand = median.All,
                WithoutSpins = median.WithoutSpins,
                SpinsPerMessage = median.Spins,
            });
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{count,5}  {runs,4}  {median.All,6:F3}  {Ratio(median.All, one?.All),6}  {median.WithoutSpins,7:F3}  "
                    + $"{Ratio(median.WithoutSpins, one?.WithoutSpins),6}  {median.Spins,13:F2}"));
        }

        if (Json is not null)
        {
            JsonOption.WriteTo(Json, table);
        }

        return true;
    }

    private static string Ratio(double value, double? one)
        => one is { } figure ? (value / figure).ToString("F2", CultureInfo.InvariantCulture) : "-";

    private static double Median(IEnumerable<Row> rows, Func<Row, double> figure)
    {
        double[] sorted = [.. rows.Select(figure).Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    // Null: the run failed, and the reason has been printed.
    private Row? Measure(int pairs, string log, CancellationToken interrupt)
    {
        string report = Path.GetTempFileName();
        try
        {
            RunRequest request = new()
            {
                Target = Counted(pairs, report),
                Root = Repository.Root,
                LogPath = log,
                Suites = ["bench"],
                KernelWords = "bench=ipc.pairs",
                Verb = "bench",
            };
            Verdict verdict = Run(request, pairs, interrupt);
            if (verdict.Kind != VerdictKind.Pass)
            {
                Console.Error.WriteLine($"rk: {verdict.Word}: {verdict.Reason} (event log: {Repository.Show(log)})");
                return null;
            }

            CpuCounts[] counts = CpuCounts.Parse(File.ReadAllText(report));
            if (counts.Length != pairs || counts.Any(cpu => cpu.Messages <= 0 || cpu.Instructions <= 0))
            {
                Console.Error.WriteLine($"rk: the plugin counted no messages of {pairs} CPUs: QEMU 9.2 or newer with plugins is needed");
                return null;
            }

            return Row.Of(counts);
        }
        finally
        {
            File.Delete(report);
        }
    }

    private static Verdict Run(RunRequest request, int pairs, CancellationToken interrupt)
    {
        using TimedStep step = TimedStep.Begin($"measuring {pairs} pairs", $"pairs-{pairs}", isAnnounced: false);
        Verdict verdict = TestRun.Execute(request, progress: null, interrupt).Verdict;
        if (verdict.Kind == VerdictKind.Pass)
        {
            step.Done();
        }

        return verdict;
    }

    private TargetDefinition Counted(int pairs, string report)
    {
        string plugin = $"{Escape(Plugin)},report={Escape(report)},warm={WarmMessages},messages={WindowMessages}";
        TargetDefinition counted = TargetOverride.Apply(target, "smp", pairs.ToString(CultureInfo.InvariantCulture));
        counted = counted with { Deadlines = new(counted.Deadlines.FirstByte, s_patience, s_patience) { Kernel = s_patience } };
        foreach (string word in new[] { "-accel", "tcg,thread=multi", "-plugin", plugin })
        {
            counted = TargetOverride.Apply(counted, "qemu-arg", word);
        }

        return counted;
    }

    private static string Escape(string path) => path.Replace(",", ",,", StringComparison.Ordinal);

    private sealed record Row(double All, double WithoutSpins, double Spins)
    {
        internal static Row Of(CpuCounts[] counts)
        {
            double messages = counts.Sum(cpu => (double)cpu.Messages);
            double busiest = counts.Max(cpu => cpu.Instructions);
            double working = counts.Max(cpu => cpu.Instructions - (InstructionsOfSpin * cpu.Spins));
            return new(1000 * messages / busiest, 1000 * messages / working, counts.Sum(cpu => (double)cpu.Spins) / messages);
        }
    }
}
