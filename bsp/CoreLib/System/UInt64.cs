// The primitive ulong. The compiler knows its arithmetic; only the members that the target uses are here.

namespace System;

public readonly partial struct UInt64 : IComparable<ulong>, IEquatable<ulong>
{
    public const ulong MaxValue = 0xFFFFFFFFFFFFFFFF;
    public const ulong MinValue = 0;

    private readonly ulong _value;

    public int CompareTo(ulong value) => _value < value ? -1 : _value > value ? 1 : 0;

    public bool Equals(ulong obj) => _value == obj;

    public override bool Equals(object? obj) => obj is ulong other && _value == other;

    public override int GetHashCode() => (int)_value ^ (int)(_value >> 32);
}
