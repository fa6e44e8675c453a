// Casts and type tests that the compiler cannot decide, with ilc's names and signatures.

using System.Runtime.CompilerServices;
using Internal.Runtime;
using Internal.Runtime.CompilerHelpers;

namespace System.Runtime;

internal static unsafe class TypeCast
{
    // SAFETY (whole file): MethodTable pointers come from the compiler or from live objects; the tables are immutable.
    internal static object? IsInstanceOfClass(MethodTable* target, object? obj) =>
        obj is not null && IsAssignable(obj.m_pEEType, target) ? obj : null;

    internal static object? IsInstanceOfInterface(MethodTable* target, object? obj) =>
        obj is not null && Implements(obj.m_pEEType, target) ? obj : null;

    internal static object? IsInstanceOfAny(MethodTable* target, object? obj) =>
        obj is not null && IsAssignable(obj.m_pEEType, target) ? obj : null;

    internal static bool IsInstanceOfException(MethodTable* target, object? obj) => IsInstanceOfClass(target, obj) is not null;

    internal static object? CheckCastAny(MethodTable* target, object? obj) => Check(target, obj, IsInstanceOfAny(target, obj));

    internal static object? CheckCastInterface(MethodTable* target, object? obj) => Check(target, obj, IsInstanceOfInterface(target, obj));

    internal static object? CheckCastClass(MethodTable* target, object? obj) => Check(target, obj, IsInstanceOfClass(target, obj));

    internal static object? CheckCastClassSpecial(MethodTable* target, object? obj) => Check(target, obj, IsInstanceOfClass(target, obj));

    internal static void StelemRef(object?[] array, nint index, object? obj)
    {
        ref object? slot = ref Element(array, index);
        if (obj is not null && !IsAssignable(obj.m_pEEType, array.m_pEEType->RelatedType))
        {
            ThrowHelpers.ThrowArrayTypeMismatchException();
        }

        slot = obj;
    }

    // For arrays of several dimensions.
    internal static void CheckArrayStore(object array, object? obj)
    {
        if (obj is not null && !IsAssignable(obj.m_pEEType, array.m_pEEType->RelatedType))
        {
            ThrowHelpers.ThrowArrayTypeMismatchException();
        }
    }

    internal static bool AreTypesEquivalent(MethodTable* pType1, MethodTable* pType2) => pType1 == pType2;

    internal static ref object? LdelemaRef(object?[] array, nint index, MethodTable* elementType)
    {
        if (array.m_pEEType->RelatedType != elementType)
        {
            ThrowHelpers.ThrowArrayTypeMismatchException();
        }

        return ref Element(array, index);
    }

    // Not array[index]: that would be a call of LdelemaRef.
    private static ref object? Element(object?[] array, nint index)
    {
        if ((nuint)index >= (nuint)array.Length)
        {
            ThrowHelpers.ThrowIndexOutOfRangeException();
        }

        return ref Unsafe.Add(ref InteropServices.MemoryMarshal.GetArrayDataReference(array), index);
    }

    internal static bool IsAssignable(MethodTable* type, MethodTable* target)
    {
        if (type == target || (target->IsNullable && type == target->NullableType))
        {
            return true;
        }

        if (target->IsInterface)
        {
            return IsVariantOf(type, target) || Implements(type, target);
        }

        // An interface has no base, but everything that implements it is an Object, the only class without a base.
        if (type->IsInterface)
        {
            return target->RelatedType == null;
        }

        if (type->IsArray && target->IsArray)
        {
            return type->BaseSize == target->BaseSize && IsElement(type->RelatedType, target->RelatedType);
        }

        if (type->IsArray)
        {
            // An array is also an Object and an Array.
            return target->RelatedType == null || target->IsArrayClass;
        }

        for (MethodTable* at = type; at != null; at = at->RelatedType)
        {
            if (at == target || IsVariantOf(at, target))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Both are stored the same way: the same type, or integers of one size, signed or not, and their enums.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static bool IsAlike(MethodTable* type, MethodTable* other) =>
        type == other
        || (type->KindNumber is > 3 and < 14 && (type->KindNumber | 1) == (other->KindNumber | 1));

    internal static bool IsVariantOf(MethodTable* type, MethodTable* target)
    {
        if (!type->IsVariant || !target->IsVariant || type->GenericDefinition != target->GenericDefinition)
        {
            return false;
        }

        byte* variance = type->GenericDefinition->Variance;
        for (int i = 0; i < type->GenericArity; i++)
        {
            if (!IsArgumentFor(type->GenericArgument(i), target->GenericArgument(i), variance[i]))
            {
                return false;
            }
        }

        return true;
    }

    // The compiler's numbers: 1 for an "out" parameter, 2 for an "in" one.
    private static bool IsArgumentFor(MethodTable* argument, MethodTable* wanted, byte variance) =>
        argument == wanted
        || (!argument->IsValueType
            && !wanted->IsValueType
            && ((variance == 1 && IsAssignable(argument, wanted)) || (variance == 2 && IsAssignable(wanted, argument))));

    private static bool Implements(MethodTable* type, MethodTable* target)
    {
        int count = type->InterfaceCount;
        for (int i = 0; i < count; i++)
        {
            if (type->Interface(i) == target)
            {
                return true;
            }
        }

        for (int i = 0; target->IsVariant && i < count; i++)
        {
            if (IsVariantOf(type->Interface(i), target))
            {
                return true;
            }
        }

        for (int i = 0; type->IsSzArray && i < count; i++)
        {
            if (IsOfArray(type->Interface(i), target))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An array of strings is also an IList of objects, though that interface is not variant.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static bool IsOfArray(MethodTable* offered, MethodTable* wanted)
    {
        if (!offered->IsGeneric || !wanted->IsGeneric || offered->GenericDefinition != wanted->GenericDefinition)
        {
            return false;
        }

        // An IList of int is not an IList of uint, unlike in .NET: the program lacks the methods of the objects that such a list would
        // return.
        MethodTable* element = offered->GenericArgument(0);
        return !element->IsValueType && IsElement(element, wanted->GenericArgument(0));
    }

    // An array of one is compatible with an array of the other.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsElement(MethodTable* type, MethodTable* other) =>
        IsAlike(type, other) || (!type->IsValueType && !other->IsValueType && IsAssignable(type, other));

    private static object? Check(MethodTable* target, object? obj, object? cast)
    {
        if (obj is not null && cast is null)
        {
            Refuse(obj.m_pEEType, target);
        }

        return obj;
    }

    /// <summary>Throws, with the names of both types if the program has them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Refuse(MethodTable* type, MethodTable* target)
    {
        string? from = RustKernel.Runtime.TypeNames.Of(type);
        string? to = RustKernel.Runtime.TypeNames.Of(target);
        if (from is null || to is null)
        {
            throw new InvalidCastException();
        }

        // Two at a time: more would bring a text builder into each program.
        string text = string.Concat("Unable to cast object of type '", from);
        text = string.Concat(text, "' to type '");
        text = string.Concat(text, to);
        throw new InvalidCastException(string.Concat(text, "'."));
    }
}
