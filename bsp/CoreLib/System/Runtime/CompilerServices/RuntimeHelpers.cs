// What the compiler expands in place.

namespace System.Runtime.CompilerServices;

public static partial class RuntimeHelpers
{
    // All are replaced by the compiler; a call that reaches these bodies is a mistake in the build.
    [Intrinsic]
    public static void InitializeArray(Array array, RuntimeFieldHandle fldHandle) =>
        Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowNotSupportedException();

    [Intrinsic]
    public static ReadOnlySpan<T> CreateSpan<T>(RuntimeFieldHandle fldHandle)
    {
        Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowNotSupportedException();
        return default;
    }

    // Whether values are equal when their bits are: bytes, characters, numbers.
    [Intrinsic]
    internal static bool IsBitwiseEquatable<T>()
    {
        Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowNotSupportedException();
        return false;
    }

    [Intrinsic]
    public static bool IsReferenceOrContainsReferences<T>()
        where T : allows ref struct
    {
        Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowNotSupportedException();
        return true;
    }
}
