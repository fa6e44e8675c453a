// rk bench --growth: how the cost of operations grows with a quantity.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RustKernel.Hil.Protocols;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Cli.Growth;

/// <summary>
/// Boots the target once for each point of each series, prints a table for each, and draws it where a folder is given.
/// </summary>
internal sealed class GrowthBench(TargetDefinition target, RunLogs logs, string? plots)
{
    /// <summary>Boots a target with benchmarks; its outcome.</summary>
    public required Func<TargetDefinition, string, string, RunOutcome> Measure { get; init; }

    /// <summary>Boots a target to its prompt; the instructions it took, null when the prompt did not come.</summary>
    public required Func<TargetDefinition, string, long?> CountToPrompt { get; init; }

    /// <summary>Where the tables go as JSON, "-" for standard output; null: nowhere.</summary>
    public string? Json { get; init; }

    /// <summary>Runs the series named <paramref name="names"/>; false when a run failed, which has been printed.</summary>
    /// <exception cref="ConfigurationException">A name is not a series.</exception>
    public bool Run(string names)
    {
        GrowthSeries[] chosen = names == "all"
            ? [.. GrowthSeries.All]
            : [.. names.Split(',').Select(name => GrowthSeries.All.FirstOrDefault(series => series.Name == name)
                ?? throw new ConfigurationException($"--growth: \"{name}\" is none of {string.Join(", ", GrowthSeries.Names)}, all"))];
        if (plots is not null)
        {
            Directory.CreateDirectory(plots);
        }

        string folder = Directory.CreateTempSubdirectory("rk-growth-").FullName;
        try
        {
            int runs = chosen.Sum(series => series.Values.Length * 2);
            int number = 0;
            List<object> tables = [];
            foreach (GrowthSeries series in chosen)
            {
                SortedDictionary<string, double?[]> rows = new(StringComparer.Ordinal);
                for (int i = 0; i < series.Values.Length; i++)
                {
                    TargetDefinition prepared = series.Prepare(target, series.Values[i], folder);
                    if (!MeasurePoint(series, i, prepared, () => logs.PathOf(++number, runs), rows))
                    {
                        return false;
                    }
                }

                Print(series, rows);
                tables.Add(new { series.Name, series.Axis, series.Values, Costs = rows });
                if (plots is not null)
                {
                    GrowthPlot.Write(Path.Combine(plots, $"growth-{series.Name}.svg"), series, rows);
                }
            }

            if (Json is not null)
            {
                JsonOption.WriteTo(Json, tables);
            }

            return true;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private bool MeasurePoint(
        GrowthSeries series,
        int point,
        TargetDefinition prepared,
        Func<string> log,
        SortedDictionary<string, double?[]> rows)
    {
        void Keep(string name, double value)
        {
            if (!rows.TryGetValue(name, out double?[]? row))
            {
                rows[name] = row = new double?[series.Values.Length];
            }

            row[point] = value;
        }

        if (series.Benchmarks.Length > 0)
        {
            RunOutcome outcome = Measure(prepared, series.WordsAt(series.Values[point]), log());
            if (outcome.Verdict.Kind != VerdictKind.Pass)
            {
                Console.Error.WriteLine($"rk: {series.Axis} {series.Values[point]}: {outcome.Verdict.Word}: {outcome.Verdict.Reason} "
                    + $"(event log: {Repository.Show(outcome.LogPath)})");
                return false;
            }

            foreach (KtapMetric metric in outcome.Observer.Serial.Documents.SelectMany(document => document.Metrics)
                .Where(metric => metric.Name.StartsWith("bench.", StringComparison.Ordinal)))
            {
                Keep(metric.Name["bench.".Length..], double.Parse(metric.Value, CultureInfo.InvariantCulture));
            }
        }

        if (!series.CountsPrompt)
        {
            return true;
        }

        string path = log();
        if (CountToPrompt(prepared, path) is not { } instructions)
        {
            Console.Error.WriteLine($"rk: {series.Axis} {series.Values[point]}: no prompt came (event log: {Repository.Show(path)})");
            return false;
        }

        Keep("boot.prompt", instructions);
        return true;
    }

    // A table in Markdown, as docs/PERFORMANCE.md has it.
    private static void Print(GrowthSeries series, SortedDictionary<string, double?[]> rows)
    {
        Console.WriteLine($"| {series.Axis} | {string.Join(" | ", series.Values.Select(value => Text(value)))} |");
        Console.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---|", series.Values.Length))}");
        foreach ((string name, double?[] values) in rows)
        {
            Console.WriteLine($"| `{name}` | {string.Join(" | ", values.Select(Text))} |");
        }

        Console.WriteLine();
    }

    private static string Text(double? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? "-";
}
