// Block copies. The names and signatures of the internal members are the compiler's. The collector
// does not move objects and keeps no generations, so a
// copy of references needs no barrier of its own.

using System.Runtime.CompilerServices;

namespace System;

public static class Buffer
{
    internal static void BulkMoveWithWriteBarrier(ref byte dmem, ref byte smem, nuint size) =>
        SpanHelpers.Memmove(ref dmem, ref smem, size);

    internal static unsafe void Memmove<T>(ref T destination, ref T source, nuint elementCount)
    {
        // SAFETY: both ranges were checked by the caller against their spans' lengths.
        SpanHelpers.Memmove(ref Unsafe.As<T, byte>(ref destination), ref Unsafe.As<T, byte>(ref source), elementCount * (nuint)sizeof(T));
    }

    // SAFETY: the caller owns both ranges.
    internal static unsafe void Copy(byte* destination, byte* source, nuint bytes) =>
        SpanHelpers.Memmove(ref *destination, ref *source, bytes);
}
