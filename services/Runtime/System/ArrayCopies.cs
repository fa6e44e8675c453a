// Copies between arrays, whose elements may have two types: unchanged, cast, boxed, unboxed or widened. Elements copied before one that
// cannot be converted stay.

using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System;

public abstract unsafe partial class Array
{
    // SAFETY (whole file): MethodTables are data of the image; CheckRanges has checked that both ranges lie inside their arrays, and the
    // elements' types give their sizes.
    private const string Unlike = "Source array type cannot be assigned to destination array type.";
    private const string Uncast = "At least one element in the source array could not be cast down to the destination array type.";
    private const uint SingleKind = 14;
    private const uint DoubleKind = 15;

    // By the kind of a number: the kinds that can hold all its values, a bit each.
    private static ReadOnlySpan<ushort> WiderKinds =>
        [0, 0, 0x0004, 0xCF88, 0xC550, 0xCFE8, 0xC540, 0xCF88, 0xC500, 0xCE00, 0xC400, 0xC800, 0x1000, 0x2000, 0xC000, 0x8000];

    private enum Way
    {
        None,
        Move,
        Cast,
        Box,
        Unbox,
        Widen,
    }

    public static void Copy(Array sourceArray, Array destinationArray, int length) => Copy(sourceArray, 0, destinationArray, 0, length);

    public static void Copy(Array sourceArray, Array destinationArray, long length) =>
        Copy(sourceArray, 0, destinationArray, 0, Number(length, nameof(length)));

    public static void Copy(Array sourceArray, long sourceIndex, Array destinationArray, long destinationIndex, long length) =>
        Copy(sourceArray, Number(sourceIndex), destinationArray, Number(destinationIndex), Number(length));

    public static void Copy(Array sourceArray, int sourceIndex, Array destinationArray, int destinationIndex, int length)
    {
        CheckRanges(sourceArray, sourceIndex, destinationArray, destinationIndex, length);
        CopyBy(
            WayOf(sourceArray.m_pEEType->RelatedType, destinationArray.m_pEEType->RelatedType),
            sourceArray,
            sourceIndex,
            destinationArray,
            destinationIndex,
            length);
    }

    /// <summary>
    /// All or nothing: only copies that need no check of single elements. ArrayTypeMismatchException: the types are different ones.
    /// </summary>
    public static void ConstrainedCopy(Array sourceArray, int sourceIndex, Array destinationArray, int destinationIndex, int length)
    {
        CheckRanges(sourceArray, sourceIndex, destinationArray, destinationIndex, length);
        if (WayOf(sourceArray.m_pEEType->RelatedType, destinationArray.m_pEEType->RelatedType) != Way.Move)
        {
            throw new ArrayTypeMismatchException("Array.ConstrainedCopy will only work on array types that are provably compatible, "
                + "without any form of boxing, unboxing, widening, or casting of each array element.");
        }

        Move(sourceArray, sourceIndex, destinationArray, destinationIndex, length);
    }

    public static void Clear(Array array)
    {
        ArgumentNullException.ThrowIfNull(array);
        Zero(array, 0, array.Length);
    }

    public static void Clear(Array array, int index, int length)
    {
        ArgumentNullException.ThrowIfNull(array);
        if ((uint)index > (uint)array.Length || (uint)length > (uint)(array.Length - index))
        {
            throw new IndexOutOfRangeException();
        }

        Zero(array, index, length);
    }

    // Zero is a value of each type.
    private static void Zero(Array array, int index, int length)
    {
        nuint size = array.m_pEEType->ComponentSize;
        SpanHelpers.Fill(ref Unsafe.AddByteOffset(ref array.First, (nuint)index * size), 0, (nuint)length * size);
    }

    // The elements' types are the same, or both are references.
    private static void CopyAlike(Array source, int sourceIndex, Array destination, int destinationIndex, int length)
    {
        CheckRanges(source, sourceIndex, destination, destinationIndex, length);
        MethodTable* from = source.m_pEEType->RelatedType;
        MethodTable* to = destination.m_pEEType->RelatedType;
        if (from == to || from->IsValueType || Runtime.TypeCast.IsAssignable(from, to))
        {
            Move(source, sourceIndex, destination, destinationIndex, length);
        }
        else
        {
            CheckCast(from, to);
            Cast(source, sourceIndex, destination, destinationIndex, length);
        }
    }

    private static void CheckRanges(Array source, int sourceIndex, Array destination, int destinationIndex, int length)
    {
        ArgumentNullException.ThrowIfNull(source, "sourceArray");
        ArgumentNullException.ThrowIfNull(destination, "destinationArray");
        if (source.m_pEEType->BaseSize != destination.m_pEEType->BaseSize)
        {
            throw new RankException("The specified arrays must have the same number of dimensions.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNegative(sourceIndex);
        ArgumentOutOfRangeException.ThrowIfNegative(destinationIndex);
        if (source.Length - sourceIndex < length)
        {
            throw new ArgumentException(
                "Source array was not long enough. Check the source index, length, and the array's lower bounds.",
                "sourceArray");
        }

        if (destination.Length - destinationIndex < length)
        {
            throw new ArgumentException(
                "Destination array was not long enough. Check the destination index, length, and the array's lower bounds.",
                "destinationArray");
        }
    }

    /// <summary>Between arrays of one type, for ranges that the caller knows to be inside.</summary>
    internal static void Move(Array source, int sourceIndex, Array destination, int destinationIndex, int length)
    {
        nuint size = source.m_pEEType->ComponentSize;
        SpanHelpers.Memmove(
            ref Unsafe.AddByteOffset(ref destination.First, (nuint)destinationIndex * size),
            ref Unsafe.AddByteOffset(ref source.First, (nuint)sourceIndex * size),
            (nuint)length * size);
    }

    // One of the two types may be derived from the other, or be a class that implements an interface.
    private static void CheckCast(MethodTable* from, MethodTable* to)
    {
        if (!from->IsInterface && !to->IsInterface && !Runtime.TypeCast.IsAssignable(to, from))
        {
            throw new ArrayTypeMismatchException(Unlike);
        }
    }

    private static void Cast(Array source, int sourceIndex, Array destination, int destinationIndex, int length)
    {
        MethodTable* to = destination.m_pEEType->RelatedType;
        ref object? read = ref Unsafe.As<byte, object?>(ref source.First);
        ref object? write = ref Unsafe.As<byte, object?>(ref destination.First);
        for (int i = 0; i < length; i++)
        {
            object? item = Unsafe.Add(ref read, sourceIndex + i);
            if (item is not null && !Runtime.TypeCast.IsAssignable(item.m_pEEType, to))
            {
                throw new InvalidCastException(Uncast);
            }

            Unsafe.Add(ref write, destinationIndex + i) = item;
        }
    }

    private static Way WayOf(MethodTable* from, MethodTable* to)
    {
        if (Runtime.TypeCast.IsAlike(from, to))
        {
            return Way.Move;
        }

        if (from->IsValueType && to->IsValueType)
        {
            return from->IsPrimitive && to->IsPrimitive && IsWidened(from->KindNumber, to->KindNumber) ? Way.Widen : Way.None;
        }

        if (from->IsValueType)
        {
            return Runtime.TypeCast.IsAssignable(from, to) ? Way.Box : Way.None;
        }

        if (to->IsValueType)
        {
            return Runtime.TypeCast.IsAssignable(to, from) ? Way.Unbox : Way.None;
        }

        return Runtime.TypeCast.IsAssignable(from, to) ? Way.Move
            : from->IsInterface || to->IsInterface || Runtime.TypeCast.IsAssignable(to, from) ? Way.Cast
            : Way.None;
    }

    private static void CopyBy(Way way, Array source, int sourceIndex, Array destination, int destinationIndex, int length)
    {
        switch (way)
        {
            case Way.Move:
                Move(source, sourceIndex, destination, destinationIndex, length);
                return;
            case Way.Cast:
                Cast(source, sourceIndex, destination, destinationIndex, length);
                return;
            case Way.None:
                throw new ArrayTypeMismatchException(Unlike);
            default:
                for (int i = 0; i < length; i++)
                {
                    Convert(way, source, sourceIndex + i, destination, destinationIndex + i);
                }

                return;
        }
    }

    private static void Convert(Way way, Array source, int sourceIndex, Array destination, int destinationIndex)
    {
        MethodTable* from = source.m_pEEType->RelatedType;
        MethodTable* to = destination.m_pEEType->RelatedType;
        ref byte read = ref source.Element(sourceIndex);
        ref byte write = ref destination.Element(destinationIndex);
        switch (way)
        {
            case Way.Box:
                Unsafe.As<byte, object?>(ref write) = Runtime.RuntimeExports.RhBox(from, ref read);
                return;
            case Way.Widen:
                Widen(ref read, from->KindNumber, ref write, to->KindNumber);
                return;
            default:
                object? value = Unsafe.As<byte, object?>(ref read);
                if ((value is null && !to->IsNullable) || !TryUnbox(value, ref write, to))
                {
                    throw new InvalidCastException(Uncast);
                }

                return;
        }
    }

    private static bool IsWidened(uint from, uint to) => from < 16 && to < 16 && ((WiderKinds[(int)from] >> (int)to) & 1) != 0;

    // Kinds as in KindNumber: 3 char, 4 sbyte, 5 byte, … 11 ulong: odd ones have no sign.
    private static void Widen(ref byte source, uint from, ref byte destination, uint to)
    {
        if (from >= SingleKind)
        {
            double real = from == SingleKind ? Unsafe.ReadUnaligned<float>(ref source) : Unsafe.ReadUnaligned<double>(ref source);
            WriteReal(ref destination, to, real, (float)real);
            return;
        }

        long number = from switch
        {
            2 or 5 => source,
            3 or 7 => Unsafe.ReadUnaligned<ushort>(ref source),
            4 => (sbyte)source,
            6 => Unsafe.ReadUnaligned<short>(ref source),
            8 => Unsafe.ReadUnaligned<int>(ref source),
            9 => Unsafe.ReadUnaligned<uint>(ref source),
            _ => Unsafe.ReadUnaligned<long>(ref source),
        };
        if (to >= SingleKind)
        {
            bool isUnsigned = from == 11;
            WriteReal(ref destination, to, isUnsigned ? (ulong)number : number, isUnsigned ? (ulong)number : number);
            return;
        }

        switch (to)
        {
            case 2 or 4 or 5:
                destination = (byte)number;
                return;
            case 3 or 6 or 7:
                Unsafe.WriteUnaligned(ref destination, (short)number);
                return;
            case 8 or 9:
                Unsafe.WriteUnaligned(ref destination, (int)number);
                return;
            default:
                Unsafe.WriteUnaligned(ref destination, number);
                return;
        }
    }

    // Each is rounded once: a float that was a double before would be rounded twice.
    private static void WriteReal(ref byte destination, uint kind, double real, float single)
    {
        if (kind == SingleKind)
        {
            Unsafe.WriteUnaligned(ref destination, single);
        }
        else
        {
            Unsafe.WriteUnaligned(ref destination, real);
        }
    }
}
