// An answer of a bring-up.

namespace RustKernel.Hil.Cli.Bringup;

/// <summary>The recordings' answer to one open question.</summary>
/// <param name="Entry">Words by which the README's entry is known.</param>
/// <param name="Answer">Empty when they say nothing.</param>
internal sealed record BringupFinding(string Entry, string Answer)
{
    /// <summary>True when the recordings say something.</summary>
    public bool IsAnswered => Answer.Length > 0;

    /// <inheritdoc/>
    public override string ToString() => $"{Entry}: {(IsAnswered ? Answer : "not shown by these recordings")}";
}
