using System;
using System.Linq;
using RustKernel.Hil.History;
using Xunit;

namespace RustKernel.Hil.Tests;

/// <summary>Series with known steps.</summary>
public class ChangePointTests
{
    private static int[] Indices(double[] values) => [.. ChangePoints.Find(values).Select(change => change.Index)];

    private static double[] Noisy(Random random, params (double Level, int Count)[] parts)
        => [.. parts.SelectMany(part => Enumerable.Range(0, part.Count).Select(_ => part.Level + Gauss(random)))];

    private static double Gauss(Random random)
        => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    [Fact]
    public void Steps_without_noise_are_found_where_they_are()
    {
        Assert.Equal([5, 12], Indices([.. Enumerable.Repeat(10.0, 5), .. Enumerable.Repeat(11.0, 7), .. Enumerable.Repeat(9.0, 4)]));
        Assert.Empty(Indices([.. Enumerable.Repeat(10.0, 50)]));
        Assert.Equal([4], Indices([0, 0, 0, 0, 3, 3, 3, 3]));
    }

    [Fact]
    public void Too_little_and_too_few_is_no_step()
    {
        Assert.Empty(Indices([.. Enumerable.Repeat(1000.0, 10), .. Enumerable.Repeat(1005.0, 10)]));
        Assert.Empty(Indices([10, 10, 10, 20, 20, 20]));
        Assert.Empty(Indices([]));
        Assert.Empty(Indices([1]));
    }

    [Fact]
    public void One_outlier_makes_no_step_and_hides_none()
    {
        double[] flat = [.. Enumerable.Repeat(10.0, 20)];
        flat[9] = 500;
        Assert.Empty(Indices(flat));
        double[] step = [.. Enumerable.Repeat(10.0, 10), .. Enumerable.Repeat(15.0, 10)];
        step[4] = 500;
        Assert.Equal([10], Indices(step));
    }

    [Fact]
    public void A_clear_step_in_noise_is_found_close_to_where_it_is()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            int[] found = Indices(Noisy(new Random(seed), (100, 30), (105, 30)));
            Assert.True(found.Length == 1 && Math.Abs(found[0] - 30) <= 2, $"seed {seed}: {string.Join(", ", found)}");
        }
    }

    [Fact]
    public void Noise_alone_hardly_ever_makes_a_step()
    {
        int alarms = Enumerable.Range(0, 200).Sum(seed => Indices(Noisy(new Random(seed), (20, 60))).Length);
        Assert.True(alarms <= 4, $"{alarms} false alarms in 200 series of 60 values");
    }
}
