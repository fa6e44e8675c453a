// Functions of real numbers: the double nearest to the true result, except in rare cases and for subnormal numbers.

namespace System;

public static partial class Math
{
    public const double Tau = 6.28318530717958647692;
    private const double MostExponent = 709.8;
    private const double LeastExponent = -745.2;
    private const double NearOne = 0.17;

    public static double Exp(double d) => double.IsNaN(d) ? d : Exponential(d);

    public static double Log(double d) => IsLogarithm(d, out double special) ? Series.Logarithm(d).Value : special;

    public static double Log2(double x) => IsLogarithm(x, out double special) ? (Series.Logarithm(x) * TwoPart.PerLn2).Value : special;

    public static double Log10(double d) => IsLogarithm(d, out double special) ? (Series.Logarithm(d) * TwoPart.PerLn10).Value : special;

    public static double Log(double a, double newBase)
    {
        if (double.IsNaN(a))
        {
            return a;
        }

        return double.IsNaN(newBase) ? newBase
            : newBase == 1 || (a != 1 && (newBase == 0 || double.IsPositiveInfinity(newBase))) ? double.NaN
            : Log(a) / Log(newBase);
    }

    public static double Pow(double x, double y)
    {
        if (y == 0 || x == 1)
        {
            return 1;
        }

        if (double.IsNaN(x) || double.IsNaN(y))
        {
            return double.NaN;
        }

        bool isOdd = double.IsInteger(y) && Abs(y) < 9007199254740992.0 && ((long)y & 1) != 0;
        double magnitude = Abs(x);
        double sign = double.IsNegative(x) && isOdd ? -1 : 1;
        if (double.IsInfinity(y))
        {
            return magnitude == 1 ? 1 : (magnitude > 1) == (y > 0) ? double.PositiveInfinity : 0;
        }

        if (magnitude == 0 || double.IsInfinity(magnitude))
        {
            return sign * ((magnitude == 0) == (y > 0) ? 0 : double.PositiveInfinity);
        }

        return x < 0 && !double.IsInteger(y) ? double.NaN : sign * Power(magnitude, y);
    }

    public static double Cbrt(double d)
    {
        if (d == 0 || !double.IsFinite(d))
        {
            return d;
        }

        TwoPart root = Series.Exponential(Series.Logarithm(Abs(d)) / 3, out int power);
        return CopySign(Scaled(root, power), d);
    }

    public static double Sin(double a) => IsAngle(a) ? (a == 0 ? a : OnCircle(a, 0)) : double.NaN;

    public static double Cos(double d) => IsAngle(d) ? OnCircle(d, 1) : double.NaN;

    public static (double Sin, double Cos) SinCos(double x) => (Sin(x), Cos(x));

    public static double Tan(double a)
    {
        if (!IsAngle(a) || a == 0)
        {
            return a == 0 ? a : double.NaN;
        }

        TwoPart rest = CircleReduction.Reduce(a, out int quarter);
        TwoPart sine = Series.Sine(rest);
        TwoPart cosine = Series.Cosine(rest);
        return ((quarter & 1) == 0 ? sine / cosine : -(cosine / sine)).Value;
    }

    public static double Asin(double d)
    {
        if (!(Abs(d) <= 1))
        {
            return double.NaN;
        }

        TwoPart cosine = TwoPart.Sqrt(TwoPart.Sum(1, -d) * TwoPart.Sum(1, d));
        return d == 0 ? d : Angle(d, cosine).Value;
    }

    public static double Acos(double d)
    {
        if (!(Abs(d) <= 1))
        {
            return double.NaN;
        }

        TwoPart sine = TwoPart.Sqrt(TwoPart.Sum(1, -d) * TwoPart.Sum(1, d));
        return Angle(sine, d).Value;
    }

    public static double Atan(double d) => double.IsNaN(d) || d == 0 ? d
        : Abs(d) > 1e17 ? CopySign(PI / 2, d)
        : Angle(d, 1).Value;

    public static double Atan2(double y, double x)
    {
        if (double.IsNaN(x) || double.IsNaN(y))
        {
            return double.NaN;
        }

        if (double.IsInfinity(x) || double.IsInfinity(y))
        {
            x = double.IsInfinity(x) ? CopySign(1, x) : CopySign(0, x);
            y = double.IsInfinity(y) ? CopySign(1, y) : CopySign(0, y);
        }

        if (y == 0)
        {
            return double.IsNegative(x) ? CopySign(PI, y) : y;
        }

        // Scaled to similar size, so that nothing overflows.
        int exponent = Max(Series.Exponent(Abs(x) > Abs(y) ? x : y), -1000);
        return Angle(ScaleB(y, -exponent), ScaleB(x, -exponent)).Value;
    }

    public static double Sinh(double value)
    {
        if (!double.IsFinite(value) || value == 0)
        {
            return value;
        }

        double magnitude = Abs(value);
        return CopySign(magnitude < 0.5 ? Series.HyperbolicSine(magnitude).Value : Hyperbolic(magnitude, -1), value);
    }

    public static double Cosh(double value) => double.IsNaN(value) ? value : Hyperbolic(Abs(value), 1);

    public static double Tanh(double value)
    {
        if (double.IsNaN(value) || value == 0)
        {
            return value;
        }

        double magnitude = Abs(value);
        if (magnitude > 22)
        {
            return CopySign(1, value);
        }

        // (e^2x - 1) / (e^2x + 1); for a small x by its hyperbolic sine, which loses no precision.
        TwoPart sine = Series.HyperbolicSine(Min(magnitude, 0.5));
        TwoPart square = Series.Exponential((TwoPart)magnitude * 2, out int power);
        square = new TwoPart(ScaleB(square.High, power), ScaleB(square.Low, power));
        TwoPart tangent = magnitude < 0.5 ? sine / TwoPart.Sqrt(1 + (sine * sine)) : (square - 1) / (square + 1);
        return CopySign(tangent.Value, value);
    }

    public static double Asinh(double d)
    {
        if (!double.IsFinite(d) || d == 0)
        {
            return d;
        }

        double magnitude = Abs(d);
        if (magnitude > 1e150)
        {
            return CopySign((Series.Logarithm(magnitude) + TwoPart.Ln2).Value, d);
        }

        TwoPart root = TwoPart.Sqrt(1 + ((TwoPart)magnitude * magnitude));
        TwoPart value = magnitude < NearOne
            ? Series.TwiceHyperbolicArctangent(magnitude / root) * 0.5
            : Series.Logarithm(magnitude + root);
        return CopySign(value.Value, d);
    }

    public static double Acosh(double d)
    {
        if (!(d >= 1) || double.IsInfinity(d))
        {
            return d >= 1 ? d : double.NaN;
        }

        return (d > 1e150
            ? Series.Logarithm(d) + TwoPart.Ln2
            : Series.Logarithm(d + TwoPart.Sqrt(TwoPart.Sum(d, -1) * TwoPart.Sum(d, 1)))).Value;
    }

    public static double Atanh(double d)
    {
        double magnitude = Abs(d);
        if (!(magnitude < 1) || d == 0)
        {
            return magnitude == 1 ? CopySign(double.PositiveInfinity, d) : d == 0 ? d : double.NaN;
        }

        TwoPart twice = magnitude < NearOne
            ? Series.TwiceHyperbolicArctangent(magnitude)
            : Series.Logarithm(TwoPart.Sum(1, magnitude) / TwoPart.Sum(1, -magnitude));
        return CopySign(0.5 * twice.Value, d);
    }

    // The sine; or the cosine, as the sine a quarter further.
    private static double OnCircle(double angle, int quarters)
    {
        TwoPart rest = CircleReduction.Reduce(angle, out int quarter);
        quarter += quarters;
        double value = ((quarter & 1) == 0 ? Series.Sine(rest) : Series.Cosine(rest)).Value;
        return (quarter & 2) == 0 ? value : -value;
    }

    // The angle of the point, which is not the origin.
    private static TwoPart Angle(TwoPart y, TwoPart x)
    {
        bool isSteep = Abs(y.High) > Abs(x.High);
        TwoPart angle = Series.Arctangent(isSteep ? x / y : y / x);
        return isSteep ? (y.High < 0 ? -TwoPart.HalfPi : TwoPart.HalfPi) - angle
            : x.High >= 0 ? angle
            : angle + (double.IsNegative(y.High) ? -TwoPart.Pi : TwoPart.Pi);
    }

    private static double Exponential(TwoPart x)
    {
        if (x.High > MostExponent || x.High < LeastExponent)
        {
            return x.High > 0 ? double.PositiveInfinity : 0;
        }

        TwoPart value = Series.Exponential(x, out int power);
        return Scaled(value, power);
    }

    private static double Power(double x, double y)
    {
        TwoPart logarithm = Series.Logarithm(x);
        double rough = logarithm.High * y;
        return Abs(rough) > 1000 ? (rough > 0 ? double.PositiveInfinity : 0) : Exponential(logarithm * y);
    }

    // Half of e to the power, plus or minus half of the reciprocal.
    private static double Hyperbolic(double magnitude, int sign)
    {
        if (magnitude > MostExponent + 1)
        {
            return double.PositiveInfinity;
        }

        TwoPart grown = Series.Exponential(magnitude, out int power);
        TwoPart shrunk = 1 / grown;
        int less = Max(-2 * power, -1000);
        TwoPart sum = grown + (new TwoPart(ScaleB(shrunk.High, less), ScaleB(shrunk.Low, less)) * sign);
        return Scaled(sum, power - 1);
    }

    private static double Scaled(TwoPart value, int power) => ScaleB(value.Value, power);

    private static bool IsAngle(double angle) => double.IsFinite(angle);

    private static bool IsLogarithm(double x, out double special)
    {
        special = x == 0 ? double.NegativeInfinity : x > 0 ? x : double.NaN;
        return x > 0 && !double.IsInfinity(x);
    }
}
