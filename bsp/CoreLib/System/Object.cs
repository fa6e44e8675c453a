// The root of every class. Its only field is what the compiler puts at the start of each object.

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

    public static bool ReferenceEquals(object? objA, object? objB) => objA == objB;

    // Objects never move and the kernel needs no identity hashes; a type that needs one overrides this.
    public virtual int GetHashCode() => 0;

    public virtual string? ToString() => null;
}
