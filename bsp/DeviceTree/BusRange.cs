// One "reg" entry as the tree writes it.

namespace RustKernel.DeviceTree;

/// <summary>An address on a bus and a length in bytes.</summary>
internal readonly struct BusRange
{
    /// <summary>Where it begins on the bus.</summary>
    public readonly BusAddress Address;

    /// <summary>Length in bytes.</summary>
    public readonly ulong SizeBytes;

    /// <summary>A range.</summary>
    public BusRange(BusAddress address, ulong sizeBytes)
    {
        Address = address;
        SizeBytes = sizeBytes;
    }
}
