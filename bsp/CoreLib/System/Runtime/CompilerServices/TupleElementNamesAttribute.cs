// An attribute that the compilers look for by name.

namespace System.Runtime.CompilerServices;

public sealed class TupleElementNamesAttribute : Attribute
{
    public TupleElementNamesAttribute(string?[] transformNames) => TransformNames = transformNames;

    public string?[] TransformNames { get; }
}
