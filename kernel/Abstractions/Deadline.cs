namespace RustKernel;

/// <summary>The time until which a call waits: an absolute value of CNTVCT_EL0.</summary>
/// <param name="ticks">The counter's value. 0: do not wait.</param>
public readonly struct Deadline(ulong ticks)
{
    /// <summary>Wait without limit.</summary>
    public static Deadline Never => new(ulong.MaxValue);

    /// <summary>Do not wait.</summary>
    public static Deadline Now => default;

    /// <summary>The counter's value.</summary>
    public ulong Ticks { get; } = ticks;

    /// <summary>True for <see cref="Never"/>.</summary>
    public bool IsNever => Ticks == ulong.MaxValue;

    /// <summary>True for <see cref="Now"/>.</summary>
    public bool IsNow => Ticks == 0;

    /// <summary>True when the counter, at <paramref name="counter"/>, has reached this time.</summary>
    public bool IsReached(ulong counter) => counter >= Ticks;

    /// <summary>The earlier of this time and <paramref name="other"/>.</summary>
    public Deadline Or(Deadline other) => other.Ticks < Ticks ? other : this;
}
