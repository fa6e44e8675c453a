namespace RustKernel.Services;

/// <summary>A device as lists show it: what it is, where it is, which service has it.</summary>
public struct DeviceDescription
{
    /// <summary>The node's name without its address, truncated.</summary>
    [AtMost(16)]
    public string Name;

    /// <summary>The first of its compatible strings, truncated.</summary>
    [AtMost(24)]
    public string Compatible;

    /// <summary>Physical address of the registers.</summary>
    public ulong Address;

    /// <summary>Bytes of the registers.</summary>
    public ulong Bytes;

    /// <summary>Number of its interrupt; 0: none.</summary>
    public ushort Intid;

    /// <summary>Number of the service that has it; negative: none.</summary>
    public sbyte Driver;
}
