// Heap addresses that map a memory object.

using System.Runtime.InteropServices;
using RustKernel.User;

namespace RustKernel.Runtime;

/// <summary>An extent; all zero: none.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Extent
{
    /// <summary>Its first address.</summary>
    internal ulong Start;

    /// <summary>Its bytes, whole units.</summary>
    internal ulong Bytes;

    /// <summary>The memory object.</summary>
    internal Handle<Memory> Handle;

    /// <summary>Its pages are made one by one: it is small, or there was no room for more at once.</summary>
    internal bool IsInPages;
}
