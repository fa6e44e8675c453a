// The type descriptor that the compiler emits for each class: the part that casts need. Layout fixed by ilc.

using System.Runtime.InteropServices;

namespace Internal.Runtime;

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MethodTable
{
    private const uint KindMask = 0x7C000000;
    private const uint SzArrayKind = 0x18u << 26;
    private const uint InterfaceKind = 0x15u << 26;

    private uint _flags;
    private uint _baseSize;
    private MethodTable* _relatedType;
    private ushort _numVtableSlots;
    private ushort _numInterfaces;
    private uint _hashCode;

    // After the fixed part (24 bytes): the vtable, then the interface list.

    // SAFETY: MethodTables are immutable data of the image; the compiler wrote every pointer followed here.
    internal bool IsArray => (_flags & KindMask) == SzArrayKind;

    internal bool IsInterface => (_flags & KindMask) == InterfaceKind;

    /// <summary>The base class, or an array's element type.</summary>
    internal MethodTable* RelatedType => _relatedType;

    internal ushort InterfaceCount => _numInterfaces;

    internal MethodTable* Interface(int index)
    {
        // SAFETY: index is below InterfaceCount; the list lies after numVtableSlots code pointers.
        fixed (MethodTable* self = &this)
        {
            MethodTable** list = (MethodTable**)((byte*)self + 24 + (_numVtableSlots * sizeof(void*)));
            return list[index];
        }
    }
}
