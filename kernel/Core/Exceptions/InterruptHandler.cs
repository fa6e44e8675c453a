namespace RustKernel.Exceptions;

/// <summary>
/// Handles one or more interrupts of the kernel. Implementations are preinitialised singletons.
/// Called with IRQs masked, on the CPU that took the interrupt.
/// </summary>
public abstract class InterruptHandler
{
    /// <summary>Handles interrupt <paramref name="intid"/>; a level-triggered device must be quiet when this returns.</summary>
    public abstract void Handle(Intid intid);

    /// <summary>
    /// The dispatcher holds its interrupts (<see cref="InterruptController.Hold"/>) before <see cref="Handle"/>, until someone releases
    /// them: the device may still be noisy when that returns. Never changes.
    /// </summary>
    public readonly bool HoldsLines;

    /// <summary>A handler whose device is quiet when <see cref="Handle"/> returns.</summary>
    protected InterruptHandler()
    {
    }

    /// <summary>A handler; <paramref name="holdsLines"/>: see <see cref="HoldsLines"/>.</summary>
    protected InterruptHandler(bool holdsLines) => HoldsLines = holdsLines;
}
