// A device in the list that people ask for.

namespace RustKernel.Services.DeviceManager;

/// <summary>Name, what it is, where it is.</summary>
internal sealed class DeviceEntry(string name, string compatible, ulong address, ulong bytes, uint intid)
{
    /// <summary>The node's name without its address.</summary>
    internal string Name => name;

    /// <summary>The first of its compatible strings.</summary>
    internal string Compatible => compatible;

    /// <summary>Physical address of the registers.</summary>
    internal ulong Address => address;

    /// <summary>Bytes of the registers.</summary>
    internal ulong Bytes => bytes;

    /// <summary>Number of its interrupt; 0: none.</summary>
    internal uint Intid => intid;
}
