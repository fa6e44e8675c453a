// A connection: its state and what its owner may do. [RFC 9293]
//
//   TcpConnection.cs          the owner's side, timers
//   TcpConnection.Input.cs    what a segment does (RFC 9293 3.10.7)
//   TcpConnection.Output.cs   what is sent when

namespace RustKernel.Services.Internet.Tcp;

/// <summary>
/// One end of a TCP connection, between two rings of its owner. After a call and after each <see cref="RingsChanged"/>, the stack's caller
/// asks <see cref="InternetStack.Transmit"/> for frames.
/// </summary>
public sealed partial class TcpConnection : InternetSocket
{
    private const long Never = long.MaxValue;
    private const long Second = 1_000_000;

    /// <summary>How long unacknowledged data is retransmitted: R2. [RFC 9293 3.8.3]</summary>
    private const long GiveUpTime = 900 * Second;

    /// <summary>How long a SYN is retransmitted: R2 of a SYN. [RFC 9293 3.8.3 MUST-23]</summary>
    private const long GiveUpSynTime = 180 * Second;

    /// <summary>How long a peer may keep open an end that its owner has closed, after the last acknowledgment.</summary>
    private const long OrphanTime = 60 * Second;

    private const long MostKeepTime = 86_400 * Second;
    private const int MostKeepCount = 127;

    /// <summary>How long a connection waits before it asks again for a host of the link that did not answer.</summary>
    private const long LinkRetryTime = Second;

    private readonly ByteRing _send;
    private readonly ByteRing _receive;
    private readonly RttEstimator _rtt;
    private readonly CongestionControl _congestion = new();
    private readonly uint _timestampOffset;
    private readonly uint _firstConsumed;

    private long _retransmitAt = Never;
    private long _persistAt = Never;
    private long _acknowledgeAt = Never;
    private long _keepAliveAt = Never;
    private long _orphanAt = Never;
    private long _linkAt = Never;
    private long _linkLostAt = Never;
    private bool _isOrphan;
    private long _keepIdle = Never;
    private long _keepInterval = 75 * Second;
    private int _keepCount = 9;
    private int _keepProbes;

    internal TcpConnection(InternetStack stack, SocketOwner owner, TcpKey key, ByteRing send, ByteRing receive, long now)
        : base(stack, owner)
    {
        Key = key;
        _send = send;
        _receive = receive;
        _consumed = send.Consumed;
        _firstConsumed = _consumed;
        _produced = receive.Produced;
        _rtt = new RttEstimator(stack.Options.LeastRetransmitTime);
        _timestampOffset = (uint)stack.Tcp.Hash(key, 0x5453);
        _ourScale = ScaleOf(receive.Capacity);
        _heardAt = now;
        _sentAt = now;
    }

    /// <summary>Its state.</summary>
    public TcpState State { get; private set; }

    // Numbers recur after 4 GiB: only the state shows that a segment of ours is the SYN.
    private bool IsOpening => State is TcpState.SynSent or TcpState.SynReceived;

    /// <summary>Our end.</summary>
    public EndPoint Local => new(Key.Local, Key.LocalPort);

    /// <summary>The peer's end.</summary>
    public EndPoint Remote => new(Key.Remote, Key.RemotePort);

    /// <summary>
    /// The sequence number of the byte at position 0 of its send ring. Added to the ring's consumed position, it is the number of the next
    /// byte that the peer must acknowledge.
    /// </summary>
    public uint SendBase => _initial + 1 - _firstConsumed;

    /// <summary>The smoothed round-trip time in microseconds; 0: not measured.</summary>
    public long RoundTripTime => _rtt.Smoothed;

    /// <summary>Small segments go at once (Nagle's algorithm off). [RFC 9293 3.7.4 MUST-17]</summary>
    public bool NoDelay { get; set; }

    internal TcpKey Key { get; }

    /// <summary>It is in its listener's queue.</summary>
    internal bool IsWaitingForAccept { get; set; }

    internal CongestionControl Congestion => _congestion;

    internal RttEstimator Rtt => _rtt;

    /// <summary>
    /// Probes a silent peer after <paramref name="idle"/> µs, then each <paramref name="interval"/> µs, and gives up after
    /// <paramref name="count"/> probes. <see cref="long.MaxValue"/> idle: off, as at the start. InvalidArgument, and nothing changes: a
    /// time below a second or above a day, or a count that is not 1 to 127. [RFC 9293 3.8.4]
    /// </summary>
    public NetworkError SetKeepAlive(long idle, long interval, int count, long now)
    {
        bool isIdleRight = idle is Never or (>= Second and <= MostKeepTime);
        if (!isIdleRight || interval is < Second or > MostKeepTime || count is < 1 or > MostKeepCount)
        {
            return NetworkError.InvalidArgument;
        }

        _keepIdle = idle;
        _keepInterval = interval;
        _keepCount = count;
        _keepProbes = 0;
        _keepAliveAt = idle == Never ? Never : now + idle;
        Rearm();
        return NetworkError.None;
    }

    /// <summary>The owner stops sending: after the data in the ring comes a FIN. Receiving continues.</summary>
    public void Shutdown(long now)
    {
        if (IsClosed || _isFinQueued)
        {
            return;
        }

        if (State == TcpState.SynSent)
        {
            Finish(NetworkError.Aborted, now);
            return;
        }

        if (!TryReadProduced(now))
        {
            return;
        }

        _isFinQueued = true;
        State = State switch
        {
            TcpState.Established => TcpState.FinWait1,
            TcpState.CloseWait => TcpState.LastAck,
            _ => State,
        };
        Flush(now);
    }

    /// <summary>
    /// The owner neither sends nor receives any more. If bytes in the receive ring were never taken, or more come, the peer gets a reset:
    /// it must not believe that they were read. [RFC 9293 3.6.1 SHLD-3]
    /// </summary>
    public override void Close(long now)
    {
        if (IsClosed)
        {
            return;
        }

        if (_produced != _receive.Consumed)
        {
            Abort(now);
            return;
        }

        _isOrphan = true;
        Shutdown(now);
        if (!IsClosed)
        {
            _orphanAt = now + OrphanTime;
            Rearm();
        }
    }

    /// <inheritdoc/>
    public override void Abort(long now)
    {
        if (IsClosed)
        {
            return;
        }

        if (State is not TcpState.SynSent)
        {
            SendReset();
        }

        Finish(NetworkError.Aborted, now);
    }

    /// <inheritdoc/>
    public override void RingsChanged(long now)
    {
        if (IsClosed || State == TcpState.SynSent)
        {
            return;
        }

        if (!TryReadProduced(now))
        {
            return;
        }

        if (IsWindowWorthTelling())
        {
            _mustAcknowledge = true;
        }

        Flush(now);
    }

    /// <summary>The window scale that can express a ring's whole capacity. [RFC 7323 2.3]</summary>
    internal static int ScaleOf(int capacity)
    {
        int scale = 0;
        while (scale < 14 && capacity >> scale > ushort.MaxValue)
        {
            scale++;
        }

        return scale;
    }

    /// <summary>Ends the connection and notifies its owner.</summary>
    internal void Finish(NetworkError error, long now)
    {
        if (IsWaitingForAccept && !IsClosed)
        {
            Owner.EndedUnaccepted++;
        }

        State = TcpState.Closed;
        Stack.Tcp.Forget(this);
        End(error);
    }

    internal void OnReachable()
    {
        if (!IsClosed)
        {
            Stack.ListToSend(this);
        }
    }

    private protected override void OnDeadline(long now)
    {
        if (now >= _acknowledgeAt)
        {
            _acknowledgeAt = Never;
            _mustAcknowledge = true;
        }

        if (now >= _keepAliveAt)
        {
            OnKeepAlive(now);
        }

        if (!IsClosed && now >= _retransmitAt)
        {
            OnRetransmitTime(now);
        }

        if (!IsClosed && now >= _persistAt)
        {
            OnPersistTime(now);
        }

        if (now >= _linkAt)
        {
            // Transmit, which Flush triggers, asks for the host again.
            _linkAt = Never;
        }

        if (!IsClosed && now >= _orphanAt)
        {
            SendReset();
            Finish(NetworkError.TimedOut, now);
        }

        Flush(now);
    }

    private void Flush(long now)
    {
        if (!IsClosed)
        {
            UpdateTimers(now);
            Stack.ListToSend(this);
        }
    }

    private void OnKeepAlive(long now)
    {
        bool isSilent = now - _heardAt >= _keepIdle;
        if (!isSilent || IsOpening || _sendMax != _unacknowledged)
        {
            _keepProbes = 0;
            _keepAliveAt = isSilent ? now + _keepInterval : _heardAt + _keepIdle;
            return;
        }

        if (_keepProbes >= _keepCount)
        {
            SendReset();
            Finish(NetworkError.TimedOut, now);
            return;
        }

        _keepProbes++;
        _keepAliveAt = now + _keepInterval;
        _mustProbe = true;
    }

    private void OnRetransmitTime(long now)
    {
        Stack.Counts.TimeOuts++;
        bool isSyn = IsOpening;
        _firstTimeOutAt = _timeOuts == 0 ? now : _firstTimeOutAt;
        if (_timeOuts > 0 && now - _firstTimeOutAt >= (isSyn ? GiveUpSynTime : GiveUpTime))
        {
            if (!isSyn)
            {
                SendReset();
            }

            Finish(Error != NetworkError.None ? Error : NetworkError.TimedOut, now);
            return;
        }

        _timeOuts++;
        _wasSynLost |= isSyn;
        _congestion.TimeOut(_sendMax - _unacknowledged, _sendMax, _timeOuts == 1);
        _rtt.BackOff();
        _sendNext = _unacknowledged;
        _sacked.Clear();
        _duplicates = 0;
        _mustRetransmit = false;
        _isTiming = false;
        _retransmitAt = Never;
        FallBackToSmallSegments(isSyn);
    }

    // Full segments never arrive although the path works: some router drops them silently. [RFC 4821 7.7]
    private void FallBackToSmallSegments(bool isSyn)
    {
        if (!isSyn && _timeOuts >= 3 && _segmentLimit > 536)
        {
            _segmentLimit = _segmentLimit > 1220 ? 1220 : 536;
            _congestion.Resize(SegmentSize);
        }
    }

    private void OnPersistTime(long now)
    {
        // A peer that answers may keep its window closed as long as it likes. [RFC 6429, RFC 9293 3.8.6.1 MUST-37]
        if (now - _heardAt >= GiveUpTime && _persistCount > 5)
        {
            SendReset();
            Finish(NetworkError.TimedOut, now);
            return;
        }

        _persistCount++;
        _persistAt = Never;
        _mustProbeWindow = true;
    }
}
