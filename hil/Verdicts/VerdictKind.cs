// The possible judgements.

namespace RustKernel.Hil.Verdicts;

/// <summary>What a run or a series of runs shows.</summary>
public enum VerdictKind
{
    /// <summary>Everything asked for was done and was right.</summary>
    Pass,

    /// <summary>The kernel did something wrong.</summary>
    Fail,

    /// <summary>Of repeated runs some passed and some failed.</summary>
    Flaky,

    /// <summary>The request cannot be met: a suite that the kernel does not have.</summary>
    Usage,

    /// <summary>The rig, not the kernel: emulator, serial line, power, host. Says nothing about the kernel.</summary>
    Infrastructure,
}
