// What services need beyond the kernel's integer arithmetic: other widths, and floating point, one instruction each.

using System.Runtime.CompilerServices;

namespace System;

public static partial class Math
{
    public const double E = 2.7182818284590452354;
    public const double PI = 3.14159265358979323846;

    public static long Abs(long value) =>
        value != long.MinValue
            ? (value < 0 ? -value : value)
            : throw new OverflowException("Negating the minimum value of a twos complement number is invalid.");

    [Intrinsic]
    public static double Abs(double value) => Abs(value);

    [Intrinsic]
    public static double Sqrt(double d) => Sqrt(d);

    [Intrinsic]
    public static double Floor(double d) => Floor(d);

    [Intrinsic]
    public static double Ceiling(double a) => Ceiling(a);

    [Intrinsic]
    public static double Truncate(double d) => Truncate(d);

    // Rounds halves to even, as the instruction does.
    [Intrinsic]
    public static double Round(double a) => Round(a);

    public static int Sign(int value) => value < 0 ? -1 : value > 0 ? 1 : 0;

    public static int Sign(long value) => value < 0 ? -1 : value > 0 ? 1 : 0;

    public static int Clamp(int value, int min, int max) =>
        min <= max ? Min(Max(value, min), max) : throw Bounds($"'{min}' cannot be greater than {max}.");

    public static long Clamp(long value, long min, long max) =>
        min <= max ? Min(Max(value, min), max) : throw Bounds($"'{min}' cannot be greater than {max}.");

    public static uint Clamp(uint value, uint min, uint max) =>
        min <= max ? Min(Max(value, min), max) : throw Bounds($"'{min}' cannot be greater than {max}.");

    public static ulong Clamp(ulong value, ulong min, ulong max) =>
        min <= max ? Min(Max(value, min), max) : throw Bounds($"'{min}' cannot be greater than {max}.");

    public static (int Quotient, int Remainder) DivRem(int left, int right)
    {
        int quotient = left / right;
        return (quotient, left - (quotient * right));
    }

    public static (long Quotient, long Remainder) DivRem(long left, long right)
    {
        long quotient = left / right;
        return (quotient, left - (quotient * right));
    }

    // NaN wins; of the zeros the negative one is the smaller.
    public static double Max(double val1, double val2) =>
        val1 > val2 || double.IsNaN(val1) || (val1 == val2 && !double.IsNegative(val1)) ? val1 : val2;

    public static double Min(double val1, double val2) =>
        val1 < val2 || double.IsNaN(val1) || (val1 == val2 && double.IsNegative(val1)) ? val1 : val2;

    private static ArgumentException Bounds(string message) => new(message);
}
