// The primitive float. Kernel code does not use floating point (a build check ensures this); services may use it.

namespace System;

public readonly partial struct Single
{
    private readonly float _value;
}
