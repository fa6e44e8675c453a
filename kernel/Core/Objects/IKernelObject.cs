// What the kernel has slots for.

namespace RustKernel.Objects;

/// <summary>An object in a pool: its type says its kind, so that a <see cref="Slot{T}"/> needs none beside it.</summary>
public interface IKernelObject
{
    /// <summary>The kind of all objects of the type.</summary>
    static abstract ObjectKind Kind { get; }
}
