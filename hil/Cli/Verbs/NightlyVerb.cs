// rk nightly.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Firmware;
using RustKernel.Hil.Reports;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>
/// Runs the regression: suites on targets, each a number of times. As many targets run at once as there are processors; the runs of one
/// target follow each other. A run is repeated only when the rig failed, never when the kernel did.
/// </summary>
internal sealed class NightlyVerb
{
    private readonly RunHistoryFile _history = new();
    private readonly Option<string[]> _target = new("--target")
    {
        Description = "targets, separated by commas (default: all that rk targets lists)",
        HelpName = "A,B"
    };
    private readonly Option<string> _suite = SharedOptions.Suites();
    private readonly Option<int> _repeat = new("--repeat")
    {
        Description = "runs of each target",
        HelpName = "N",
        DefaultValueFactory = _ => 1
    };
    private readonly Option<int> _retries = new("--retries")
    {
        Description = "how often to retry a run when the rig failed",
        HelpName = "N",
        DefaultValueFactory = _ => 2
    };
    private readonly Option<int> _jobs = new("--jobs")
    {
        Description = "targets at the same time (default: processors)",
        HelpName = "N",
        DefaultValueFactory = _ => Environment.ProcessorCount
    };
    private readonly Option<int> _wait = WaitOption.Create();
    private readonly Option<string?> _timeout = SharedOptions.Timeout();
    private readonly Option<bool> _allowEmpty = new("--allow-empty") { Description = "let runs pass in which no test ran" };
    private readonly ReportFiles _files = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _total;
    private int _ended;
    private readonly Option<string?> _log = SharedOptions.Log();
    private readonly Lock _gate = new();
    private bool _isEmptyAllowed;

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        NightlyVerb verb = new();
        Command command = new(
            "nightly",
            "Run the regression: targets x suites x repetitions. Exit status: 0 pass, 1 fail or flaky, 2 usage, 3 infrastructure.");
        command.AddOptions(
            verb._target,
            verb._suite,
            verb._repeat,
            verb._retries,
            verb._jobs,
            verb._wait,
            verb._timeout,
            verb._allowEmpty,
            verb._log);

        verb._files.AddTo(command);
        verb._history.AddTo(command);
        command.SetAction(verb.Run);
        return command;
    }

    private static int Within(ParseResult parsed, Option<int> option, int least, int most)
    {
        int value = parsed.GetValue(option);
        return value >= least && value <= most
            ? value
            : throw new ConfigurationException($"{option.Name} is a number from {least} to {most}, not {value}");
    }

    private static string[] Words(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private int Run(ParseResult parsed)
    {
        using IDisposable reserved = _files.Reserve(parsed);
        string[] suites = TestVerb.ParseSuites(parsed.GetValue(_suite)!);
        int repeat = Within(
            parsed,
            _repeat,
            1,
            100_000), retries = Within(parsed, _retries, 0, 100), parallel = Within(parsed, _jobs, 1, 256);
        List<NightlyJob> jobs = Jobs(parsed);
        _isEmptyAllowed = parsed.GetValue(_allowEmpty);
        string? history = _history.Path(parsed);
        using Interruption interruption = new();
        _total = jobs.Count * repeat;
        Parallel.ForEach(
            jobs,
            new ParallelOptions { MaxDegreeOfParallelism = parallel },
            job => RunTarget(
                job,
                suites,
                repeat,
                retries,
                WaitOption.Of(parsed, _wait),
                RunLogs.Create(parsed.GetValue(_log), job.Target.Name),
                history,
                interruption.Token));
        RunReport[] runs = [.. jobs.SelectMany(job => job.Runs).OrderBy(run => run.Started)];
        Verdict verdict = TargetVerdicts.Of([.. jobs.Select(job => (job.Target.Name, job.Verdict))]);
        (string, string)[] unrun = [.. jobs.Where(job => job.Runs.Count == 0).Select(job => (job.Target.Name, job.Verdict.Reason))];
        _files.Write(parsed, "regression", runs, verdict, () => Trends.For(history, runs.Select(run => run.Run.Target)), unrun);
        Summarise(jobs, verdict);
        return verdict.ExitCode;
    }

    private List<NightlyJob> Jobs(ParseResult parsed)
    {
        BoardCatalog catalog = BoardCatalog.Load(Repository.Root);
        string[] names = [.. (parsed.GetValue(_target) ?? []).SelectMany(Words).Distinct()];
        IEnumerable<TargetDefinition> targets = names.Length > 0 ? names.Select(catalog.Target) : catalog.Targets;
        if (parsed.GetValue(_timeout) is { } seconds)
        {
            targets = targets.Select(target => TargetOverride.Apply(target, "timeout", seconds));
        }

        return [.. targets.Select(target => new NightlyJob(target))];
    }

    private void RunTarget(
        NightlyJob job,
        string[] suites,
        int repeat,
        int retries,
        TimeSpan wait,
        RunLogs logs,
        string? history,
        CancellationToken interrupt)
    {
        try
        {
            TargetDefinition target = TargetOptions.Prepare(job.Target);
            using BoardHold hold = BoardHold.Take(target, "nightly", wait, isGuarded: true, interrupt);
            int attempt = 0;
            for (int repetition = 1; repetition <= repeat && !interrupt.IsCancellationRequested; repetition++)
            {
                Verdict verdict;
                bool mayTryAgain;
                int left = retries;
                do
                {
                    attempt++;
                    (verdict, mayTryAgain) = RunOnce(job, target, suites, attempt, logs.PathOf(attempt, int.MaxValue), history, interrupt);
                }
                while (mayTryAgain && !interrupt.IsCancellationRequested && left-- > 0 && Again(job, attempt, verdict));
                job.Verdicts.Add(verdict);
                SayLeft();
            }
        }
        catch (Exception e) when (e is InfrastructureException or ConfigurationException or FirmwareException or IOException)
        {
            Say(job, $"infrastructure: {e.Message}");
            job.Verdicts.Add(new Verdict(VerdictKind.Infrastructure, e.Message, "nothing", []));
        }
    }

    // Not part of the results: to standard error.
    private void SayLeft()
    {
        lock (_gate)
        {
            _ended++;
            if (_ended < _total)
            {
                double left = _clock.Elapsed.TotalSeconds / _ended * (_total - _ended);
                Console.Error.WriteLine($"rk: {_ended} of {_total} runs, about {StepTimes.Duration(left)} left");
            }
        }
    }

    private static bool Again(NightlyJob job, int attempt, Verdict verdict)
    {
        job.Retries.Add($"run {attempt}: {verdict.Reason}");
        return true;
    }

    /// <summary>A run, and whether it may be repeated: the rig failed, and the kernel is not known to have done wrong.</summary>
    private (Verdict Verdict, bool MayTryAgain) RunOnce(
        NightlyJob job,
        TargetDefinition target,
        string[] suites,
        int attempt,
        string log,
        string? history,
        CancellationToken interrupt)
    {
        RunRequest request = new()
        {
            Target = target,
            Root = Repository.Root,
            LogPath = log,
            LayOut = RunFiles.LayOut,
            Volumes = TargetVolumes.Shared,
            Suites = suites,
            AllowsEmpty = _isEmptyAllowed,
            KnownTests = RunHistoryFile.KnownTests(history, Path.Combine(Repository.Root, target.Image)),
            Explain = (run, verdict) => TestPlaces.Explain(run, PanicExplainer.Explain(run, verdict)),
            Verb = "nightly",
            Attempt = attempt,
        };
        RunOutcome outcome = TestRun.Execute(request, progress: null, interrupt);
        RunReport report = RunReport.Load(outcome.LogPath);
        lock (_gate)
        {
            job.Runs.Add(report);
            RunHistoryFile.Record(history, [report]);
        }

        Say(job, string.Create(
            CultureInfo.InvariantCulture,
            $"run {attempt}: {outcome.Verdict.Word}: {outcome.Verdict.Reason} ({outcome.Duration.TotalSeconds:0.00} s)"));
        return (outcome.Verdict, outcome.Verdict.Kind == VerdictKind.Infrastructure && Judge.KernelFault(outcome.Observer) is null);
    }

    private void Say(NightlyJob job, string text)
    {
        lock (_gate)
        {
            Console.WriteLine($"{job.Target.Name}: {text}");
        }
    }

    private static void Summarise(List<NightlyJob> jobs, Verdict verdict)
    {
        Console.WriteLine();
        int width = jobs.Max(job => job.Target.Name.Length);
        foreach (NightlyJob job in jobs)
        {
            Console.WriteLine($"  {job.Target.Name.PadRight(width)}  {job.Verdict.Word,-14}  {job.Runs.Count} runs, {job.Retries.Count} "
                + $"tried again  {job.Verdict.Reason}");
        }

        foreach (NightlyJob job in jobs)
        {
            foreach (string retry in job.Retries)
            {
                Console.WriteLine($"  {job.Target.Name}: tried again after {retry}");
            }
        }

        string summary = $"{verdict.Word}: {verdict.Reason}";
        if (verdict.Kind is VerdictKind.Infrastructure or VerdictKind.Usage)
        {
            Console.Error.WriteLine($"rk: {summary}");
        }
        else
        {
            Console.WriteLine(summary);
        }
    }
}
