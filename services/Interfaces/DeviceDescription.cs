// A device in the list that people ask for.

namespace RustKernel.Services;

/// <summary>What it is, where it is, whose it is.</summary>
public struct DeviceDescription
{
    /// <summary>The node's name without its address, cut.</summary>
    [AtMost(16)]
    public string Name;

    /// <summary>The first of its compatible strings, cut.</summary>
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
