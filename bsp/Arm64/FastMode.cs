using System;

namespace RustKernel.Arm64;

/// <summary>
/// How message calls begin on a CPU; FastPath.S tests the bits. Without any bit the fast path runs at once: no other CPU is online,
/// so it needs no gate.
/// </summary>
[Flags]
public enum FastMode : uint
{
    /// <summary>At once.</summary>
    Alone = 0,

    /// <summary>Other CPUs are online: under this CPU's gate.</summary>
    Others = 1,

    /// <summary>Not at all: C# does every call.</summary>
    Off = 2,

    /// <summary>Both paths make every call, under the kernel lock, and their results are compared.</summary>
    Checked = 4,
}
