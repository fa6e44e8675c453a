// A virtio device behind memory-mapped I/O, until its queues work: its kind, its reset, features, the place of a queue,
// interrupts. Knows nothing of the queues' contents.

using System.Runtime.CompilerServices;
using RustKernel.Drivers.Registers;
using RustKernel.Drivers.Registers.VirtioMmio;

namespace RustKernel.Drivers.Virtio;

/// <summary>
/// One transport [VIRTIO, Virtio Over MMIO]. Callable in any context; one caller at a time. Keeps no state; every wait ends.
/// </summary>
/// <typeparam name="TBus">The transport's register window.</typeparam>
public readonly struct VirtioTransport<TBus>
    where TBus : struct, IRegisterBus
{
    /// <summary>The value of <see cref="Registers.VirtioMmio.MagicValue"/> when there is a transport.</summary>
    public const uint Magic = 0x7472_6976;

    /// <summary>The version that <see cref="Identify"/> accepts.</summary>
    public const uint ModernVersion = 2;

    /// <summary>Reads of the status register before a reset times out, and tries to read a configuration that changes.</summary>
    public const uint PollLimit = 1u << 20;

    private readonly RegisterBlock<TBus> _registers;

    /// <summary>The transport behind <paramref name="bus"/>; accesses nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public VirtioTransport(TBus bus) => _registers = new RegisterBlock<TBus>(bus);

    /// <summary>True when the device reports a failure: nothing completes until a reset.</summary>
    public bool NeedsReset => _registers.Read<Status>().DEVICE_NEEDS_RESET;

    /// <summary>
    /// The device's number. <see cref="ErrorCode.NotFound"/>: no transport, or no device on it;
    /// <see cref="ErrorCode.NotSupported"/>: a device on a legacy transport, whose queues lie elsewhere
    /// (QEMU: <c>-global virtio-mmio.force-legacy=false</c> makes it a modern one).
    /// </summary>
    public Result<uint> Identify()
    {
        if (_registers.Read<MagicValue>().Magic != Magic)
        {
            return ErrorCode.NotFound;
        }

        uint version = _registers.Read<Version>().Number;
        uint device = _registers.Read<DeviceID>().Number;
        return device == 0 ? ErrorCode.NotFound : version != ModernVersion ? ErrorCode.NotSupported : device;
    }

    /// <summary>
    /// Resets the device. When this returns None, the device accesses no memory any more; only then may its buffers have
    /// another use. <see cref="ErrorCode.TimedOut"/>: it does not confirm that. [VIRTIO, Device Reset]
    /// </summary>
    public ErrorCode Reset()
    {
        _registers.Write(default(Status));
        for (uint poll = 0; poll < PollLimit; poll++)
        {
            if (Status.ToBits(_registers.Read<Status>()) == 0)
            {
                return ErrorCode.None;
            }
        }

        return ErrorCode.TimedOut;
    }

    /// <summary>
    /// Agrees with a device, just reset, on those features of <paramref name="wanted"/> that it offers, and returns them.
    /// <see cref="ErrorCode.NotSupported"/>: it is not of version 1; <see cref="ErrorCode.DeviceError"/>: it refuses them.
    /// [VIRTIO, Device Initialization, steps 2 to 6]
    /// </summary>
    public Result<VirtioFeatures> Negotiate(VirtioFeatures wanted)
    {
        Status status = default(Status).WithACKNOWLEDGE(true);
        _registers.Write(status);
        status = status.WithDRIVER(true);
        _registers.Write(status);
        _registers.Write(DeviceFeaturesSel.Of(1));
        ulong offered = (ulong)_registers.Read<DeviceFeatures>().Bits << 32;
        _registers.Write(DeviceFeaturesSel.Of(0));
        offered |= _registers.Read<DeviceFeatures>().Bits;
        ulong taken = offered & (ulong)(wanted | VirtioFeatures.Version1);
        if ((taken & (ulong)VirtioFeatures.Version1) == 0)
        {
            GiveUp();
            return ErrorCode.NotSupported;
        }

        _registers.Write(DriverFeaturesSel.Of(1));
        _registers.Write(DriverFeatures.Of((uint)(taken >> 32)));
        _registers.Write(DriverFeaturesSel.Of(0));
        _registers.Write(DriverFeatures.Of((uint)taken));
        _registers.Write(status.WithFEATURES_OK(true));
        if (!_registers.Read<Status>().FEATURES_OK)
        {
            GiveUp();
            return ErrorCode.DeviceError;
        }

        return (VirtioFeatures)taken;
    }

    /// <summary>
    /// Most descriptors of queue <paramref name="index"/>. <see cref="ErrorCode.NotFound"/>: there is no such queue;
    /// <see cref="ErrorCode.InvalidState"/>: it is in use, because the device was not reset.
    /// </summary>
    public Result<uint> QueueLimit(uint index)
    {
        _registers.Write(QueueSel.Of(index));
        if (_registers.Read<QueueReady>().Ready)
        {
            return ErrorCode.InvalidState;
        }

        uint count = _registers.Read<QueueNumMax>().Count;
        return count == 0 ? ErrorCode.NotFound : count;
    }

    /// <summary>
    /// Gives the device queue <paramref name="index"/>, <paramref name="size"/> descriptors (a power of two within
    /// <see cref="QueueLimit"/>), whose rings are zero except for the driver's settings. [VIRTIO, Virtqueue Configuration]
    /// </summary>
    public void SetQueue(uint index, uint size, in VirtioQueuePlace place)
    {
        _registers.Write(QueueSel.Of(index));
        _registers.Write(QueueNum.Of(size));
        _registers.Write(QueueDescLow.Of((uint)place.Descriptors));
        _registers.Write(QueueDescHigh.Of((uint)(place.Descriptors >> 32)));
        _registers.Write(QueueDriverLow.Of((uint)place.Available));
        _registers.Write(QueueDriverHigh.Of((uint)(place.Available >> 32)));
        _registers.Write(QueueDeviceLow.Of((uint)place.Used));
        _registers.Write(QueueDeviceHigh.Of((uint)(place.Used >> 32)));
        _registers.Write(default(QueueReady).WithReady(true));
    }

    /// <summary>The device may begin. [VIRTIO, Device Initialization, step 8]</summary>
    public void Start() => _registers.Write(_registers.Read<Status>().WithDRIVER_OK(true));

    /// <summary>The driver stops using the device; only a reset brings it back.</summary>
    public void GiveUp() => _registers.Write(_registers.Read<Status>().WithFAILED(true));

    /// <summary>Notifies the device of new buffers in queue <paramref name="index"/>. The caller has ordered its writes before.</summary>
    public void Notify(uint index) => _registers.Write(QueueNotify.Of(index));

    /// <summary>
    /// Acknowledges an interrupt and returns its reasons; afterwards the next one comes. Check the rings only then, or an
    /// edge is lost.
    /// </summary>
    public InterruptStatus TakeInterrupt()
    {
        InterruptStatus status = _registers.Read<InterruptStatus>();
        _registers.Clear(InterruptACK.FromBits(InterruptStatus.ToBits(status)));
        return status;
    }

    /// <summary>
    /// The size of a block device in sectors of 512 bytes. <see cref="ErrorCode.TimedOut"/>: it changed during each attempt to read it.
    /// [VIRTIO, Device Configuration Space]
    /// </summary>
    public Result<ulong> BlockCapacity()
    {
        for (uint attempt = 0; attempt < PollLimit; attempt++)
        {
            uint before = _registers.Read<ConfigGeneration>().Number;
            ulong sectors = _registers.Read<BlockCapacityLow>().Bits | ((ulong)_registers.Read<BlockCapacityHigh>().Bits << 32);
            if (_registers.Read<ConfigGeneration>().Number == before)
            {
                return sectors;
            }
        }

        return ErrorCode.TimedOut;
    }

    /// <summary>
    /// The address of a network device: 48 bits, the first byte the highest; with <see cref="VirtioFeatures.NetworkAddress"/>.
    /// <see cref="ErrorCode.TimedOut"/>: it changed during each attempt to read it.
    /// </summary>
    public Result<ulong> NetworkAddress()
    {
        for (uint attempt = 0; attempt < PollLimit; attempt++)
        {
            uint before = _registers.Read<ConfigGeneration>().Number;
            ulong address = 0;
            for (uint i = 0; i < 6; i++)
            {
                address = (address << 8) | NetworkByte(i);
            }

            if (_registers.Read<ConfigGeneration>().Number == before)
            {
                return address;
            }
        }

        return ErrorCode.TimedOut;
    }

    /// <summary>The link of a network device is up; with <see cref="VirtioFeatures.NetworkStatus"/>.</summary>
    public bool IsNetworkUp => (NetworkByte(6) & 1) != 0;

    /// <summary>Largest packet of a network device; with <see cref="VirtioFeatures.NetworkMtu"/>.</summary>
    public uint NetworkMtu => NetworkByte(10) | ((uint)NetworkByte(11) << 8);

    private byte NetworkByte(uint index) => NetworkConfiguration.ToBits(_registers.Read8<NetworkConfiguration>(index));

    /// <summary>The size in bytes that a block device prefers for writes; with <see cref="VirtioFeatures.BlockSize"/>.</summary>
    public uint BlockBytes => _registers.Read<BlockSize>().Bytes;

    /// <summary>Most sectors of one discard; with <see cref="VirtioFeatures.BlockDiscard"/>.</summary>
    public uint MostDiscarded => _registers.Read<BlockMaxDiscardSectors>().Count;
}

/// <summary>The device's addresses of the three parts of a queue.</summary>
public readonly struct VirtioQueuePlace
{
    /// <summary>Three physical addresses.</summary>
    public VirtioQueuePlace(ulong descriptors, ulong available, ulong used)
    {
        Descriptors = descriptors;
        Available = available;
        Used = used;
    }

    /// <summary>The descriptor table.</summary>
    public ulong Descriptors { get; }

    /// <summary>The available ring: chains from the driver.</summary>
    public ulong Available { get; }

    /// <summary>The used ring: chains that the device returns.</summary>
    public ulong Used { get; }
}
