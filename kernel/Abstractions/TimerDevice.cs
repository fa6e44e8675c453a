// The contract between kernel and timer drivers. It keeps no deadlines; the kernel does.

namespace RustKernel;

/// <summary>
/// A counter that never stops and, on each CPU, one compare value that raises an interrupt.
/// Implementations are preinitialised singletons; they allocate
/// nothing and take no lock. Everything but the frequency concerns the calling CPU.
/// </summary>
public abstract class TimerDevice
{
    /// <summary>Counter ticks a second; 0 before the driver's initialisation.</summary>
    public abstract ulong FrequencyHz { get; }

    /// <summary>The counter, in ticks. Never goes back; the same on every CPU.</summary>
    public abstract ulong ReadCounter();

    /// <summary>
    /// Sets when the interrupt comes, in counter ticks. It is level-triggered: it stays while the
    /// counter is at or past this value and goes away when a later one is set. A value in the past
    /// raises it at once.
    /// </summary>
    public abstract void SetCompare(ulong counterTicks);

    /// <summary>Allows the calling CPU's timer to raise its interrupt. Set a compare value first.</summary>
    public abstract void Start();

    /// <summary>Stops the calling CPU's timer; its interrupt goes away.</summary>
    public abstract void Stop();

    /// <summary>True when the calling CPU's timer asserts its interrupt now.</summary>
    public abstract bool IsAsserted { get; }
}
