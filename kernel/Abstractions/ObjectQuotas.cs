namespace RustKernel;

/// <summary>How many objects and handles a process may have, in one register. ABI: objects in bits 31:0, handles in bits 63:32.</summary>
/// <param name="bits">The packed value.</param>
public readonly struct ObjectQuotas(ulong bits)
{
    /// <summary>Packs both quotas.</summary>
    public ObjectQuotas(uint objects, uint handles)
        : this(objects | ((ulong)handles << 32))
    {
    }

    /// <summary>The packed value.</summary>
    public ulong Bits { get; } = bits;

    /// <summary>Objects.</summary>
    public uint Objects => (uint)Bits;

    /// <summary>Handles.</summary>
    public uint Handles => (uint)(Bits >> 32);
}
