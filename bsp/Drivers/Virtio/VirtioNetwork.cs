// A virtio network device: bring-up, sending and receiving. Owns the device's registers, its two queues, and the memory for the headers of
// frames to be sent; stores no frames and measures no time.
//
//   offset in the memory   what
//   0                      receive queue (SplitQueue): one descriptor for each buffer, the header directly before the frame
//   8192                   transmit queue: two descriptors for each frame, header and frame
//   16384 + 16 × slot      header of a frame to be sent: the device reads it
//
// A header always has 12 bytes: since version 1 it includes the count of buffers even without merged buffers; QEMU then leaves it 0.

using System.Numerics;

namespace RustKernel.Drivers.Virtio;

/// <summary>
/// One network device [VIRTIO, Network Device]. One caller at a time. Call <see cref="Start"/> first, and again after an error of
/// <see cref="TakeReceived"/> or <see cref="TakeSent"/>: it resets the device, which then uses no buffer any more.
/// </summary>
/// <typeparam name="TBus">The transport's register window.</typeparam>
/// <typeparam name="TMemory">Memory that the device reaches.</typeparam>
public struct VirtioNetwork<TBus, TMemory>
    where TBus : struct, IRegisterBus
    where TMemory : struct, IDmaMemory
{
    /// <summary>Bytes of memory that the driver needs.</summary>
    public const uint MemoryBytes = Headers + (MostSlots * HeaderStride);

    /// <summary>The number that <see cref="VirtioTransport{TBus}.Identify"/> returns for a network device.</summary>
    public const uint DeviceNumber = 1;

    /// <summary>Bytes that the device writes before a received frame.</summary>
    public const uint HeaderBytes = 12;

    /// <summary>Buffers of each direction, at most.</summary>
    public const uint MostSlots = 64;

    /// <summary>Longest frame, without check sequence.</summary>
    public const uint MostFrame = 1514;

    /// <summary>Shortest frame of Ethernet, without check sequence: shorter ones are padded with zeros.</summary>
    public const uint LeastFrame = 60;

    private const uint EthernetHeader = 14;
    private const uint MostMtu = 1500;
    private const uint LeastMtu = 68;
    private const uint ReceiveQueue = 0;
    private const uint TransmitQueue = 1;
    private const uint SlotDescriptors = 2;
    private const uint Transmit = SplitQueue<TMemory>.MostBytes;
    private const uint Headers = 2 * SplitQueue<TMemory>.MostBytes;
    private const uint HeaderStride = 16;
    private const byte NeedsChecksum = 1;
    private const byte DataValid = 2;
    private const ulong GroupBit = 1ul << 40;

    private const VirtioFeatures Wanted = VirtioFeatures.NetworkChecksum | VirtioFeatures.NetworkGuestChecksum | VirtioFeatures.NetworkMtu
        | VirtioFeatures.NetworkAddress | VirtioFeatures.NetworkStatus | VirtioFeatures.EventIndex;

    private readonly VirtioTransport<TBus> _transport;
    private readonly TMemory _memory;
    private SplitQueue<TMemory> _received;
    private SplitQueue<TMemory> _sent;
    private VirtioFeatures _features;
    private ulong _receiving;
    private ulong _sending;

    /// <summary>The device behind <paramref name="bus"/> with <see cref="MemoryBytes"/> of memory; accesses neither.</summary>
    public VirtioNetwork(TBus bus, TMemory memory)
    {
        _transport = new VirtioTransport<TBus>(bus);
        _memory = memory;
        _received = default;
        _sent = default;
        _features = VirtioFeatures.None;
        _receiving = 0;
        _sending = 0;
        Address = 0;
        Mtu = MostMtu;
        ReceiveSlots = 0;
        SendSlots = 0;
    }

    /// <summary>The card's address: 48 bits, the first byte the highest.</summary>
    public ulong Address { get; private set; }

    /// <summary>Largest packet in bytes, without the Ethernet header: 68 to 1500.</summary>
    public uint Mtu { get; private set; }

    /// <summary>Most receive buffers that the device takes; 0: it is not started.</summary>
    public uint ReceiveSlots { get; private set; }

    /// <summary>Most frames to be sent that the device takes at a time; 0: it is not started.</summary>
    public uint SendSlots { get; private set; }

    /// <summary>True when the device completes checksums of frames to be sent.</summary>
    public readonly bool HasTransmitChecksum => (_features & VirtioFeatures.NetworkChecksum) != 0;

    /// <summary>True when the device reports what it knows of the checksum of each received frame.</summary>
    public readonly bool HasReceiveChecksum => (_features & VirtioFeatures.NetworkGuestChecksum) != 0;

    /// <summary>True when the link is up; always true if the device does not report its link.</summary>
    public readonly bool IsUp => (_features & VirtioFeatures.NetworkStatus) == 0 || _transport.IsNetworkUp;

    /// <summary>True when the device reports that it has failed and needs <see cref="Start"/>.</summary>
    public readonly bool NeedsReset => _transport.NeedsReset;

    /// <summary>Receive buffers that the device has now.</summary>
    public readonly uint Receiving => (uint)BitOperations.PopCount(_receiving);

    /// <summary>Frames to be sent that the device has now.</summary>
    public readonly uint Sending => (uint)BitOperations.PopCount(_sending);

    /// <summary>
    /// Resets the device and brings it up, without any receive buffer. Errors of <see cref="VirtioTransport{TBus}.Identify"/>,
    /// <see cref="VirtioTransport{TBus}.Reset"/>, <see cref="VirtioTransport{TBus}.Negotiate"/>,
    /// <see cref="VirtioTransport{TBus}.QueueLimit"/> and <see cref="VirtioTransport{TBus}.NetworkAddress"/>.
    /// <see cref="ErrorCode.NotFound"/>: it is no network device; <see cref="ErrorCode.NotSupported"/>: a queue is too small, or it has
    /// no address; <see cref="ErrorCode.DeviceError"/>: its address or its MTU is not valid.
    /// </summary>
    public ErrorCode Start()
    {
        Result<uint> device = _transport.Identify();
        ErrorCode error = device.IsOk && device.Value != DeviceNumber ? ErrorCode.NotFound : device.Error;
        error = error == ErrorCode.None ? Stop() : error;
        if (error != ErrorCode.None)
        {
            return error;
        }

        Result<VirtioFeatures> features = _transport.Negotiate(Wanted);
        if (!features.IsOk)
        {
            return features.Error;
        }

        _features = features.Value;
        error = ReadConfiguration();
        Result<uint> receive = error == ErrorCode.None ? SetUp(ReceiveQueue, 0, 1, out _received) : error;
        Result<uint> send = receive.IsOk ? SetUp(TransmitQueue, Transmit, SlotDescriptors, out _sent) : receive.Error;
        if (!send.IsOk)
        {
            _transport.GiveUp();
            return send.Error;
        }

        _transport.Start();
        ReceiveSlots = receive.Value;
        SendSlots = send.Value;
        return ErrorCode.None;
    }

    /// <summary>
    /// Stops the device: afterwards it accesses no memory. <see cref="ErrorCode.TimedOut"/>: it did not confirm that it has stopped, and
    /// may still write into every buffer that it has.
    /// </summary>
    public ErrorCode Stop()
    {
        ReceiveSlots = 0;
        SendSlots = 0;
        _receiving = 0;
        _sending = 0;
        return _transport.Reset();
    }

    /// <summary>
    /// Gives the device a receive buffer: <see cref="HeaderBytes"/> and <see cref="MostFrame"/> bytes of <paramref name="data"/> from
    /// <paramref name="offset"/> on, as slot <paramref name="slot"/>. The buffer belongs to the device until
    /// <see cref="TakeReceived"/> returns its slot. InvalidArgument: there is no such slot, or the device has it.
    /// </summary>
    public ErrorCode GiveBuffer(uint slot, TMemory data, uint offset)
    {
        if (slot >= ReceiveSlots || ((_receiving >> (int)slot) & 1) != 0)
        {
            return ErrorCode.InvalidArgument;
        }

        _receiving |= 1ul << (int)slot;

        // A dirty cache line of the buffer would be written back over what the device writes.
        data.ToDevice(offset, HeaderBytes + MostFrame);
        _received.Describe(slot, data.DeviceAddress + offset, HeaderBytes + MostFrame, true, -1);
        _received.Give(slot);
        return ErrorCode.None;
    }

    /// <summary>
    /// Returns the slot whose buffer has the next received frame, of <paramref name="length"/> bytes. The buffer belongs to the caller
    /// again, and <see cref="ReadHeader"/> reports the checksum. A length of 0: the device wrote no frame there. WouldBlock: no frame
    /// came; <see cref="ErrorCode.Corrupt"/>: the device wrote an impossible slot or length.
    /// </summary>
    public Result<uint> TakeReceived(out uint length)
    {
        Result<uint> head = _received.Take(out uint bytes);
        length = bytes is >= HeaderBytes + EthernetHeader and <= HeaderBytes + MostFrame ? bytes - HeaderBytes : 0;
        if (!head.IsOk)
        {
            return head.Error;
        }

        if (head.Value >= ReceiveSlots || ((_receiving >> (int)head.Value) & 1) == 0)
        {
            return ErrorCode.Corrupt;
        }

        _receiving &= ~(1ul << (int)head.Value);
        return head;
    }

    /// <summary>
    /// What the device reports of the checksum of a frame of <paramref name="length"/> bytes in <paramref name="data"/>, whose header lies
    /// at <paramref name="offset"/>; ignored unless the feature was negotiated. Makes the frame visible to the CPU.
    /// </summary>
    public readonly VirtioChecksum ReadHeader(TMemory data, uint offset, uint length)
    {
        data.FromDevice(offset, HeaderBytes + length);
        byte flags = HasReceiveChecksum ? data.Read8(offset) : (byte)0;
        return (flags & NeedsChecksum) != 0 ? VirtioChecksum.Partial
            : (flags & DataValid) != 0 ? VirtioChecksum.Valid
            : VirtioChecksum.Unknown;
    }

    /// <summary>
    /// Begins to send <paramref name="length"/> bytes of <paramref name="data"/> from <paramref name="offset"/> on, as slot
    /// <paramref name="slot"/>. A frame shorter than <see cref="LeastFrame"/> is padded in place: the buffer must have room. If
    /// <paramref name="checksumStart"/> is not 0, the device sums from there on and stores the sum <paramref name="checksumOffset"/> bytes
    /// after it.
    /// InvalidArgument: there is no such slot, the device has it, no frame has that length, or the checksum lies outside;
    /// NotSupported: without <see cref="HasTransmitChecksum"/>.
    /// </summary>
    public ErrorCode Send(uint slot, TMemory data, uint offset, uint length, uint checksumStart, uint checksumOffset)
    {
        bool isSound = slot < SendSlots && ((_sending >> (int)slot) & 1) == 0 && length is >= EthernetHeader and <= MostFrame
            && checksumStart <= length && checksumOffset <= length && checksumStart + checksumOffset + 2 <= length;
        if (!isSound || (checksumStart != 0 && !HasTransmitChecksum))
        {
            return isSound ? ErrorCode.NotSupported : ErrorCode.InvalidArgument;
        }

        for (; length < LeastFrame; length++)
        {
            data.Write8(offset + length, 0);
        }

        data.ToDevice(offset, length);
        uint header = Headers + (slot * HeaderStride);
        _memory.Write64(header, checksumStart == 0 ? 0 : NeedsChecksum | ((ulong)checksumStart << 48));
        _memory.Write32(header + 8, checksumStart == 0 ? 0 : checksumOffset);
        _memory.ToDevice(header, HeaderBytes);
        uint first = slot * SlotDescriptors;
        _sending |= 1ul << (int)slot;
        _sent.Describe(first, _memory.DeviceAddress + header, HeaderBytes, false, (int)first + 1);
        _sent.Describe(first + 1, data.DeviceAddress + offset, length, false, -1);
        _sent.Give(first);
        return ErrorCode.None;
    }

    /// <summary>
    /// The slot of a frame that the device has sent, in any order; its bytes belong to the caller again. WouldBlock: there is none;
    /// <see cref="ErrorCode.Corrupt"/>: the device wrote an impossible slot.
    /// </summary>
    public Result<uint> TakeSent()
    {
        Result<uint> head = _sent.Take();
        if (!head.IsOk)
        {
            return head.Error;
        }

        uint slot = head.Value / SlotDescriptors;
        if (head.Value % SlotDescriptors != 0 || slot >= SendSlots || ((_sending >> (int)slot) & 1) == 0)
        {
            return ErrorCode.Corrupt;
        }

        _sending &= ~(1ul << (int)slot);
        return slot;
    }

    /// <summary>Notifies the device of the buffers and frames that it was given, if it asked for that.</summary>
    public void Notify()
    {
        if (_received.ShouldNotify())
        {
            _transport.Notify(ReceiveQueue);
        }

        if (_sent.ShouldNotify())
        {
            _transport.Notify(TransmitQueue);
        }
    }

    /// <summary>Acknowledges an interrupt, so that the next one comes. True: the link may have gone up or down.</summary>
    public readonly bool TakeInterrupt() => _transport.TakeInterrupt().Configuration;

    /// <summary>Asks for an interrupt with the next received frame. True: one is there already; take it and ask again.</summary>
    public readonly bool WantReceived() => _received.WantInterrupt();

    /// <summary>
    /// Asks for an interrupt when <paramref name="count"/> more frames have been sent; if the device has fewer, for none. True: they have
    /// been sent already.
    /// </summary>
    public readonly bool WantSent(uint count) => _sent.WantInterruptAfter(count);

    private ErrorCode ReadConfiguration()
    {
        if ((_features & VirtioFeatures.NetworkAddress) == 0)
        {
            return ErrorCode.NotSupported;
        }

        Result<ulong> address = _transport.NetworkAddress();
        if (!address.IsOk)
        {
            return address.Error;
        }

        // Read once: the device may change it.
        uint mtu = (_features & VirtioFeatures.NetworkMtu) != 0 ? _transport.NetworkMtu : MostMtu;
        if (address.Value == 0 || (address.Value & GroupBit) != 0 || mtu < LeastMtu)
        {
            return ErrorCode.DeviceError;
        }

        Address = address.Value;
        Mtu = mtu < MostMtu ? mtu : MostMtu;
        return ErrorCode.None;
    }

    // Sets up a queue; returns its number of slots.
    private readonly Result<uint> SetUp(uint index, uint offset, uint descriptors, out SplitQueue<TMemory> queue)
    {
        queue = default;
        Result<uint> limit = _transport.QueueLimit(index);
        if (!limit.IsOk)
        {
            return limit.Error;
        }

        uint most = MostSlots * descriptors;
        uint size = limit.Value < most ? 1u << BitOperations.Log2(limit.Value) : most;
        if (size < descriptors)
        {
            return ErrorCode.NotSupported;
        }

        queue = new SplitQueue<TMemory>(_memory, offset, size, (_features & VirtioFeatures.EventIndex) != 0);
        queue.Clear();
        _transport.SetQueue(index, size, queue.Place);
        return size / descriptors;
    }
}

/// <summary>What a device knows of the checksum of a received frame.</summary>
public enum VirtioChecksum
{
    /// <summary>Nothing.</summary>
    Unknown = 0,

    /// <summary>It is correct.</summary>
    Valid = 1,

    /// <summary>The field holds only the sum of the pseudo header.</summary>
    Partial = 2,
}
