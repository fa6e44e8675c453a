// Any object, seen as its first byte after the type: what the compiler unboxes through.

namespace System.Runtime.CompilerServices;

internal class RawData
{
    public byte Data;
}
