// The kernel's side of CoreLib's throw helpers: where a service would get an exception, the kernel panics, because
// only a bug in the kernel leads here.

using System.Runtime;

namespace RustKernel.Panic;

internal static class ThrowHandlers
{
    [RuntimeExport("rt_throw_index_out_of_range")]
    private static void IndexOutOfRange() => KernelPanic.Because("array or span index out of range"u8);

    [RuntimeExport("rt_throw_divide_by_zero")]
    private static void DivideByZero() => KernelPanic.Because("division by zero"u8);

    [RuntimeExport("rt_throw_overflow")]
    private static void Overflow() => KernelPanic.Because("arithmetic overflow"u8);

    [RuntimeExport("rt_throw_null_reference")]
    private static void NullReference() => KernelPanic.Because("null reference"u8);

    [RuntimeExport("rt_throw_argument")]
    private static void Argument() => KernelPanic.Because("bad argument"u8);

    [RuntimeExport("rt_throw_argument_out_of_range")]
    private static void ArgumentOutOfRange() => KernelPanic.Because("argument out of range"u8);

    [RuntimeExport("rt_throw_invalid_operation")]
    private static void InvalidOperation() => KernelPanic.Because("operation not valid now"u8);

    [RuntimeExport("rt_throw_not_supported")]
    private static void NotSupported() => KernelPanic.Because("operation not supported"u8);

    [RuntimeExport("rt_throw_invalid_cast")]
    private static void InvalidCast() => KernelPanic.Because("invalid cast"u8);

    [RuntimeExport("rt_throw_array_type_mismatch")]
    private static void ArrayTypeMismatch() => KernelPanic.Because("array element of the wrong type"u8);

    [RuntimeExport("rt_throw_platform_not_supported")]
    private static void PlatformNotSupported() => KernelPanic.Because("operation not supported on this platform"u8);

    [RuntimeExport("rt_throw_not_implemented")]
    private static void NotImplemented() => KernelPanic.Because("operation without a body"u8);

    [RuntimeExport("rt_throw_invalid_program")]
    private static void InvalidProgram() => KernelPanic.Because("invalid program"u8);

    [RuntimeExport("rt_throw_feature_body_removed")]
    private static void FeatureBodyRemoved() => KernelPanic.Because("method body removed by the compiler"u8);

    [RuntimeExport("rt_throw_body_removed")]
    private static void BodyRemoved() => KernelPanic.Because("method body removed by the compiler"u8);

    [RuntimeExport("rt_stack_smashed")]
    private static void StackSmashed() => KernelPanic.Because("stack buffer overrun: the cookie is damaged"u8);
}
