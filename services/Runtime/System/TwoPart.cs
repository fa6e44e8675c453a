// A real number as the sum of two doubles, the second below half a unit of the first: 106 bits. For functions whose result must be the
// double nearest to the true one.

namespace System;

internal readonly struct TwoPart(double high, double low)
{
    // Splits a double into two of 26 bits.
    private const double Splitter = 134217729;

    internal static readonly TwoPart HalfPi = new(1.5707963267948966, 6.123233995736766e-17);
    internal static readonly TwoPart Pi = new(3.141592653589793, 1.2246467991473532e-16);
    internal static readonly TwoPart Ln2 = new(0.6931471805599453, 2.3190468138462996e-17);
    internal static readonly TwoPart PerLn2 = new(1.4426950408889634, 2.0355273740931033e-17);
    internal static readonly TwoPart PerLn10 = new(0.4342944819032518, 1.098319650216765e-17);

    internal double High => high;

    internal double Low => low;

    internal double Value => high + low;

    public static implicit operator TwoPart(double value) => new(value, 0);

    public static TwoPart operator -(TwoPart value) => new(-value.High, -value.Low);

    public static TwoPart operator +(TwoPart left, TwoPart right)
    {
        TwoPart sum = Sum(left.High, right.High);
        TwoPart rest = Sum(left.Low, right.Low);
        sum = Ordered(sum.High, sum.Low + rest.High);
        return Ordered(sum.High, sum.Low + rest.Low);
    }

    public static TwoPart operator -(TwoPart left, TwoPart right) => left + (-right);

    public static TwoPart operator *(TwoPart left, TwoPart right)
    {
        TwoPart product = Product(left.High, right.High);
        return Ordered(product.High, product.Low + ((left.High * right.Low) + (left.Low * right.High)));
    }

    public static TwoPart operator /(TwoPart left, TwoPart right)
    {
        double first = left.High / right.High;
        TwoPart rest = left - (right * first);
        double second = rest.High / right.High;
        rest -= right * second;
        TwoPart quotient = Ordered(first, second);
        return quotient + (rest.High / right.High);
    }

    internal static TwoPart Sqrt(TwoPart value)
    {
        double root = Math.Sqrt(value.High);
        return root == 0 ? 0 : Ordered(root, (value - Product(root, root)).High / (2 * root));
    }

    /// <summary>The exact sum.</summary>
    internal static TwoPart Sum(double left, double right)
    {
        double sum = left + right;
        double part = sum - left;
        return new(sum, (left - (sum - part)) + (right - part));
    }

    // The exact product, if nothing overflows.
    private static TwoPart Product(double left, double right)
    {
        double product = left * right;
        double leftHigh = Splitter * left;
        leftHigh -= leftHigh - left;
        double leftLow = left - leftHigh;
        double rightHigh = Splitter * right;
        rightHigh -= rightHigh - right;
        double rightLow = right - rightHigh;
        return new(product, ((leftHigh * rightHigh) - product + (leftHigh * rightLow) + (leftLow * rightHigh)) + (leftLow * rightLow));
    }

    // The sum of a number and a smaller one.
    private static TwoPart Ordered(double high, double low)
    {
        double sum = high + low;
        return new(sum, low - (sum - high));
    }
}
