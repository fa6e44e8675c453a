namespace RustKernel.DeviceTree;

/// <summary>One "reg" entry as the tree writes it: an address on a bus and a length in bytes.</summary>
internal readonly struct BusRange
{
    /// <summary>Its start on the bus.</summary>
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
