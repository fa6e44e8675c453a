// A virtio block device: bring-up, and requests in flight. Owns the device's registers, its queue, and the memory of headers and
// statuses. It neither keeps a list of the requests' owners nor measures time: the caller decides how long to wait.
//
//   offset in the memory   what
//   0                      the queue (SplitQueue)
//   8192 + 64 × slot       header (16 bytes), segment of a discard (16 bytes): the device reads them
//   12288 + 64 × slot      status (1 byte), at 16 the serial number (20 bytes): the device writes them
//
// Each slot has a cache line of either kind, and descriptors 3 × slot to 3 × slot + 2, so nothing needs to be allocated.

using System.Numerics;

namespace RustKernel.Drivers.Virtio;

/// <summary>
/// One block device [VIRTIO, Block Device]. One caller at a time. Call <see cref="Start"/> first, and again after an error of
/// <see cref="Take"/> or when a request does not end: it resets the device, which ends everything in flight, done or not.
/// </summary>
/// <typeparam name="TBus">The transport's register window.</typeparam>
/// <typeparam name="TMemory">Memory that the device reaches.</typeparam>
public struct VirtioBlock<TBus, TMemory>
    where TBus : struct, IRegisterBus
    where TMemory : struct, IDmaMemory
{
    /// <summary>Bytes of memory that the driver needs.</summary>
    public const uint MemoryBytes = 16384;

    /// <summary>Bytes of a sector, whatever unit the disk prefers for writes.</summary>
    public const uint SectorBytes = 512;

    /// <summary>Bytes of a serial number.</summary>
    public const uint SerialBytes = 20;

    /// <summary>The number that <see cref="VirtioTransport{TBus}.Identify"/> returns for a block device.</summary>
    public const uint DeviceNumber = 2;

    private const uint Queue = 0;
    private const uint MostSlots = 64;
    private const uint MostDescriptors = 256;
    private const uint SlotDescriptors = 3;
    private const uint LineBytes = 64;
    private const uint Headers = SplitQueue<TMemory>.MostBytes;
    private const uint Statuses = Headers + (MostSlots * LineBytes);
    private const uint HeaderBytes = 16;
    private const uint SegmentOffset = 16;
    private const uint SegmentBytes = 16;
    private const uint SerialOffset = 16;
    private const byte NotWritten = 0xFF;
    private const byte Ok = 0;
    private const byte Unsupported = 2;

    private const VirtioFeatures Wanted = VirtioFeatures.BlockReadOnly | VirtioFeatures.BlockSize | VirtioFeatures.BlockFlush
        | VirtioFeatures.BlockDiscard | VirtioFeatures.EventIndex;

    private readonly VirtioTransport<TBus> _transport;
    private readonly TMemory _memory;
    private SplitQueue<TMemory> _queue;
    private VirtioFeatures _features;
    private uint _slots;
    private ulong _free;

    /// <summary>The device behind <paramref name="bus"/> with <see cref="MemoryBytes"/> of memory; accesses neither.</summary>
    public VirtioBlock(TBus bus, TMemory memory)
    {
        _transport = new VirtioTransport<TBus>(bus);
        _memory = memory;
        _queue = default;
        _features = VirtioFeatures.None;
        _slots = 0;
        _free = 0;
        Sectors = 0;
        MostDiscarded = 0;
        HoldsMemory = false;
    }

    /// <summary>Sectors of the disk.</summary>
    public ulong Sectors { get; private set; }

    /// <summary>True when every write is refused.</summary>
    public readonly bool IsReadOnly => (_features & VirtioFeatures.BlockReadOnly) != 0;

    /// <summary>True when it may keep writes to itself until a flush. Otherwise a finished write is durable.</summary>
    public readonly bool HasFlush => (_features & VirtioFeatures.BlockFlush) != 0;

    /// <summary>Most sectors of one discardat the time of <see cref="Start"/>; 0: it discards nothing.</summary>
    public uint MostDiscarded { get; private set; }

    /// <summary>The unit in bytes that the disk prefers for writes.</summary>
    public readonly uint BlockBytes => (_features & VirtioFeatures.BlockSize) != 0 ? _transport.BlockBytes : SectorBytes;

    /// <summary>The most requests in flight.</summary>
    public readonly uint Slots => _slots;

    /// <summary>True when there is room for one more request.</summary>
    public readonly bool HasRoom => _free != 0;

    /// <summary>
    /// True when it has got a request since the last successful reset: it may still write into that request's memory, even if the
    /// request is over.
    /// </summary>
    public bool HoldsMemory { get; private set; }

    /// <summary>True when the device reports a failure: call <see cref="Start"/>.</summary>
    public readonly bool NeedsReset => _transport.NeedsReset;

    /// <summary>
    /// Resets the device and brings it up; nothing is in flight. Errors of <see cref="VirtioTransport{TBus}.Identify"/>,
    /// <see cref="VirtioTransport{TBus}.Reset"/>, <see cref="VirtioTransport{TBus}.Negotiate"/>,
    /// <see cref="VirtioTransport{TBus}.QueueLimit"/> and <see cref="VirtioTransport{TBus}.BlockCapacity"/>.
    /// <see cref="ErrorCode.NotFound"/>: it is no block device; <see cref="ErrorCode.NotSupported"/>: its queue is too small.
    /// </summary>
    public ErrorCode Start()
    {
        _slots = 0;
        _free = 0;
        Result<uint> device = _transport.Identify();
        ErrorCode error = device.IsOk && device.Value != DeviceNumber ? ErrorCode.NotFound : device.Error;
        error = error == ErrorCode.None ? Reset() : error;
        if (error != ErrorCode.None)
        {
            return error;
        }

        Result<VirtioFeatures> features = _transport.Negotiate(Wanted);
        Result<uint> limit = features.IsOk ? _transport.QueueLimit(Queue) : features.Error;
        if (!limit.IsOk)
        {
            return limit.Error;
        }

        uint size = limit.Value < MostDescriptors ? 1u << BitOperations.Log2(limit.Value) : MostDescriptors;
        if (size < SlotDescriptors)
        {
            _transport.GiveUp();
            return ErrorCode.NotSupported;
        }

        _features = features.Value;
        _queue = new SplitQueue<TMemory>(_memory, 0, size, (_features & VirtioFeatures.EventIndex) != 0);
        _queue.Clear();
        _transport.SetQueue(Queue, size, _queue.Place);
        _transport.Start();
        Result<ulong> sectors = _transport.BlockCapacity();
        Sectors = sectors.IsOk ? sectors.Value : 0;

        // Read once: a device may change it, and the requests in flight were cut by this number.
        MostDiscarded = (_features & VirtioFeatures.BlockDiscard) != 0 ? _transport.MostDiscarded : 0;
        _slots = size / SlotDescriptors < MostSlots ? size / SlotDescriptors : MostSlots;
        _free = _slots == MostSlots ? ulong.MaxValue : (1ul << (int)_slots) - 1;
        return sectors.Error;
    }

    /// <summary>Stops the device: afterwards it accesses no memory. <see cref="ErrorCode.TimedOut"/> as a reset.</summary>
    public ErrorCode Stop()
    {
        _slots = 0;
        _free = 0;
        return Reset();
    }

    /// <summary>
    /// Begins to read or write <paramref name="bytes"/> (whole sectors, not none) from <paramref name="sector"/> on, from or to
    /// <paramref name="data"/> at <paramref name="offset"/>. Returns the request's slot; pass the same buffer to
    /// <see cref="Finish"/>. WouldBlock: too many are in flight; <see cref="ErrorCode.InvalidArgument"/>: past the disk's end;
    /// <see cref="ErrorCode.AccessDenied"/>: the disk is read-only.
    /// </summary>
    public Result<uint> Transfer(bool isWrite, ulong sector, TMemory data, uint offset, uint bytes)
    {
        ulong count = bytes / SectorBytes;
        if (bytes == 0 || (bytes & (SectorBytes - 1)) != 0 || sector > Sectors || count > Sectors - sector)
        {
            return ErrorCode.InvalidArgument;
        }

        if (isWrite && IsReadOnly)
        {
            return ErrorCode.AccessDenied;
        }

        if (_free == 0)
        {
            return ErrorCode.WouldBlock;
        }

        // For a read: no line of it may be written back over what the device writes.
        data.ToDevice(offset, bytes);
        uint slot = TakeSlot(isWrite ? VirtioBlockRequest.Write : VirtioBlockRequest.Read, sector);
        Chain(slot, data.DeviceAddress + offset, bytes, !isWrite);
        return slot;
    }

    /// <summary>
    /// Begins to make all writes durable that finished earlier. WouldBlock as <see cref="Transfer"/>; NotSupported: without
    /// <see cref="HasFlush"/> there is nothing to do.
    /// </summary>
    public Result<uint> Flush()
    {
        if (!HasFlush || _free == 0)
        {
            return HasFlush ? ErrorCode.WouldBlock : ErrorCode.NotSupported;
        }

        uint slot = TakeSlot(VirtioBlockRequest.Flush, 0);
        Chain(slot, 0, 0, false);
        return slot;
    }

    /// <summary>
    /// Begins to drop <paramref name="count"/> sectors (1 to <see cref="MostDiscarded"/>). Errors as <see cref="Transfer"/>, and
    /// NotSupported.
    /// </summary>
    public Result<uint> Discard(ulong sector, uint count)
    {
        uint most = MostDiscarded;
        if (most == 0)
        {
            return ErrorCode.NotSupported;
        }

        if (count == 0 || count > most || sector > Sectors || count > Sectors - sector)
        {
            return ErrorCode.InvalidArgument;
        }

        if (IsReadOnly || _free == 0)
        {
            return IsReadOnly ? ErrorCode.AccessDenied : ErrorCode.WouldBlock;
        }

        uint slot = TakeSlot(VirtioBlockRequest.Discard, 0);
        uint segment = Header(slot) + SegmentOffset;
        _memory.Write64(segment, sector);
        _memory.Write32(segment + 8, count);
        _memory.Write32(segment + 12, 0);
        Chain(slot, _memory.DeviceAddress + segment, SegmentBytes, false);
        return slot;
    }

    /// <summary>Begins to request the serial number; read it with <see cref="SerialByte"/> afterwards. WouldBlock.</summary>
    public Result<uint> AskSerial()
    {
        if (_free == 0)
        {
            return ErrorCode.WouldBlock;
        }

        uint slot = TakeSlot(VirtioBlockRequest.GetId, 0);
        Chain(slot, _memory.DeviceAddress + Status(slot) + SerialOffset, SerialBytes, true);
        return slot;
    }

    /// <summary>Byte <paramref name="index"/> of the serial number from the request in <paramref name="slot"/>.</summary>
    public readonly byte SerialByte(uint slot, uint index) =>
        slot < MostSlots && index < SerialBytes ? _memory.Read8(Status(slot) + SerialOffset + index) : (byte)0;

    /// <summary>Notifies the device of new requests, if it asked for that. Call it after one request or several.</summary>
    public void Notify()
    {
        if (_queue.ShouldNotify())
        {
            _transport.Notify(Queue);
        }
    }

    /// <summary>Acknowledges an interrupt, so that the next one comes; afterwards take the finished requests.</summary>
    public readonly void TakeInterrupt() => _ = _transport.TakeInterrupt();

    /// <summary>
    /// Returns the slot of a finished request, in any order; call <see cref="Finish"/> next. WouldBlock: there is none, and the
    /// next one will interrupt. <see cref="ErrorCode.Corrupt"/>: the device wrote impossible values.
    /// </summary>
    public Result<uint> Take()
    {
        Result<uint> head = _queue.Take();
        if (head.Error == ErrorCode.WouldBlock && _queue.WantInterrupt())
        {
            head = _queue.Take();
        }

        if (!head.IsOk)
        {
            return head.Error;
        }

        uint slot = head.Value / SlotDescriptors;
        bool isOurs = head.Value % SlotDescriptors == 0 && slot < _slots && ((_free >> (int)slot) & 1) == 0;
        return isOurs ? slot : ErrorCode.Corrupt;
    }

    /// <summary>
    /// Ends the request in <paramref name="slot"/>, from <see cref="Take"/>; its slot is free. <paramref name="data"/>,
    /// <paramref name="offset"/> and <paramref name="bytes"/> are those of the transfer, 0 bytes for other requests.
    /// <see cref="ErrorCode.DeviceError"/>: the disk failed; <see cref="ErrorCode.NotSupported"/>: it does not know the request.
    /// </summary>
    public ErrorCode Finish(uint slot, TMemory data, uint offset, uint bytes)
    {
        if (slot >= _slots || ((_free >> (int)slot) & 1) != 0)
        {
            return ErrorCode.InvalidArgument;
        }

        // Only the status says what happened: a device also counts bytes of a failed read.
        _memory.FromDevice(Status(slot), LineBytes);
        byte status = _memory.Read8(Status(slot));
        if (bytes != 0)
        {
            data.FromDevice(offset, bytes);
        }

        _free |= 1ul << (int)slot;
        return status == Ok ? ErrorCode.None : status == Unsupported ? ErrorCode.NotSupported : ErrorCode.DeviceError;
    }

    private static uint Header(uint slot) => Headers + (slot * LineBytes);

    private static uint Status(uint slot) => Statuses + (slot * LineBytes);

    private ErrorCode Reset()
    {
        ErrorCode error = _transport.Reset();
        HoldsMemory &= error != ErrorCode.None;
        return error;
    }

    private uint TakeSlot(VirtioBlockRequest type, ulong sector)
    {
        uint slot = (uint)BitOperations.TrailingZeroCount(_free);
        _free &= _free - 1;
        uint header = Header(slot);
        _memory.Write32(header, (uint)type);
        _memory.Write32(header + 4, 0);
        _memory.Write64(header + 8, sector);
        _memory.Write8(Status(slot), NotWritten);
        return slot;
    }

    // Header, data if there is any, status; then gives it to the device.
    private void Chain(uint slot, ulong address, uint bytes, bool isDeviceWritten)
    {
        uint first = slot * SlotDescriptors;
        uint last = first + SlotDescriptors - 1;
        HoldsMemory = true;
        _memory.ToDevice(Header(slot), LineBytes);
        _memory.ToDevice(Status(slot), LineBytes);
        _queue.Describe(first, _memory.DeviceAddress + Header(slot), HeaderBytes, false, (int)(bytes != 0 ? first + 1 : last));
        if (bytes != 0)
        {
            _queue.Describe(first + 1, address, bytes, isDeviceWritten, (int)last);
        }

        _queue.Describe(last, _memory.DeviceAddress + Status(slot), 1, true, -1);
        _queue.Give(first);
    }
}

/// <summary>The types of requests. [VIRTIO, Block Device, Device Operation]</summary>
internal enum VirtioBlockRequest : uint
{
    /// <summary>Reads sectors.</summary>
    Read = 0,

    /// <summary>Writes sectors.</summary>
    Write = 1,

    /// <summary>Makes finished writes durable.</summary>
    Flush = 4,

    /// <summary>Returns the serial number.</summary>
    GetId = 8,

    /// <summary>Drops sectors.</summary>
    Discard = 11,
}
