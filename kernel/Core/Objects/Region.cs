// A range of a process's addresses, and the memory that it maps.

using System.Runtime.InteropServices;
using RustKernel.Memory.Paging;

namespace RustKernel.Objects;

/// <summary>
/// One mapping of a memory object; holds a reference to it. Regions of a process never overlap and are sorted by address.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 40)]
public struct Region
{
    /// <summary>First address.</summary>
    public ulong Start;

    /// <summary>Size in bytes.</summary>
    public ulong SizeBytes;

    /// <summary>Where in the object the region begins, in bytes.</summary>
    public ulong Offset;

    /// <summary>Rights of its pages.</summary>
    public Protection Protection;

    /// <summary>Slot of the memory object.</summary>
    public uint Object;

    /// <summary>The most rights that its pages may get: those of the handle that mapped it, or of the program's file.</summary>
    public Rights Most;

    /// <summary>True when <paramref name="next"/>, the region after this one, maps the following part with the same rights.</summary>
    public readonly bool IsContinuedBy(in Region next) =>
        Start + SizeBytes == next.Start
            && Object == next.Object
            && Offset + SizeBytes == next.Offset
            && Protection.Is(next.Protection)
            && Most == next.Most;
}
