// Checked conversions from floating point, towards zero: a value beyond the integer's range, or NaN, is an overflow.

using Internal.Runtime.CompilerHelpers;

namespace System;

public static partial class Math
{
    internal static int ConvertToInt32Checked(double value)
    {
        Check(value is > -2147483649.0 and < 2147483648.0);
        return (int)value;
    }

    internal static uint ConvertToUInt32Checked(double value)
    {
        Check(value is > -1.0 and < 4294967296.0);
        return (uint)value;
    }

    internal static long ConvertToInt64Checked(double value)
    {
        Check(value is >= -9223372036854775808.0 and < 9223372036854775808.0);
        return (long)value;
    }

    internal static ulong ConvertToUInt64Checked(double value)
    {
        Check(value is > -1.0 and < 18446744073709551616.0);
        return (ulong)value;
    }

    private static void Check(bool isInRange)
    {
        if (!isInRange)
        {
            ThrowHelpers.ThrowOverflowException();
        }
    }
}
