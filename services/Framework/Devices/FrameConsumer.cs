// The side of a ring that takes frames out. Pure; runs under .NET, too.

namespace RustKernel.Services.Devices;

/// <summary>
/// Takes frames out of a ring that was just opened: the stack those that came, the driver those to be sent. One caller at a time. What the
/// other side wrote is checked: a count that cannot be, an entry that lies elsewhere than in one buffer. After
/// <see cref="ErrorCode.Corrupt"/> the ring is of no use until it is opened again.
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

    /// <summary>The consumer of the ring in <paramref name="memory"/>; touches nothing.</summary>
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
    /// The next frame, which is the caller's until it is given back. WouldBlock: there is none. Corrupt: the other side has put in more
    /// than there is room for, or what is no frame.
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

            // Entries and frames are read after the count that says they are there.
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
    /// Gives the buffers of the <paramref name="count"/> entries back that were taken first: at
    /// most <see cref="Held"/>. The other side sees
    /// it after <see cref="Publish"/>.
    /// </summary>
    public void Return(uint count) => _returned += count < Held ? count : Held;

    /// <summary>The other side sees all that was given back. True: it wants to be told of that.</summary>
    public bool Publish()
    {
        if (_returned == _told)
        {
            return false;
        }

        // What was read of a buffer is read before it is given back; and the count is there before the other side's wish is read.
        _memory.OrderAll();
        _memory.Write32(FrameRing.Consumed, _returned);
        _memory.OrderAll();
        uint before = _told;
        _told = _returned;
        return FrameRing.IsPassed(_memory.Read32(FrameRing.ProducerWants), before, _returned);
    }

    /// <summary>Asks to be told of the next frame. True: there is one already, and no one may say so; take it and ask again.</summary>
    public readonly bool WantFrames()
    {
        _memory.Write32(FrameRing.ConsumerWants, _taken);
        _memory.OrderAll();
        return _memory.Read32(FrameRing.Produced) != _taken;
    }
}
