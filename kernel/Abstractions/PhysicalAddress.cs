using System;

namespace RustKernel;

/// <summary>
/// A physical address in bytes, of RAM or device registers as the interconnect sees them. A type, so that no one mixes
/// it with a virtual one.
/// </summary>
public readonly struct PhysicalAddress : IEquatable<PhysicalAddress>
{
    /// <summary>The address as a number, in bytes.</summary>
    public readonly ulong Value;

    /// <summary>Wraps <paramref name="value"/> (bytes).</summary>
    public PhysicalAddress(ulong value) => Value = value;

    /// <summary>The address <paramref name="bytes"/> further; wraps round at 2^64, callers check ranges first.</summary>
    public static PhysicalAddress operator +(PhysicalAddress address, ulong bytes) => new(address.Value + bytes);

    /// <summary>The distance in bytes from <paramref name="right"/> to <paramref name="left"/>.</summary>
    public static ulong operator -(PhysicalAddress left, PhysicalAddress right) => left.Value - right.Value;

    /// <summary>Same address.</summary>
    public static bool operator ==(PhysicalAddress left, PhysicalAddress right) => left.Value == right.Value;

    /// <summary>Different addresses.</summary>
    public static bool operator !=(PhysicalAddress left, PhysicalAddress right) => left.Value != right.Value;

    /// <summary>Lower address.</summary>
    public static bool operator <(PhysicalAddress left, PhysicalAddress right) => left.Value < right.Value;

    /// <summary>Higher address.</summary>
    public static bool operator >(PhysicalAddress left, PhysicalAddress right) => left.Value > right.Value;

    /// <summary>Lower or same address.</summary>
    public static bool operator <=(PhysicalAddress left, PhysicalAddress right) => left.Value <= right.Value;

    /// <summary>Higher or same address.</summary>
    public static bool operator >=(PhysicalAddress left, PhysicalAddress right) => left.Value >= right.Value;

    /// <summary>True when the address is a multiple of <paramref name="alignment"/> (a power of two, bytes).</summary>
    public bool IsAligned(ulong alignment) => (Value & (alignment - 1)) == 0;

    /// <inheritdoc/>
    public bool Equals(PhysicalAddress other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PhysicalAddress other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)(Value >> 4);
}
