// The time of a driver that waits for hardware.

namespace RustKernel.Drivers.Sdhci;

/// <summary>
/// A clock that a driver reads and waits by. Implemented by the counter on the target; in tests it
/// is the fake's own time.
/// </summary>
public interface ISdhciClock
{
    /// <summary>Microseconds since some moment; never less than before.</summary>
    ulong Microseconds { get; }

    /// <summary>Returns no sooner than after <paramref name="microseconds"/>. Others may run meanwhile.</summary>
    void Wait(uint microseconds);
}
