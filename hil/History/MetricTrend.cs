// A metric of a target over its runs, judged.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.History;

/// <summary>A series with what is remarkable about it.</summary>
public sealed class MetricTrend
{
    /// <summary>Judges <paramref name="points"/>, oldest first.</summary>
    /// <param name="target">The target measured.</param>
    /// <param name="name">The metric.</param>
    /// <param name="unit">The values' unit.</param>
    /// <param name="points">The values.</param>
    /// <param name="budget">What the metric may be at most; null without one, or when it is in another unit.</param>
    public MetricTrend(string target, string name, string unit, IReadOnlyList<TrendPoint> points, Budget? budget)
    {
        Target = target;
        Name = name;
        Unit = unit;
        Points = points;
        Budget = budget?.Unit == unit ? budget : null;
        ChangePoints = History.ChangePoints.Find([.. points.Select(point => point.Value)]);
    }

    /// <summary>The target measured.</summary>
    public string Target { get; }

    /// <summary>The metric.</summary>
    public string Name { get; }

    /// <summary>The values' unit.</summary>
    public string Unit { get; }

    /// <summary>The values, oldest first.</summary>
    public IReadOnlyList<TrendPoint> Points { get; }

    /// <summary>What the metric may be at most; null without one.</summary>
    public Budget? Budget { get; }

    /// <summary>Where it moved to another level.</summary>
    public IReadOnlyList<ChangePoint> ChangePoints { get; }

    /// <summary>True when the point at <paramref name="index"/> is above the budget.</summary>
    public bool IsAboveBudget(int index) => Budget is not null && Points[index].Value > Budget.Most;

    /// <summary>
    /// True when the point at <paramref name="index"/> is the first above the budget after one
    /// within it, or the first of all.
    /// </summary>
    public bool BreaksBudget(int index) => IsAboveBudget(index) && (index == 0 || !IsAboveBudget(index - 1));

    /// <summary>What is remarkable about the point at <paramref name="index"/>, in words; empty when nothing is.</summary>
    public string Remark(int index)
    {
        List<string> remarks = [];
        if (ChangePoints.FirstOrDefault(change => change.Index == index) is { } step)
        {
            remarks.Add(FormattableString.Invariant($"change point: {Amount(step.Before)} -> {Amount(step.After)} ({Percent(step)})"));
        }

        if (BreaksBudget(index))
        {
            remarks.Add($"breaks its budget of {Budget!.Most}");
        }
        else if (IsAboveBudget(index))
        {
            remarks.Add("above its budget");
        }

        return string.Join("; ", remarks);
    }

    /// <summary>A value as people write it: no more digits than it needs.</summary>
    public static string Amount(double value)
        => value.ToString(
            Math.Abs(value) is >= 1000 or 0 ? "0" : Math.Abs(value) >= 10 ? "0.##" : "0.####",
            System.Globalization.CultureInfo.InvariantCulture);

    private static string Percent(ChangePoint step)
        => step.Before == 0 ? "from nothing" : step.Relative.ToString("+0.0 %;-0.0 %", System.Globalization.CultureInfo.InvariantCulture);
}
