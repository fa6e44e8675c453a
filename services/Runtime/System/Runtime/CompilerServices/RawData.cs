// Any object, seen as its first byte after the type: the compiler unboxes through this.

namespace System.Runtime.CompilerServices;

internal class RawData
{
    public byte Data;
}
