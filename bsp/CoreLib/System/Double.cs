// The primitive double. Kernel code does not use floating point (a build check ensures this); services may use it.

namespace System;

public readonly partial struct Double
{
    private readonly double _value;
}
