namespace RustKernel.ParityLibrary;

/// <summary>A sum.</summary>
public sealed class Sum(Node left, Node right) : Node
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IVisitor<TResult> visitor) => visitor.Sum(left, right);

    /// <inheritdoc/>
    public override string Tag<TValue>(TValue value) => $"sum {value}";
}
