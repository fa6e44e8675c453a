namespace RustKernel;

/// <summary>Counts of a process's threads, in one register. ABI: all in bits 31:0, those that wait for a CPU in bits 63:32.</summary>
/// <param name="bits">The packed value.</param>
public readonly struct ThreadCounts(ulong bits)
{
    /// <summary>Packs both counts.</summary>
    public ThreadCounts(uint live, uint ready)
        : this(live | ((ulong)ready << 32))
    {
    }

    /// <summary>The packed value.</summary>
    public ulong Bits { get; } = bits;

    /// <summary>Threads that have not ended.</summary>
    public uint Live => (uint)Bits;

    /// <summary>Those that are ready and wait for a CPU.</summary>
    public uint Ready => (uint)(Bits >> 32);
}
