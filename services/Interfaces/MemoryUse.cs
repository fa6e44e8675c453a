namespace RustKernel.Services;

/// <summary>What a service has from MemoryManager.</summary>
public struct MemoryUse
{
    /// <summary>Pieces of memory that belong to it.</summary>
    public uint Pieces;

    /// <summary>Their bytes.</summary>
    public ulong Bytes;

    /// <summary>Most bytes that it may have.</summary>
    public ulong LimitBytes;

    /// <summary>Pages brought for its pieces since MemoryManager last started.</summary>
    public ulong PagesBrought;
}
