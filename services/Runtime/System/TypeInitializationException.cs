// As .NET's: a static initialiser threw, and its class cannot be used.

namespace System;

public sealed class TypeInitializationException : SystemException
{
    private readonly string? _typeName;

    public TypeInitializationException(string? fullTypeName, Exception? innerException)
        : base("The type initializer for '" + fullTypeName + "' threw an exception.", innerException) => _typeName = fullTypeName;

    public string TypeName => _typeName ?? "";
}
