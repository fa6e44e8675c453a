// Delegates in the compiler's layout. The kernel creates none; the helper methods come with the userland runtime.

namespace System;

public abstract class Delegate
{
    // The compiler fixes names and order.
    internal object? _firstParameter;
    internal object? _helperObject;
    internal nint _extraFunctionPointerOrData;
    internal nint _functionPointer;

    internal struct Wrapper
    {
        public Delegate Value;
    }
}
