// The identity of a type, and its names from the linker's table. There is no reflection.

using Internal.Runtime;
using RustKernel.Runtime;

namespace System;

public abstract unsafe class Type
{
    // SAFETY (whole file): a type is the address of a MethodTable, immutable data of the image.
    internal nint _table;

    public static Type? GetTypeFromHandle(RuntimeTypeHandle handle) =>
        RuntimeType.Of(System.Runtime.CompilerServices.Unsafe.As<RuntimeTypeHandle, nint>(ref handle));

    /// <summary>Without the namespace and the enclosing classes; "Type" in a program without names.</summary>
    public string Name => (IsOfSeveral ? Brackets(TypeNames.Name(Mine->RelatedType)) : TypeNames.Name(Mine)) ?? "Type";

    /// <summary>With namespace, without type arguments' assemblies.</summary>
    public string? FullName => IsOfSeveral ? Brackets(TypeNames.Of(Mine->RelatedType)) : TypeNames.Of(Mine);

    public string? Namespace => TypeNames.Namespace(Mine);

    public bool IsArray => Mine->IsArray;

    public bool IsValueType => Mine->IsValueType;

    public bool IsInterface => Mine->IsInterface;

    public bool IsClass => !Mine->IsValueType && !Mine->IsInterface;

    public bool IsEnum => TypeNames.IsEnum(Mine);

    public bool IsPrimitive => Mine->IsPrimitive && !IsEnum;

    public bool IsGenericType => Mine->IsGeneric || Mine->IsGenericDefinition;

    public Type? BaseType => Mine->IsArray ? typeof(Array) : Mine->RelatedType == null ? null : RuntimeType.Of(Mine->RelatedType);

    private MethodTable* Mine => (MethodTable*)_table;

    // An array of several dimensions.
    private bool IsOfSeveral => Mine->IsArray && !Mine->IsSzArray;

    public static bool operator ==(Type? left, Type? right) =>
        (object?)left == right || ((object?)left != null && (object?)right != null && left._table == right._table);

    public static bool operator !=(Type? left, Type? right) => !(left == right);

    public int GetArrayRank() => IsArray ? Mine->Rank : throw new ArgumentException("Must be an array type.");

    private string? Brackets(string? element) => element is null ? null : element + "[" + new string(',', Mine->Rank - 1) + "]";

    public Type? GetElementType() => Mine->IsArray ? RuntimeType.Of(Mine->RelatedType) : null;

    public virtual bool IsInstanceOfType(object? o) => o is not null && Runtime.TypeCast.IsAssignable(o.m_pEEType, Mine);

    public virtual bool IsAssignableFrom(Type? c) => c is not null && Runtime.TypeCast.IsAssignable(c.Mine, Mine);

    public bool IsAssignableTo(Type? targetType) => targetType is not null && targetType.IsAssignableFrom(this);

    public virtual bool IsSubclassOf(Type c)
    {
        ArgumentNullException.ThrowIfNull(c);
        return this != c && !c.IsInterface && c.IsAssignableFrom(this);
    }

    public override string ToString() => FullName ?? "Type";

    public override bool Equals(object? o) => o is Type other && other._table == _table;

    public override int GetHashCode() => (int)(_table >> 3);
}
