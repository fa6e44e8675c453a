// Where the pages of a program's writable segment come from.

namespace RustKernel.Objects;

/// <summary>A part of another memory object. It holds a reference to it.</summary>
public struct MemorySource
{
    /// <summary>Slot of the object; 0: none.</summary>
    public uint Object;

    /// <summary>Where the part begins, a multiple of 4096.</summary>
    public ulong Offset;

    /// <summary>Its bytes; what lies after them is zero.</summary>
    public ulong SizeBytes;
}
