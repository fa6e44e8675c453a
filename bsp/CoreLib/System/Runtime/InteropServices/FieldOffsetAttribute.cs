// An attribute that the compilers look for by name.

namespace System.Runtime.InteropServices;

public sealed class FieldOffsetAttribute : Attribute
{
    public FieldOffsetAttribute(int offset) => Value = offset;

    public int Value { get; }
}
