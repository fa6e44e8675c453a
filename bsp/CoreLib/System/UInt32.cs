// The primitive uint. The compiler knows its arithmetic; only the members that the target uses are here.

namespace System;

public readonly partial struct UInt32 : IComparable<uint>, IEquatable<uint>
{
    public const uint MaxValue = 0xFFFFFFFF;
    public const uint MinValue = 0;

    private readonly uint _value;

    public int CompareTo(uint value) => _value < value ? -1 : _value > value ? 1 : 0;

    public bool Equals(uint obj) => _value == obj;

    public override bool Equals(object? obj) => obj is uint other && _value == other;

    public override int GetHashCode() => (int)_value;
}
