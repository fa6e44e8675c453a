// A range of a process's addresses and what it shows.

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

    /// <summary>Slot of the object.</summary>
    public uint Object;

    /// <summary>Rights that its pages may ever get: those of the handle it was mapped with, or of the program's file.</summary>
    public Rights Most;

    /// <summary>Whether <paramref name="next"/>, the region after this one, shows what follows, with the same rights.</summary>
    public readonly bool IsContinuedBy(in Region next) =>
        Start + SizeBytes == next.Start
            && Object == next.Object
            && Offset + SizeBytes == next.Offset
            && Protection.Is(next.Protection)
            && Most == next.Most;
}
