// Where compiled code goes when the language requires an exception. Each is an import: the kernel implements it as a
// panic, services/Runtime as a real exception. None returns.

using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace Internal.Runtime.CompilerHelpers;

internal static class ThrowHelpers
{
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "rt_throw_index_out_of_range")]
    internal static extern void ThrowIndexOutOfRangeException();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "rt_throw_divide_by_zero")]
    internal static extern void ThrowDivideByZeroException();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "rt_throw_overflow")]
    internal static extern void ThrowOverflowException();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "rt_throw_null_reference")]
    internal static extern void ThrowNullReferenceException();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "rt_throw_argument")]
    internal static extern void ThrowArgumentException();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "rt_throw_argument_out_of_range")]
    internal static extern void ThrowArgumentOutOfRangeException();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "rt_throw_invalid_operation")]
    internal static extern void ThrowInvalidOperationException();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "rt_throw_not_supported")]
    internal static extern void ThrowNotSupportedException();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "rt_throw_invalid_cast")]
    internal static extern void ThrowInvalidCastException();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "rt_throw_array_type_mismatch")]
    internal static extern void ThrowArrayTypeMismatchException();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "rt_throw_platform_not_supported")]
    internal static extern void ThrowPlatformNotSupportedException();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "rt_throw_not_implemented")]
    internal static extern void ThrowNotImplementedException();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "rt_throw_invalid_program")]
    internal static extern void ThrowInvalidProgramException();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "rt_throw_feature_body_removed")]
    internal static extern void ThrowFeatureBodyRemoved();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "rt_throw_body_removed")]
    internal static extern void ThrowBodyRemoved();
}
