// Block copies. The compiler fixes the names and signatures of the internal members.

using System.Runtime.CompilerServices;

namespace System;

public static class Buffer
{
    // Write barriers are only needed with a collector; the kernel has none. services/Runtime has its own version.
    internal static void BulkMoveWithWriteBarrier(ref byte dmem, ref byte smem, nuint size) =>
        SpanHelpers.Memmove(ref dmem, ref smem, size);

    internal static unsafe void Memmove<T>(ref T destination, ref T source, nuint elementCount)
    {
        // SAFETY: the caller checked both ranges against their spans' lengths.
        SpanHelpers.Memmove(
            ref Unsafe.As<T, byte>(ref destination), ref Unsafe.As<T, byte>(ref source), elementCount * (nuint)sizeof(T));
    }
}
