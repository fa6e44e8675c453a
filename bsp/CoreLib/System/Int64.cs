// The primitive long. The compiler knows its arithmetic; only the members that the target uses are here.

namespace System;

public readonly partial struct Int64 : IComparable<long>, IEquatable<long>
{
    public const long MaxValue = 0x7FFFFFFFFFFFFFFF;
    public const long MinValue = unchecked((long)0x8000000000000000);

    private readonly long _value;

    public int CompareTo(long value) => _value < value ? -1 : _value > value ? 1 : 0;

    public bool Equals(long obj) => _value == obj;

    public override bool Equals(object? obj) => obj is long other && _value == other;

    public override int GetHashCode() => (int)_value ^ (int)(_value >> 32);
}
