// Small objects of one size.

using System.Runtime.InteropServices;

namespace RustKernel.Runtime;

/// <summary>The source of the next objects of one size.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SizeClass
{
    /// <summary>First free slot; each holds the address of the next in its first word. 0: none.</summary>
    internal ulong Free;

    /// <summary>Bytes of a slot.</summary>
    internal uint SlotBytes;

    /// <summary>The block being carved, as unit + 1; 0: none.</summary>
    internal uint Carving;

    /// <summary>Blocks with free slots since the last collection, as unit + 1; 0: none.</summary>
    internal uint Blocks;

    /// <summary>Pads to 24 bytes.</summary>
    internal uint Reserved;
}
