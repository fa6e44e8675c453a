// Compares the machine's clock with the host's, by the times of lines alone.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Hil.Protocols;

namespace RustKernel.Hil.Verdicts;

/// <summary>
/// Every checked line says when the machine wrote it; the log says when it arrived. Delays only ever make it later, so of each tenth
/// of the time the least difference counts, and a straight line through these shows how much faster or slower the machine's clock
/// runs. One late tenth, as a loaded host makes it, bends that line instead of tilting it, and widens <see cref="UncertaintyPpm"/>.
/// </summary>
/// <param name="ErrorPpm">How much the machine's clock is fast (positive) or slow, in millionths.</param>
/// <param name="UncertaintyPpm">Twice the standard error of that.</param>
/// <param name="Seconds">The time over which it was measured.</param>
public sealed record ClockComparison(double ErrorPpm, double UncertaintyPpm, double Seconds)
{
    private const int Windows = 10;
    private const int FewestWindows = 5;

    /// <summary>
    /// True when the clock is wrong beyond doubt: quartz clocks are right to 100 millionths, and 3
    /// s is the least to judge by.
    /// </summary>
    public bool IsWrong => Seconds >= 3 && Math.Abs(ErrorPpm) > 300 && Math.Abs(ErrorPpm) > 3 * UncertaintyPpm;

    /// <summary>The comparison of a run's results; null when there are too few.</summary>
    public static ClockComparison? Of(SerialRecord serial)
        => Of([.. serial.Documents
            .Where(document => document == serial.Documents[0])
            .SelectMany(document => document.Tests)
            .Select(test => (test.TimeMicroseconds * 1e-6, test.HostNanoseconds * 1e-9))]);

    /// <summary>The comparison of <paramref name="lines"/>: the machine's and the host's time of each, in seconds.</summary>
    public static ClockComparison? Of(IReadOnlyList<(double Machine, double Host)> lines)
    {
        if (lines.Count == 0)
        {
            return null;
        }

        double start = lines[0].Host, span = lines[^1].Host - start;
        if (span <= 0)
        {
            return null;
        }

        List<(double At, double Late)> least = [];
        foreach (IGrouping<int, (double Machine, double Host)> window in lines.GroupBy(
            line => Math.Min(Windows - 1, (int)((line.Host - start) / span * Windows))))
        {
            least.Add(window.Select(line => (line.Host - start, line.Host - line.Machine)).MinBy(line => line.Item2));
        }

        return least.Count < FewestWindows ? null : Fit(least, span);
    }

    private static ClockComparison Fit(List<(double At, double Late)> points, double span)
    {
        double meanAt = points.Average(point => point.At), meanLate = points.Average(point => point.Late);
        double spread = points.Sum(point => (point.At - meanAt) * (point.At - meanAt));
        double slope = points.Sum(point => (point.At - meanAt) * (point.Late - meanLate)) / spread;
        double rest = points.Sum(point => Math.Pow(point.Late - meanLate - (slope * (point.At - meanAt)), 2));
        // With a fast clock "late" falls: the machine's time grows more quickly than the host's.
        return new ClockComparison(-slope * 1e6, 2e6 * Math.Sqrt(rest / (points.Count - 2) / spread), span);
    }
}
