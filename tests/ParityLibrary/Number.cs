namespace RustKernel.ParityLibrary;

/// <summary>A number.</summary>
public class Number(int value) : Node
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IVisitor<TResult> visitor) => visitor.Number(value);
}
