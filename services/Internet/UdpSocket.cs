using System;

namespace RustKernel.Services.Internet;

/// <summary>
/// A UDP socket (<see cref="InternetStack.OpenUdp"/>): datagrams in two rings of its owner. Drops a datagram if the receive ring has no
/// room.
/// </summary>
public sealed class UdpSocket : InternetSocket
{
    private readonly ByteRing _send;
    private readonly ByteRing _receive;
    private uint _consumed;
    private uint _produced;

    internal UdpSocket(InternetStack stack, SocketOwner owner, ushort port, ByteRing send, ByteRing receive)
        : base(stack, owner)
    {
        Port = port;
        _send = send;
        _receive = receive;
        _consumed = send.Consumed;
        _produced = receive.Produced;
    }

    /// <summary>Its port.</summary>
    public ushort Port { get; }

    /// <summary>Our address at which it receives; None: all of them, and broadcasts.</summary>
    public InternetAddress Address { get; set; }

    /// <summary>The only end from which it receives, and the destination of datagrams without an address; default: any.</summary>
    public EndPoint Remote { get; private set; }

    /// <summary>Binds it to one other end; default: to none. Errors that the network reports then come as Failed.</summary>
    public void Connect(EndPoint remote) => Remote = remote;

    /// <inheritdoc/>
    public override void Close(long now) => Abort(now);

    /// <inheritdoc/>
    public override void Abort(long now)
    {
        Stack.Forget(this);
        End(NetworkError.None);
    }

    /// <inheritdoc/>
    public override void RingsChanged(long now)
    {
        if (!IsClosed && _send.Produced != _consumed)
        {
            Stack.ListToSend(this);
        }
    }

    internal bool Accepts(uint destination, EndPoint from) =>
        (Address.IsNone || Address.IPv4 == destination) && (Remote == default || Remote == from);

    /// <summary>Takes a datagram.</summary>
    internal void Receive(EndPoint from, ReadOnlySpan<byte> data)
    {
        if (!DatagramRing.TryWrite(_receive, _produced, _receive.Consumed, from, data))
        {
            Stack.Counts.DatagramsDropped++;
            return;
        }

        _produced += (uint)DatagramRing.Size(data.Length);
        Raise(SocketEvents.Readable);
    }

    /// <summary>The network reported an error of the connected end.</summary>
    internal void OnNetworkError(NetworkError error)
    {
        Error = error;
        Raise(SocketEvents.Failed);
    }

    /// <inheritdoc/>
    internal override OutgoingFrame Transmit(Span<byte> frame, long now)
    {
        // Datagrams without a destination make no frame: the bound keeps an owner from holding up the others.
        for (int skipped = 0; skipped < 16 && !IsClosed; skipped++)
        {
            int length = DatagramRing.Peek(_send, _send.Produced, _consumed, out EndPoint to);
            if (length < 0)
            {
                if (length < -1)
                {
                    Stack.Forget(this);
                    End(NetworkError.InvalidArgument);
                }

                return default;
            }

            OutgoingFrame next = TransmitOne(frame, length, to.Port == 0 ? Remote : to, now);
            _consumed += (uint)DatagramRing.Size(length);
            _send.Consumed = _consumed;
            Raise(SocketEvents.Writable);
            if (next.Length != 0)
            {
                return next;
            }
        }

        RingsChanged(now);
        return default;
    }

    private protected override void OnDeadline(long now)
    {
    }

    private OutgoingFrame TransmitOne(Span<byte> frame, int length, EndPoint to, long now)
    {
        uint destination = to.Address.IPv4;
        uint source = to.Address.IsIPv4 && to.Port != 0 ? Stack.SourceFor(destination) : 0;
        if (source == 0 || length > Stack.Mtu - Wire.IPv4Header - Wire.UdpHeader)
        {
            OnNetworkError(source == 0 ? NetworkError.NetworkUnreachable : NetworkError.MessageTooLong);
            return default;
        }

        int payload = Wire.UdpHeader + length;
        ErrorCode found = Stack.FindLink(destination, now, out LinkAddress link);
        if (found != ErrorCode.None)
        {
            Wait(found, length, source, to, now);
            return default;
        }

        Wire.WriteEthernet(frame, link, Stack.Options.LinkAddress, Wire.TypeIPv4);
        int whole = Wire.IPv4Header + payload;
        Wire.WriteIPv4(frame.Slice(Wire.EthernetHeader), whole, Wire.ProtocolUdp, source, destination, (ushort)Stack.Random.Next(), true);
        _send.CopyOut(_consumed + DatagramRing.Header, frame.Slice(Wire.PayloadOffset + Wire.UdpHeader, length));
        InternetStack.WriteUdp(frame.Slice(Wire.PayloadOffset, payload), source, Port, destination, to.Port);
        return new OutgoingFrame(Wire.PayloadOffset + payload, 0, 0);
    }

    // The host is being asked for its address: the datagram waits with the host's others.
    private void Wait(ErrorCode found, int length, uint source, EndPoint to, long now)
    {
        if (found != ErrorCode.WouldBlock)
        {
            OnNetworkError(NetworkError.HostUnreachable);
            return;
        }

        if (Stack.TakePacket() is not { } packet)
        {
            return;
        }

        int payload = Wire.UdpHeader + length;
        Span<byte> datagram = packet.Bytes.Slice(Wire.PayloadOffset, payload);
        _send.CopyOut(_consumed + DatagramRing.Header, datagram.Slice(Wire.UdpHeader));
        InternetStack.WriteUdp(datagram, source, Port, to.Address.IPv4, to.Port);
        _ = Stack.SendIPv4(packet, payload, Wire.ProtocolUdp, source, to.Address.IPv4, true, now);
    }
}
