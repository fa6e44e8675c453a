// The primitive nuint: an integer as wide as an address (64 bits here).

namespace System;

public readonly partial struct UIntPtr : IEquatable<nuint>
{
    public static readonly nuint Zero;

    private readonly unsafe void* _value;

    public static int Size => 8;

    // SAFETY: only compares and folds the stored address as a number; it is never dereferenced.
    public unsafe bool Equals(nuint other) => (nuint)_value == other;

    // SAFETY: as above.
    public unsafe override bool Equals(object? obj) => obj is nuint other && (nuint)_value == other;

    // SAFETY: as above.
    public unsafe override int GetHashCode() => (int)(long)_value ^ (int)((long)_value >> 32);
}
