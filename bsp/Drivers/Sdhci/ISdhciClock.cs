namespace RustKernel.Drivers.Sdhci;

/// <summary>
/// A clock by which a driver waits for hardware. The counter implements it on the target; in tests it is the fake's own time.
/// </summary>
public interface ISdhciClock
{
    /// <summary>Microseconds since a fixed moment; never decreases.</summary>
    ulong Microseconds { get; }

    /// <summary>Waits at least <paramref name="microseconds"/>. Others may run in between.</summary>
    void Wait(uint microseconds);
}
