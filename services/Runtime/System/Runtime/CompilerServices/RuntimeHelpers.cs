// Methods that the compiler calls, besides those that it expands in place (bsp/CoreLib).

namespace System.Runtime.CompilerServices;

public static partial class RuntimeHelpers
{
    // Objects do not move: the address is an identity.
    public static int GetHashCode(object? o) => o is null ? 0 : (int)(RustKernel.Runtime.Exceptions.ToAddress(o) >> 3);

    public static T[] GetSubArray<T>(T[] array, Range range)
    {
        int start = range.Start.GetOffset(array.Length);
        int length = range.End.GetOffset(array.Length) - start;
        ReadOnlySpan<T> part = new ReadOnlySpan<T>(array).Slice(start, length);
        if (length == 0)
        {
            return [];
        }

        // Of the array's own type, which may be narrower.
        // SAFETY: the new array has that type and as many elements.
        unsafe
        {
            T[] made = Unsafe.As<T[]>(
                RustKernel.Runtime.Exceptions.FromAddress((nint)RustKernel.Runtime.Native.AllocateArray(array.m_pEEType, length)));
            part.CopyTo(new Span<T>(ref InteropServices.MemoryMarshal.GetArrayDataReference(made), length));
            return made;
        }
    }
}
