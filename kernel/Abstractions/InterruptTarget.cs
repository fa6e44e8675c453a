// A CPU as the interrupt controller addresses it.

namespace RustKernel;

/// <summary>
/// The address of a CPU within its interrupt controller: what
/// <see cref="InterruptController.InitialiseCpu"/> of that CPU returned. The kernel keeps it in
/// the CPU's block and looks into it never.
/// </summary>
public readonly struct InterruptTarget
{
    /// <summary>Driver's own encoding: a CPU-interface mask (GICv2) or affinity fields in MPIDR_EL1's places (GICv3).</summary>
    public readonly ulong Value;

    /// <summary>Wraps <paramref name="value"/>; for drivers.</summary>
    public InterruptTarget(ulong value) => Value = value;
}
