// The base of every struct. References in it are asked whether they are equal; the rest is compared and hashed byte by byte, right for
// structs without padding and without the two zeroes of floating point; others override.

using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System;

public abstract class ValueType
{
    private const int ReferenceBytes = 8;

    // SAFETY: both objects have as many bytes of fields as their common type says.
    public override unsafe bool Equals(object? obj)
    {
        if (obj is null || obj.m_pEEType != m_pEEType)
        {
            return false;
        }

        for (nuint i = 0; i < m_pEEType->ValueSize; i++)
        {
            ref byte mine = ref Unsafe.AddByteOffset(ref GetRawData(), i);
            ref byte other = ref Unsafe.AddByteOffset(ref obj.GetRawData(), i);
            bool isReference = IsReference(m_pEEType, i);
            if (isReference ? !Equals(Unsafe.As<byte, object?>(ref mine), Unsafe.As<byte, object?>(ref other)) : mine != other)
            {
                return false;
            }

            i += isReference ? ReferenceBytes - 1u : 0;
        }

        return true;
    }

    // SAFETY: as above.
    public override unsafe int GetHashCode()
    {
        const uint prime = 16777619;
        uint hash = 2166136261;
        for (nuint i = 0; i < m_pEEType->ValueSize; i++)
        {
            ref byte mine = ref Unsafe.AddByteOffset(ref GetRawData(), i);
            if (IsReference(m_pEEType, i))
            {
                object? held = Unsafe.As<byte, object?>(ref mine);
                hash ^= held is null ? 0 : (uint)held.GetHashCode();
                i += ReferenceBytes - 1u;
            }
            else
            {
                hash ^= mine;
            }

            hash *= prime;
        }

        return (int)hash;
    }

    // SAFETY: the compiler's description for the collector lies before the type: a count, and as many runs of references.
    private static unsafe bool IsReference(MethodTable* type, nuint offset)
    {
        long* description = (long*)type - 1;
        long at = (long)offset + sizeof(nint);
        for (long i = 0; type->HasPointers && i < *description; i++)
        {
            long start = description[-1 - (2 * i)];
            if (at >= start && at < start + description[-2 - (2 * i)] + type->BaseSize)
            {
                return true;
            }
        }

        return false;
    }
}
