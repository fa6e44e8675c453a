namespace RustKernel.ParityLibrary;

/// <summary>One method for each kind of node.</summary>
public interface IVisitor<out TResult>
{
    /// <summary>A number.</summary>
    TResult Number(int value);

    /// <summary>A sum.</summary>
    TResult Sum(Node left, Node right);
}
