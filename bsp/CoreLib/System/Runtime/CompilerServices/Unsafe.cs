// The unchecked primitives under Span and similar types. The compiler replaces each body with one or two
// instructions (recognised by name and [Intrinsic]); a call that reaches a body is a bug and ends in a throw
// helper.

using Internal.Runtime.CompilerHelpers;

namespace System.Runtime.CompilerServices;

public static unsafe class Unsafe
{
    // SAFETY: the bodies of intrinsics never run; the callers in CoreLib and Arm64 state the bounds they rely on.
    [Intrinsic]
    public static void* AsPointer<T>(ref readonly T value)
        where T : allows ref struct
    {
        ThrowHelpers.ThrowNotSupportedException();
        return null;
    }

    [Intrinsic]
    public static T As<T>(object? o)
        where T : class?
    {
        ThrowHelpers.ThrowNotSupportedException();
        return default!;
    }

    [Intrinsic]
    public static ref TTo As<TFrom, TTo>(ref TFrom source)
        where TFrom : allows ref struct
        where TTo : allows ref struct
    {
        ThrowHelpers.ThrowNotSupportedException();
        return ref *(TTo*)null;
    }

    [Intrinsic]
    public static ref T Add<T>(ref T source, int elementOffset)
        where T : allows ref struct
    {
        ThrowHelpers.ThrowNotSupportedException();
        return ref source;
    }

    [Intrinsic]
    public static ref T Add<T>(ref T source, nint elementOffset)
        where T : allows ref struct
    {
        ThrowHelpers.ThrowNotSupportedException();
        return ref source;
    }

    [Intrinsic]
    public static ref T AddByteOffset<T>(ref T source, nuint byteOffset)
        where T : allows ref struct
    {
        ThrowHelpers.ThrowNotSupportedException();
        return ref source;
    }

    [Intrinsic]
    public static nint ByteOffset<T>(ref readonly T origin, ref readonly T target)
        where T : allows ref struct
    {
        ThrowHelpers.ThrowNotSupportedException();
        return 0;
    }

    [Intrinsic]
    public static bool AreSame<T>(ref readonly T left, ref readonly T right)
        where T : allows ref struct
    {
        ThrowHelpers.ThrowNotSupportedException();
        return false;
    }

    [Intrinsic]
    public static T ReadUnaligned<T>(ref readonly byte source)
        where T : allows ref struct
    {
        ThrowHelpers.ThrowNotSupportedException();
        return default!;
    }

    [Intrinsic]
    public static void WriteUnaligned<T>(ref byte destination, T value)
        where T : allows ref struct
    {
        ThrowHelpers.ThrowNotSupportedException();
    }

    [Intrinsic]
    public static ref T AsRef<T>(void* source)
        where T : allows ref struct
    {
        ThrowHelpers.ThrowNotSupportedException();
        return ref *(T*)source;
    }

    [Intrinsic]
    public static ref T AsRef<T>(scoped ref readonly T source)
        where T : allows ref struct
    {
        ThrowHelpers.ThrowNotSupportedException();
        return ref *(T*)null;
    }

    [Intrinsic]
    public static int SizeOf<T>()
        where T : allows ref struct => sizeof(T);

    public static ref T NullRef<T>()
        where T : allows ref struct => ref *(T*)null;

    public static bool IsNullRef<T>(ref readonly T source)
        where T : allows ref struct => AsPointer(in source) == null;
}
