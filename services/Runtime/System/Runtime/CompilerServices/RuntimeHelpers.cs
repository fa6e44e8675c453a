// What the compiler expands in place, and little else.

namespace System.Runtime.CompilerServices;

public static class RuntimeHelpers
{
    // The first three are replaced by the compiler; a call that reaches these bodies is a mistake in the build.
    [Intrinsic]
    public static void InitializeArray(Array array, RuntimeFieldHandle fldHandle) =>
        Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowNotSupportedException();

    [Intrinsic]
    public static ReadOnlySpan<T> CreateSpan<T>(RuntimeFieldHandle fldHandle)
    {
        Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowNotSupportedException();
        return default;
    }

    [Intrinsic]
    public static bool IsReferenceOrContainsReferences<T>()
        where T : allows ref struct
    {
        Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowNotSupportedException();
        return true;
    }

    // Objects do not move: the address is an identity.
    public static int GetHashCode(object? o) => o is null ? 0 : (int)(RustKernel.Runtime.Exceptions.ToAddress(o) >> 3);

    public static T[] GetSubArray<T>(T[] array, Range range)
    {
        int start = range.Start.GetOffset(array.Length);
        int length = range.End.GetOffset(array.Length) - start;
        return new Span<T>(array).Slice(start, length).ToArray();
    }
}
