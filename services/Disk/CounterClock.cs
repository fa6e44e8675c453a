using RustKernel.Drivers.Sdhci;
using RustKernel.User;

namespace RustKernel.Services.Disk;

/// <summary>
/// The machine's counter, by which drivers wait. A long wait lets other threads run, and shows that the service lives: a card that fails
/// slowly takes longer than the service's watch. The driver's waits all end, so a service that hangs is still found.
/// </summary>
internal readonly struct CounterClock : ISdhciClock
{
    private const uint Microsecond = 1_000_000;
    private const uint LongMicroseconds = 50;

    /// <inheritdoc/>
    public ulong Microseconds
    {
        get
        {
            ulong counter = Kernel.ReadCounter();
            ulong hertz = Own.Hertz;
            return (counter / hertz * Microsecond) + (counter % hertz * Microsecond / hertz);
        }
    }

    /// <inheritdoc/>
    public void Wait(uint microseconds)
    {
        ulong end = Microseconds + microseconds + 1;
        while (Microseconds < end)
        {
            if (microseconds >= LongMicroseconds)
            {
                _ = Kernel.Yield();
                Pulse.Beat();
            }
        }
    }
}
