// The primitive bool.

namespace System;

public readonly partial struct Boolean : IEquatable<bool>
{
    private readonly bool _value;

    public bool Equals(bool obj) => _value == obj;

    public override bool Equals(object? obj) => obj is bool other && _value == other;

    public override int GetHashCode() => _value ? 1 : 0;
}
