namespace RustKernel.ParityLibrary;

/// <summary>A tree of sums, with visitors that return any type.</summary>
public abstract class Node
{
    /// <summary>The result of <paramref name="visitor"/> for it.</summary>
    public abstract TResult Accept<TResult>(IVisitor<TResult> visitor);

    /// <summary>A name with a value of any type.</summary>
    public virtual string Tag<TValue>(TValue value) => $"node {value}";

    /// <summary>Calls a generic virtual method in the library, on a class that the library may not know.</summary>
    public static string Tagged<TValue>(Node node, TValue value) => node.Tag(value) + "/" + node.Tag((value, 1));
}
