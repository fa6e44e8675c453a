// The memory in which a driver and the stack hand frames to each other. One memory object for each direction:
//
//   offset   what                                                       written by
//   0        produced: entries put in since the ring was opened         producer
//   4        consumed count at which the producer wants a notice        producer
//   64       consumed: entries whose buffers are given back             consumer
//   68       produced count at which the consumer wants a notice        consumer
//   128      state (of the receive ring alone): open, link up           driver
//   256      64 entries of 16 bytes: FrameEntry                         producer
//   4096     64 buffers of 2 KiB                                        frames to be sent: stack; received ones: device
//
// Counts are 32 bits wide and wrap; entry p lies at p modulo 64. Each side must expect wrong or hostile values from the other at any time:
// it keeps its own count in its own memory and checks the other's before it uses it. A buffer's bytes may change at any time, too.

namespace RustKernel.Services.Devices;

/// <summary>The layout of a ring, and what both sides share.</summary>
public static class FrameRing
{
    /// <summary>Entries of a ring, and buffers.</summary>
    public const uint Slots = 64;

    /// <summary>Bytes of a buffer.</summary>
    public const uint BufferBytes = 2048;

    /// <summary>Where the buffers begin.</summary>
    public const uint Buffers = 4096;

    /// <summary>Bytes of a ring with its buffers.</summary>
    public const uint Bytes = Buffers + (Slots * BufferBytes);

    /// <summary>Shortest frame: an Ethernet header.</summary>
    public const uint LeastFrame = 14;

    /// <summary>Longest frame: an Ethernet header and 1500 bytes.</summary>
    public const uint MostFrame = 1514;

    /// <summary>
    /// Offset of a frame in its buffer: aligns the IPv4 header to 4 bytes, and leaves room for the header that the device writes before a
    /// received frame.
    /// </summary>
    public const uint FrameOffset = 14;

    /// <summary>The bit that a side sets at the other's port as a notice.</summary>
    public const ulong ChangedBit = 4;

    internal const uint Produced = 0;
    internal const uint ProducerWants = 4;
    internal const uint Consumed = 64;
    internal const uint ConsumerWants = 68;
    internal const uint State = 128;
    internal const uint Entries = 256;
    internal const uint EntryBytes = 16;

    /// <summary>
    /// Sets both sides' counts to 0 and asks for no notice within 2^32 entries. The driver sets the state. Neither side may use the ring
    /// during this call.
    /// </summary>
    public static void Clear<TMemory>(TMemory memory)
        where TMemory : struct, IDmaMemory
    {
        memory.Write32(Produced, 0);
        memory.Write32(ProducerWants, uint.MaxValue);
        memory.Write32(Consumed, 0);
        memory.Write32(ConsumerWants, uint.MaxValue);
        memory.OrderAll();
    }

    /// <summary>The driver's state, in the receive ring.</summary>
    public static FrameRingState ReadState<TMemory>(TMemory memory)
        where TMemory : struct, IDmaMemory => (FrameRingState)memory.Read32(State);

    /// <summary>Sets the driver's state.</summary>
    public static void WriteState<TMemory>(TMemory memory, FrameRingState state)
        where TMemory : struct, IDmaMemory
    {
        memory.OrderStores();
        memory.Write32(State, (uint)state);
        memory.OrderAll();
    }

    // Writes a side's count if it has changed since `told`. True: it passed the count at which the other side wants a notice.
    internal static bool Publish<TMemory>(TMemory memory, uint offset, uint wantedOffset, uint count, ref uint told)
        where TMemory : struct, IDmaMemory
    {
        if (count == told)
        {
            return false;
        }

        // The other side writes the wanted count, then looks at this one: one of the two sees the other.
        memory.Write32(offset, count);
        memory.OrderAll();
        uint before = told;
        told = count;
        return IsPassed(memory.Read32(wantedOffset), before, count);
    }

    // Whether the count passed `wanted` on its way from `before` to `now`, as with a virtqueue's event index. [VIRTIO 2.7.10]
    private static bool IsPassed(uint wanted, uint before, uint now) => now - wanted - 1 < now - before;
}
