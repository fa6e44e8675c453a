// What the compiler calls, beside what it expands in place (bsp/CoreLib).

namespace System.Runtime.CompilerServices;

public static partial class RuntimeHelpers
{
    // Objects do not move: the address is an identity.
    public static int GetHashCode(object? o) => o is null ? 0 : (int)(RustKernel.Runtime.Exceptions.ToAddress(o) >> 3);

    public static T[] GetSubArray<T>(T[] array, Range range)
    {
        int start = range.Start.GetOffset(array.Length);
        int length = range.End.GetOffset(array.Length) - start;
        return new Span<T>(array).Slice(start, length).ToArray();
    }
}
