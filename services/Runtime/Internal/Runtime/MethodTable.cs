// The type descriptor that the compiler emits for each class, as far as the runtime reads it. ilc fixes the layout.

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Internal.Runtime;

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MethodTable
{
    // SAFETY (whole type): MethodTables are immutable data of the image and never move; the
    // compiler wrote every pointer and offset followed here.
    private const uint HasComponentSize = 1u << 31;
    private const uint KindMask = 0x1Fu << 26;
    private const uint SzArrayKind = 0x18u << 26;
    private const uint ArrayKind = 0x17u << 26;
    private const uint SzArrayBaseSize = 24;
    private const uint InterfaceKind = 0x15u << 26;
    private const uint NullableKind = 0x12u << 26;
    private const uint GenericFlag = 1u << 25;
    private const uint PointersFlag = 1u << 24;
    private const uint VarianceFlag = 1u << 23;
    private const uint SealedFlag = 1u << 22;
    private const uint FinalizerFlag = 1u << 20;
    private const uint DispatchMapFlag = 1u << 18;

    private uint _flags;
    private uint _baseSize;
    private MethodTable* _relatedType;
    private ushort _numVtableSlots;
    private ushort _numInterfaces;
    private uint _hashCode;

    // After the fixed part (24 bytes): vtable, interface list, then 32-bit offsets of what the flags announce.
    private MethodTable* Self => (MethodTable*)Unsafe.AsPointer(ref this);

    /// <summary>The MethodTable of T, of which objects are made: the compiler puts it here.</summary>
    [Intrinsic]
    internal static MethodTable* Of<T>()
    {
        RustKernel.Runtime.Native.FailFast();
        return null;
    }

    /// <summary>An array of one or several dimensions.</summary>
    internal bool IsArray => (_flags & KindMask) - ArrayKind <= SzArrayKind - ArrayKind;

    /// <summary>An array of one dimension, T[].</summary>
    internal bool IsSzArray => (_flags & KindMask) == SzArrayKind;

    /// <summary>The number of an array's dimensions: two numbers of four bytes for each.</summary>
    internal int Rank => IsSzArray ? 1 : (int)(_baseSize - SzArrayBaseSize) / 8;

    internal bool IsInterface => (_flags & KindMask) == InterfaceKind;

    internal bool IsNullable => (_flags & KindMask) == NullableKind;

    internal bool IsGeneric => (_flags & GenericFlag) != 0;

    internal bool HasPointers => (_flags & PointersFlag) != 0;

    internal bool IsVariant => (_flags & VarianceFlag) != 0;

    /// <summary>A struct, an enum or a primitive: kinds below Class.</summary>
    internal bool IsValueType => (_flags & KindMask) < (0x14u << 26);

    internal uint Kind => _flags & KindMask;

    /// <summary>
    /// The compiler's number of the kind: 2 bool, 3 char, 4 sbyte, 5 byte … 11 ulong, 14 float, 15 double; an enum has the kind of its
    /// number.
    /// </summary>
    internal uint KindNumber => Kind >> 26;

    internal bool IsGenericDefinition => (_flags & (3u << 16)) == 3u << 16;

    /// <summary>A number, a bool, a char or an enum.</summary>
    internal bool IsPrimitive => Kind is > 0 and < (0x10u << 26);

    /// <summary>Enum lies between it and ValueType, which lies below Object: a number is one level nearer to Object.</summary>
    internal bool IsEnum => IsPrimitive && _relatedType->_relatedType->_relatedType != null;

    /// <summary>System.Array itself.</summary>
    internal bool IsArrayClass => Kind == 0x16u << 26;

    internal uint Hash => _hashCode;

    internal uint BaseSize => _baseSize;

    /// <summary>Bytes of an element of an array or string, 0 for other types.</summary>
    internal uint ComponentSize => (_flags & HasComponentSize) != 0 ? _flags & 0xFFFF : 0;

    /// <summary>Bytes of a value type's fields.</summary>
    internal uint ValueSize => _baseSize - 16 - ((_flags >> 5) & 7);

    /// <summary>The offset of a Nullable's value after its flag.</summary>
    internal uint NullableValueOffset => 1u << (int)((_flags >> 8) & 7);

    /// <summary>The base class, or an array's element type.</summary>
    internal MethodTable* RelatedType => _relatedType;

    /// <summary>The same, under the compiler's name.</summary>
    internal MethodTable* RelatedParameterType => _relatedType;

    /// <summary>It has a finalizer.</summary>
    internal bool HasFinalizer => (_flags & FinalizerFlag) != 0;

    /// <summary>The finalizer of a type that has one: a method that gets the object.</summary>
    internal nint Finalizer => (nint)Follow(Optional + 2 + Bit(DispatchMapFlag));

    /// <summary>The type inside a Nullable.</summary>
    internal MethodTable* NullableType => GenericArgument(0);

    internal ushort InterfaceCount => _numInterfaces;

    internal ushort VtableSlots => _numVtableSlots;

    internal nint* Vtable => (nint*)((byte*)Self + 24);

    internal bool HasDispatchMap => (_flags & DispatchMapFlag) != 0;

    internal ushort* DispatchMap => (ushort*)Follow(Optional + 2);

    internal int* SealedSlots => (int*)Follow(Optional + 2 + Bit(DispatchMapFlag) + Bit(FinalizerFlag));

    internal MethodTable* GenericDefinition => (MethodTable*)Follow(GenericPart);

    /// <summary>Type argument 0: with one argument the composition is the argument itself.</summary>
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    internal MethodTable* GenericArgument(int index)
    {
        byte* composition = Follow(GenericPart + 1);
        return GenericArity == 1 ? (MethodTable*)composition : (MethodTable*)Follow((int*)composition + index);
    }

    /// <summary>For the definition of a generic type that has the flag: a byte for each of its parameters.</summary>
    internal byte* Variance => (byte*)GenericPart + *GenericPart;

    internal uint GenericArity => GenericDefinition->_baseSize;

    internal MethodTable* Interface(int index) => ((MethodTable**)(Vtable + _numVtableSlots))[index];

    /// <summary>The method in sealed slot <paramref name="index"/>.</summary>
    internal nint SealedSlot(int index) => (nint)Follow(SealedSlots + index);

    private int* Optional => (int*)((MethodTable**)(Vtable + _numVtableSlots) + _numInterfaces);

    private int* GenericPart => Optional + 2 + Bit(DispatchMapFlag) + Bit(FinalizerFlag) + Bit(SealedFlag);

    private int Bit(uint flag) => (_flags & flag) != 0 ? 1 : 0;

    private static byte* Follow(int* at)
    {
        // Bit 0 set: the offset leads to a pointer to the target.
        byte* target = (byte*)at + (*at & ~1);
        return (*at & 1) != 0 ? *(byte**)target : target;
    }
}
