namespace RustKernel.Services.Devices;

/// <summary>
/// The side of a ring that takes frames out: the stack takes received ones, the driver those to be sent. Begins with a ring that was just
/// opened. One caller at a time. Checks what the other side writes: counts must be possible, and an entry must lie within one buffer. After
/// <see cref="ErrorCode.Corrupt"/> the ring must be opened again. Needs nothing but memory: it also runs under .NET.
/// </summary>
/// <typeparam name="TMemory">The ring's memory.</typeparam>
public struct FrameConsumer<TMemory>
    where TMemory : struct, IDmaMemory
{
    private readonly TMemory _memory;
    private uint _there;
    private uint _taken;
    private uint _returned;
    private uint _told;

    /// <summary>The consumer of the ring in <paramref name="memory"/>, which it does not access yet.</summary>
    public FrameConsumer(TMemory memory)
    {
        _memory = memory;
        _there = 0;
        _taken = 0;
        _returned = 0;
        _told = 0;
    }

    /// <summary>Entries taken and not given back.</summary>
    public readonly uint Held => _taken - _returned;

    /// <summary>
    /// The next frame; its buffer belongs to the caller until it is given back. WouldBlock: there is none. Corrupt: the other side put in
    /// more than there is room for, or an entry that is no frame.
    /// </summary>
    public Result<FrameEntry> Take()
    {
        if (_there == _taken)
        {
            uint produced = _memory.Read32(FrameRing.Produced);
            if (produced - _taken > FrameRing.Slots - Held)
            {
                return ErrorCode.Corrupt;
            }

            if (produced == _taken)
            {
                return ErrorCode.WouldBlock;
            }

            // Entries and frames must be read after the count that includes them.
            _memory.OrderLoads();
            _there = produced;
        }

        uint at = FrameRing.Entries + (_taken % FrameRing.Slots * FrameRing.EntryBytes);
        FrameEntry entry = FrameEntry.From(_memory.Read64(at), _memory.Read64(at + 8));
        if (!entry.IsSound)
        {
            return ErrorCode.Corrupt;
        }

        _taken++;
        return entry;
    }

    /// <summary>
    /// Gives back the buffers of the <paramref name="count"/> oldest entries taken, at most <see cref="Held"/>. The other side sees it
    /// after <see cref="Publish"/>.
    /// </summary>
    public void Return(uint count) => _returned += count < Held ? count : Held;

    /// <summary>Shows the other side all that was given back. True: it asked for a notice of that.</summary>
    public bool Publish()
    {
        // All reads of a buffer come before it is given back.
        _memory.OrderAll();
        return FrameRing.Publish(_memory, FrameRing.Consumed, FrameRing.ProducerWants, _returned, ref _told);
    }

    /// <summary>Asks for a notice of the next frame. True: one is there already, without a notice: take it and ask again.</summary>
    public readonly bool WantFrames()
    {
        _memory.Write32(FrameRing.ConsumerWants, _taken);
        _memory.OrderAll();
        return _memory.Read32(FrameRing.Produced) != _taken;
    }
}
