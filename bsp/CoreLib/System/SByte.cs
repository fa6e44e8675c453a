// The primitive sbyte. The compiler knows its arithmetic; only the members that the target uses are here.

namespace System;

public readonly partial struct SByte : IComparable<sbyte>, IEquatable<sbyte>
{
    public const sbyte MaxValue = 127;
    public const sbyte MinValue = -128;

    private readonly sbyte _value;

    public int CompareTo(sbyte value) => _value < value ? -1 : _value > value ? 1 : 0;

    public bool Equals(sbyte obj) => _value == obj;

    public override bool Equals(object? obj) => obj is sbyte other && _value == other;

    public override int GetHashCode() => _value;
}
