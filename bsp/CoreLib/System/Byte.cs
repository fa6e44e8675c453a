// The primitive byte. The compiler knows its arithmetic; only the members that the target uses are here.

namespace System;

public readonly partial struct Byte : IComparable<byte>, IEquatable<byte>
{
    public const byte MaxValue = 255;
    public const byte MinValue = 0;

    private readonly byte _value;

    public int CompareTo(byte value) => _value < value ? -1 : _value > value ? 1 : 0;

    public bool Equals(byte obj) => _value == obj;

    public override bool Equals(object? obj) => obj is byte other && _value == other;

    public override int GetHashCode() => _value;
}
