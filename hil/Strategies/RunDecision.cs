// Whether a run continues.

namespace RustKernel.Hil.Strategies;

/// <summary>Continue, end, or end because a limit was passed.</summary>
/// <param name="IsEnd">True when the run is over.</param>
/// <param name="LimitName">The limit that was passed; empty otherwise.</param>
/// <param name="LimitAmount">The limit in words.</param>
public sealed record RunDecision(bool IsEnd, string LimitName, string LimitAmount)
{
    /// <summary>Nothing has ended the run yet.</summary>
    public static RunDecision GoOn { get; } = new(false, "", "");

    /// <summary>The run is over, and no limit was passed.</summary>
    public static RunDecision End { get; } = new(true, "", "");

    /// <summary>The run is over because the limit <paramref name="name"/> was passed.</summary>
    public static RunDecision OverLimit(string name, string amount) => new(true, name, amount);
}
