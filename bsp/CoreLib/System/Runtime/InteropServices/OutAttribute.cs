// An attribute that the compilers look for by name.

namespace System.Runtime.InteropServices;

public sealed class OutAttribute : Attribute
{
}
