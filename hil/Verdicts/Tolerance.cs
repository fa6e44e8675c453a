// Misbehaviour that a run may expect of a machine.

using System;

namespace RustKernel.Hil.Verdicts;

/// <summary>What a run may show without failing by it: a test that reboots the machine expects a restart.</summary>
[Flags]
public enum Tolerance
{
    /// <summary>Nothing: each of these decides the verdict.</summary>
    None = 0,

    /// <summary>A panic.</summary>
    Panic = 1,

    /// <summary>Another boot.</summary>
    Restart = 2,

    /// <summary>A serial line that was cut and came back.</summary>
    Gap = 4,

    /// <summary>Bytes that are no text.</summary>
    Garbage = 8,

    /// <summary>A kernel of another build than the image, or one that names none.</summary>
    OtherBuild = 16,

    /// <summary>A test of the kernel's own that is not ok.</summary>
    FailedTest = 32,
}
