// Block copies. The names and signatures of the internal members are the compiler's.

using System.Runtime.CompilerServices;

namespace System;

public static class Buffer
{
    // With write barriers only where a collector runs; the kernel has none. services/Runtime brings its own.
    internal static void BulkMoveWithWriteBarrier(ref byte dmem, ref byte smem, nuint size) =>
        SpanHelpers.Memmove(ref dmem, ref smem, size);

    internal static unsafe void Memmove<T>(ref T destination, ref T source, nuint elementCount)
    {
        // SAFETY: both ranges were checked by the caller against their spans' lengths.
        SpanHelpers.Memmove(
            ref Unsafe.As<T, byte>(ref destination), ref Unsafe.As<T, byte>(ref source), elementCount * (nuint)sizeof(T));
    }
}
