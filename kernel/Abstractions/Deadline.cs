// Until when a call waits.

namespace RustKernel;

/// <summary>An absolute time: a value of CNTVCT_EL0.</summary>
/// <param name="ticks">The counter's value. 0 does not wait.</param>
public readonly struct Deadline(ulong ticks)
{
    /// <summary>Waits as long as it takes.</summary>
    public static Deadline Never => new(ulong.MaxValue);

    /// <summary>Does not wait at all.</summary>
    public static Deadline Now => default;

    /// <summary>The counter's value.</summary>
    public ulong Ticks { get; } = ticks;

    /// <summary>It is <see cref="Never"/>.</summary>
    public bool IsNever => Ticks == ulong.MaxValue;

    /// <summary>It is <see cref="Now"/>.</summary>
    public bool IsNow => Ticks == 0;

    /// <summary>Whether the counter's value <paramref name="counter"/> has reached it.</summary>
    public bool IsReached(ulong counter) => counter >= Ticks;

    /// <summary>The earlier of it and <paramref name="other"/>.</summary>
    public Deadline Or(Deadline other) => other.Ticks < Ticks ? other : this;
}
