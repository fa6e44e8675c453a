// How a measurement compares with its budget.

namespace RustKernel.Hil.Reports.Benchmarks;

/// <summary>The outcome of one comparison.</summary>
public enum BudgetState
{
    /// <summary>Not above the budget, nor far below.</summary>
    Within,

    /// <summary>So far below that the budget should be lowered.</summary>
    WellBelow,

    /// <summary>Above the budget: a failure.</summary>
    Exceeded,

    /// <summary>There is a budget, but nothing was measured: a failure.</summary>
    NotMeasured,

    /// <summary>Measured in another unit than the budget's: a failure.</summary>
    OtherUnit,

    /// <summary>There is no budget.</summary>
    NoBudget,
}
