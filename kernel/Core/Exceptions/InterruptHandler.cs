// What the kernel calls when an interrupt comes.

namespace RustKernel.Exceptions;

/// <summary>
/// Handles one or more interrupts. Implementations are preinitialised singletons. Called with IRQs
/// masked, on the CPU that took the interrupt.
/// </summary>
public abstract class InterruptHandler
{
    /// <summary>Deals with interrupt <paramref name="intid"/>; a level-triggered device must be quiet when this returns.</summary>
    public abstract void Handle(Intid intid);

    /// <summary>
    /// Its interrupts are held (<see cref="InterruptController.Hold"/>) when they come, before <see cref="Handle"/>, until somebody lets
    /// them go: a device may be noisy yet when that returns. The same at all times.
    /// </summary>
    public readonly bool HoldsLines;

    /// <summary>A handler whose device is quiet when <see cref="Handle"/> returns.</summary>
    protected InterruptHandler()
    {
    }

    /// <summary>A handler; <paramref name="holdsLines"/>: see <see cref="HoldsLines"/>.</summary>
    protected InterruptHandler(bool holdsLines) => HoldsLines = holdsLines;
}
