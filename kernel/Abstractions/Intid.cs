// The number of an interrupt in the interrupt controller, as a type, so that no one mixes it with other numbers.

using System;

namespace RustKernel;

/// <summary>
/// An interrupt's INTID: 0 to 15 are SGIs (sent by CPUs), 16 to 31 PPIs (a device of one CPU), 32 to 1019 SPIs (shared devices), 1020 to
/// 1023 special answers that name no interrupt. [IHI0069, INTIDs]
/// </summary>
public readonly struct Intid : IEquatable<Intid>
{
    /// <summary>First PPI.</summary>
    public const uint FirstPpi = 16;

    /// <summary>First SPI.</summary>
    public const uint FirstSpi = 32;

    /// <summary>First special number; also the exclusive end of the SPIs.</summary>
    public const uint FirstSpecial = 1020;

    /// <summary>The number.</summary>
    public readonly uint Value;

    /// <summary>Wraps <paramref name="value"/> (0 to 1023).</summary>
    public Intid(uint value) => Value = value;

    /// <summary>Sent by a CPU to CPUs; banked: each CPU has its own.</summary>
    public bool IsSgi => Value < FirstPpi;

    /// <summary>From a device that each CPU has for itself, such as the timer; banked.</summary>
    public bool IsPpi => Value - FirstPpi < FirstSpi - FirstPpi;

    /// <summary>From a shared device.</summary>
    public bool IsSpi => Value - FirstSpi < FirstSpecial - FirstSpi;

    /// <summary>Names no interrupt: the answer to an acknowledge when nothing is pending for this CPU ("spurious").</summary>
    public bool IsSpecial => Value >= FirstSpecial;

    /// <summary>Same interrupt.</summary>
    public static bool operator ==(Intid left, Intid right) => left.Value == right.Value;

    /// <summary>Different interrupts.</summary>
    public static bool operator !=(Intid left, Intid right) => left.Value != right.Value;

    /// <inheritdoc/>
    public bool Equals(Intid other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Intid other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Value;
}
