using System;
using System.Threading.Tasks;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Devices;

/// <summary>
/// The stack's side of a network card's driver, over <see cref="IEthernet"/> and two rings. One thread at a time. In a service:
/// <code>
/// OnBits(bits) with FrameRing.ChangedBit:
///   if (!link.IsOpen) { await link.OpenAsync(); stack.LinkRestarted(now); }   // a driver started again
///   do
///   {
///       while (link.TryReceive(out frame, out entry)) { stack.Receive(frame, (FrameMarks)entry.Marks, now); link.Release(); }
///       while (!(buffer = link.Buffer).IsEmpty &amp;&amp; (next = stack.Transmit(buffer, now)).Length != 0) { link.Send(next…); }
///   }
///   while (link.Settle());
/// </code>
/// Nothing that the driver writes harms the caller: an impossible value closes the link, and the caller opens it again.
/// </summary>
public sealed class EthernetLink
{
    private const ulong TimeoutMilliseconds = 20_000;
    private readonly Handle<Port> _driver;
    private readonly EthernetClient _client;
    private readonly Handle<Port> _own;
    private MappedMemory? _receivedMemory;
    private MappedMemory? _sentMemory;
    private DmaWindow _receivedWindow;
    private FrameConsumer<DmaWindow> _received;
    private FrameProducer<DmaWindow> _sent;
    private EthernetDescription _description;
    private bool _isSound;
    private bool _wasFull;

    /// <summary>A closed link to the driver at port <paramref name="driver"/>; its notices come to port <paramref name="own"/>.</summary>
    public EthernetLink(Handle<Port> driver, Handle<Port> own)
    {
        _driver = driver;
        _own = own;
        _client = new EthernetClient(driver) { TimeoutTicks = Own.Ticks(TimeoutMilliseconds) };
    }

    /// <summary>What the driver said of the card when it was opened.</summary>
    public ref readonly EthernetDescription Description => ref _description;

    /// <summary>The rings are in use. False: call <see cref="OpenAsync"/>, then the stack's LinkRestarted.</summary>
    public bool IsOpen => _isSound && (FrameRing.ReadState(_receivedWindow) & FrameRingState.Open) != 0;

    /// <summary>False: it was never opened, opening failed, or the driver wrote an impossible value; it must be opened.</summary>
    public bool IsSound => _isSound;

    /// <summary>The driver says that the link is up.</summary>
    public bool IsUp => IsOpen && (FrameRing.ReadState(_receivedWindow) & FrameRingState.LinkUp) != 0;

    /// <summary>
    /// Opens the rings, for the first time or again; both are empty then. Errors: as <see cref="IEthernet.Open"/>; ServerEnded: the driver
    /// ended while it had the request; NotRunning: the driver will not start; and the errors of mapping.
    /// </summary>
    public async Task<ErrorCode> OpenAsync()
    {
        _isSound = false;
        ErrorCode error = Kernel.HandleDuplicate(_own, Rights.Send | Rights.Duplicate | Rights.Transfer, out Handle<Port> told);
        if (error != ErrorCode.None)
        {
            return error;
        }

        Result<(Handle<Memory> Received, Handle<Memory> Sent, EthernetDescription Description)> opened = await _client.OpenAsync(told);
        if (!opened.IsOk)
        {
            return opened.Error;
        }

        error = Map(opened.Value.Received, ref _receivedMemory);
        ErrorCode other = Map(opened.Value.Sent, ref _sentMemory);
        error = error == ErrorCode.None ? other : error;
        if (error == ErrorCode.None)
        {
            _description = opened.Value.Description;

            // Both sides are CPUs: the driver alone maintains caches for its device.
            _receivedWindow = new DmaWindow(_receivedMemory, 0, isCoherent: true);
            _received = new FrameConsumer<DmaWindow>(_receivedWindow);
            _sent = new FrameProducer<DmaWindow>(new DmaWindow(_sentMemory, 0, isCoherent: true));
            _isSound = true;
            _wasFull = false;
        }

        return error;
    }

    /// <summary>
    /// The next received frame. It lies in the ring's buffer, which belongs to the caller until <see cref="Release"/>. False: there is
    /// none.
    /// </summary>
    public bool TryReceive(out ReadOnlySpan<byte> frame, out FrameEntry entry)
    {
        frame = default;
        entry = default;
        if (!_isSound)
        {
            return false;
        }

        Result<FrameEntry> taken = _received.Take();
        if (!taken.IsOk)
        {
            _isSound = taken.Error != ErrorCode.Corrupt;
            return false;
        }

        entry = taken.Value;
        frame = _receivedMemory!.Bytes.Slice((int)entry.Place, entry.Length);
        return true;
    }

    /// <summary>Gives back the buffer of the oldest frame received and not released.</summary>
    public void Release() => _received.Return(1);

    /// <summary>The buffer for the next frame to be sent, with room for the largest; empty: there is no room now.</summary>
    public Span<byte> Buffer
    {
        get
        {
            Result<uint> room = _isSound ? _sent.Room() : ErrorCode.WouldBlock;
            _isSound &= room.Error != ErrorCode.Corrupt;
            _wasFull |= room.IsOk && room.Value == 0;
            return room.IsOk && room.Value != 0
                ? _sentMemory!.Bytes.Slice((int)Entry(0).Place, (int)FrameRing.MostFrame)
                : default;
        }
    }

    /// <summary>
    /// Sends <paramref name="length"/> bytes (14 to 1514) of <see cref="Buffer"/>, which was not empty. The device completes the checksum
    /// if <paramref name="checksumStart"/> is not 0.
    /// </summary>
    public void Send(int length, int checksumStart, int checksumOffset) =>
        _sent.Put(Entry(length) with { ChecksumStart = (ushort)checksumStart, ChecksumOffset = (ushort)checksumOffset });

    /// <summary>
    /// Publishes the sent frames and the released buffers, notifies the driver if it asked for that, and asks for a notice when there is
    /// more to do. True: there is more already, and the notice may not come: go round again.
    /// </summary>
    public bool Settle()
    {
        if (!_isSound)
        {
            return false;
        }

        bool isWanted = _received.Publish();
        isWanted |= _sent.Publish();
        if (isWanted)
        {
            _ = Kernel.Notify(_driver, FrameRing.ChangedBit);
        }

        bool hasMore = _received.WantFrames();
        hasMore |= _wasFull && _sent.WantRoom(FrameRing.Slots / 2);
        _wasFull = false;
        return hasMore;
    }

    private FrameEntry Entry(int length) => new((ushort)_sent.NextBuffer, (ushort)FrameRing.FrameOffset, (ushort)length);

    // The driver gives the same memory each time: the first mapping stays.
    private static ErrorCode Map(Handle<Memory> handle, ref MappedMemory? memory)
    {
        ErrorCode error = memory is null ? MappedMemory.Open(handle, isWritable: true, out memory) : ErrorCode.None;
        if (error == ErrorCode.None && memory!.Bytes.Length < (int)FrameRing.Bytes)
        {
            error = ErrorCode.InvalidArgument;
        }

        if (memory is null || memory.Handle.Value != handle.Value)
        {
            handle.Close();
        }

        return error;
    }
}
