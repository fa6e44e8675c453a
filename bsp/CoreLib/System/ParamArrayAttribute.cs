// An attribute that the compilers look for by name.

namespace System;

public sealed class ParamArrayAttribute : Attribute
{
}
