// Block copies. The compiler fixes the names and signatures of the internal members. The collector does not move objects and has no
// generations, so a copy of references needs no barrier.

using System.Runtime.CompilerServices;

namespace System;

public static class Buffer
{
    public static void BlockCopy(Array src, int srcOffset, Array dst, int dstOffset, int count)
    {
        ArgumentNullException.ThrowIfNull(src);
        ArgumentNullException.ThrowIfNull(dst);
        int sourceBytes = BytesOf(src, nameof(src));
        int targetBytes = BytesOf(dst, nameof(dst));
        ArgumentOutOfRangeException.ThrowIfNegative(srcOffset);
        ArgumentOutOfRangeException.ThrowIfNegative(dstOffset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (sourceBytes - srcOffset < count || targetBytes - dstOffset < count)
        {
            throw new ArgumentException("Offset and length were out of bounds for the array or count is greater than the number of "
                + "elements from index to the end of the source collection.");
        }

        SpanHelpers.Memmove(ref Unsafe.Add(ref dst.Data, dstOffset), ref Unsafe.Add(ref src.Data, srcOffset), (nuint)count);
    }

    public static int ByteLength(Array array)
    {
        ArgumentNullException.ThrowIfNull(array);
        return BytesOf(array, nameof(array));
    }

    public static byte GetByte(Array array, int index) =>
        (uint)index < (uint)ByteLength(array)
            ? Unsafe.Add(ref array.Data, index)
            : throw new ArgumentOutOfRangeException(nameof(index));

    public static void SetByte(Array array, int index, byte value)
    {
        if ((uint)index >= (uint)ByteLength(array))
        {
            throw new ArgumentOutOfRangeException(nameof(index));
        }

        Unsafe.Add(ref array.Data, index) = value;
    }

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

    private static unsafe int BytesOf(Array array, string parameter)
    {
        // SAFETY: an array's MethodTable names the one of its elements.
        Internal.Runtime.MethodTable* type = array.m_pEEType;
        return type->RelatedType->IsPrimitive
            ? array.Length * (int)type->ComponentSize
            : throw new ArgumentException("Object must be an array of primitives.", parameter);
    }
}
