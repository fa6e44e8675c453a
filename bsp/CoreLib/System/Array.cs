// The base of every array: its length. Elements follow after it.

namespace System;

public abstract class Array
{
    // The compiler fixes name and place; the element data begins 16 bytes into the object.
    internal int _numComponents;

    public int Length => _numComponents;
}

// The compiler gives every T[] the members of this type. One file with Array: neither exists without the other.
internal class Array<T> : Array
{
}
