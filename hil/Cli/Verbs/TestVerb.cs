// rk test.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using RustKernel.Hil.Protocols;
using RustKernel.Hil.Reports;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Boots a target, runs suites, judges the run and reports.</summary>
internal sealed class TestVerb
{
    private readonly TargetOptions _target = new();
    private readonly RunHistoryFile _history = new();

    private readonly Option<string> _suite = SharedOptions.Suites();

    private readonly ReportFiles _files = new();
    private readonly Option<string?> _log = SharedOptions.Log();
    private readonly Option<int> _repeat = new("--repeat")
    {
        Description = "run this many times; a test that passes only sometimes is flaky",
        HelpName = "N",
        DefaultValueFactory = _ => 1
    };
    private readonly Option<string?> _panic = new("--panic")
    {
        Description = "boot with panic=CLASS and expect exactly that; runs no suite",
        HelpName = "CLASS"
    };
    private readonly Option<string?> _timeout = SharedOptions.Timeout();

    private readonly Option<bool> _archCheck = new("--arch-check")
    {
        Description = "check the emulated machine for violations of the architecture's rules; any violation fails the run "
            + "(docs/ARCH-CHECK.md)"
    };

    private readonly Option<bool> _allowEmpty = new("--allow-empty")
    {
        Description = "let a run pass in which no test ran, all were skipped, or fewer ran than the image is known to have"
    };

    private readonly Option<int> _wait = WaitOption.Create();

    private readonly Option<int> _maxOutput = new("--max-output")
    {
        Description = "MiB of console output after which the run ends as flooding",
        HelpName = "MIB",
        DefaultValueFactory = _ => 16,
    };

    private readonly Option<double?> _leash = new("--leash")
    {
        Description = "exit cleanly when standard input ends, or brings nothing for this many seconds; for the farm's agent",
        HelpName = "SECONDS",
        Hidden = true
    };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        TestVerb verb = new();
        Command command = new("test", "Boot a target, run suites, judge. Exit status: 0 pass, 1 fail or flaky, 2 usage, 3 infrastructure.");
        verb._target.AddTo(command);
        command.AddOptions(
            verb._suite,
            verb._log,
            verb._repeat,
            verb._panic,
            verb._timeout,
            verb._maxOutput,
            verb._archCheck,
            verb._allowEmpty,
            verb._wait,
            verb._leash);

        verb._files.AddTo(command);
        verb._history.AddTo(command);
        command.SetAction(verb.Run);
        return command;
    }

    /// <summary>The suites that <paramref name="text"/> names.</summary>
    /// <exception cref="ConfigurationException">A name is not a suite's.</exception>
    internal static string[] ParseSuites(string text)
    {
        string[] suites = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (suites.Length == 0)
        {
            throw new ConfigurationException("--suite names no suite");
        }

        if (suites.FirstOrDefault(suite => !KtapName.IsValid(suite)) is { } wrong)
        {
            throw new ConfigurationException($"--suite: \"{wrong}\" is no suite's name: letters a-z, digits, _ . - only");
        }

        if (suites.Distinct().Count() != suites.Length)
        {
            throw new ConfigurationException("--suite names a suite twice");
        }

        return suites;
    }

    private int Run(ParseResult parsed)
    {
        using IDisposable reserved = _files.Reserve(parsed);
        TargetDefinition target = _target.Resolve(parsed);
        target = SharedOptions.Limit(target, parsed, _timeout);
        string[] suites = ParseSuites(parsed.GetValue(_suite)!);
        target = TargetOptions.WithPeer(target, suites);
        string? panic = parsed.GetValue(_panic);
        if (panic is not null && !KtapName.IsValid(panic))
        {
            throw new ConfigurationException($"--panic: \"{panic}\" is no class of panics");
        }

        if (panic is not null)
        {
            RequirePanicClass(target, panic);
        }

        int repeat = parsed.GetValue(_repeat);
        if (repeat is < 1 or > 100000)
        {
            throw new ConfigurationException($"--repeat is a number from 1 to 100000, not {repeat}");
        }

        int maxOutput = parsed.GetValue(_maxOutput);
        if (maxOutput is < 1 or > 1 << 20)
        {
            throw new ConfigurationException($"--max-output is a number of MiB from 1 to {1 << 20}, not {maxOutput}");
        }

        bool archCheck = parsed.GetValue(_archCheck);
        if (archCheck)
        {
            ArchCheckPlaces.Require(target, panic is not null);
        }

        RunLogs logs = RunLogs.Create(parsed.GetValue(_log), target.Name);
        RunRequest request = new()
        {
            Target = target,
            Root = Repository.Root,
            LogPath = "",
            LayOut = RunFiles.LayOut,
            Volumes = TargetVolumes.Shared,
            Suites = panic is null ? suites : [],
            KernelWords = panic is null ? null : "panic=" + panic,
            ExpectsPanic = panic is not null,
            AllowsEmpty = parsed.GetValue(_allowEmpty),
            KnownTests = RunHistoryFile.KnownTests(_history.Path(parsed), ImageOf(target)),
            Explain = (run, verdict) => TestPlaces.Explain(run, PanicExplainer.Explain(run, verdict)),
            ArchCheck = archCheck ? addresses => ArchCheckPlaces.Locate(target, addresses) : null,
            SayNetwork = TargetOptions.ShowNetwork,
            Verb = "test",
            OutputLimitBytes = (long)maxOutput << 20,
        };
        List<RunOutcome> outcomes = RunAll(request, repeat, logs, WaitOption.Of(parsed, _wait), Leash(parsed));
        Verdict verdict = Judge.OfSeries([.. outcomes.Select(outcome => outcome.Verdict)]);
        Report(parsed, outcomes, verdict);
        Summarise(parsed, verdict, outcomes);
        return verdict.ExitCode;
    }

    private TimeSpan? Leash(ParseResult parsed) => parsed.GetValue(_leash) switch
    {
        null => null,
        >= 0.1 and <= 86400 and { } seconds => TimeSpan.FromSeconds(seconds),
        { } wrong => throw new ConfigurationException($"--leash is a number of seconds from 0.1 to 86400, not {wrong}"),
    };

    private static string ImageOf(TargetDefinition target) => Path.Combine(Repository.Root, target.Image);

    /// <summary>The image says which classes it has. If it does not, rk boots it and asks.</summary>
    private static void RequirePanicClass(TargetDefinition target, string panic)
    {
        string image = ImageOf(target);
        string known = File.Exists(image) ? PanicClassList.Find(File.ReadAllBytes(image)) : "";
        if (known.Length > 0 && !PanicClassList.Has(known, panic))
        {
            throw new ConfigurationException($"--panic: this kernel has no class of panics {panic} (known: {known})");
        }
    }

    private static List<RunOutcome> RunAll(RunRequest template, int repeat, RunLogs logs, TimeSpan wait, TimeSpan? leash)
    {
        List<RunOutcome> outcomes = [];
        TargetDefinition target = template.Target;
        using Interruption interruption = new();
        if (leash is { } limit)
        {
            interruption.FollowInput(limit);
        }

        using BoardHold hold = BoardHold.Take(target, "test", wait, isGuarded: true, interruption.Token);
        using ProgressDisplay progress = ProgressDisplay.Create();
        for (int attempt = 1; attempt <= repeat && !interruption.Token.IsCancellationRequested; attempt++)
        {
            string step = $"test-{target.Name}-{string.Join('-', template.Suites)}";
            progress.Begin(repeat > 1 ? $"{target.Name}, run {attempt} of {repeat}" : target.Name, StepTimes.Of(step));
            RunOutcome outcome = TestRun.Execute(
                template with { LogPath = logs.PathOf(attempt, repeat), Attempt = attempt },
                progress,
                interruption.Token);
            outcomes.Add(outcome);
            if (outcome.Verdict.Kind == VerdictKind.Pass)
            {
                StepTimes.Keep(step, outcome.Duration);
            }

            if (repeat > 1)
            {
                progress.End($"run {attempt} of {repeat}: {outcome.Verdict.Word}: {outcome.Verdict.Reason}");
            }
        }

        return outcomes;
    }

    /// <summary>Records each run and writes the requested views, all from the event logs.</summary>
    private void Report(ParseResult parsed, List<RunOutcome> outcomes, Verdict verdict)
    {
        string? history = _history.Path(parsed);
        if (history is null && !_files.AreWanted(parsed))
        {
            return;
        }

        List<RunReport> runs = [.. outcomes.Select(outcome => RunReport.Load(outcome.LogPath))];
        RunHistoryFile.Record(history, runs);
        _files.Write(
            parsed,
            $"{runs[0].Run.Target}: {string.Join(", ", runs[0].Run.Suites)}",
            runs,
            verdict,
            () => Trends.For(history, runs.Select(run => run.Run.Target)),
            []);
    }

    private static void Summarise(ParseResult parsed, Verdict verdict, List<RunOutcome> outcomes)
    {
        double seconds = outcomes.Sum(outcome => outcome.Duration.TotalSeconds);
        Console.WriteLine();
        if (verdict.Kind != VerdictKind.Pass)
        {
            foreach (string line in verdict.Evidence)
            {
                Console.WriteLine($"  {line}");
            }

            Console.WriteLine($"  last stage: {verdict.Stage}");
            FailedTests.Write(Console.Out, parsed, outcomes);
        }

        if (verdict.Kind == VerdictKind.Pass)
        {
            foreach (string remark in outcomes.SelectMany(outcome => outcome.Observer.Remarks).Distinct())
            {
                Console.WriteLine($"  {remark}");
            }
        }

        foreach (string retry in outcomes.SelectMany(outcome => outcome.Observer.Retries))
        {
            Console.WriteLine($"  tried again: {retry}");
        }

        Console.WriteLine($"  event log: {Repository.Show(outcomes[^1].LogPath)}");
        string summary = $"{verdict.Word}: {verdict.Reason} ({seconds.ToString("0.00", CultureInfo.InvariantCulture)} s)";
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
