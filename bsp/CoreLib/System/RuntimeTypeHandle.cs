// The result of ldtoken. Opaque: nothing on the target reads it.

namespace System;

public struct RuntimeTypeHandle
{
    private nint _value;
}
