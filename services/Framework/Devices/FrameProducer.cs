namespace RustKernel.Services.Devices;

/// <summary>
/// The side of a ring that puts frames in: the driver puts in received ones, the stack those to be sent. Begins with a ring that was just
/// opened. One caller at a time. Whatever the other side writes, it uses only buffers of its own. After <see cref="ErrorCode.Corrupt"/> the
/// ring must be opened again. Needs nothing but memory: it also runs under .NET.
/// </summary>
/// <typeparam name="TMemory">The ring's memory.</typeparam>
public struct FrameProducer<TMemory>
    where TMemory : struct, IDmaMemory
{
    private readonly TMemory _memory;
    private uint _produced;
    private uint _told;
    private uint _consumed;

    /// <summary>The producer of the ring in <paramref name="memory"/>, which it does not access yet.</summary>
    public FrameProducer(TMemory memory)
    {
        _memory = memory;
        _produced = 0;
        _told = 0;
        _consumed = 0;
    }

    /// <summary>Entries put in since the ring was opened; it wraps.</summary>
    public readonly uint Count => _produced;

    /// <summary>Entries that the other side had given back at the last <see cref="Room"/>; it wraps.</summary>
    public readonly uint Returned => _consumed;

    /// <summary>The next entry's buffer, for a producer that uses the buffers in order.</summary>
    public readonly uint NextBuffer => _produced % FrameRing.Slots;

    /// <summary>Entries that may be put in now. Corrupt: the other side gave back more than it had.</summary>
    public Result<uint> Room()
    {
        uint consumed = _memory.Read32(FrameRing.Consumed);
        if (consumed - _consumed > _told - _consumed)
        {
            return ErrorCode.Corrupt;
        }

        // The consumer read the buffers before it stored the count; our stores to them must come after we read it.
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

    /// <summary>Shows the other side all that was put in. True: it asked for a notice of that.</summary>
    public bool Publish()
    {
        // A reader that sees the count also sees the entries and the frames.
        _memory.OrderStores();
        return FrameRing.Publish(_memory, FrameRing.Produced, FrameRing.ConsumerWants, _produced, ref _told);
    }

    /// <summary>
    /// Asks for a notice when <paramref name="count"/> more entries have been given back since the last <see cref="Room"/>: 1 to as many
    /// as are out. True: they have been given back already, and a notice may not come: look again.
    /// </summary>
    public readonly bool WantRoom(uint count)
    {
        _memory.Write32(FrameRing.ProducerWants, _consumed + count - 1);
        _memory.OrderAll();
        return _memory.Read32(FrameRing.Consumed) - _consumed >= count;
    }
}
