// An attribute that the compilers look for by name.

namespace System.Diagnostics.CodeAnalysis;

public sealed class NotNullWhenAttribute : Attribute
{
    public NotNullWhenAttribute(bool returnValue) => ReturnValue = returnValue;

    public bool ReturnValue { get; }
}
