// An attribute that the compilers look for by name.

namespace System.Diagnostics.CodeAnalysis;

public sealed class DisallowNullAttribute : Attribute
{
}
