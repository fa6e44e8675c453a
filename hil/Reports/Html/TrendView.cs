// Metrics over past runs, as small charts.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RustKernel.Hil.History;

namespace RustKernel.Hil.Reports.Html;

/// <summary>
/// One card a metric: latest value, how it compares, its course with change points and budget.
/// Remarkable ones come first.
/// </summary>
internal static class TrendView
{
    private const int Width = 300;
    private const int Height = 70;
    private const int Margin = 6;

    /// <summary>Writes the cards of <paramref name="trends"/>.</summary>
    public static void Write(TextWriter html, IReadOnlyList<MetricTrend> trends)
    {
        MetricTrend[] shown = [.. trends.Where(trend => trend.Points.Count > 0)];
        if (shown.Length == 0)
        {
            return;
        }

        bool severalTargets = shown.Select(trend => trend.Target).Distinct().Count() > 1;
        MetricTrend[] remarkable = [.. shown.Where(IsRemarkable)];
        html.WriteLine("<h2 id=\"metrics\">Metrics against history</h2>");
        html.WriteLine($"<p class=\"quiet\">{shown.Length} metrics over at most {shown.Max(trend => trend.Points.Count)} passed runs; "
            + $"{remarkable.Length} with change points or above their budget. Dashed red: budget. Dashed yellow: change point. The last "
                + $"point is the latest run.</p>");
        if (remarkable.Length > 0)
        {
            WriteCards(html, remarkable, severalTargets);
        }

        foreach (IGrouping<string, MetricTrend> group in shown
            .Where(trend => !IsRemarkable(trend))
            .GroupBy(trend => (severalTargets ? trend.Target + " · " : "") + GroupOf(trend.Name)))
        {
            html.WriteLine($"<details><summary>{HtmlText.Escape(group.Key)} <span class=\"quiet\">{group.Count()}</span></summary><div "
                + $"class=\"inner\">");
            WriteCards(html, group, severalTargets: false);
            html.WriteLine("</div></details>");
        }
    }

    private static bool IsRemarkable(MetricTrend trend) => trend.ChangePoints.Count > 0 || trend.IsAboveBudget(trend.Points.Count - 1);

    private static string GroupOf(string name) => name.Split('.')[0];

    private static void WriteCards(TextWriter html, IEnumerable<MetricTrend> trends, bool severalTargets)
    {
        html.WriteLine("<div class=\"trends\">");
        foreach (MetricTrend trend in trends)
        {
            WriteCard(html, trend, severalTargets);
        }

        html.WriteLine("</div>");
    }

    private static void WriteCard(TextWriter html, MetricTrend trend, bool severalTargets)
    {
        int last = trend.Points.Count - 1;
        string state = trend.IsAboveBudget(last) ? " broken" : trend.ChangePoints.Count > 0 ? " flagged" : "";
        string title = severalTargets ? $"{trend.Target}: {trend.Name}" : trend.Name;
        html.WriteLine($"<div class=\"trend{state}\"><div class=\"name mono\">{HtmlText.Escape(title)}</div>");
        html.WriteLine($"<div><span class=\"value\">{MetricTrend.Amount(trend.Points[last].Value)}</span> {HtmlText.Escape(trend.Unit)} "
            + $"<span class=\"quiet\">{HtmlText.Escape(Comparison(trend))}</span></div>");
        WriteChart(html, trend);
        foreach (ChangePoint change in trend.ChangePoints.Reverse().Take(3))
        {
            html.WriteLine($"<div class=\"odd\">{HtmlText.Escape(trend.Remark(change.Index))}, "
                + $"{HtmlText.Escape(Place(trend.Points[change.Index]))}</div>");
        }

        if (trend.IsAboveBudget(last))
        {
            html.WriteLine($"<div class=\"bad\">above its budget of {trend.Budget!.Most}</div>");
        }

        html.WriteLine("</div>");
    }

    private static string Comparison(MetricTrend trend)
    {
        double[] before = [.. trend.Points.SkipLast(1).TakeLast(20).Select(point => point.Value).Order()];
        if (before.Length == 0)
        {
            return "first value";
        }

        double middle = before[before.Length / 2], latest = trend.Points[^1].Value;
        if (middle == 0)
        {
            return latest == 0 ? "as before" : "was 0";
        }

        double change = (latest - middle) / Math.Abs(middle);
        return Math.Abs(change) < 0.0005
            ? "as before"
            : change.ToString("+0.0 %;-0.0 %", CultureInfo.InvariantCulture) + " of the median before";
    }

    private static void WriteChart(TextWriter html, MetricTrend trend)
    {
        double low = trend.Points.Min(point => point.Value), high = trend.Points.Max(point => point.Value);
        // A budget far above all values would flatten the curve.
        bool showsBudget = trend.Budget is { } budget && budget.Most <= high + (4 * Math.Max(high - low, Math.Abs(high) * 0.05));
        if (showsBudget)
        {
            high = Math.Max(high, trend.Budget!.Most);
        }
        // A series that hardly moves must look like one.
        double least = Math.Max(Math.Abs(high) * 0.02, double.Epsilon);
        if (high - low < least)
        {
            (low, high) = (((low + high) / 2) - (least / 2), ((low + high) / 2) + (least / 2));
        }

        double Y(double value) => Height - Margin - ((value - low) / (high - low) * (Height - (2 * Margin)));
        double X(int index) =>
            Margin + (trend.Points.Count == 1
                ? (Width - (2 * Margin)) / 2.0
                : (double)index / (trend.Points.Count - 1) * (Width - (2 * Margin)));

        html.Write($"<svg viewBox=\"0 0 {Width} {Height}\" preserveAspectRatio=\"none\" role=\"img\" "
            + $"aria-label=\"{HtmlText.Escape(trend.Name)}: {trend.Points.Count} values from "
                + $"{MetricTrend.Amount(trend.Points.Min(point => point.Value))} to "
                    + $"{MetricTrend.Amount(trend.Points.Max(point => point.Value))} {HtmlText.Escape(trend.Unit)}\">");
        if (showsBudget)
        {
            html.Write($"<path class=\"budget\" d=\"M0 {HtmlText.Number(Y(trend.Budget!.Most))}H{Width}\"/>");
        }

        foreach (ChangePoint change in trend.ChangePoints)
        {
            html.Write($"<path class=\"step\" d=\"M{HtmlText.Number((X(change.Index) + X(change.Index - 1)) / 2)} 0V{Height}\"/>");
        }

        IEnumerable<string> steps = trend.Points.Select(
            (point, index) => $"{(index == 0 ? 'M' : 'L')}{HtmlText.Number(X(index))} {HtmlText.Number(Y(point.Value))}");
        html.Write($"<path class=\"path\" d=\"{string.Join(' ', steps)}\"/>");
        for (int index = 0; index < trend.Points.Count; index++)
        {
            // With many points, only the important ones get a dot and a title.
            if (trend.Points.Count > 60 && index != trend.Points.Count - 1 && trend.Remark(index).Length == 0)
            {
                continue;
            }

            string remark = trend.Remark(index);
            html.Write($"<path class=\"dot{(trend.IsAboveBudget(index) ? " bad" : "")}\" d=\"M{HtmlText.Number(X(index))} "
                + $"{HtmlText.Number(Y(trend.Points[index].Value))}h0\"><title>{MetricTrend.Amount(trend.Points[index].Value)} "
                    + $"{HtmlText.Escape(trend.Unit)}, "
                        + $"{HtmlText.Escape(Place(trend.Points[index]))}"
                            + $"{(remark.Length > 0 ? HtmlText.Escape("; " + remark) : "")}</title></path>");
        }

        html.WriteLine("</svg>");
    }

    private static string Place(TrendPoint point)
        => string.Create(
            CultureInfo.InvariantCulture,
            $"run {point.Run} of {point.Started.ToLocalTime():yyyy-MM-dd HH:mm}{(point.Build.Length > 0 ? ", build " + point.Build : "")}");
}
