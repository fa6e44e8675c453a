// rk history.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using RustKernel.Hil.History;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Lists past runs, or follows one metric over them.</summary>
internal sealed class HistoryVerb
{
    // Twelve digits of the commit and "-dirty".
    private const int BuildWidth = 18;

    private static readonly string[] s_verdicts = ["pass", "fail", "infrastructure", "usage"];
    private readonly RunHistoryFile _file = new();
    private readonly Option<string?> _target = new("--target") { Description = "of this target only", HelpName = "TARGET" };
    private readonly Option<string?> _verdict = new("--verdict")
    {
        Description = "only with this verdict: pass, fail, infrastructure, usage",
        HelpName = "WORD"
    };
    private readonly Option<string?> _metric = new("--metric")
    {
        Description = "show this metric: values, change points, exceeded budgets",
        HelpName = "NAME"
    };
    private readonly Option<bool> _metrics = new("--metrics") { Description = "list the metrics there are" };
    private readonly Option<bool> _all = new("--all") { Description = "with --metric: also values of runs that did not pass" };
    private readonly Option<long?> _run = new("--run") { Description = "everything kept of one run", HelpName = "NUMBER" };
    private readonly Option<int> _limit = new("--limit")
    {
        Description = "the latest so many",
        HelpName = "N",
        DefaultValueFactory = _ => 30
    };
    private readonly JsonOption _json = new();

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        HistoryVerb verb = new();
        Command command = new("history", "List past runs, or show a metric over them with change points and exceeded budgets.");
        command.AddOptions(verb._target, verb._verdict, verb._metric, verb._metrics, verb._all, verb._run, verb._limit);
        verb._json.AddTo(command);
        verb._file.AddTo(command);
        command.SetAction(verb.Run);
        return command;
    }

    private static string When(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Cell(string text, int width) => (text.Length > width ? text[..(width - 1)] + "…" : text).PadRight(width);

    private int Run(ParseResult parsed)
    {
        int limit = parsed.GetValue(_limit);
        if (limit is < 1 or > 1_000_000)
        {
            throw new ConfigurationException($"--limit is a number from 1 to 1000000, not {limit}");
        }

        if (parsed.GetValue(_verdict) is { } verdict && !s_verdicts.Contains(verdict))
        {
            throw new ConfigurationException($"--verdict: no verdict is called {verdict}{Suggestion.For(verdict, s_verdicts)}");
        }

        string path = _file.Path(parsed) ?? throw new ConfigurationException("--history none: there is nothing to show");
        using HistoryStore store = HistoryStore.OpenExisting(path)
            ?? throw new ConfigurationException($"no history yet: {Repository.Show(path)} does not exist; rk test makes it");
        if (parsed.GetValue(_run) is { } number)
        {
            return ShowRun(parsed, store, number);
        }

        if (parsed.GetValue(_metrics))
        {
            return ListMetrics(parsed, store);
        }

        return parsed.GetValue(_metric) is { } metric ? ShowTrends(parsed, store, metric, limit) : ListRuns(parsed, store, limit);
    }

    private int ListRuns(ParseResult parsed, HistoryStore store, int limit)
    {
        IReadOnlyList<HistoricRun> runs = store.Runs(parsed.GetValue(_target), parsed.GetValue(_verdict), limit);
        if (_json.Write(parsed, runs))
        {
            return ExitStatus.Pass;
        }

        Console.WriteLine($"{"run",6}  {Cell("started", 19)}  {Cell("target", 20)}  {Cell("build", BuildWidth)}  {Cell("suites", 16)}  "
            + $"{Cell("verdict", 14)}  {"seconds",8}  reason");
        foreach (HistoricRun run in runs)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{run.Id,6}  {When(run.Started)}  {Cell(run.Target, 20)}  {Cell(run.Build, BuildWidth)}  {Cell(run.Suites, 16)}  "
                    + $"{Cell(run.Verdict, 14)}  {run.Seconds,8:0.00}  {run.Reason}"));
        }

        return ExitStatus.Pass;
    }

    private int ListMetrics(ParseResult parsed, HistoryStore store)
    {
        (string Target, string Name, string Unit)[] names = [.. store.MetricNames(parsed.GetValue(_target))];
        if (_json.Write(parsed, names.Select(name => new { name.Target, name.Name, name.Unit })))
        {
            return ExitStatus.Pass;
        }

        foreach (IGrouping<(string Name, string Unit), string> metric in names.GroupBy(name => (name.Name, name.Unit), name => name.Target))
        {
            Console.WriteLine($"{metric.Key.Name} ({metric.Key.Unit}): {string.Join(", ", metric)}");
        }

        return ExitStatus.Pass;
    }

    private int ShowRun(ParseResult parsed, HistoryStore store, long number)
    {
        HistoricRun run = store.Run(number) ?? throw new ConfigurationException($"the history has no run {number}");
        if (!_json.Write(parsed, run))
        {
            Show(run);
        }

        return ExitStatus.Pass;
    }

    private static void Show(HistoricRun run)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"run {run.Id}: {run.Target}, {When(run.Started)}, {run.Seconds:0.00} s, build {run.Build}, suites {run.Suites}"));
        Console.WriteLine($"{run.Verdict}: {run.Reason} (last stage: {run.Stage})");
        Console.WriteLine($"event log: {Repository.Show(run.Log)}");
        foreach (string test in run.FailedTests)
        {
            Console.WriteLine($"  not ok  {test}");
        }

        foreach (HistoricArtifact artifact in run.Artifacts)
        {
            Console.WriteLine($"  {artifact.Sha256}  {artifact.Bytes,9}  {artifact.Name}");
        }

        foreach (HistoricMetric metric in run.Metrics)
        {
            Console.WriteLine($"  {metric.Name} = {MetricTrend.Amount(metric.Value)} {metric.Unit}");
        }
    }

    private int ShowTrends(ParseResult parsed, HistoryStore store, string metric, int limit)
    {
        string? target = parsed.GetValue(_target);
        // The search for change points may use more runs than are shown: a level needs points.
        IReadOnlyList<MetricTrend> trends = Trends.Of(store, target, metric, !parsed.GetValue(_all), Math.Max(limit, Trends.MostPoints));
        if (trends.Count == 0)
        {
            string[] known = [.. store.MetricNames(target).Select(name => name.Name).Distinct()];
            throw new ConfigurationException(
                $"nothing measured {metric}{(target is null ? "" : $" on {target}")}{Suggestion.For(metric, known)}; rk history --metrics "
                    + $"lists what there is");
        }

        foreach (MetricTrend trend in _json.Write(parsed, trends) ? [] : trends)
        {
            Show(trend, limit);
        }

        return ExitStatus.Pass;
    }

    private static void Show(MetricTrend trend, int limit)
    {
        string budget = trend.Budget is { } most ? $", budget {most.Most}" : "";
        Console.WriteLine($"{trend.Name} on {trend.Target}, {trend.Unit}{budget}: {trend.Points.Count} values, {trend.ChangePoints.Count} "
            + $"change points");
        double top = trend.Points.Count > 0 ? trend.Points.Max(point => Math.Abs(point.Value)) : 0;
        for (int index = Math.Max(0, trend.Points.Count - limit); index < trend.Points.Count; index++)
        {
            TrendPoint point = trend.Points[index];
            string bar = new('▇', top > 0 ? (int)Math.Round(Math.Abs(point.Value) / top * 24) : 0);
            string amount = MetricTrend.Amount(point.Value);
            string line = $"{point.Run,6}  {When(point.Started)}  {Cell(point.Build, 14)}  {amount,14}  {bar,-24}  {trend.Remark(index)}";
            Console.WriteLine(line.TrimEnd());
        }
    }
}
