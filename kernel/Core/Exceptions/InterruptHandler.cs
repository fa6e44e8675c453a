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
}
