// One rule of the judge.

using System;

namespace RustKernel.Hil.Verdicts;

/// <summary>A rule: the first that has a verdict decides.</summary>
/// <param name="Name">Its name in docs/REPORTS.md.</param>
/// <param name="Kind">What it judges.</param>
/// <param name="Judge">Its verdict; null when it does not apply.</param>
public sealed record JudgeRule(string Name, VerdictKind Kind, Func<RunObserver, Verdict?> Judge)
{
    /// <summary>True for what the kernel did: such evidence never leads to another try, and faults of the line never outrank it.</summary>
    public bool IsKernelFault { get; init; }
}
