// The base of every struct. If its bytes determine equality, a struct is compared and hashed byte by byte; for others, which have
// references, floating point, padding or structs with their own Equals, the compiler lists the fields.

using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System;

public abstract class ValueType
{
    private const int ByBytes = -1;

    // SAFETY: fields lie where the compiler says, and both objects have the size of their common type.
    public override unsafe bool Equals(object? obj)
    {
        if (obj is null || obj.m_pEEType != m_pEEType)
        {
            return false;
        }

        ref byte mine = ref GetRawData();
        ref byte other = ref obj.GetRawData();
        int count = __GetFieldHelper(-1, out _);
        if (count == ByBytes)
        {
            return new ReadOnlySpan<byte>(ref mine, (int)m_pEEType->ValueSize)
                .SequenceEqual(new ReadOnlySpan<byte>(ref other, (int)m_pEEType->ValueSize));
        }

        for (int i = 0; i < count; i++)
        {
            if (!Equals(Field(ref mine, i), Field(ref other, i)))
            {
                return false;
            }
        }

        return true;
    }

    // SAFETY: as above.
    public override unsafe int GetHashCode()
    {
        const uint prime = 16777619;
        uint hash = 2166136261;
        ref byte mine = ref GetRawData();
        int count = __GetFieldHelper(-1, out _);
        for (nuint i = 0; count == ByBytes && i < m_pEEType->ValueSize; i++)
        {
            hash = (hash ^ Unsafe.AddByteOffset(ref mine, i)) * prime;
        }

        for (int i = 0; i < count; i++)
        {
            hash = (hash ^ (uint)(Field(ref mine, i)?.GetHashCode() ?? 0)) * prime;
        }

        return (int)hash;
    }

    // SAFETY: as above.
    private unsafe object? Field(ref byte data, int index)
    {
        ref byte field = ref Unsafe.AddByteOffset(ref data, (nuint)__GetFieldHelper(index, out MethodTable* type));
        return type->IsValueType ? Runtime.RuntimeExports.RhBox(type, ref field) : Unsafe.As<byte, object?>(ref field);
    }

    // SAFETY: writes the caller's variable.
    // The compiler overrides this if bytes are not enough: the number of fields (-1), or the place and type of one.
    internal virtual unsafe int __GetFieldHelper(int index, out MethodTable* type)
    {
        type = null;
        return ByBytes;
    }
}
