namespace RustKernel;

/// <summary>A device's interrupt in a system call: an INTID with its trigger. ABI: the INTID, and bit 31 for edge-triggered.</summary>
/// <param name="bits">The packed value.</param>
public readonly struct InterruptLine(ulong bits)
{
    private const ulong Edge = 1ul << 31;

    /// <summary>The line of <paramref name="intid"/> (a shared one: 32 to 1019).</summary>
    public InterruptLine(ulong intid, bool isEdgeTriggered)
        : this(intid | (isEdgeTriggered ? Edge : 0))
    {
    }

    /// <summary>The packed value.</summary>
    public ulong Bits { get; } = bits;

    /// <summary>All bits but the trigger's: an INTID, if the sender is honest.</summary>
    public ulong Intid => Bits & ~Edge;

    /// <summary>True for a rising edge, false for a level.</summary>
    public bool IsEdgeTriggered => (Bits & Edge) != 0;
}
