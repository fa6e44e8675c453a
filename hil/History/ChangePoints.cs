// Finds where a series of measurements moved to another level and stayed there.

using System;
using System.Collections.Generic;

namespace RustKernel.Hil.History;

/// <summary>
/// Splits a series in two at the place where the values are closest to the medians of the two parts. Splits each part again, as long as the
/// step between the medians stands out from the noise. Noise is the usual difference between neighbours, so a step does not count as noise,
/// and a single outlier neither makes a step nor hides one.
/// </summary>
public static class ChangePoints
{
    /// <summary>The fewest points that make a level.</summary>
    public const int ShortestLevel = 4;

    /// <summary>Smaller steps than this fraction of the level are ignored, however little noise there is.</summary>
    public const double SmallestStep = 0.01;

    // How many times the noise of a median a step must be. Seeded tests show about one false alarm in thousands of points.
    private const double Clear = 5;

    /// <summary>The change points of <paramref name="values"/>, in order.</summary>
    public static IReadOnlyList<ChangePoint> Find(IReadOnlyList<double> values)
    {
        double[] series = [.. values];
        List<int> cuts = [];
        Split(series, 0, series.Length, Noise(series), cuts);
        cuts.Sort();
        List<ChangePoint> found = [];
        for (int index = 0; index < cuts.Count; index++)
        {
            int start = index == 0 ? 0 : cuts[index - 1];
            int end = index + 1 < cuts.Count ? cuts[index + 1] : series.Length;
            found.Add(new ChangePoint(
                cuts[index],
                Median(series.AsSpan(start, cuts[index] - start)),
                Median(series.AsSpan(cuts[index], end - cuts[index]))));
        }

        return found;
    }

    /// <summary>The middle value of <paramref name="values"/>, which are not empty.</summary>
    internal static double Median(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static void Split(double[] series, int start, int end, double noise, List<int> cuts)
    {
        double best = double.PositiveInfinity;
        int at = 0;
        for (int cut = start + ShortestLevel; cut <= end - ShortestLevel; cut++)
        {
            ReadOnlySpan<double> left = series.AsSpan(start, cut - start), right = series.AsSpan(cut, end - cut);
            double spread = Spread(left, Median(left)) + Spread(right, Median(right));
            if (spread < best)
            {
                best = spread;
                at = cut;
            }
        }

        if (at == 0 || !IsClear(series.AsSpan(start, at - start), series.AsSpan(at, end - at), noise))
        {
            return;
        }

        cuts.Add(at);
        Split(series, start, at, noise, cuts);
        Split(series, at, end, noise, cuts);
    }

    private static bool IsClear(ReadOnlySpan<double> left, ReadOnlySpan<double> right, double noise)
    {
        double before = Median(left), step = Math.Abs(Median(right) - before);
        // The standard error of a median is about 1.25 times that of a mean.
        double error = 1.25 * noise * Math.Sqrt((1.0 / left.Length) + (1.0 / right.Length));
        return step > SmallestStep * Math.Abs(before) && step > Clear * error;
    }

    private static double Spread(ReadOnlySpan<double> values, double middle)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += Math.Abs(value - middle);
        }

        return sum;
    }

    /// <summary>The standard deviation of what is random in <paramref name="series"/>, from neighbours' differences.</summary>
    private static double Noise(double[] series)
    {
        if (series.Length < 2)
        {
            return 0;
        }

        double[] differences = new double[series.Length - 1];
        for (int index = 0; index < differences.Length; index++)
        {
            differences[index] = Math.Abs(series[index + 1] - series[index]);
        }
        // 1.4826: from the median of absolute values to a standard deviation; two points differ by sqrt 2 as much as one.
        return 1.4826 * Median(differences) / Math.Sqrt(2);
    }
}
