// Integer arithmetic that the operators lack.

namespace System;

public static partial class Math
{
    public static int Min(int val1, int val2) => val1 < val2 ? val1 : val2;

    public static uint Min(uint val1, uint val2) => val1 < val2 ? val1 : val2;

    public static long Min(long val1, long val2) => val1 < val2 ? val1 : val2;

    public static ulong Min(ulong val1, ulong val2) => val1 < val2 ? val1 : val2;

    public static int Max(int val1, int val2) => val1 > val2 ? val1 : val2;

    public static uint Max(uint val1, uint val2) => val1 > val2 ? val1 : val2;

    public static long Max(long val1, long val2) => val1 > val2 ? val1 : val2;

    public static ulong Max(ulong val1, ulong val2) => val1 > val2 ? val1 : val2;

    public static int Abs(int value)
    {
        if (value == int.MinValue)
        {
            Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowOverflowException();
        }

        return value < 0 ? -value : value;
    }

    /// <summary>The full 128-bit product of two unsigned 64-bit numbers: high half returned, low half in <paramref name="low"/>.</summary>
    public static ulong BigMul(ulong a, ulong b, out ulong low)
    {
        low = a * b;
        ulong aLow = (uint)a;
        ulong aHigh = a >> 32;
        ulong bLow = (uint)b;
        ulong bHigh = b >> 32;
        ulong middle = (aHigh * bLow) + ((aLow * bLow) >> 32);
        ulong middleLow = (uint)middle + (aLow * bHigh);
        return (aHigh * bHigh) + (middle >> 32) + (middleLow >> 32);
    }
}
