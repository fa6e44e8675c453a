// The primitive short. The compiler knows its arithmetic; only the members that the target uses are here.

namespace System;

public readonly partial struct Int16 : IComparable<short>, IEquatable<short>
{
    public const short MaxValue = 32767;
    public const short MinValue = -32768;

    private readonly short _value;

    public int CompareTo(short value) => _value < value ? -1 : _value > value ? 1 : 0;

    public bool Equals(short obj) => _value == obj;

    public override bool Equals(object? obj) => obj is short other && _value == other;

    public override int GetHashCode() => _value;
}
