// The functions of Math as series in 106 bits, with as many terms as those bits need in the given range.

namespace System;

internal static class Series
{
    private const int TermsOfExponential = 14;
    private const int TermsOfCircle = 28;
    private const int TermsOfLogarithm = 45;

    /// <summary>e to the power of <paramref name="x"/>, as a number and a power of two.</summary>
    internal static TwoPart Exponential(TwoPart x, out int powerOfTwo)
    {
        const int Halvings = 5;
        double count = Math.Round(x.High * TwoPart.PerLn2.High);
        powerOfTwo = (int)count;
        TwoPart rest = (x - (TwoPart.Ln2 * count)) * (1.0 / (1 << Halvings));
        TwoPart sum = 1;
        for (int i = TermsOfExponential; i > 0; i--)
        {
            sum = 1 + (rest * sum / i);
        }

        for (int i = 0; i < Halvings; i++)
        {
            sum *= sum;
        }

        return sum;
    }

    /// <summary>Sine, and cosine, of at most an eighth of the circle: x^n/n! for odd, or even, n with alternating signs.</summary>
    internal static TwoPart Sine(TwoPart x) => x * Alternating(x * x, TermsOfCircle + 1, -1);

    internal static TwoPart Cosine(TwoPart x) => Alternating(x * x, TermsOfCircle, -1);

    /// <summary>The hyperbolic sine of at most a half.</summary>
    internal static TwoPart HyperbolicSine(TwoPart x) => x * Alternating(x * x, TermsOfCircle + 1, 1);

    /// <summary>2 (x + x^3/3 + x^5/5 …), the logarithm of (1 + x)/(1 - x), for at most 0.18.</summary>
    internal static TwoPart TwiceHyperbolicArctangent(TwoPart x)
    {
        TwoPart square = x * x;
        TwoPart sum = 0;
        for (int i = TermsOfLogarithm; i > 0; i -= 2)
        {
            sum = (sum * square) + ((TwoPart)1 / i);
        }

        return sum * x * 2;
    }

    /// <summary>The natural logarithm of a number above zero.</summary>
    internal static TwoPart Logarithm(TwoPart x)
    {
        // Scaled to between 0.71 and 1.41: so the logarithm of a number near one loses no precision.
        int exponent = Exponent(x.High);
        exponent += Math.ScaleB(x.High, -exponent) > 1.4142135623730951 ? 1 : 0;
        TwoPart near = new(Math.ScaleB(x.High, -exponent), Math.ScaleB(x.Low, -exponent));
        TwoPart logarithm = TwiceHyperbolicArctangent((near - 1) / (near + 1));
        return exponent == 0 ? logarithm : logarithm + (TwoPart.Ln2 * exponent);
    }

    /// <summary>
    /// The angle, for at most one: from a guess accurate to 0.004, improved by two steps, each of which leaves a fifth power of the error.
    /// </summary>
    internal static TwoPart Arctangent(TwoPart x)
    {
        TwoPart angle = x.High * ((Math.PI / 4) + (0.273 * (1 - Math.Abs(x.High))));
        for (int i = 0; i < 2; i++)
        {
            TwoPart sine = Sine(angle);
            TwoPart cosine = Cosine(angle);
            TwoPart tangent = ((x * cosine) - sine) / (cosine + (x * sine));
            angle += tangent - (tangent * tangent * tangent / 3);
        }

        return angle;
    }

    internal static int Exponent(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)((bits >> 52) & 0x7FF);
        return exponent != 0 ? exponent - 1023 : Exponent(x * 18014398509481984.0) - 54;
    }

    // 1 ± s/(n(n-1)) (1 ± s/((n-2)(n-3)) …, beginning with the last term.
    private static TwoPart Alternating(TwoPart square, int last, int sign)
    {
        TwoPart sum = 1;
        for (int i = last; i > 1; i -= 2)
        {
            sum = 1 + (square * sum * sign / (i * (i - 1)));
        }

        return sum;
    }
}
