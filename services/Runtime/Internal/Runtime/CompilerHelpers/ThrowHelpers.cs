// Compiled code calls these when the language requires an exception. None returns.

using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Internal.Runtime.CompilerHelpers;

internal static class ThrowHelpers
{
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowIndexOutOfRangeException() => throw new IndexOutOfRangeException();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowDivideByZeroException() => throw new DivideByZeroException();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowOverflowException() => throw new OverflowException();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowNullReferenceException() => throw new NullReferenceException();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowArgumentException() => throw new ArgumentException("Destination is too short. (Parameter 'destination')");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowArgumentOutOfRangeException() => throw new ArgumentOutOfRangeException();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowInvalidOperationException() => throw new InvalidOperationException("Nullable object must have a value.");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowNotSupportedException() => throw new NotSupportedException();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowInvalidCastException() => throw new InvalidCastException();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowArrayTypeMismatchException() => throw new ArrayTypeMismatchException();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowNotImplementedException() => throw new NotImplementedException();

    // ilc's scanner does not foresee these four: so they must not need a type that nothing else needs.
    [DoesNotReturn]
    internal static void ThrowPlatformNotSupportedException() => RustKernel.Runtime.Native.FailFast();

    [DoesNotReturn]
    internal static void ThrowInvalidProgramException(int id) => RustKernel.Runtime.Native.FailFast();

    [DoesNotReturn]
    internal static void ThrowInvalidProgramExceptionWithArgument(int id, string methodName) => Missing(methodName);

    [DoesNotReturn]
    internal static void ThrowTypeLoadException(int id, string className, string typeName) => Missing(className);

    [DoesNotReturn]
    internal static void ThrowTypeLoadExceptionWithArgument(int id, string className, string typeName, string messageArg) =>
        Missing(className);

    [DoesNotReturn]
    internal static void ThrowMissingMethodException(int id, string methodName) => Missing(methodName);

    [DoesNotReturn]
    internal static void ThrowMissingFieldException(int id, string fieldName) => Missing(fieldName);

    [DoesNotReturn]
    internal static void ThrowFileNotFoundException(int id, string fileName) => Missing(fileName);

    [DoesNotReturn]
    internal static void ThrowBadImageFormatException(int id) => RustKernel.Runtime.Native.FailFast();

    [DoesNotReturn]
    internal static void ThrowMarshalDirectiveException(int id) => RustKernel.Runtime.Native.FailFast();

    [DoesNotReturn]
    internal static void ThrowAmbiguousMatchException(int id) => RustKernel.Runtime.Native.FailFast();

    [DoesNotReturn]
    internal static void ThrowInstanceBodyRemoved() => RustKernel.Runtime.Native.FailFast();

    [DoesNotReturn]
    internal static void ThrowUnavailableType() => RustKernel.Runtime.Native.FailFast();

    // Things that the compiler found broken or missing when it compiled the called method.
    [DoesNotReturn]
    private static void Missing(string name)
    {
        RustKernel.Runtime.DebugOutput.Write("Not in this program: "u8);
        RustKernel.Runtime.DebugOutput.Write(name);
        RustKernel.Runtime.DebugOutput.Write("\n"u8);
        RustKernel.Runtime.Native.FailFast();
    }

    [DoesNotReturn]
    internal static void ThrowFeatureBodyRemoved() => RustKernel.Runtime.Native.FailFast();

    [DoesNotReturn]
    internal static void ThrowBodyRemoved() => RustKernel.Runtime.Native.FailFast();

    [DoesNotReturn]
    internal static void ThrowNotSupportedInlineArrayEqualsGetHashCode() =>
        throw new NotSupportedException("Calling built-in Equals() or GetHashCode() on type marked as InlineArray is invalid.");
}
