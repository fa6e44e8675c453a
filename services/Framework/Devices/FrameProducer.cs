// The side of a ring that puts frames in. Pure; runs under .NET, too.

namespace RustKernel.Services.Devices;

/// <summary>
/// Puts frames into a ring that was just opened: the driver those that came, the stack those to be sent. One caller at a time. Nothing
/// that the other side writes makes it use a buffer that is not its own. After <see cref="ErrorCode.Corrupt"/> the ring is of no use
/// until it is opened again.
/// </summary>
/// <typeparam name="TMemory">The ring's memory.</typeparam>
public struct FrameProducer<TMemory>
    where TMemory : struct, IDmaMemory
{
    private readonly TMemory _memory;
    private uint _produced;
    private uint _told;
    private uint _consumed;

    /// <summary>The producer of the ring in <paramref name="memory"/>; touches nothing.</summary>
    public FrameProducer(TMemory memory)
    {
        _memory = memory;
        _produced = 0;
        _told = 0;
        _consumed = 0;
    }

    /// <summary>Entries put in since the ring was opened; it wraps.</summary>
    public readonly uint Count => _produced;

    /// <summary>Entries that the other side has given back; it wraps. As <see cref="Room"/> saw it last.</summary>
    public readonly uint Returned => _consumed;

    /// <summary>The buffer of the next entry, of a producer that uses them in their order.</summary>
    public readonly uint NextBuffer => _produced % FrameRing.Slots;

    /// <summary>Entries that may be put in now. Corrupt: the other side has given back what it never had.</summary>
    public Result<uint> Room()
    {
        uint consumed = _memory.Read32(FrameRing.Consumed);
        if (consumed - _consumed > _told - _consumed)
        {
            return ErrorCode.Corrupt;
        }

        // What the consumer read of a buffer it read before: no store of ours gets there earlier.
        _memory.OrderAll();
        _consumed = consumed;
        return FrameRing.Slots - (_produced - _consumed);
    }

    /// <summary>Puts a frame in, for which there is <see cref="Room"/>. The other side sees it after <see cref="Publish"/>.</summary>
    public void Put(in FrameEntry entry)
    {
        uint at = FrameRing.Entries + (_produced % FrameRing.Slots * FrameRing.EntryBytes);
        _memory.Write64(at, entry.First);
        _memory.Write64(at + 8, entry.Second);
        _produced++;
    }

    /// <summary>The other side sees all that was put in. True: it wants to be told of that.</summary>
    public bool Publish()
    {
        if (_produced == _told)
        {
            return false;
        }

        // Who sees the count sees the entries and the frames; and the count is there before the other side's wish is read.
        _memory.OrderStores();
        _memory.Write32(FrameRing.Produced, _produced);
        _memory.OrderAll();
        uint before = _told;
        _told = _produced;
        return FrameRing.IsPassed(_memory.Read32(FrameRing.ConsumerWants), before, _produced);
    }

    /// <summary>
    /// Asks to be told when <paramref name="count"/> more entries have been given back, counted from what <see cref="Room"/> saw last: 1
    /// to as many as are out. True: they have been already, and no one may say so; look again.
    /// </summary>
    public readonly bool WantRoom(uint count)
    {
        _memory.Write32(FrameRing.ProducerWants, _consumed + count - 1);
        _memory.OrderAll();
        return _memory.Read32(FrameRing.Consumed) - _consumed >= count;
    }
}
