// rk bench.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using RustKernel.Hil.Cli.Growth;
using RustKernel.Hil.Drivers.Qemu;
using RustKernel.Hil.Protocols;
using RustKernel.Hil.Reports.Benchmarks;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Boots a target with bench=all and compares what it measures with the board's budgets.</summary>
internal sealed class BenchVerb
{
    private const string Prompt = "bench.boot.prompt";

    private readonly TargetOptions _target = new();
    private readonly Option<string?> _json = new("--json")
    {
        Description = "write what is measured as JSON; - prints it, and all else goes to standard error",
        HelpName = "FILE"
    };
    private readonly Option<string?> _log = SharedOptions.Log();
    private readonly Option<string?> _pairs = new("--pairs")
    {
        Description = "instead: a client and a server on each of N CPUs, each CPU a thread of the emulator; several N separated by commas",
        HelpName = "N"
    };
    private readonly Option<int> _runs = new("--runs")
    {
        Description = "with --pairs: runs of each N, whose medians are printed",
        HelpName = "COUNT",
        DefaultValueFactory = _ => 20
    };
    private readonly Option<string?> _growth = new("--growth")
    {
        Description = "instead: how cost grows with memory, archive, objects, threads, ports, handles or cpus; several separated by "
            + "commas, or all",
        HelpName = "WHAT"
    };
    private readonly Option<string?> _plots = new("--plots")
    {
        Description = "with --growth: draws an SVG of each there",
        HelpName = "DIR"
    };
    private readonly Option<bool> _update = new("--update") { Description = "lower the budgets that are well above the measurements" };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        BenchVerb verb = new();
        Command command = new(
            "bench",
            "Run the on-target benchmarks, compare with the budgets. Exit status: 0 within, 1 exceeded or failed, 2 usage, 3 "
                + "infrastructure.");
        verb._target.AddTo(command);
        command.AddOptions(verb._json, verb._log, verb._update, verb._pairs, verb._runs, verb._growth, verb._plots);

        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        using IDisposable reserved = JsonOption.Reserve(parsed.GetValue(_json));
        if (parsed.GetValue(_pairs) is { } pairs)
        {
            return RunPairs(parsed, ParsePairs(pairs));
        }

        BudgetFile? budgets = null;
        TargetDefinition target = _target.Resolve(
            parsed,
            found => (budgets = BudgetFile.Load(Repository.Root, found.Board)).Prepare(found));
        RunLogs logs = RunLogs.Create(parsed.GetValue(_log), target.Name);
        if (parsed.GetValue(_growth) is { } growth)
        {
            GrowthBench bench = new(target, logs, parsed.GetValue(_plots))
            {
                Json = parsed.GetValue(_json),
                Measure = Measure,
                CountToPrompt = (prepared, log) =>
                {
                    _ = CountToPrompt(prepared, log, out long? instructions);
                    return instructions;
                }
            };
            return bench.Run(growth) ? ExitStatus.Pass : ExitStatus.Fail;
        }

        int runs = budgets!.SeveralBenchmarks.Length > 0 ? 2 : 1;
        RunOutcome outcome = Measure(target, "all", logs.PathOf(1, runs));
        List<RunOutcome> outcomes = [outcome];
        if (runs > 1 && outcome.Verdict.Kind == VerdictKind.Pass)
        {
            outcomes.Add(Measure(budgets.PrepareSeveral(target), budgets.SeveralBenchmarks, logs.PathOf(2, runs)));
        }

        if (outcomes[^1].Verdict.Kind != VerdictKind.Pass)
        {
            return ReportFailedRun(outcomes[^1]);
        }

        List<KtapMetric> counted = [];
        if (budgets.Budgets.Any(budget => budget.Name == Prompt))
        {
            string log = Path.ChangeExtension(logs.PathOf(1, runs), null) + "-prompt.jsonl";
            RunOutcome boot = CountToPrompt(target, log, out long? instructions);
            if (instructions is not { } number)
            {
                return ReportFailedRun(boot);
            }

            counted.Add(new KtapMetric("", Prompt, number.ToString(CultureInfo.InvariantCulture), "instructions", 0));
        }

        long imageBytes = new FileInfo(Path.Combine(Repository.Root, target.Image)).Length;
        BenchmarkReport report = BenchmarkReport.Compare(
            outcomes.SelectMany(run => run.Observer.Serial.Documents).SelectMany(document => document.Metrics).Concat(counted),
            imageBytes,
            budgets.Budgets);
        foreach (string line in report.Table())
        {
            Console.WriteLine(line);
        }

        if (parsed.GetValue(_json) is { } json)
        {
            using Stream file = JsonOption.Open(json);
            report.WriteJson(file, target.Name, outcome.Observer.Serial.Build);
        }

        AdviseOnImprovements(report, budgets, target, parsed.GetValue(_update));
        return Judge(report);
    }

    // Counted from outside: everything from the first instruction to the prompt of an ordinary boot. QEMU ending there is no fault.
    private static RunOutcome CountToPrompt(TargetDefinition target, string log, out long? instructions)
    {
        string file = Path.ChangeExtension(Path.GetFullPath(log), ".count");
        foreach (string word in InstructionCounter.Arguments(file, Encoding.ASCII.GetString(ShellPrompt.Text)))
        {
            target = TargetOverride.Apply(target, "qemu-arg", word);
        }

        RunOutcome outcome = Measure(target, "", log);
        instructions = InstructionCounter.Read(file);
        return outcome;
    }

    private int RunPairs(ParseResult parsed, int[] pairs)
    {
        int runs = parsed.GetValue(_runs);
        if (runs is < 1 or > 1000)
        {
            throw new ConfigurationException($"--runs is a number from 1 to 1000, not {runs}");
        }

        TargetDefinition target = _target.Resolve(parsed);
        PairBench bench = new(target, RunLogs.Create(parsed.GetValue(_log), target.Name)) { Json = parsed.GetValue(_json) };
        return bench.Run(pairs, runs) ? ExitStatus.Pass : ExitStatus.Fail;
    }

    /// <summary>The numbers of pairs that <paramref name="text"/> names.</summary>
    /// <exception cref="ConfigurationException">A word is not a number of CPUs that the plugin can count.</exception>
    internal static int[] ParsePairs(string text)
        => [.. text.Split(',').Select(word => int.TryParse(word, out int pairs) && pairs is >= 1 and <= PairBench.MostPairs
            ? pairs
            : throw new ConfigurationException($"--pairs: \"{word}\" is no number from 1 to {PairBench.MostPairs}"))];

    private static RunOutcome Measure(TargetDefinition target, string benchmarks, string log)
    {
        using Interruption interruption = new();
        RunRequest request = new()
        {
            Target = target,
            Root = Repository.Root,
            LogPath = log,
            Suites = ["bench"],
            KernelWords = benchmarks.Length == 0 ? "" : "bench=" + benchmarks,
            Verb = "bench",
        };
        using TimedStep step = TimedStep.Begin(
            benchmarks.Length == 0 ? $"counting {target.Name}'s instructions to the prompt" : $"measuring {benchmarks} on {target.Name}",
            $"bench-{target.Name}-{benchmarks}");
        RunOutcome outcome = TestRun.Execute(request, progress: null, interruption.Token);
        if (outcome.Verdict.Kind == VerdictKind.Pass)
        {
            step.Done();
        }

        return outcome;
    }

    private static int ReportFailedRun(RunOutcome outcome)
    {
        foreach (string line in outcome.Verdict.Evidence)
        {
            Console.WriteLine($"  {line}");
        }

        Console.WriteLine($"  event log: {Repository.Show(outcome.LogPath)}");
        Console.Error.WriteLine($"rk: {outcome.Verdict.Word}: {outcome.Verdict.Reason}");
        return outcome.Verdict.ExitCode;
    }

    private static void AdviseOnImprovements(BenchmarkReport report, BudgetFile budgets, TargetDefinition target, bool update)
    {
        Dictionary<string, int> lower = report.Improvements.ToDictionary(result => result.Name, result => result.Suggested);
        if (lower.Count == 0)
        {
            return;
        }

        if (update)
        {
            budgets.Lower(lower);
        }

        Console.WriteLine(update
            ? $"lowered in boards/{target.Board}/budgets.yaml: {string.Join(", ", lower.Select(pair => $"{pair.Key} to {pair.Value}"))}"
            : $"well below their budgets, which should be lowered (rk bench {target.Name} --update): {string.Join(", ", lower.Keys)}");
    }

    private static int Judge(BenchmarkReport report)
    {
        int failures = report.Failures.Count();
        Console.WriteLine(failures == 0
            ? $"pass: {report.Results.Count} metrics, none above its budget"
            : $"fail: {string.Join("; ", report.Failures.Select(Explain))}");
        return failures == 0 ? ExitStatus.Pass : ExitStatus.Fail;
    }

    private static string Explain(BenchmarkResult result) => result.State switch
    {
        BudgetState.Exceeded => $"{result.Name} is {result.Value} {result.Unit}, its budget {result.Budget!.Most}",
        BudgetState.OtherUnit => $"{result.Name} was measured in {result.Unit}, its budget is in {result.Budget!.Unit}",
        _ => $"{result.Name} has a budget but was not measured",
    };
}
