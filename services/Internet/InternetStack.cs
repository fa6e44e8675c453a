// The TCP/IP stack. It does no input and output, and has no clock and no randomness but its key: its actions follow only from its state,
// the frames and the times. So a run can be tested, fuzzed and replayed.
//
//   Receive(frame)   call with frames from the driver, in the order in which they came
//   Advance(now)     call when NextDeadline has come
//   Transmit(frame)  call after any of the others, while the driver has room, until it returns 0 bytes and HasMore is false. It makes
//                    a frame on demand, from the rings themselves: nothing is queued that a full device would hold up
//   TakeEvents()     returns the sockets whose owners must be notified
//
// One thread at a time. Times are microseconds of any clock that never goes back.

using System;
using System.Buffers.Binary;
using RustKernel.Services.Internet.Dns;
using RustKernel.Services.Internet.Tcp;

namespace RustKernel.Services.Internet;

/// <summary>One interface's stack: Ethernet, ARP, IPv4, ICMP, UDP, TCP.</summary>
public sealed partial class InternetStack
{
    private const int MostLooped = 64;
    private const int MostTurns = 64;

    private readonly PacketQueue _ready = new();
    private Packet? _freePackets;
    private int _packets;
    private InternetSocket? _firstEvent;
    private InternetSocket? _lastEvent;
    private InternetSocket? _firstToSend;
    private InternetSocket? _lastToSend;
    private bool _isSocketsTurn;

    /// <summary>
    /// A stack without an address (<see cref="Configure"/>). The key of 16 random bytes, as two numbers, must differ at every start:
    /// sequence numbers and ports derive from it.
    /// </summary>
    public InternetStack(StackOptions options, ulong keyLow, ulong keyHigh)
    {
        Options = options;
        Random = new KeyedHash(keyLow, keyHigh);
        Neighbors = new Neighbors(this);
        Claim = new AddressClaim(this);
        _reassembler = new Reassembler(this);
        Tcp = new TcpEngine(this);
        Dns = new DnsClient(this);
    }

    /// <summary>The options that it was made with.</summary>
    public StackOptions Options { get; }

    /// <summary>Its counts.</summary>
    public StackCounts Counts { get; } = new();

    /// <summary>When <see cref="Advance"/> must be called at the latest; <see cref="long.MaxValue"/>: only after some other call.</summary>
    public long NextDeadline => Deadlines.Next;

    /// <summary>The interface's configuration; null: it has no address.</summary>
    public InterfaceConfiguration? Configuration { get; private set; }

    internal KeyedHash Random { get; }

    internal DeadlineHeap Deadlines { get; } = new();

    internal Neighbors Neighbors { get; }

    internal AddressClaim Claim { get; }

    internal TcpEngine Tcp { get; }

    /// <summary>Our IPv4 address; 0: none.</summary>
    internal uint Address => Configuration?.Address.IPv4 ?? 0;

    /// <summary>Gives the interface an address at once and announces it; null removes it. Connections of another address end.</summary>
    public void Configure(InterfaceConfiguration? configuration, long now)
    {
        uint before = Address;
        Configuration = configuration;
        if (before != Address)
        {
            Neighbors.Clear();
            Claim.Release();
            if (before != 0)
            {
                Tcp.OnAddressLost(now);
            }
        }

        if (Address != 0 && before != Address)
        {
            Claim.Announce(Address, now);
        }
    }

    /// <summary>
    /// The driver restarted, or the link came back: announces the address, and sends what waits again. Connections see only a few lost
    /// frames.
    /// </summary>
    public void LinkRestarted(long now)
    {
        Announce(now);
        Dhcp?.LinkRestarted(now);
    }

    /// <summary>Announces our address on the link, if there is one: for a card that was not open when the address was given.</summary>
    public void Announce(long now)
    {
        if (Address != 0)
        {
            Claim.Announce(Address, now);
        }
    }

    /// <summary>
    /// Sets the properties of the interface's card: its address, whether it does checksums, and its MTU in bytes (ignored if larger than
    /// <see cref="StackOptions.Mtu"/> or less than 576). Call it before <see cref="LinkRestarted"/> and <see cref="Configure"/>, and again
    /// for another card.
    /// </summary>
    public void SetCard(LinkAddress address, bool hasTransmitChecksum, int mtu)
    {
        _cardMtu = mtu;
        Options.LinkAddress = address;
        Options.HasTransmitChecksum = hasTransmitChecksum;
    }

    /// <summary>Whether it is one of our addresses, or None.</summary>
    public bool HasAddress(InternetAddress address) => address.IsNone || (address.IsIPv4 && IsOwn(address.IPv4));

    /// <summary>Adds a client with this quota.</summary>
    public SocketOwner AddOwner(OwnerLimits limits) => new(limits);

    /// <summary>A client ended: its sockets end at once, and its rings are not touched again.</summary>
    public void RemoveOwner(SocketOwner owner, long now)
    {
        InternetSocket[] sockets = new InternetSocket[owner.Sockets.Count];
        owner.Sockets.CopyTo(sockets);
        foreach (InternetSocket socket in sockets)
        {
            socket.Abort(now);
        }
    }

    /// <summary>Does what is due at <paramref name="now"/>.</summary>
    public void Advance(long now)
    {
        while (Deadlines.TakeDue(now) is { } item)
        {
            item.OnDeadline(now);
        }
    }

    /// <summary>
    /// Takes a frame, with its Ethernet header and without its check sequence. It may contain anything: every field is checked before use.
    /// </summary>
    public void Receive(ReadOnlySpan<byte> frame, FrameMarks marks, long now)
    {
        Counts.FramesReceived++;
        Deliver(frame, marks, false, now);
    }

    /// <summary>
    /// Writes the next frame to send, padded to 60 bytes. <paramref name="frame"/> must have room for the largest: 14 bytes and
    /// <see cref="StackOptions.Mtu"/>. A length of 0: there is nothing to send now, or <see cref="HasMore"/>.
    /// </summary>
    public OutgoingFrame Transmit(Span<byte> frame, long now)
    {
        for (int looped = 0; looped < MostLooped; looped++)
        {
            OutgoingFrame next = TakeFrame(frame, now);
            if (next.Length == 0)
            {
                return default;
            }

            if (LinkAddress.Read(frame) == Options.LinkAddress)
            {
                Deliver(frame.Slice(0, next.Length), FrameMarks.ChecksumPartial, true, now);
                continue;
            }

            Counts.FramesSent++;
            return Pad(frame, next);
        }

        return default;
    }

    /// <summary>
    /// <see cref="Transmit"/> returned 0 bytes to let its caller do other things, but frames or sockets wait. Call it again, without
    /// waiting for <see cref="NextDeadline"/>.
    /// </summary>
    public bool HasMore => _firstToSend is not null || _ready.Count != 0;

    /// <summary>A socket that has events; null: no more.</summary>
    public InternetSocket? TakeSocketWithEvents()
    {
        InternetSocket? socket = _firstEvent;
        if (socket is not null)
        {
            _firstEvent = socket.NextWithEvents;
            _lastEvent = _firstEvent is null ? null : _lastEvent;
            socket.NextWithEvents = null;
            socket.IsListed = false;
        }

        return socket;
    }

    /// <summary>Puts a socket into the list of those with events.</summary>
    internal void ListEvents(InternetSocket socket)
    {
        if (socket.IsListed)
        {
            return;
        }

        socket.IsListed = true;
        if (_lastEvent is null)
        {
            _firstEvent = socket;
        }
        else
        {
            _lastEvent.NextWithEvents = socket;
        }

        _lastEvent = socket;
    }

    /// <summary>Puts a socket at the end of the list of those that want to send: each gets one frame a turn.</summary>
    internal void ListToSend(InternetSocket socket)
    {
        if (socket.WantsToSend)
        {
            return;
        }

        socket.WantsToSend = true;
        if (_lastToSend is null)
        {
            _firstToSend = socket;
        }
        else
        {
            _lastToSend.NextToSend = socket;
        }

        _lastToSend = socket;
    }

    /// <summary>An empty packet; null: too many are waiting already.</summary>
    internal Packet? TakePacket()
    {
        if (_freePackets is { } packet)
        {
            _freePackets = packet.Next;
            packet.Next = null;
            return packet;
        }

        if (_packets >= Options.MostPackets)
        {
            Counts.NotSent++;
            return null;
        }

        _packets++;
        return new Packet(Options.Mtu);
    }

    /// <summary>Releases a packet that will not be sent.</summary>
    internal void Drop(Packet packet)
    {
        Counts.NotSent++;
        Free(packet);
    }

    /// <summary>Gives a packet its Ethernet header, and queues it for the driver.</summary>
    internal void SendOnLink(Packet packet, LinkAddress destination, ushort type)
    {
        Wire.WriteEthernet(packet.Bytes, destination, Options.LinkAddress, type);
        _ready.Add(packet);
    }

    private static OutgoingFrame Pad(Span<byte> frame, OutgoingFrame next)
    {
        if (next.Length >= Wire.LeastFrame)
        {
            return next;
        }

        frame.Slice(next.Length, Wire.LeastFrame - next.Length).Clear();
        return next with { Length = Wire.LeastFrame };
    }

    private void Free(Packet packet)
    {
        packet.Next = _freePackets;
        _freePackets = packet;
    }

    // The stack's own answers and the sockets take turns: a flood of requests does not hold up connections, nor the reverse.
    private OutgoingFrame TakeFrame(Span<byte> frame, long now)
    {
        _isSocketsTurn = !_isSocketsTurn;
        OutgoingFrame next = _isSocketsTurn ? TakeFromSockets(frame, now) : TakeReady(frame);
        return next.Length != 0 ? next : _isSocketsTurn ? TakeReady(frame) : TakeFromSockets(frame, now);
    }

    private OutgoingFrame TakeReady(Span<byte> frame)
    {
        if (_ready.Take() is not { } packet)
        {
            return default;
        }

        packet.Bytes.Slice(0, packet.Length).CopyTo(frame);
        int length = packet.Length;
        Free(packet);
        return new OutgoingFrame(length, 0, 0);
    }

    private OutgoingFrame TakeFromSockets(Span<byte> frame, long now)
    {
        // Sockets that make no frame and list themselves again must not keep the caller here: see HasMore.
        for (int turn = 0; turn < MostTurns && _firstToSend is { } socket; turn++)
        {
            _firstToSend = socket.NextToSend;
            _lastToSend = _firstToSend is null ? null : _lastToSend;
            socket.NextToSend = null;
            socket.WantsToSend = false;
            OutgoingFrame next = socket.Transmit(frame, now);
            if (next.Length != 0)
            {
                ListToSend(socket);
                return next;
            }
        }

        return default;
    }

    private void Deliver(ReadOnlySpan<byte> frame, FrameMarks marks, bool isLooped, long now)
    {
        if (frame.Length < Wire.EthernetHeader)
        {
            Counts.Discarded++;
            return;
        }

        LinkAddress destination = LinkAddress.Read(frame);
        bool isForMany = destination.IsGroup;
        if ((!isForMany && destination != Options.LinkAddress) || LinkAddress.Read(frame.Slice(LinkAddress.Size)).IsGroup)
        {
            Counts.Discarded++;
            return;
        }

        ReadOnlySpan<byte> payload = frame.Slice(Wire.EthernetHeader);
        switch (BinaryPrimitives.ReadUInt16BigEndian(frame.Slice(12)))
        {
            case Wire.TypeArp:
                Neighbors.Receive(payload, now);
                break;
            case Wire.TypeIPv4:
                ReceiveIPv4(payload, marks, isForMany, isLooped, now);
                break;
            default:
                Counts.Discarded++;
                break;
        }
    }
}
