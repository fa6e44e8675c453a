// Measurements compared with budgets: as a table for people and as JSON for programs.

using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using RustKernel.Hil.Protocols;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Reports.Benchmarks;

/// <summary>The comparison of one run with its board's budgets.</summary>
public sealed class BenchmarkReport
{
    private BenchmarkReport(IReadOnlyList<BenchmarkResult> results) => Results = results;

    /// <summary>The budgets' metrics in their order, then those without a budget.</summary>
    public IReadOnlyList<BenchmarkResult> Results { get; }

    /// <summary>The results that fail the run.</summary>
    public IEnumerable<BenchmarkResult> Failures => Results.Where(result => result.IsFailure);

    /// <summary>The results whose budgets should be lowered.</summary>
    public IEnumerable<BenchmarkResult> Improvements => Results.Where(result => result.State == BudgetState.WellBelow);

    /// <summary>Compares <paramref name="metrics"/> and the image's size with <paramref name="budgets"/>.</summary>
    public static BenchmarkReport Compare(IEnumerable<KtapMetric> metrics, long imageBytes, IReadOnlyList<Budget> budgets)
    {
        Dictionary<string, BenchmarkResult> measured = [];
        foreach (KtapMetric metric in metrics.Append(
            new KtapMetric("", "image.bytes", imageBytes.ToString(CultureInfo.InvariantCulture), "bytes", 0)))
        {
            measured[metric.Name] = new BenchmarkResult(
                metric.Name,
                decimal.Parse(metric.Value, CultureInfo.InvariantCulture),
                metric.Unit,
                null);
        }

        List<BenchmarkResult> results = [];
        foreach (Budget budget in budgets)
        {
            results.Add(measured.Remove(budget.Name, out BenchmarkResult? found)
                ? found with { Budget = budget }
                : new BenchmarkResult(budget.Name, null, budget.Unit, budget));
        }

        results.AddRange(measured.Values);
        return new BenchmarkReport(results);
    }

    /// <summary>The table: metric, value, budget, how they compare, peer.</summary>
    public IEnumerable<string> Table()
    {
        List<string[]> rows = [["METRIC", "VALUE", "BUDGET", "UNIT", "", "PEER"]];
        foreach (BenchmarkResult result in Results)
        {
            rows.Add([
                result.Name,
                Text(result.Value),
                Text(result.Budget?.Most),
                result.Unit,
                Words(result.State),
                result.Budget?.Peer ?? ""
            ]);
        }

        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            yield return string.Join(
                "  ",
                row.Select((cell, column) => column is 1 or 2 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd();
        }
    }

    /// <summary>Writes the comparison of a run on <paramref name="target"/> to <paramref name="file"/>.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void WriteJson(Stream file, string target, string build)
    {
        using Utf8JsonWriter json = new(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("schema", "rustkernel-bench-summary");
        json.WriteNumber("version", 1);
        json.WriteString("target", target);
        json.WriteString("build", build);
        json.WriteString("verdict", Failures.Any() ? "fail" : "pass");
        json.WriteStartArray("metrics");
        foreach (BenchmarkResult result in Results)
        {
            WriteResult(json, result);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, BenchmarkResult result)
    {
        json.WriteStartObject();
        json.WriteString("name", result.Name);
        if (result.Value is { } value)
        {
            json.WriteNumber("value", value);
        }

        json.WriteString("unit", result.Unit);
        if (result.Budget is { } budget)
        {
            json.WriteNumber("budget", budget.Most);
        }

        if (result.Budget?.Peer is { Length: > 0 } peer)
        {
            json.WriteString("peer", peer);
        }

        json.WriteString("state", Words(result.State));
        json.WriteEndObject();
    }

    private static string Words(BudgetState state) => state switch
    {
        BudgetState.Within => "ok",
        BudgetState.WellBelow => "well below",
        BudgetState.Exceeded => "EXCEEDED",
        BudgetState.NotMeasured => "NOT MEASURED",
        BudgetState.OtherUnit => "OTHER UNIT",
        _ => "no budget",
    };

    private static string Text(decimal? value) => value is { } number ? number.ToString(CultureInfo.InvariantCulture) : "-";
}
