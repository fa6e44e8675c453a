namespace RustKernel;

/// <summary>
/// A CPU's address in the interrupt controller: the value that
/// <see cref="InterruptController.InitialiseCpu"/> returned on that CPU. The kernel keeps it in the
/// CPU's block and never looks inside.
/// </summary>
public readonly struct InterruptTarget
{
    /// <summary>The driver's own encoding: a CPU-interface mask (GICv2) or affinity fields in MPIDR_EL1's places (GICv3).</summary>
    public readonly ulong Value;

    /// <summary>Wraps <paramref name="value"/>; for drivers.</summary>
    public InterruptTarget(ulong value) => Value = value;
}
