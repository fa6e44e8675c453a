// All connections of a stack: to which one a segment belongs, handshakes of listeners, resets.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace RustKernel.Services.Internet.Tcp;

/// <summary>TCP of a stack.</summary>
internal sealed partial class TcpEngine(InternetStack stack)
{
    private const int FirstPort = 49152;
    private const int PortCount = 65536 - FirstPort;
    private const long Second = 1_000_000;

    private readonly Dictionary<TcpKey, TcpConnection> _connections = [];
    private readonly Dictionary<TcpKey, TimeWait> _timeWaits = [];
    private readonly TimeWaitList _oldTimeWaits = new();
    private readonly Dictionary<ushort, TcpListener> _listeners = [];
    private ushort _portStep;
    private long _challengeSecond = long.MinValue;
    private long _challengesLeft;

    /// <summary>Connections that are not closed.</summary>
    public int Count => _connections.Count;

    /// <summary>Connections in TIME-WAIT.</summary>
    public int TimeWaits => _timeWaits.Count;

    /// <summary>Entries of the list that says which TIME-WAIT ends first.</summary>
    public int RestingInOrder => _oldTimeWaits.Count;

    /// <summary>A hash of both ends that peers cannot compute.</summary>
    public ulong Hash(in TcpKey key, ulong purpose) =>
        stack.Random.Of(key.Local.Low, key.Remote.Low ^ key.Remote.High, ((ulong)key.LocalPort << 16) | key.RemotePort, purpose);

    /// <summary>The first sequence number of a connection: a clock of 4 µs and a hash. [RFC 6528]</summary>
    public uint InitialNumber(in TcpKey key, long now) => (uint)(now >> 2) + (uint)Hash(key, 0x49534E);

    /// <summary>Opens a connection. Errors of <see cref="InternetStack.Connect"/>.</summary>
    public NetworkError Connect(
        SocketOwner owner,
        EndPoint remote,
        ushort port,
        ByteRing send,
        ByteRing receive,
        long now,
        out TcpConnection? made)
    {
        made = null;
        if (!owner.HasRoom || _connections.Count >= stack.Options.MostConnections)
        {
            return NetworkError.QuotaExceeded;
        }

        uint address = remote.Address.IPv4;
        if (!InternetStack.IsRing(send) || !InternetStack.IsRing(receive) || remote.Port == 0 || !remote.Address.IsIPv4
            || stack.IsBroadcast(address) || remote.Address.IsMulticast)
        {
            return NetworkError.InvalidArgument;
        }

        uint source = stack.SourceFor(address);
        if (source == 0)
        {
            return NetworkError.NetworkUnreachable;
        }

        TcpKey key = new(InternetAddress.FromIPv4(source), port, remote.Address, remote.Port);
        if (port == 0 ? !TryChoosePort(ref key) : IsTaken(key))
        {
            return NetworkError.AddressInUse;
        }

        made = new TcpConnection(stack, owner, key, send, receive, now);
        _connections[key] = made;
        made.Open(InitialNumber(key, now), now);
        return NetworkError.None;
    }

    /// <summary>Listens at a port. Errors of <see cref="InternetStack.Listen"/>.</summary>
    public NetworkError Listen(SocketOwner owner, ushort port, int receiveCapacity, out TcpListener? made)
    {
        made = null;
        if (!owner.HasRoom || receiveCapacity < ByteRing.LeastCapacity)
        {
            return owner.HasRoom ? NetworkError.InvalidArgument : NetworkError.QuotaExceeded;
        }

        port = port != 0 ? port : FreeListenerPort();
        if (port == 0 || _listeners.ContainsKey(port))
        {
            return NetworkError.AddressInUse;
        }

        made = new TcpListener(stack, owner, port, receiveCapacity);
        _listeners[port] = made;
        return NetworkError.None;
    }

    /// <summary>Whether there is a connection with this key.</summary>
    public bool Has(in TcpKey key) => _connections.ContainsKey(key);

    public void Forget(TcpConnection connection) => _ = _connections.Remove(connection.Key);

    /// <summary>A listener ended: ends the handshakes that it began.</summary>
    public void Forget(TcpListener listener)
    {
        _ = _listeners.Remove(listener.Port);
        ForgetHalfOpen(handshake => handshake.Listener == listener);
    }

    /// <summary>Takes a TCP packet.</summary>
    public void Receive(in IncomingPacket packet, long now)
    {
        stack.Counts.SegmentsReceived++;
        if (packet.IsForMany || !stack.IsOwn(packet.Destination))
        {
            stack.Counts.Discarded++;
            return;
        }

        if (!packet.HasRightChecksum())
        {
            stack.Counts.ChecksumErrors++;
            return;
        }

        if (!TcpSegment.TryRead(packet.Payload, out TcpSegment segment) || segment.SourcePort == 0 || segment.DestinationPort == 0)
        {
            stack.Counts.Discarded++;
            return;
        }

        TcpKey key = new(
            InternetAddress.FromIPv4(packet.Destination),
            segment.DestinationPort,
            InternetAddress.FromIPv4(packet.Source),
            segment.SourcePort);
        Dispatch(key, segment, now);
    }

    /// <summary>Takes an ICMP error that quotes a segment of ours.</summary>
    public void ReceiveError(IcmpError error, ReadOnlySpan<byte> transport, long now)
    {
        TcpKey key = new(
            InternetAddress.FromIPv4(stack.Address),
            BinaryPrimitives.ReadUInt16BigEndian(transport),
            InternetAddress.FromIPv4(error.Destination),
            BinaryPrimitives.ReadUInt16BigEndian(transport.Slice(2)));
        if (_connections.TryGetValue(key, out TcpConnection? connection))
        {
            connection.ReceiveError(error, BinaryPrimitives.ReadUInt32BigEndian(transport.Slice(4)), now);
        }
    }

    /// <summary>A host of the link answered.</summary>
    public void OnReachable(uint host)
    {
        foreach (TcpConnection connection in _connections.Values)
        {
            if (connection.IsWaitingForLink && stack.TryRoute(connection.Key.Remote.IPv4, out uint nextHop) && nextHop == host)
            {
                connection.OnReachable();
            }
        }
    }

    /// <summary>A host of the link does not answer: connections that wait for it learn so when they try again.</summary>
    public void OnUnreachable(uint host) => OnReachable(host);

    /// <summary>Our address has changed: ends all connections from the old one, except those of 127/8.</summary>
    public void OnAddressLost(long now)
    {
        ForgetHalfOpen(static handshake => !handshake.Key.Local.IsLoopback);
        TcpConnection[] connections = new TcpConnection[_connections.Count];
        _connections.Values.CopyTo(connections, 0);
        foreach (TcpConnection connection in connections)
        {
            if (!connection.Key.Local.IsLoopback)
            {
                connection.Finish(NetworkError.NetworkUnreachable, now);
            }
        }
    }

    /// <summary>Whether a challenge may be sent; their number each second is unpredictable. [RFC 5961 7, CVE-2016-5696]</summary>
    public bool MayChallenge(long now)
    {
        if (now / Second != _challengeSecond)
        {
            _challengeSecond = now / Second;
            _challengesLeft = 50 + stack.Random.Next(100);
        }

        if (_challengesLeft <= 0)
        {
            return false;
        }

        _challengesLeft--;
        stack.Counts.ChallengesSent++;
        return true;
    }

    /// <summary>Answers a segment that belongs to no connection. [RFC 9293 3.5.2 group 1]</summary>
    public void SendReset(in TcpKey key, in TcpSegment segment, long now)
    {
        if (segment.Has(TcpFlags.Reset))
        {
            return;
        }

        bool hasAck = segment.Has(TcpFlags.Ack);
        TcpHeader header = new()
        {
            Number = hasAck ? segment.Acknowledged : 0,
            Acknowledged = hasAck ? 0 : segment.Number + segment.Length,
            Flags = hasAck ? TcpFlags.Reset : TcpFlags.Reset | TcpFlags.Ack,
            Scale = -1,
        };
        stack.Counts.ResetsSent++;
        Send(key, header, now);
    }

    /// <summary>
    /// Resets the peer of a connection from before a restart, whose next sequence number was about <paramref name="number"/>
    /// (<see cref="InternetStack.ResetPeer"/>).
    /// </summary>
    public void SendReset(in TcpKey key, uint number, long now)
    {
        // The number is exact if nothing was in flight. Otherwise the peer ignores the reset [RFC 5961 3.2], and answers the second
        // segment, which is old, with an ACK that has the number it expects. A reset with that number answers the ACK. [RFC 9293 3.10.7.4,
        // 3.5.2]
        stack.Counts.ResetsSent++;
        Send(key, new TcpHeader { Number = number, Flags = TcpFlags.Reset, Scale = -1 }, now);
        Send(key, new TcpHeader { Number = number - 1, Flags = TcpFlags.Ack, Scale = -1 }, now);
    }

    /// <summary>Sends a segment without data, if there is room for one more packet.</summary>
    public void Send(in TcpKey key, TcpHeader header, long now)
    {
        if (stack.TakePacket() is not { } packet)
        {
            return;
        }

        header.SourcePort = key.LocalPort;
        header.DestinationPort = key.RemotePort;
        Span<byte> segment = packet.Bytes.Slice(Wire.PayloadOffset, header.Size);
        header.Write(segment);
        ulong pseudo = InternetChecksum.Pseudo(key.Local.IPv4, key.Remote.IPv4, Wire.ProtocolTcp, segment.Length);
        BinaryPrimitives.WriteUInt16BigEndian(segment.Slice(16), InternetChecksum.Of(pseudo, segment));
        _ = stack.SendIPv4(packet, segment.Length, Wire.ProtocolTcp, key.Local.IPv4, key.Remote.IPv4, false, now);
    }

    /// <summary>Writes a connection's segment with <paramref name="length"/> bytes of a ring into a frame.</summary>
    public OutgoingFrame Write(
        Span<byte> frame,
        LinkAddress link,
        in TcpKey key,
        in TcpHeader header,
        ByteRing? ring,
        uint position,
        int length)
    {
        int size = header.Size + length;
        Wire.WriteEthernet(frame, link, stack.Options.LinkAddress, Wire.TypeIPv4);
        Span<byte> ip = frame.Slice(Wire.EthernetHeader);
        Wire.WriteIPv4(ip, Wire.IPv4Header + size, Wire.ProtocolTcp, key.Local.IPv4, key.Remote.IPv4, 0, false);
        Span<byte> segment = frame.Slice(Wire.PayloadOffset, size);
        header.Write(segment);
        if (length > 0)
        {
            ring!.CopyOut(position, segment.Slice(header.Size));
        }

        ulong pseudo = InternetChecksum.Pseudo(key.Local.IPv4, key.Remote.IPv4, Wire.ProtocolTcp, size);
        if (stack.Options.HasTransmitChecksum)
        {
            BinaryPrimitives.WriteUInt16BigEndian(segment.Slice(16), InternetChecksum.Fold(pseudo));
            return new OutgoingFrame(Wire.PayloadOffset + size, Wire.PayloadOffset, 16);
        }

        BinaryPrimitives.WriteUInt16BigEndian(segment.Slice(16), InternetChecksum.Of(pseudo, segment));
        return new OutgoingFrame(Wire.PayloadOffset + size, 0, 0);
    }

    /// <summary>Puts a closed connection's ports into TIME-WAIT; sends the last acknowledgment if one is due. [RFC 9293 3.6]</summary>
    public void BeginTimeWait(in TcpKey key, TimeWaitState state, bool mustAcknowledge, long now)
    {
        if (_timeWaits.TryGetValue(key, out TimeWait? same))
        {
            EndTimeWait(same);
        }

        while (_timeWaits.Count >= stack.Options.MostTimeWait && _oldTimeWaits.First is { } oldest)
        {
            EndTimeWait(oldest);
        }

        TimeWait wait = new(this, key, state);
        _timeWaits[key] = wait;
        _oldTimeWaits.Add(wait);
        stack.Deadlines.Set(wait, now + stack.Options.TimeWait);
        if (mustAcknowledge)
        {
            AnswerInTimeWait(wait, now);
        }
    }

    /// <summary>A closed connection's TIME-WAIT has ended.</summary>
    public void EndTimeWait(TimeWait wait)
    {
        if (_timeWaits.TryGetValue(wait.Key, out TimeWait? current) && current == wait)
        {
            _ = _timeWaits.Remove(wait.Key);
            _oldTimeWaits.Remove(wait);
            stack.Deadlines.Set(wait, long.MaxValue);
        }
    }

    private void Dispatch(in TcpKey key, in TcpSegment segment, long now)
    {
        if (_connections.TryGetValue(key, out TcpConnection? connection))
        {
            connection.Receive(segment, now);
        }
        else if (_timeWaits.TryGetValue(key, out TimeWait? wait) && !ReceiveInTimeWait(wait, segment, now))
        {
            return;
        }
        else if (_halfOpen.TryGetValue(key, out HalfOpen? handshake))
        {
            Receive(handshake, segment, now);
        }
        else if (FindListener(key) is { } listener)
        {
            Receive(listener, key, segment, wait, now);
        }
        else
        {
            SendReset(key, segment, now);
        }
    }

    // True: a new connection begins with this SYN. [RFC 9293 3.10.7.4, RFC 6191]
    private bool ReceiveInTimeWait(TimeWait wait, in TcpSegment segment, long now)
    {
        if (segment.Has(TcpFlags.Reset))
        {
            // A reset must not end it. [RFC 1337]
            return false;
        }

        TimeWaitState state = wait.State;
        bool isLater = state.HasTimestamps && segment.HasTimestamp
            ? Sequence.IsAfter(segment.Timestamp, state.RecentTimestamp) || Sequence.IsAfter(segment.Number, state.Next)
            : Sequence.IsAfter(segment.Number, state.Next);
        // A cookie would be its own first number, possibly one of the old connection's.
        bool isTaken = isLater && _halfOpen.Count < stack.Options.MostHalfOpen && FindListener(wait.Key) is not null;
        if (segment.Has(TcpFlags.Syn) && !segment.Has(TcpFlags.Ack) && isTaken)
        {
            EndTimeWait(wait);
            return true;
        }

        if (segment.Has(TcpFlags.Fin) && segment.Number + segment.Length == state.Next)
        {
            stack.Deadlines.Set(wait, now + stack.Options.TimeWait);
            _oldTimeWaits.Remove(wait);
            _oldTimeWaits.Add(wait);
        }

        if (segment.Length > 0 && (segment.Flags & (TcpFlags.Ack | TcpFlags.Syn)) != 0 && MayChallenge(now))
        {
            AnswerInTimeWait(wait, now);
        }

        return false;
    }

    private void AnswerInTimeWait(TimeWait wait, long now)
    {
        TcpHeader header = new()
        {
            Number = wait.State.Number,
            Acknowledged = wait.State.Next,
            Flags = TcpFlags.Ack,
            Window = wait.State.WindowField,
            Scale = -1,
            HasTimestamp = wait.State.HasTimestamps,
            Timestamp = (uint)(now / 1000) + wait.State.TimestampOffset,
            TimestampEcho = wait.State.RecentTimestamp,
        };
        Send(wait.Key, header, now);
    }

    private bool IsTaken(in TcpKey key) => _connections.ContainsKey(key) || _timeWaits.ContainsKey(key) || _halfOpen.ContainsKey(key);

    private TcpListener? FindListener(in TcpKey key) =>
        _listeners.TryGetValue(key.LocalPort, out TcpListener? listener) && (listener.Address.IsNone || listener.Address == key.Local)
            ? listener
            : null;

    // A port without listener and connection, as a new SYN for an old connection could reopen it; 0: all are taken.
    private ushort FreeListenerPort()
    {
        HashSet<ushort> taken = [];
        foreach (TcpKey key in _connections.Keys)
        {
            _ = taken.Add(key.LocalPort);
        }

        int first = (int)stack.Random.Next(PortCount);
        for (int i = 0; i < PortCount; i++)
        {
            ushort port = (ushort)(FirstPort + ((first + i) % PortCount));
            if (!_listeners.ContainsKey(port) && !taken.Contains(port))
            {
                return port;
            }
        }

        return 0;
    }

    // A port that a peer cannot guess and that does not soon recur. [RFC 6056 3.3.3]
    private bool TryChoosePort(ref TcpKey key)
    {
        uint offset = (uint)Hash(key, 0x504F5254);
        for (int i = 0; i < PortCount; i++)
        {
            ushort port = (ushort)(FirstPort + ((offset + _portStep++) % PortCount));
            TcpKey tried = key with { LocalPort = port };
            if (!IsTaken(tried) && !_listeners.ContainsKey(port))
            {
                key = tried;
                return true;
            }
        }

        return false;
    }
}
