// The result of ldtoken. Opaque: nothing on the target reads it.

namespace System;

public struct RuntimeFieldHandle
{
    private nint _value;
}
