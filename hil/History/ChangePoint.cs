// Where a metric moved to another level.

namespace RustKernel.Hil.History;

/// <summary>A step in a series.</summary>
/// <param name="Index">The first point of the new level.</param>
/// <param name="Before">The median of the level before.</param>
/// <param name="After">The median of the new level.</param>
public sealed record ChangePoint(int Index, double Before, double After)
{
    /// <summary>The step as a fraction of the level before: 0.1 is 10 % more. Infinite when the level before was 0.</summary>
    public double Relative => (After - Before) / System.Math.Abs(Before);
}
