// The base of every struct. Bytes are compared and hashed: right for structs without references,
// floating point and padding; others override.

using System.Runtime.CompilerServices;

namespace System;

public abstract class ValueType
{
    // SAFETY: both objects have as many bytes of fields as their common type says.
    public override unsafe bool Equals(object? obj)
    {
        if (obj is null || obj.m_pEEType != m_pEEType)
        {
            return false;
        }

        for (nuint i = 0; i < m_pEEType->ValueSize; i++)
        {
            if (Unsafe.AddByteOffset(ref GetRawData(), i) != Unsafe.AddByteOffset(ref obj.GetRawData(), i))
            {
                return false;
            }
        }

        return true;
    }

    // SAFETY: as above.
    public override unsafe int GetHashCode()
    {
        uint hash = 2166136261;
        for (nuint i = 0; i < m_pEEType->ValueSize; i++)
        {
            hash = (hash ^ Unsafe.AddByteOffset(ref GetRawData(), i)) * 16777619;
        }

        return (int)hash;
    }
}
