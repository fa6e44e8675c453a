// The primitive ushort. The compiler knows its arithmetic; only the members that the target uses are here.

namespace System;

public readonly partial struct UInt16 : IComparable<ushort>, IEquatable<ushort>
{
    public const ushort MaxValue = 65535;
    public const ushort MinValue = 0;

    private readonly ushort _value;

    public int CompareTo(ushort value) => _value < value ? -1 : _value > value ? 1 : 0;

    public bool Equals(ushort obj) => _value == obj;

    public override bool Equals(object? obj) => obj is ushort other && _value == other;

    public override int GetHashCode() => _value;
}
