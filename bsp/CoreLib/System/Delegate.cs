// Delegates as the compiler lays them out. The kernel creates none; the helper methods come with the userland runtime.

namespace System;

public abstract class Delegate
{
    // Names and order are the compiler's.
    internal object? _firstParameter;
    internal object? _helperObject;
    internal nint _extraFunctionPointerOrData;
    internal nint _functionPointer;

    internal struct Wrapper
    {
        public Delegate Value;
    }
}
