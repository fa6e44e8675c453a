// Rounding to digits, parts of floating-point numbers, and the widths that the operators lack.

namespace System;

public static partial class Math
{
    private const int MostDigits = 15;
    private const double WholeFrom = 1e16;

    public static double Round(double value, int digits) => Round(value, digits, MidpointRounding.ToEven);

    public static double Round(double value, MidpointRounding mode)
    {
        double whole = Truncate(value);
        double rest = Abs(value - whole);
        return mode switch
        {
            MidpointRounding.ToEven => Round(value),
            MidpointRounding.AwayFromZero => rest >= 0.5 ? whole + CopySign(1, value) : CopySign(whole, value),
            MidpointRounding.ToZero => whole,
            MidpointRounding.ToNegativeInfinity => Floor(value),
            MidpointRounding.ToPositiveInfinity => Ceiling(value),
            _ => throw new ArgumentException(
                $"The value '{(int)mode}' is not valid for this usage of the type MidpointRounding.",
                nameof(mode)),
        };
    }

    public static double Round(double value, int digits, MidpointRounding mode)
    {
        if ((uint)digits > MostDigits)
        {
            throw new ArgumentOutOfRangeException(nameof(digits), "Rounding digits must be between 0 and 15, inclusive.");
        }

        if (Abs(value) >= WholeFrom)
        {
            return value;
        }

        double power = 1;
        for (int i = 0; i < digits; i++)
        {
            power *= 10;
        }

        return Round(value * power, mode) / power;
    }

    public static double CopySign(double x, double y) => double.IsNegative(x) == double.IsNegative(y) ? x : -x;

    public static double ScaleB(double x, int n)
    {
        // At most twice: only the last step rounds, and only once.
        for (; n > 1023; n -= 1023)
        {
            x *= 8.98846567431158e307;
            if (n > 4000)
            {
                n = 4000;
            }
        }

        for (; n < -969; n += 969)
        {
            x *= 2.004168360008973e-292;
            if (n < -4000)
            {
                n = -4000;
            }
        }

        return x * BitConverter.Int64BitsToDouble((long)(n + 1023) << 52);
    }

    public static int ILogB(double x) => double.IsNaN(x) || double.IsInfinity(x) ? int.MaxValue
        : x == 0 ? int.MinValue
        : Series.Exponent(x);

    public static double BitIncrement(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        return double.IsNaN(x) || double.IsPositiveInfinity(x) ? x
            : x == 0 ? double.Epsilon
            : BitConverter.Int64BitsToDouble(bits + (bits < 0 ? -1 : 1));
    }

    public static double BitDecrement(double x) => -BitIncrement(-x);

    public static double IEEERemainder(double x, double y)
    {
        if (double.IsNaN(x) || double.IsNaN(y))
        {
            return double.NaN;
        }

        double rest = x % y;
        if (double.IsNaN(rest) || (rest == 0 && double.IsNegative(x)))
        {
            return double.IsNaN(rest) ? rest : -0.0;
        }

        double other = rest - (Abs(y) * Sign(x));
        if (Abs(other) == Abs(rest))
        {
            double quotient = x / y;
            return Abs(Round(quotient)) > Abs(quotient) ? other : rest;
        }

        return Abs(other) < Abs(rest) ? other : rest;
    }

    public static double MaxMagnitude(double x, double y) => Abs(x) > Abs(y) || double.IsNaN(x) ? x : Abs(x) == Abs(y) ? Max(x, y) : y;

    public static double MinMagnitude(double x, double y) => Abs(x) < Abs(y) || double.IsNaN(x) ? x : Abs(x) == Abs(y) ? Min(x, y) : y;

    public static int Sign(double value) => value < 0 ? -1 : value > 0 ? 1 : value == 0 ? 0
        : throw new ArithmeticException("Function does not accept floating point Not-a-Number values.");

    public static int Sign(float value) => Sign((double)value);

    public static int Sign(short value) => Sign((int)value);

    public static int Sign(sbyte value) => Sign((int)value);

    public static int Sign(decimal value) => decimal.Sign(value);

    public static double Clamp(double value, double min, double max) => min > max
        ? throw Bounds($"'{min}' cannot be greater than {max}.")
        : value < min ? min : value > max ? max : value;

    public static float Clamp(float value, float min, float max) => min > max
        ? throw Bounds($"'{min}' cannot be greater than {max}.")
        : value < min ? min : value > max ? max : value;

    public static byte Clamp(byte value, byte min, byte max) => (byte)Clamp((int)value, min, max);

    public static short Clamp(short value, short min, short max) => (short)Clamp((int)value, min, max);

    public static decimal Clamp(decimal value, decimal min, decimal max) => decimal.Clamp(value, min, max);

    public static float Abs(float value) => (float)Abs((double)value);

    public static short Abs(short value) => value != short.MinValue ? (short)Abs((int)value) : throw Minimum();

    public static sbyte Abs(sbyte value) => value != sbyte.MinValue ? (sbyte)Abs((int)value) : throw Minimum();

    public static decimal Abs(decimal value) => decimal.Abs(value);

    public static float Max(float val1, float val2) => (float)Max((double)val1, val2);

    public static float Min(float val1, float val2) => (float)Min((double)val1, val2);

    public static byte Max(byte val1, byte val2) => val1 > val2 ? val1 : val2;

    public static byte Min(byte val1, byte val2) => val1 < val2 ? val1 : val2;

    public static short Max(short val1, short val2) => val1 > val2 ? val1 : val2;

    public static short Min(short val1, short val2) => val1 < val2 ? val1 : val2;

    public static decimal Max(decimal val1, decimal val2) => decimal.Max(val1, val2);

    public static decimal Min(decimal val1, decimal val2) => decimal.Min(val1, val2);

    public static decimal Round(decimal d) => decimal.Round(d);

    public static decimal Round(decimal d, int decimals) => decimal.Round(d, decimals);

    public static decimal Round(decimal d, MidpointRounding mode) => decimal.Round(d, mode);

    public static decimal Round(decimal d, int decimals, MidpointRounding mode) => decimal.Round(d, decimals, mode);

    public static decimal Floor(decimal d) => decimal.Floor(d);

    public static decimal Ceiling(decimal d) => decimal.Ceiling(d);

    public static decimal Truncate(decimal d) => decimal.Truncate(d);

    public static long BigMul(int a, int b) => (long)a * b;

    public static int DivRem(int a, int b, out int result)
    {
        int quotient = a / b;
        result = a - (quotient * b);
        return quotient;
    }

    public static long DivRem(long a, long b, out long result)
    {
        long quotient = a / b;
        result = a - (quotient * b);
        return quotient;
    }

    private static OverflowException Minimum() => new("Negating the minimum value of a twos complement number is invalid.");
}
