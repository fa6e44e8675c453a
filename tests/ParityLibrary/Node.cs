namespace RustKernel.ParityLibrary;

/// <summary>A tree of sums, visited by what gives something of any type.</summary>
public abstract class Node
{
    /// <summary>What <paramref name="visitor"/> makes of it.</summary>
    public abstract TResult Accept<TResult>(IVisitor<TResult> visitor);

    /// <summary>A name with a value of any type.</summary>
    public virtual string Tag<TValue>(TValue value) => $"node {value}";

    /// <summary>A call of a generic virtual method in the library, of a class that it may not know.</summary>
    public static string Tagged<TValue>(Node node, TValue value) => node.Tag(value) + "/" + node.Tag((value, 1));
}
