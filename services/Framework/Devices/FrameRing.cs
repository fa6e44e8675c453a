// The memory in which a driver and the stack hand frames to each other, and where what lies in it. One memory object for each direction:
//
//   offset   what                                                       written by
//   0        produced: entries put in since the ring was opened         producer
//   4        consumed count at which the producer wants to be told      producer
//   64       consumed: entries whose buffers are given back             consumer
//   68       produced count at which the consumer wants to be told      consumer
//   128      state (of the receive ring alone): open, link up           driver
//   256      64 entries of 16 bytes: FrameEntry                         producer
//   4096     64 buffers of 2 KiB                                        frames to be sent: stack; received ones: device
//
// Counts are 32 bits wide and wrap; entry p lies at p modulo 64. Either side may be wrong, or mean harm, at any time: each keeps its own
// count in its own memory and believes the other's only after a check. What a buffer holds is nobody's promise.

namespace RustKernel.Services.Devices;

/// <summary>The layout, and what belongs to neither side of a ring.</summary>
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
    /// Where in its buffer the producer puts a frame, so that its IPv4 header lies at a multiple of 4; and what the device writes before a
    /// received frame has room.
    /// </summary>
    public const uint FrameOffset = 14;

    /// <summary>The bit at the other side's port: something in the rings is of interest to it.</summary>
    public const ulong ChangedBit = 4;

    internal const uint Produced = 0;
    internal const uint ProducerWants = 4;
    internal const uint Consumed = 64;
    internal const uint ConsumerWants = 68;
    internal const uint State = 128;
    internal const uint Entries = 256;
    internal const uint EntryBytes = 16;

    /// <summary>
    /// Makes both sides' counts 0 and neither want anything for 2^32 entries; the state is the driver's to set. Neither side uses the ring
    /// now.
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

    /// <summary>What the driver says of itself, in the receive ring.</summary>
    public static FrameRingState ReadState<TMemory>(TMemory memory)
        where TMemory : struct, IDmaMemory => (FrameRingState)memory.Read32(State);

    /// <summary>The driver says it.</summary>
    public static void WriteState<TMemory>(TMemory memory, FrameRingState state)
        where TMemory : struct, IDmaMemory
    {
        memory.OrderStores();
        memory.Write32(State, (uint)state);
        memory.OrderAll();
    }

    // Whether the count went past `wanted` on its way from `before` to `now`: as a virtqueue's event index. [VIRTIO 2.7.10]
    internal static bool IsPassed(uint wanted, uint before, uint now) => now - wanted - 1 < now - before;
}
