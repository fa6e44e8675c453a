using System;

namespace RustKernel;

/// <summary>A virtual address in bytes, as the CPU sees it with the MMU on. A type, so that no one mixes it with a physical one.</summary>
public readonly struct VirtualAddress : IEquatable<VirtualAddress>
{
    /// <summary>The address as a number, in bytes.</summary>
    public readonly ulong Value;

    /// <summary>Wraps <paramref name="value"/> (bytes).</summary>
    public VirtualAddress(ulong value) => Value = value;

    /// <summary>The address <paramref name="bytes"/> further; wraps round at 2^64, callers check ranges first.</summary>
    public static VirtualAddress operator +(VirtualAddress address, ulong bytes) => new(address.Value + bytes);

    /// <summary>The distance in bytes from <paramref name="right"/> to <paramref name="left"/>.</summary>
    public static ulong operator -(VirtualAddress left, VirtualAddress right) => left.Value - right.Value;

    /// <summary>Same address.</summary>
    public static bool operator ==(VirtualAddress left, VirtualAddress right) => left.Value == right.Value;

    /// <summary>Different addresses.</summary>
    public static bool operator !=(VirtualAddress left, VirtualAddress right) => left.Value != right.Value;

    /// <summary>Lower address.</summary>
    public static bool operator <(VirtualAddress left, VirtualAddress right) => left.Value < right.Value;

    /// <summary>Higher address.</summary>
    public static bool operator >(VirtualAddress left, VirtualAddress right) => left.Value > right.Value;

    /// <summary>Lower or same address.</summary>
    public static bool operator <=(VirtualAddress left, VirtualAddress right) => left.Value <= right.Value;

    /// <summary>Higher or same address.</summary>
    public static bool operator >=(VirtualAddress left, VirtualAddress right) => left.Value >= right.Value;

    /// <summary>True when the address is a multiple of <paramref name="alignment"/> (a power of two, bytes).</summary>
    public bool IsAligned(ulong alignment) => (Value & (alignment - 1)) == 0;

    /// <inheritdoc/>
    public bool Equals(VirtualAddress other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is VirtualAddress other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)(Value >> 4);
}
