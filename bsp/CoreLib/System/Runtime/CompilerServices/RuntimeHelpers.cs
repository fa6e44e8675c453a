// Methods that the compiler expands in place.

namespace System.Runtime.CompilerServices;

public static partial class RuntimeHelpers
{
    // The compiler replaces them all; a call that reaches these bodies is an error in the build.
    [Intrinsic]
    public static void InitializeArray(Array array, RuntimeFieldHandle fldHandle) =>
        Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowNotSupportedException();

    [Intrinsic]
    public static ReadOnlySpan<T> CreateSpan<T>(RuntimeFieldHandle fldHandle)
    {
        Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowNotSupportedException();
        return default;
    }

    // True when values are equal exactly if their bits are: bytes, characters, numbers.
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
