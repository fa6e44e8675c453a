// Conversions of any number to real, decimal or large ones, for the generated parts of those types (bsp/Build/Analyzers/Numbers).

namespace System.Numerics;

internal static class NumberConversion
{
    /// <summary>A type unknown here converts itself.</summary>
    internal static bool None<T>(out T? result)
    {
        result = default;
        return false;
    }

    internal static bool Checked<T>(T value, out double result)
    {
        bool isKnown = AnyNumber.TryOf(value, out AnyNumber number);
        result = number.Real;
        return isKnown;
    }

    internal static bool Saturating<T>(T value, out double result) => Checked(value, out result);

    internal static bool Truncating<T>(T value, out double result) => Checked(value, out result);

    internal static bool Checked<T>(T value, out float result)
    {
        bool isKnown = AnyNumber.TryOf(value, out AnyNumber number);
        result = number.Single;
        return isKnown;
    }

    internal static bool Saturating<T>(T value, out float result) => Checked(value, out result);

    internal static bool Truncating<T>(T value, out float result) => Checked(value, out result);

    internal static bool Checked<T>(T value, out BigInteger result)
    {
        if (value is BigInteger large)
        {
            result = large;
            return true;
        }

        if (value is decimal exact)
        {
            result = (BigInteger)exact;
            return true;
        }

        bool isKnown = AnyNumber.TryOf(value, out AnyNumber number);
        result = isKnown ? number.Whole : default;
        return isKnown;
    }

    internal static bool Saturating<T>(T value, out BigInteger result) => Checked(value, out result);

    internal static bool Truncating<T>(T value, out BigInteger result) => Checked(value, out result);

    internal static bool Checked<T>(T value, out decimal result)
    {
        if (value is decimal same)
        {
            result = same;
            return true;
        }

        if (value is float single)
        {
            result = (decimal)single;
            return true;
        }

        if (value is BigInteger large)
        {
            result = (decimal)large;
            return true;
        }

        bool isKnown = AnyNumber.TryOf(value, out AnyNumber number);
        result = !isKnown ? 0 : number.IsWhole ? (decimal)number.Whole : (decimal)number.Real;
        return isKnown;
    }

    internal static bool Saturating<T>(T value, out decimal result)
    {
        if (!AnyNumber.TryOf(value, out AnyNumber number))
        {
            result = 0;
            return false;
        }

        if (double.IsNaN(number.Real))
        {
            result = 0.0m;
        }
        else if (Math.Abs(number.Real) >= (double)decimal.MaxValue)
        {
            result = number.Real < 0 ? decimal.MinValue : decimal.MaxValue;
        }
        else
        {
            _ = Checked(value, out result);
        }

        return true;
    }

    internal static bool Truncating<T>(T value, out decimal result) => Saturating(value, out result);

    /// <summary>The root of the sum of squares, without intermediate overflow.</summary>
    internal static double Hypotenuse(double x, double y)
    {
        if (double.IsInfinity(x) || double.IsInfinity(y))
        {
            return double.PositiveInfinity;
        }

        double longer = Math.Max(Math.Abs(x), Math.Abs(y));
        double shorter = Math.Min(Math.Abs(x), Math.Abs(y));
        if (longer == 0 || double.IsNaN(longer))
        {
            return longer;
        }

        double ratio = shorter / longer;
        return longer * Math.Sqrt(1 + (ratio * ratio));
    }
}
