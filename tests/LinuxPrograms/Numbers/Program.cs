// Linear algebra, integrals, roots, distributions and transforms in doubles; digits to twelve places.

using System.Numerics;
using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.IntegralTransforms;
using MathNet.Numerics.Interpolation;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.RootFinding;
using MathNet.Numerics.Statistics;

internal static class NumbersProgram
{
    internal static void Main()
    {
        Control.UseManaged();
        Matrix<double> matrix = Matrix<double>.Build.DenseOfArray(new double[,] { { 4, 1, 2 }, { 1, 3, 0 }, { 2, 0, 5 } });
        Show("solution", matrix.Solve(MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense([1, 2, 3])));
        Show("eigenvalues", matrix.Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real));
        Show("singular values", matrix.Svd().S);
        Show("inverse", (matrix.Inverse() * matrix).Enumerate().Select(value => Math.Round(value, 9) + 0.0));
        Console.WriteLine($"determinant {matrix.Determinant():F9} rank {matrix.Rank()} condition {matrix.ConditionNumber():F9}");

        Console.WriteLine($"integral {Integrate.OnClosedInterval(x => Math.Exp(-x * x), -3, 3):F12}");
        Console.WriteLine($"root {Brent.FindRoot(x => Math.Cos(x) - x, 0, 1, 1e-14):F12}");
        Show("polynomial", Fit.Polynomial([0, 1, 2, 3, 4], [1, 2.1, 5.2, 9.9, 17.1], 2));
        Show("spline", new[] { 0.5, 1.5, 2.5 }.Select(CubicSpline.InterpolateAkimaSorted([0, 1, 2, 3, 4], [0, 1, 0, 1, 0]).Interpolate));
        Console.WriteLine($"gamma {SpecialFunctions.Gamma(5.5):F9} erf {SpecialFunctions.Erf(0.7):F12} binomial "
            + $"{SpecialFunctions.Binomial(40, 12)}");
        Console.WriteLine($"normal {Normal.CDF(0, 1, 1.96):F12} t {StudentT.InvCDF(0, 1, 7, 0.975):F9} poisson {Poisson.PMF(4, 6):F12}");

        double[] samples = Generate.LinearSpaced(64, 0, 63).Select(i => Math.Sin(i * Math.PI / 8)
            + (0.5 * Math.Cos(i * Math.PI / 4))).ToArray();
        Complex[] spectrum = [.. samples.Select(value => new Complex(value, 0))];
        Fourier.Forward(spectrum, FourierOptions.Matlab);
        Show("spectrum", spectrum.Take(12).Select(value => Math.Round(value.Magnitude, 6) + 0.0));
        var statistics = new DescriptiveStatistics(samples.Select((value, i) => value + (i % 5)));
        Console.WriteLine($"mean {statistics.Mean:F9} deviation {statistics.StandardDeviation:F9} skewness {statistics.Skewness:F9}");
        Console.WriteLine($"{Euclid.GreatestCommonDivisor(1_234_567_890, 987_654_321)} {Combinatorics.Combinations(20, 6)} "
            + $"{Distance.Euclidean([1, 2], [4, 6.0])}");
    }

    private static void Show(string name, IEnumerable<double> values) =>
        Console.WriteLine($"{name} {string.Join(' ', values.Select(value => value.ToString("F9")))}");
}
