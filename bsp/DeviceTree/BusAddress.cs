namespace RustKernel.DeviceTree;

/// <summary>
/// An address on a bus of the tree, of one to three cells. The third (PCI's phys.hi) is a space code, not part of the
/// number.
/// </summary>
internal readonly struct BusAddress
{
    /// <summary>The first cell of a three-cell address; otherwise 0.</summary>
    public readonly uint Space;

    /// <summary>The number, in bytes.</summary>
    public readonly ulong Low;

    /// <summary>An address.</summary>
    public BusAddress(uint space, ulong low)
    {
        Space = space;
        Low = low;
    }
}
