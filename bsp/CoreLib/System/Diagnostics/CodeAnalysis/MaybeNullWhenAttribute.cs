// An attribute that the compilers look for by name.

namespace System.Diagnostics.CodeAnalysis;

public sealed class MaybeNullWhenAttribute : Attribute
{
    public MaybeNullWhenAttribute(bool returnValue) => ReturnValue = returnValue;

    public bool ReturnValue { get; }
}
