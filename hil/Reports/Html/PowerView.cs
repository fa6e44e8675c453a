// A board's current, on the same time scale as the stages.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Reports.Html;

/// <summary>
/// One row above the timeline's rows: current as an area between its least and its greatest,
/// power-on and power-off as lines.
/// </summary>
internal static class PowerView
{
    private const double Width = 1000;
    private const double Height = 100;

    /// <summary>Writes the trace of <paramref name="run"/>; nothing without a sensor.</summary>
    public static void Write(TextWriter html, RunReport run)
    {
        PowerTrace power = run.Run.Power;
        if (power.Samples.Count < 2)
        {
            return;
        }

        double end = Math.Max(1, run.Run.LastNanoseconds), top = Math.Max(0.1, power.Samples.Max(sample => sample.Most) * 1.05);
        double X(long time) => Math.Min(time / end, 1) * Width;
        double Y(double amperes) => Height - (Math.Max(0, amperes) / top * Height);
        string title = $"mean {HtmlText.Number(power.MeanWatts)} W, peak {HtmlText.Number(power.PeakWatts)} W";
        html.WriteLine($"<h3>Current <span class=\"quiet\">{title} while power was on</span></h3><div class=\"stages power\"><span "
            + $"class=\"name\">current</span>"
            + $"<svg viewBox=\"0 0 {Width} {Height}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"Current over time: "
                + $"{title}\">");
        foreach (double part in new[] { 0.5, 1.0 })
        {
            html.WriteLine($"<line class=\"grid\" x1=\"0\" x2=\"{Width}\" y1=\"{HtmlText.Number(Height * (1 - part))}\" "
                + $"y2=\"{HtmlText.Number(Height * (1 - part))}\"/>");
        }

        html.WriteLine($"<path class=\"area\" d=\"{Area(power.Samples, X, Y)}\"/>");
        html.WriteLine($"<path class=\"path\" d=\"{Line(power.Samples, X, Y)}\"/>");
        foreach (TimelineEntry act in run.Timeline.Entries.Where(entry => entry.Kind == Events.EventKind.Power))
        {
            html.WriteLine($"<line class=\"act\" x1=\"{HtmlText.Number(X(act.Nanoseconds))}\" x2=\"{HtmlText.Number(X(act.Nanoseconds))}\" "
                + $"y1=\"0\" y2=\"{Height}\"><title>{HtmlText.Escape(act.Text)} at {HtmlText.Time(act.Nanoseconds)}</title></line>");
        }

        html.WriteLine($"</svg><span class=\"at scale\"><span>{HtmlText.Number(top)} A</span><span>{HtmlText.Number(top / 2)} "
            + $"A</span><span>0 A</span></span></div>");
    }

    private static string Area(IReadOnlyList<PowerSample> samples, Func<long, double> x, Func<double, double> y)
    {
        StringBuilder path = new(Line(samples, x, y));
        path.Append($"L{HtmlText.Number(x(samples[^1].End))} {HtmlText.Number(y(0))}L{HtmlText.Number(x(samples[0].Start))} "
            + $"{HtmlText.Number(y(0))}Z");
        return path.ToString();
    }

    private static string Line(IReadOnlyList<PowerSample> samples, Func<long, double> x, Func<double, double> y)
    {
        StringBuilder path = new();
        foreach (PowerSample sample in samples)
        {
            path.Append($"{(path.Length == 0 ? 'M' : 'L')}{HtmlText.Number(x(sample.Start))} {HtmlText.Number(y(sample.Most))}");
            if (sample.Least < sample.Most)
            {
                path.Append($"L{HtmlText.Number(x(sample.End))} {HtmlText.Number(y(sample.Least))}");
            }
        }

        return path.ToString();
    }
}
