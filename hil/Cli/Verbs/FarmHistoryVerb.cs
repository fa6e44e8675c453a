// rk farm history, rk farm import.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Cli.Farm;
using RustKernel.Hil.Farm;
using RustKernel.Hil.History;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Shows the farm's past runs, and imports those of a host's history file.</summary>
internal sealed class FarmHistoryVerb
{
    // A run has some hundred metrics; this many runs fit in one request.
    private const int Batch = 5;
    private readonly FarmOptions _farm = new();
    private readonly Option<string?> _board = new("--board") { Description = "of this board only", HelpName = "BOARD" };
    private readonly Option<string?> _verdict = new("--verdict") { Description = "with this verdict only", HelpName = "WORD" };
    private readonly Option<string?> _build = new("--build") { Description = "of this commit only", HelpName = "COMMIT" };
    private readonly Option<long?> _run = new("--run") { Description = "everything kept of one run", HelpName = "NUMBER" };
    private readonly Option<string?> _metric = new("--metric")
    {
        Description = "show this metric of --board over its passed runs",
        HelpName = "NAME"
    };

    private readonly Option<int> _limit = new("--limit")
    {
        Description = "the latest so many",
        HelpName = "N",
        DefaultValueFactory = _ => 30
    };

    /// <summary>The verb that shows past runs.</summary>
    public static Command Create()
    {
        FarmHistoryVerb verb = new();
        Command command = new("history", "List the runs of all hosts, everything stored about one run, or a metric of a board.");
        command.AddOptions(verb._board, verb._verdict, verb._build, verb._run, verb._metric, verb._limit);
        verb._farm.AddToTable(command);
        command.SetAction(verb.Show);
        return command;
    }

    /// <summary>The verb that imports a history file.</summary>
    public static Command CreateImport()
    {
        FarmOptions farm = new();
        RunHistoryFile file = new();
        Option<string> host = new("--host")
        {
            Description = "the host of the runs",
            HelpName = "NAME",
            DefaultValueFactory = _ => Environment.MachineName,
        };
        Option<string> prefix = new("--prefix")
        {
            Description = "prefix of the boards' names in the farm, as set for the host's agent",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "",
        };
        Command command = new(
            "import",
            "Take the runs of this host's history file into the farm's history. Those that are there already stay.");
        file.AddTo(command);
        command.AddOptions(host, prefix);
        farm.AddTo(command);
        command.SetAction(parsed => FarmVerb.Call(
            farm,
            parsed,
            (client, cancel) => ImportAsync(client, file.Path(parsed), parsed.GetValue(host)!, parsed.GetValue(prefix)!, cancel)));
        return command;
    }

    private static async Task<int> ImportAsync(FarmClient client, string? path, string host, string prefix, CancellationToken cancel)
    {
        using HistoryStore store = (path is null ? null : HistoryStore.OpenExisting(path))
            ?? throw new ConfigurationException($"there is no history file {path ?? "(--history none)"}");
        long[] runs = [.. store.Runs(null, null, int.MaxValue).Select(run => run.Id).Order()];
        int taken = 0;
        foreach (long[] batch in runs.Chunk(Batch))
        {
            PastRun[] past = [.. batch.Select(store.Run).OfType<HistoricRun>().Select(run => PastRuns.Of(run, host, prefix))];
            taken += await client.ImportAsync(past, cancel).ConfigureAwait(false);
        }

        Console.WriteLine($"{taken} of {runs.Length} runs were new to the farm");
        return ExitStatus.Pass;
    }

    private int Show(ParseResult parsed)
    {
        HistoryQuery query = new(
            parsed.GetValue(_board) ?? "",
            parsed.GetValue(_verdict) ?? "",
            parsed.GetValue(_build) ?? "",
            "",
            parsed.GetValue(_limit));
        string? metric = parsed.GetValue(_metric);
        if (metric is not null && query.Board.Length == 0)
        {
            throw new ConfigurationException("--metric follows one board: give --board");
        }

        return FarmVerb.Call(_farm, parsed, async (client, cancel) =>
        {
            if (parsed.GetValue(_run) is { } number)
            {
                Show(parsed, await client.PastRunAsync(number, cancel).ConfigureAwait(false), Print);
            }
            else if (metric is not null)
            {
                Show(parsed, await client.MetricAsync(query.Board, metric, cancel).ConfigureAwait(false), Print);
            }
            else
            {
                Show(parsed, await client.HistoryAsync(query, cancel).ConfigureAwait(false), Print);
            }

            return ExitStatus.Pass;
        });
    }

    private void Show<T>(ParseResult parsed, T shown, Action<T> print)
    {
        if (!_farm.WriteJson(parsed, shown))
        {
            print(shown);
        }
    }

    private static void Print(IReadOnlyList<PastRun> runs)
    {
        foreach (PastRun run in runs)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{run.Id,6}  {When(run.Record.Started)}  {run.Board,-20}  {run.Record.Build,-12}  {run.Verdict,-14}  "
                    + $"{run.Record.Seconds,8:0.00}  {run.Reason}"));
        }
    }

    private static void Print(PastRun run)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"run {run.Id}: {run.Board} of host {run.Host}, {When(run.Record.Started)}, {run.Record.Seconds:0.00} s, "
                + $"build {run.Record.Build}, suites {run.Record.Suites}"));
        Console.WriteLine($"{run.Verdict}: {run.Reason} (last stage: {run.Stage})");
        foreach (string test in run.Record.FailedTests)
        {
            Console.WriteLine($"  not ok  {test}");
        }

        foreach (UsedFile file in run.Record.Files)
        {
            Console.WriteLine($"  {file.Sha256}  {file.Bytes,9}  {file.Name}");
        }

        foreach (Measurement metric in run.Record.Metrics)
        {
            Console.WriteLine($"  {metric.Name} = {MetricTrend.Amount(metric.Value)} {metric.Unit}");
        }
    }

    private static void Print(IReadOnlyList<MetricPoint> points)
    {
        foreach (MetricPoint point in points)
        {
            Console.WriteLine($"{point.Past,6}  {When(point.Started)}  {point.Build,-12}  {MetricTrend.Amount(point.Value)} {point.Unit}");
        }
    }

    private static string When(long milliseconds)
        => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToLocalTime()
            .ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
