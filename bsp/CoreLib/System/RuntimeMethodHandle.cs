// The result of ldtoken. Opaque: nothing on the target reads it.

namespace System;

public struct RuntimeMethodHandle
{
    private nint _value;
}
