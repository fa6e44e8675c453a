// An attribute that the compilers look for by name.

namespace System.Runtime.CompilerServices;

public sealed class IsReadOnlyAttribute : Attribute
{
}
