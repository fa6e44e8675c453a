// The root of every class. Its only field is what the compiler puts at the start of each object.

using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System;

public unsafe class Object
{
    // SAFETY: written by the compiler (frozen objects) or the allocator; always points to the type's MethodTable.
    internal MethodTable* m_pEEType;

    public Object()
    {
    }

    ~Object()
    {
    }

    public virtual bool Equals(object? obj) => this == obj;

    public static bool Equals(object? objA, object? objB) => objA == objB || (objA is not null && objB is not null && objA.Equals(objB));

    public static bool ReferenceEquals(object? objA, object? objB) => objA == objB;

    public virtual int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    public virtual string? ToString() => RustKernel.Runtime.TypeNames.Of(m_pEEType) ?? "object";

    public Type GetType() => RuntimeType.Of((nint)m_pEEType);

    protected object MemberwiseClone()
    {
        object copy = RustKernel.Runtime.Heap.Clone(this);
        return copy;
    }

    // SAFETY: the fields begin 8 bytes after the type.
    internal ref byte GetRawData() => ref Unsafe.AddByteOffset(ref *(byte*)RustKernel.Runtime.Exceptions.ToAddress(this), 8);
}
