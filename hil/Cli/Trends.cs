// Trends out of the history, with the boards' budgets.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RustKernel.Hil.History;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli;

/// <summary>Reads the series of metrics that a report or table shows.</summary>
internal static class Trends
{
    /// <summary>Points of a series that are shown and searched for change points.</summary>
    public const int MostPoints = 200;

    /// <summary>
    /// The series of <paramref name="name"/> (null: of every metric) on <paramref name="target"/>
    /// (null: on every target).
    /// </summary>
    public static IReadOnlyList<MetricTrend> Of(HistoryStore store, string? target, string? name, bool passedOnly, int limit)
    {
        Dictionary<string, IReadOnlyList<Budget>> budgets = [];
        List<MetricTrend> trends = [];
        foreach ((string measured, string metric, string unit) in store.MetricNames(target))
        {
            if (name is not null && metric != name)
            {
                continue;
            }

            if (!budgets.TryGetValue(measured, out IReadOnlyList<Budget>? known))
            {
                budgets[measured] = known = BudgetsOf(measured);
            }

            IReadOnlyList<TrendPoint> points = store.Points(measured, metric, unit, passedOnly, limit);
            trends.Add(new MetricTrend(measured, metric, unit, points, known.FirstOrDefault(budget => budget.Name == metric)));
        }

        return trends;
    }

    /// <summary>
    /// The series of all that <paramref name="path"/> (null: nowhere) holds about
    /// <paramref name="targets"/>; none when it cannot be read.
    /// </summary>
    public static IReadOnlyList<MetricTrend> For(string? path, IEnumerable<string> targets)
    {
        if (path is null)
        {
            return [];
        }

        try
        {
            using HistoryStore? store = HistoryStore.OpenExisting(path);
            return store is null
                ? []
                : [.. targets.Distinct().SelectMany(target => Of(store, target, name: null, passedOnly: true, MostPoints))];
        }
        catch (HistoryException e)
        {
            Console.Error.WriteLine($"rk: no trends: {e.Message}");
            return [];
        }
    }

    private static IReadOnlyList<Budget> BudgetsOf(string target)
    {
        string? board = BoardCatalog.Load(Repository.Root).Targets.FirstOrDefault(known => known.Name == target)?.Board;
        return board is not null && File.Exists(Path.Combine(Repository.Root, "boards", board, "budgets.yaml"))
            ? BudgetFile.Load(Repository.Root, board).Budgets
            : [];
    }
}
