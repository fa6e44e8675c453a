namespace RustKernel.Objects;

/// <summary>An object in a kernel pool. Its type gives its kind, so a <see cref="Slot{T}"/> needs no kind.</summary>
public interface IKernelObject
{
    /// <summary>The kind of all objects of the type.</summary>
    static abstract ObjectKind Kind { get; }
}
