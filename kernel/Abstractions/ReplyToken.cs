namespace RustKernel;

/// <summary>
/// Names one call, or one fault, of one thread that waits for the reply. Valid once, in the process that received the
/// message.
/// </summary>
/// <param name="bits">The thread's slot in bits 31:0, its count of calls in bits 63:32.</param>
public readonly struct ReplyToken(ulong bits)
{
    /// <summary>The call number <paramref name="sequence"/> of the thread in <paramref name="slot"/>.</summary>
    public ReplyToken(uint sequence, uint slot)
        : this(((ulong)sequence << 32) | slot)
    {
    }

    /// <summary>No call.</summary>
    public static ReplyToken None => default;

    /// <summary>The packed value.</summary>
    public ulong Bits { get; } = bits;

    /// <summary>The thread's slot, the kernel's own number.</summary>
    public uint Slot => (uint)Bits;

    /// <summary>The thread's count of calls.</summary>
    public uint Sequence => (uint)(Bits >> 32);

    /// <summary>True when it names no call.</summary>
    public bool IsNone => Bits == 0;
}
