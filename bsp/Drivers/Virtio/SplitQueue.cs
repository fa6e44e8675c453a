// A split virtqueue: the rings in memory, and who may write what when. Owns the order of loads and stores and the cache
// maintenance of the rings; knows nothing of registers or of the buffers' contents.
//
//   offset in the memory   what                                  written by
//   0                      descriptors, 16 bytes each            driver
//   16 × size              available: flags, idx, ring, event    driver
//   + 6 + 2 × size, at the next multiple of 64
//                          used: flags, idx, ring, event         device

namespace RustKernel.Drivers.Virtio;

/// <summary>
/// One split queue [VIRTIO, Split Virtqueues]. One caller at a time. The caller keeps track of free descriptors: it passes
/// chains by their first descriptor, and gets that back. Bytes that the device wrote are checked before use.
/// </summary>
/// <typeparam name="TMemory">The memory of the rings.</typeparam>
public struct SplitQueue<TMemory>
    where TMemory : struct, IDmaMemory
{
    /// <summary>Bytes of memory that a queue of 256 takes.</summary>
    public const uint MostBytes = 8192;

    private const uint DescriptorBytes = 16;
    private const uint LineMask = 63;
    private const uint IndexOffset = 2;
    private const uint RingOffset = 4;
    private const uint UsedEntryBytes = 8;
    private const ushort Next = 1;
    private const ushort DeviceWrites = 2;
    private const ushort NoInterrupt = 1;

    private readonly TMemory _memory;
    private readonly uint _start;
    private readonly uint _size;
    private readonly bool _hasEvents;
    private ushort _given;
    private ushort _told;
    private ushort _seen;

    /// <summary>
    /// A queue of <paramref name="size"/> descriptors (a power of two up to 256) at <paramref name="start"/>, a multiple of 64, of
    /// <paramref name="memory"/>. With <paramref name="hasEvents"/> each side says when it wants a
    /// notification (<see cref="VirtioFeatures.EventIndex"/>).
    /// </summary>
    public SplitQueue(TMemory memory, uint start, uint size, bool hasEvents)
    {
        _memory = memory;
        _start = start;
        _size = size;
        _hasEvents = hasEvents;
        _given = 0;
        _told = 0;
        _seen = 0;
    }

    /// <summary>The device's addresses of it.</summary>
    public readonly VirtioQueuePlace Place =>
        new(_memory.DeviceAddress + _start, _memory.DeviceAddress + Available, _memory.DeviceAddress + Used);

    private readonly uint Available => _start + (_size * DescriptorBytes);

    private readonly uint Used => (Available + RingOffset + (2 * _size) + 2 + LineMask) & ~LineMask;

    private readonly uint AvailableEvent => Used + RingOffset + (UsedEntryBytes * _size);

    private readonly uint UsedEvent => Available + RingOffset + (2 * _size);

    private readonly uint End => AvailableEvent + 2;

    /// <summary>Makes the rings empty, before the device gets access.</summary>
    public void Clear()
    {
        for (uint at = _start; at < ((End + LineMask) & ~LineMask); at += 8)
        {
            _memory.Write64(at, 0);
        }

        _memory.ToDevice(_start, End - _start);
        _memory.OrderAll();
        _given = 0;
        _told = 0;
        _seen = 0;
    }

    /// <summary>
    /// Writes descriptor <paramref name="index"/>: <paramref name="bytes"/> at <paramref name="address"/>, which the device
    /// writes or reads; <paramref name="next"/> follows, or nothing (negative). The parts that the device writes come last in a chain.
    /// </summary>
    public readonly void Describe(uint index, ulong address, uint bytes, bool isDeviceWritten, int next)
    {
        uint at = _start + (index * DescriptorBytes);
        ushort flags = (ushort)((isDeviceWritten ? DeviceWrites : 0) | (next >= 0 ? Next : 0));
        _memory.Write64(at, address);
        _memory.Write32(at + 8, bytes);
        _memory.Write16(at + 12, flags);
        _memory.Write16(at + 14, (ushort)(next < 0 ? 0 : next));
        _memory.ToDevice(at, DescriptorBytes);
    }

    /// <summary>
    /// Gives the device the chain that begins with descriptor <paramref name="head"/>. From now on until the chain is taken
    /// back, the device may read and write its buffers at any time.
    /// </summary>
    public void Give(uint head)
    {
        uint entry = Available + RingOffset + (2 * (_given & (_size - 1)));
        _memory.Write16(entry, (ushort)head);
        _memory.ToDevice(entry, 2);

        // A device that sees the new index must also see the entry, its descriptors, and their buffers.
        _memory.OrderStores();
        _given++;
        _memory.Write16(Available + IndexOffset, _given);
        _memory.ToDevice(Available + IndexOffset, 2);
    }

    /// <summary>True when the device wants a notification of the chains given since the last call.</summary>
    public bool ShouldNotify()
    {
        // The index is in memory before the driver reads the device's wish, and before it notifies the device.
        _memory.OrderAll();
        ushort before = _told;
        _told = _given;
        if (before == _given)
        {
            return false;
        }

        if (!_hasEvents)
        {
            _memory.FromDevice(Used, 2);
            return (_memory.Read16(Used) & NoInterrupt) == 0;
        }

        _memory.FromDevice(AvailableEvent, 2);
        ushort wanted = _memory.Read16(AvailableEvent);
        return (ushort)(_given - wanted - 1) < (ushort)(_given - before);
    }

    /// <summary>
    /// Takes back a chain that the device has finished: its first descriptor. WouldBlock: there is none;
    /// <see cref="ErrorCode.Corrupt"/>: the device wrote impossible values, and only a reset helps.
    /// </summary>
    public Result<uint> Take() => Take(out _);

    /// <summary>The same; the device reports that it wrote <paramref name="bytes"/>, which may be any number.</summary>
    public Result<uint> Take(out uint bytes)
    {
        bytes = 0;
        _memory.FromDevice(Used + IndexOffset, 2);
        ushort index = _memory.Read16(Used + IndexOffset);
        if (index == _seen)
        {
            return ErrorCode.WouldBlock;
        }

        if ((ushort)(index - _seen) > (ushort)(_given - _seen))
        {
            return ErrorCode.Corrupt;
        }

        // Reads the entry after the index that announces it.
        _memory.OrderLoads();
        uint entry = Used + RingOffset + (UsedEntryBytes * (_seen & (_size - 1)));
        _memory.FromDevice(entry, UsedEntryBytes);
        uint head = _memory.Read32(entry);
        if (head >= _size)
        {
            return ErrorCode.Corrupt;
        }

        bytes = _memory.Read32(entry + 4);
        _seen++;
        return head;
    }

    /// <summary>
    /// Asks for an interrupt with the next chain that the device finishes. True: one is finished already, and its interrupt may
    /// never come; take it and ask again.
    /// </summary>
    public readonly bool WantInterrupt() => WantInterruptAfter(1);

    /// <summary>
    /// Asks for an interrupt when the device has finished <paramref name="count"/> more chains; without events in the rings, with each
    /// chain. A count above the chains that the device has: no interrupt. True: it has finished them already.
    /// </summary>
    public readonly bool WantInterruptAfter(uint count)
    {
        if (_hasEvents)
        {
            _memory.Write16(UsedEvent, (ushort)(_seen + count - 1));
            _memory.ToDevice(UsedEvent, 2);
        }

        // The wish is in memory before the check: otherwise both sides could miss each other.
        _memory.OrderAll();
        _memory.FromDevice(Used + IndexOffset, 2);
        return (ushort)(_memory.Read16(Used + IndexOffset) - _seen) >= count;
    }
}
