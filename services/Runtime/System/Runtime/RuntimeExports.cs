// Boxing and unboxing, with ilc's names and signatures.

using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System.Runtime;

internal static unsafe class RuntimeExports
{
    // SAFETY (whole file): the compiler passes the data of a value of the type that it names.
    public static object? RhBox(MethodTable* type, ref byte data)
    {
        ref byte source = ref data;
        if (type->IsNullable)
        {
            if (data == 0)
            {
                return null;
            }

            source = ref Unsafe.AddByteOffset(ref data, type->NullableValueOffset);
            type = type->NullableType;
        }

        byte* made = RustKernel.Runtime.Native.AllocateObject(type, type->BaseSize);
        SpanHelpers.Memmove(ref *(made + 8), ref source, type->ValueSize);
        return RustKernel.Runtime.Exceptions.FromAddress((nint)made);
    }

    public static ref byte RhUnbox2(MethodTable* type, object obj)
    {
        if (obj.m_pEEType != type && !IsSameShape(obj.m_pEEType, type))
        {
            TypeCast.Refuse(obj.m_pEEType, type);
        }

        return ref obj.GetRawData();
    }

    public static void RhUnboxNullable(ref byte data, MethodTable* type, object? obj)
    {
        MethodTable* inner = type->NullableType;
        if (obj is not null && obj.m_pEEType != inner)
        {
            TypeCast.Refuse(obj.m_pEEType, type);
        }

        SpanHelpers.Fill(ref data, 0, type->ValueSize);
        if (obj is not null)
        {
            data = 1;
            SpanHelpers.Memmove(ref Unsafe.AddByteOffset(ref data, type->NullableValueOffset), ref obj.GetRawData(), inner->ValueSize);
        }
    }

    public static void RhUnboxTypeTest(MethodTable* type, MethodTable* boxed)
    {
        if (type != boxed && !IsSameShape(boxed, type))
        {
            TypeCast.Refuse(boxed, type);
        }
    }

    // An enum unboxes as its number, and the reverse; but not as a nullable number.
    private static bool IsSameShape(MethodTable* boxed, MethodTable* type) => boxed->IsPrimitive && boxed->Kind == type->Kind;
}
