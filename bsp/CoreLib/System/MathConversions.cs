// Checked conversions that the kernel never makes.

namespace System;

public static partial class Math
{
    // Checked conversions from floating point. ilc needs the names when the source has a checked conversion, even
    // between integers, which it then compiles to a comparison. Integer code never calls them.
    internal static int ConvertToInt32Checked(double value)
    {
        Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowNotSupportedException();
        return 0;
    }

    internal static uint ConvertToUInt32Checked(double value)
    {
        Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowNotSupportedException();
        return 0;
    }

    internal static long ConvertToInt64Checked(double value)
    {
        Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowNotSupportedException();
        return 0;
    }

    internal static ulong ConvertToUInt64Checked(double value)
    {
        Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowNotSupportedException();
        return 0;
    }
}
