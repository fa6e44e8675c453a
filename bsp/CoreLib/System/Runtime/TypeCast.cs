// Casts and type tests that the compiler cannot decide, with the names and signatures that ilc requires. Exact
// interfaces only: variance comes with the userland runtime.

using Internal.Runtime;
using Internal.Runtime.CompilerHelpers;

namespace System.Runtime;

internal static unsafe class TypeCast
{
    // SAFETY (whole file): MethodTable pointers come from the compiler or from live objects; the tables are immutable.
    internal static object? IsInstanceOfClass(MethodTable* target, object? obj)
    {
        if (obj is null)
        {
            return null;
        }

        for (MethodTable* type = obj.m_pEEType; type != null; type = type->IsArray ? null : type->RelatedType)
        {
            if (type == target)
            {
                return obj;
            }
        }

        return null;
    }

    internal static object? IsInstanceOfInterface(MethodTable* target, object? obj)
    {
        if (obj is null)
        {
            return null;
        }

        MethodTable* type = obj.m_pEEType;
        for (int i = 0; i < type->InterfaceCount; i++)
        {
            if (type->Interface(i) == target)
            {
                return obj;
            }
        }

        return null;
    }

    internal static object? IsInstanceOfAny(MethodTable* target, object? obj) =>
        target->IsInterface ? IsInstanceOfInterface(target, obj) : IsInstanceOfClass(target, obj);

    internal static bool IsInstanceOfException(MethodTable* target, object? obj) => IsInstanceOfClass(target, obj) is not null;

    internal static object? CheckCastAny(MethodTable* target, object? obj) => Check(obj, IsInstanceOfAny(target, obj));

    internal static object? CheckCastInterface(MethodTable* target, object? obj) =>
        Check(obj, IsInstanceOfInterface(target, obj));

    internal static object? CheckCastClass(MethodTable* target, object? obj) => Check(obj, IsInstanceOfClass(target, obj));

    internal static object? CheckCastClassSpecial(MethodTable* target, object? obj) =>
        Check(obj, IsInstanceOfClass(target, obj));

    private static object? Check(object? obj, object? cast)
    {
        if (obj is not null && cast is null)
        {
            ThrowHelpers.ThrowInvalidCastException();
        }

        return obj;
    }
}
