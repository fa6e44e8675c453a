// The primitive int. The compiler knows its arithmetic; only the members that the target uses are here.

namespace System;

public readonly partial struct Int32 : IComparable<int>, IEquatable<int>
{
    public const int MaxValue = 0x7FFFFFFF;
    public const int MinValue = unchecked((int)0x80000000);

    private readonly int _value;

    public int CompareTo(int value) => _value < value ? -1 : _value > value ? 1 : 0;

    public bool Equals(int obj) => _value == obj;

    public override bool Equals(object? obj) => obj is int other && _value == other;

    public override int GetHashCode() => _value;
}
