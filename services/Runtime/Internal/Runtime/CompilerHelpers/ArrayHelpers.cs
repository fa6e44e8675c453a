// The compiler calls this to make arrays of several dimensions. After the length come the lengths of all dimensions, room for as many lower
// bounds, which are 0, and the elements.

using System;
using RustKernel.Runtime;

namespace Internal.Runtime.CompilerHelpers;

internal static unsafe class ArrayHelpers
{
    // SAFETY: the compiler says how many lengths there are, and passes a type with as many dimensions.
    private static Array NewObjArray(MethodTable* pEEType, int nDimensions, int* pDimensions)
    {
        int rank = pEEType->Rank;
        int* lengths = stackalloc int[rank];
        int each = nDimensions / rank;
        for (int i = 0; i < rank; i++)
        {
            // Two numbers a dimension: the first is a lower bound.
            lengths[i] = pDimensions[(i * each) + each - 1];
            if (each == 2 && pDimensions[i * each] != 0)
            {
                throw new PlatformNotSupportedException("Arrays with non-zero lower bounds are not supported.");
            }
        }

        return Make(pEEType, lengths, rank);
    }

    // Of one dimension, in the form of several: C# has no literal for it.
    private static Array NewObjArrayRare(MethodTable* pEEType, int nDimensions, int* pDimensions) =>
        NewObjArray(pEEType, nDimensions, pDimensions);

    /// <summary>An array of <paramref name="rank"/> dimensions.</summary>
    internal static Array Make(MethodTable* type, int* lengths, int rank)
    {
        ulong total = 1;
        for (int i = 0; i < rank; i++)
        {
            if (lengths[i] < 0)
            {
                throw new OverflowException();
            }

            total *= (uint)lengths[i];
            if (total > int.MaxValue)
            {
                throw new OutOfMemoryException("Array dimensions exceeded supported range.");
            }
        }

        byte* made = Native.AllocateObject(type, ((total * type->ComponentSize) + type->BaseSize + 7) & ~7ul);
        *(int*)(made + 8) = (int)total;
        for (int i = 0; i < rank; i++)
        {
            ((int*)(made + 16))[i] = lengths[i];
        }

        return System.Runtime.CompilerServices.Unsafe.As<Array>(Exceptions.FromAddress((nint)made));
    }
}
