// One measurement and its budget.

using System;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Reports.Benchmarks;

/// <summary>One line of the comparison.</summary>
/// <param name="Name">The metric.</param>
/// <param name="Value">What was measured; null when nothing was.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Budget">Its budget; null when there is none.</param>
public sealed record BenchmarkResult(string Name, decimal? Value, string Unit, Budget? Budget)
{
    // Below this part of the budget, lower the budget to this multiple of the value, so that it need not be lowered again at once.
    private const decimal WellBelow = 0.9m;
    private const decimal Slack = 1.05m;

    /// <summary>How the value compares with the budget.</summary>
    public BudgetState State
        => Budget is null ? BudgetState.NoBudget
            : Value is not { } value ? BudgetState.NotMeasured
            : Unit != Budget.Unit ? BudgetState.OtherUnit
            : value > Budget.Most ? BudgetState.Exceeded
            : value < Budget.Most * WellBelow ? BudgetState.WellBelow
            : BudgetState.Within;

    /// <summary>True when the run must fail because of it.</summary>
    public bool IsFailure => State is BudgetState.Exceeded or BudgetState.NotMeasured or BudgetState.OtherUnit;

    /// <summary>The budget that fits the value.</summary>
    public int Suggested => (int)Math.Ceiling((Value ?? 0) * Slack);
}
