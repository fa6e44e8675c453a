namespace RustKernel.Smp;

/// <summary>
/// A function that one CPU asks another to run. Registered with <see cref="Processors.Register"/>. Implementations are
/// preinitialised singletons.
/// </summary>
public abstract class CrossCall
{
    /// <summary>
    /// Runs on the other CPU, in interrupt context (<see cref="Processors.Call"/>: short, IRQs
    /// masked) or in its idle loop (<see cref="Processors.Post"/>: IRQs on).
    /// </summary>
    public abstract ulong Run(ulong argument);
}
