// The kernel's own number of an object.

namespace RustKernel.Objects;

/// <summary>The place of an object in the array of its kind; never a handle, never of another kind.</summary>
/// <typeparam name="T">The object.</typeparam>
/// <param name="index">The place; 0 is none.</param>
public readonly struct Slot<T>(uint index)
    where T : struct
{
    /// <summary>The place.</summary>
    public uint Index { get; } = index;

    /// <summary>It names nothing.</summary>
    public bool IsNone => Index == 0;
}
