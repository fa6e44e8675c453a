// The primitive nint: an integer as wide as an address (64 bits here).

namespace System;

public readonly partial struct IntPtr : IEquatable<nint>
{
    public static readonly nint Zero;

    private readonly unsafe void* _value;

    public static int Size => 8;

    // SAFETY: only compares and folds the stored address as a number; it is never dereferenced.
    public unsafe bool Equals(nint other) => (nint)_value == other;

    // SAFETY: as above.
    public unsafe override bool Equals(object? obj) => obj is nint other && (nint)_value == other;

    // SAFETY: as above.
    public unsafe override int GetHashCode() => (int)(long)_value ^ (int)((long)_value >> 32);
}
