// One rule of the architecture that one pair of places broke.

namespace RustKernel.Hil.Drivers.Qemu;

/// <summary>A violation as the plugin reports it.</summary>
/// <param name="Rule">The rule: R1 to R20, docs/ARCH-CHECK.md.</param>
/// <param name="Count">How often these two places broke it.</param>
/// <param name="Address">Address of the instruction that the report is about.</param>
/// <param name="Other">Address of the instruction that revealed it; 0 when it is the same.</param>
/// <param name="Caller">The link register at the first violation: the caller, when the instruction is in a leaf function.</param>
/// <param name="Subject">The address that was accessed, where there is one.</param>
/// <param name="Cpu">The CPU of the first violation.</param>
/// <param name="Text">What is wrong.</param>
internal sealed record ArchViolation(
    string Rule,
    ulong Count,
    ulong Address,
    ulong Other,
    ulong Caller,
    ulong Subject,
    uint Cpu,
    string Text);
