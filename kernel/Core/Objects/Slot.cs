using System.Runtime.CompilerServices;

namespace RustKernel.Objects;

/// <summary>
/// The kernel's own number of an object: its place in the array of its kind; never a handle, never of another kind. Object
/// fields that the assembly knows, and links of lists, hold the bare number: a .NET struct cannot have a field of a type
/// made from itself.
/// </summary>
/// <typeparam name="T">The object.</typeparam>
/// <param name="index">The place; 0 is none.</param>
public readonly struct Slot<T>(uint index)
    where T : struct, IKernelObject
{
    /// <summary>The place.</summary>
    public uint Index { get; } = index;

    /// <summary>True when it names nothing.</summary>
    public bool IsNone => Index == 0;

    /// <summary>The object as the source of a notice.</summary>
    public NoticeSource Source
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(T.Kind, Index);
    }
}
