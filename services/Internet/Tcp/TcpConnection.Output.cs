// What is sent, and when. [RFC 9293 3.8, RFC 5681, RFC 6582, RFC 6675, RFC 3042]

using System;

namespace RustKernel.Services.Internet.Tcp;

/// <content>Acknowledgments in, segments out.</content>
public sealed partial class TcpConnection
{
    /// <summary>The least segment size, even for a peer that offers less; else each byte would cost a header.</summary>
    private const int LeastSegment = 64;
    private const int DuplicateThreshold = 3;
    private const long LeastPersistTime = 200_000;
    private const long MostPersistTime = 60 * Second;

    private readonly SequenceRanges _sacked = new(32);
    private uint _initial;
    private uint _unacknowledged;
    private uint _sendNext;
    private uint _sendMax;
    private uint _dataAt;
    private uint _consumed;
    private uint _queuedEnd;
    private bool _isFinQueued;
    private uint _sendWindow;
    private uint _mostSendWindow;
    private uint _windowNumber;
    private uint _windowAcknowledged;
    private int _peerScale;
    private int _ourScale;
    private bool _hasScale;
    private bool _hasTimestamps;
    private bool _hasSack;
    private int _segmentLimit = 536;
    private int _largestReceived = 536;
    private bool _mustAcknowledge;
    private bool _mustRetransmit;
    private bool _mustProbe;
    private bool _mustReset;
    private bool _mustProbeWindow;
    private bool _isWaitingForLink;
    private int _duplicates;
    private uint _highRetransmitted;
    private int _timeOuts;
    private long _firstTimeOutAt;
    private int _persistCount;
    private bool _wasSynLost;
    private bool _isTiming;
    private uint _timedNumber;
    private long _timedAt;
    private long _sentAt;

    /// <summary>It waits for the address of a host of the link.</summary>
    internal bool IsWaitingForLink => _isWaitingForLink;

    /// <summary>The first number not acknowledged, and the first never sent.</summary>
    internal uint Unacknowledged => _unacknowledged;

    internal uint SendMax => _sendMax;

    /// <summary>Data bytes of a full segment, without the options that every segment has.</summary>
    internal int SegmentSize => _segmentLimit - (_hasTimestamps ? 12 : 0);

    private int PeerSegment => _largestReceived;

    private int MostBlocks => _hasTimestamps ? 3 : 4;

    /// <summary>Begins to open: sends a SYN.</summary>
    internal void Open(uint initial, long now)
    {
        _initial = initial;
        _unacknowledged = initial;
        _sendNext = initial;
        _sendMax = initial;
        _dataAt = initial + 1;
        _queuedEnd = _dataAt;
        _congestion.Begin(_segmentLimit, false, initial);
        State = TcpState.SynSent;
        Flush(now);
    }

    /// <inheritdoc/>
    internal override OutgoingFrame Transmit(Span<byte> frame, long now)
    {
        if (_mustReset || IsClosed)
        {
            return _mustReset ? WriteReset(frame, now) : default;
        }

        ErrorCode found = Stack.FindLink(Key.Remote.IPv4, now, out LinkAddress link);
        _isWaitingForLink = found != ErrorCode.None;
        if (found != ErrorCode.None)
        {
            OnNoLink(found, now);
            return default;
        }

        _linkAt = Never;
        _linkLostAt = Never;
        if (!IsClosed && !TryReadProduced(now))
        {
            return default;
        }

        OutgoingFrame next = Choose(frame, link, now);
        UpdateTimers(now);
        return next;
    }

    private OutgoingFrame Choose(Span<byte> frame, LinkAddress link, long now)
    {
        if (IsOpening)
        {
            return _sendNext == _initial
                ? WriteSyn(frame, link, now)
                : _mustAcknowledge ? WriteSegment(frame, link, _sendMax, 0, false, now) : default;
        }

        if (_mustProbe)
        {
            _mustProbe = false;
            return WriteSegment(frame, link, _unacknowledged - 1, 0, false, now);
        }

        if (TryChooseRepair(out uint number, out int length) || TryChooseNext(now, out number, out length))
        {
            bool isFin = _isFinQueued && number + (uint)length == _queuedEnd;
            return WriteSegment(frame, link, number, length, isFin, now);
        }

        return _mustAcknowledge ? WriteSegment(frame, link, _sendMax, 0, false, now) : default;
    }

    private void OnNoLink(ErrorCode found, long now)
    {
        bool isWaiting = _mustProbe || _mustProbeWindow || Sequence.IsBefore(_sendNext, _queuedEnd) || IsFinAt(_sendNext);
        if (found == ErrorCode.WouldBlock)
        {
            RetryLink(isWaiting, now);
            return;
        }

        if (State == TcpState.SynSent)
        {
            Finish(NetworkError.HostUnreachable, now);
            return;
        }

        Error = NetworkError.HostUnreachable;
        if (isWaiting && _linkLostAt != Never && now - _linkLostAt >= GiveUpTime)
        {
            Finish(NetworkError.HostUnreachable, now);
            return;
        }

        RetryLink(isWaiting, now);
    }

    // Nothing is in the network that a time-out would send again. Ask for the host again; congestion is not the cause.
    private void RetryLink(bool isWaiting, long now)
    {
        _linkLostAt = !isWaiting ? Never : _linkLostAt == Never ? now : _linkLostAt;
        _linkAt = isWaiting ? now + LinkRetryTime : Never;
        Rearm();
    }

    // Probes of a closed window, and segments known to be lost.
    private bool TryChooseRepair(out uint number, out int length)
    {
        number = _unacknowledged;
        length = 0;
        if (_mustProbeWindow)
        {
            _mustProbeWindow = false;
            int fits = _sendWindow < (uint)SegmentSize ? (int)_sendWindow : SegmentSize;
            length = Shorter(fits < 1 ? 1 : fits, Remaining(number));
            return length > 0;
        }

        if (_mustRetransmit)
        {
            _mustRetransmit = false;
            length = RepairLength(number);
            _highRetransmitted = Sequence.Max(_highRetransmitted, number + (uint)length);
            return length > 0 || IsFinAt(number);
        }

        if (!_congestion.IsRecovering || !_hasSack || Pipe() + SegmentSize > _congestion.Window)
        {
            return false;
        }

        return TryChooseHole(out number, out length);
    }

    // The first hole not yet retransmitted. [RFC 6675 4, NextSeg (1), (3)]
    private bool TryChooseHole(out uint number, out int length)
    {
        number = Sequence.Max(_highRetransmitted, _unacknowledged);
        length = 0;
        int inside = _sacked.Find(number);
        number = inside < 0 ? number : _sacked.EndOf(inside);
        uint lossEdge = LossEdge();
        bool isLost = Sequence.IsBefore(number, lossEdge);
        bool isNewPossible = Sequence.IsBefore(_sendNext, _queuedEnd) && Sequence.IsBefore(_sendNext, _unacknowledged + _sendWindow);
        bool isHole = _sacked.Count > 0 && Sequence.IsBefore(number, _sacked.EndOf(_sacked.Count - 1));
        if (!isLost && (isNewPossible || !isHole))
        {
            return false;
        }

        length = RepairLength(number);
        _highRetransmitted = number + (uint)length;
        return length > 0;
    }

    // From `number` to what the peer has already, at most a segment, and never data not yet sent.
    private int RepairLength(uint number)
    {
        uint end = Sequence.Min(_sendMax, _queuedEnd);
        int length = Sequence.IsAfter(end, number) ? Shorter(RoomForData(), (int)(end - number)) : 0;
        return Shorter(length, UpToSacked(number));
    }

    // Data bytes of the next full segment, less the room for our own blocks.
    private int RoomForData()
    {
        int blocks = _hasSack ? Shorter(_outOfOrder.Count, MostBlocks) : 0;
        int room = SegmentSize - (blocks == 0 ? 0 : 4 + (8 * blocks));
        return room < 0 ? 0 : room;
    }

    private int UpToSacked(uint number)
    {
        for (int i = 0; i < _sacked.Count; i++)
        {
            if (Sequence.IsAfter(_sacked.StartOf(i), number))
            {
                return (int)(_sacked.StartOf(i) - number);
            }
        }

        return int.MaxValue;
    }

    // Data never sent, or, after a time-out, everything again.
    private bool TryChooseNext(long now, out uint number, out int length)
    {
        int inside = _sacked.Find(_sendNext);
        _sendNext = inside < 0 ? _sendNext : _sacked.EndOf(inside);
        number = _sendNext;
        length = 0;
        bool isNew = number == _sendMax;
        if (Sequence.IsAfter(number, _queuedEnd) || (number == _queuedEnd && !IsFinAt(number)))
        {
            return false;
        }

        if (isNew && _sendMax == _unacknowledged && now - _sentAt > _rtt.TimeOut)
        {
            _congestion.Restart();
        }

        uint limit = SendLimit();
        bool hasRoom = Sequence.IsBefore(number, limit);
        length = hasRoom ? Shorter(Shorter(SegmentSize, Remaining(number)), (int)(limit - number)) : 0;
        length = Shorter(length, UpToSacked(number));
        if (number + (uint)length == _queuedEnd && _isFinQueued && (hasRoom || number == _queuedEnd))
        {
            return true;
        }

        return length > 0 && (!isNew || IsWorthSending(length, Remaining(number)));
    }

    // Nagle's algorithm, and no silly windows. [RFC 9293 3.7.4, 3.8.6.2.1]
    private bool IsWorthSending(int length, int remaining)
    {
        bool isIdle = _sendMax == _unacknowledged;
        return length >= SegmentSize || (length == remaining && (NoDelay || isIdle)) || (isIdle && 2L * length >= _mostSendWindow);
    }

    // The limit of sequence numbers that may be sent now.
    private uint SendLimit()
    {
        long congestion = _congestion.Window;
        if (_congestion.IsRecovering && _hasSack)
        {
            // The pipe's free room counts from the next number to send. [RFC 6675 5 (C)]
            long room = congestion - Pipe();
            congestion = room < SegmentSize ? 0 : (_sendNext - _unacknowledged) + room;
        }
        else if (!_congestion.IsRecovering && _duplicates is > 0 and < DuplicateThreshold)
        {
            // Limited transmit. [RFC 3042]
            congestion += (long)_duplicates * SegmentSize;
        }

        return _unacknowledged + (congestion < _sendWindow ? (uint)congestion : _sendWindow);
    }

    // Bytes in the network, as far as known. [RFC 6675 4, SetPipe]
    private long Pipe()
    {
        long pipe = 0;
        uint from = _unacknowledged;
        uint lossEdge = LossEdge();
        for (int i = 0; i <= _sacked.Count; i++)
        {
            uint to = i < _sacked.Count ? _sacked.StartOf(i) : _sendMax;
            if (Sequence.IsAfter(to, from))
            {
                pipe += Sequence.IsAfter(to, lossEdge) ? to - from : 0;
                uint repaired = Sequence.Min(to, _highRetransmitted);
                pipe += Sequence.IsAfter(repaired, from) ? repaired - from : 0;
            }

            from = i < _sacked.Count ? _sacked.EndOf(i) : to;
        }

        return pipe;
    }

    // Unacknowledged data before this counts as lost. [RFC 6675 4, IsLost]
    private uint LossEdge()
    {
        long bytes = 0;
        for (int i = _sacked.Count - 1; i >= 0; i--)
        {
            bytes += _sacked.EndOf(i) - _sacked.StartOf(i);
            if (_sacked.Count - i >= DuplicateThreshold || bytes > (DuplicateThreshold - 1) * SegmentSize)
            {
                return _sacked.StartOf(i);
            }
        }

        return _unacknowledged;
    }

    private int Remaining(uint number) => Sequence.IsBefore(number, _queuedEnd) ? (int)(_queuedEnd - number) : 0;

    private bool IsFinAt(uint number) => _isFinQueued && number == _queuedEnd;

    private static int Shorter(int a, int b) => a < b ? a : b;

    // Acknowledgment and window. [RFC 9293 3.10.7.4 fifth]
    private void ReceiveAcknowledgment(in TcpSegment segment, long now)
    {
        uint before = SackedBytes();
        TakeBlocksOf(segment);
        bool isSackNew = SackedBytes() != before;
        uint number = segment.Acknowledged;
        uint window = (uint)segment.Window << _peerScale;
        if (Sequence.IsAfter(number, _unacknowledged))
        {
            Advance(number, segment, now);
        }
        else if (number == _unacknowledged && segment.Length == 0 && _sendMax != _unacknowledged && window != 0
            && (isSackNew || (window == _sendWindow && segment.Blocks.Length == 0)))
        {
            Duplicate();
        }

        TakeWindow(segment, window);
        OnFinAcknowledged(segment, now);
    }

    private uint SackedBytes()
    {
        uint bytes = 0;
        for (int i = 0; i < _sacked.Count; i++)
        {
            bytes += _sacked.EndOf(i) - _sacked.StartOf(i);
        }

        return bytes;
    }

    private void TakeBlocksOf(in TcpSegment segment)
    {
        if (_hasSack && segment.Blocks.Length != 0)
        {
            TakeBlocks(segment.Blocks);
        }
    }

    private void Advance(uint number, in TcpSegment segment, long now)
    {
        uint flight = _sendMax - _unacknowledged;
        uint bytes = number - _unacknowledged;
        MeasureTime(number, segment, now);
        uint dataEnd = Sequence.Min(number, _queuedEnd);
        if (Sequence.IsAfter(dataEnd, _dataAt))
        {
            _consumed += dataEnd - _dataAt;
            _dataAt = dataEnd;
            _send.Consumed = _consumed;
            Raise(SocketEvents.Writable);
        }

        _unacknowledged = number;
        _sendNext = Sequence.Max(_sendNext, number);
        _sacked.RemoveBefore(number);
        _duplicates = 0;
        _timeOuts = 0;
        _persistCount = 0;
        _retransmitAt = Never;
        _orphanAt = _isOrphan ? now + OrphanTime : Never;
        _congestion.PassRecoveryPoint(number);
        if (!_congestion.IsRecovering)
        {
            _congestion.Acknowledge(bytes, 2L * flight >= _congestion.Window);
        }
        else if (!Sequence.IsBefore(number, _congestion.RecoveryPoint))
        {
            _congestion.LeaveRecovery(_sendMax - number, _hasSack);
            _mustRetransmit = false;
        }
        else if (!_hasSack)
        {
            _congestion.PartialAcknowledge(bytes);
            _mustRetransmit = true;
        }
    }

    private void MeasureTime(uint number, in TcpSegment segment, long now)
    {
        if (_isTiming && !Sequence.IsBefore(number, _timedNumber))
        {
            _isTiming = false;
            _rtt.Measure(now - _timedAt);
        }
        else if (_hasTimestamps && segment.HasTimestamp && segment.TimestampEcho != 0)
        {
            uint time = TimestampAt(now) - segment.TimestampEcho;
            if (time < RttEstimator.Most / 1000)
            {
                _rtt.Measure(1000L * time);
            }
        }
    }

    private void Duplicate()
    {
        _duplicates++;
        if (_congestion.IsRecovering)
        {
            if (!_hasSack)
            {
                _congestion.Inflate();
            }

            return;
        }

        bool isLost = _duplicates >= DuplicateThreshold || (_hasSack && Sequence.IsBefore(_unacknowledged, LossEdge()));
        if (isLost && !Sequence.IsBefore(_unacknowledged, _congestion.RecoveryPoint))
        {
            Stack.Counts.FastRetransmits++;
            _congestion.EnterRecovery(_sendMax - _unacknowledged, _sendMax, _hasSack);
            _highRetransmitted = _unacknowledged;
            _mustRetransmit = true;
        }
    }

    private void TakeWindow(in TcpSegment segment, uint window)
    {
        bool isNewer = Sequence.IsAfter(segment.Number, _windowNumber)
            || (segment.Number == _windowNumber && !Sequence.IsBefore(segment.Acknowledged, _windowAcknowledged));
        if (!isNewer || Sequence.IsBefore(segment.Acknowledged, _unacknowledged))
        {
            return;
        }

        if (_sendWindow == 0 && window != 0)
        {
            // Send again what was a probe, or went into a window that has closed.
            _sendNext = _unacknowledged;
            _persistCount = 0;
        }

        _sendWindow = window;
        _mostSendWindow = window > _mostSendWindow ? window : _mostSendWindow;
        _windowNumber = segment.Number;
        _windowAcknowledged = segment.Acknowledged;
    }

    private void OnFinAcknowledged(in TcpSegment segment, long now)
    {
        if (!_isFinQueued || !Sequence.IsAfter(_unacknowledged, _queuedEnd))
        {
            return;
        }

        switch (State)
        {
            case TcpState.FinWait1:
                State = TcpState.FinWait2;
                break;
            case TcpState.Closing:
                // A pure acknowledgment needs no answer.
                _mustAcknowledge |= segment.Length != 0;
                EnterTimeWait(now);
                break;
            case TcpState.LastAck:
                Finish(NetworkError.None, now);
                break;
            default:
                break;
        }
    }

    // How much the owner has put into its ring; false: it wrote an impossible value, and the connection has ended.
    private bool TryReadProduced(long now)
    {
        uint used = _send.Produced - _consumed;
        if (used > (uint)_send.Capacity || _produced - _receive.Consumed > (uint)_receive.Capacity)
        {
            if (State != TcpState.SynSent)
            {
                SendReset();
            }

            Finish(NetworkError.InvalidArgument, now);
            return false;
        }

        // A ring never takes back what was put in.
        uint end = _dataAt + used;
        if (!_isFinQueued && Sequence.IsAfter(end, _queuedEnd))
        {
            _queuedEnd = end;
        }

        return true;
    }

    private void UpdateTimers(long now)
    {
        bool isOutstanding = _sendMax != _unacknowledged || (IsOpening && _sendNext == _initial);
        bool hasData = Sequence.IsBefore(_unacknowledged, _queuedEnd) && !IsOpening;
        int wanted = Shorter(SegmentSize, Remaining(_unacknowledged));
        bool isTooSmall = _sendWindow < (uint)wanted && 2L * _sendWindow < _mostSendWindow;
        bool isShut = hasData && (_sendWindow == 0 || (!isOutstanding && isTooSmall));
        if (!isOutstanding || isShut)
        {
            _retransmitAt = Never;
        }
        else if (_retransmitAt == Never)
        {
            _retransmitAt = now + _rtt.TimeOut;
        }

        if (!isShut)
        {
            _persistAt = Never;
        }
        else if (_persistAt == Never && !_mustProbeWindow)
        {
            long time = (_rtt.TimeOut < LeastPersistTime ? LeastPersistTime : _rtt.TimeOut) << (_persistCount < 8 ? _persistCount : 8);
            _persistAt = now + (time < MostPersistTime ? time : MostPersistTime);
        }

        Rearm();
    }

    private void Rearm()
    {
        long next = Sooner(Sooner(_retransmitAt, _persistAt), Sooner(Sooner(_acknowledgeAt, _keepAliveAt), _orphanAt));
        SetDeadline(Sooner(next, _linkAt));
    }

    private static long Sooner(long a, long b) => a < b ? a : b;

    private uint TimestampAt(long now) => (uint)(now / 1000) + _timestampOffset;

    // The window for which the owner's ring has room; remembers its edge. [RFC 9293 3.8.6.2.2]
    private ushort TellWindow()
    {
        int scale = _ourScale;
        uint told = _edge - _next;
        uint field = WindowNow() >> scale;

        // Truncation by the scale would move the edge back: round up while the ring has room for it. [RFC 7323 2.4]
        field += field << scale < told && (field + 1) << scale <= Room() ? 1u : 0;
        field = field > ushort.MaxValue ? ushort.MaxValue : field;
        _edge = Sequence.Max(_edge, _next + (field << scale));
        return (ushort)field;
    }

    private uint WindowNow()
    {
        uint free = Room();
        uint told = _edge - _next;
        uint step = (uint)Shorter(_receive.Capacity / 2, Stack.Mtu - Wire.IPv4Header - TcpSegment.Header);
        bool isWorth = free >= told + step;
        return isWorth ? free : told;
    }

    // The owner may change its position at any time, even after the check.
    private uint Room()
    {
        uint used = _produced - _receive.Consumed;
        return used < (uint)_receive.Capacity ? (uint)_receive.Capacity - used : 0;
    }

    private bool IsWindowWorthTelling() =>
        State is TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2 && WindowNow() != _edge - _next;

    private OutgoingFrame WriteSyn(Span<byte> frame, LinkAddress link, long now)
    {
        TcpHeader header = NewHeader(_initial, TcpFlags.Syn);
        header.Window = (ushort)Shorter(_receive.Capacity, ushort.MaxValue);
        header.MaximumSize = Stack.Mtu - Wire.IPv4Header - TcpSegment.Header;
        header.Scale = State == TcpState.SynSent || _hasScale ? _ourScale : -1;
        header.MaySack = State == TcpState.SynSent || _hasSack;
        header.HasTimestamp = State == TcpState.SynSent || _hasTimestamps;
        header.Timestamp = TimestampAt(now);
        if (State == TcpState.SynReceived)
        {
            header.Flags |= TcpFlags.Ack;
            header.Acknowledged = _next;
            header.TimestampEcho = _recentTimestamp;
            _mustAcknowledge = false;
        }

        CountSent(_sendMax != _initial);
        _sendNext = _initial + 1;
        _sendMax = Sequence.Max(_sendMax, _sendNext);
        _sentAt = now;
        return Stack.Tcp.Write(frame, link, Key, header, null, 0, 0);
    }

    private TcpHeader NewHeader(uint number, TcpFlags flags) => new()
    {
        SourcePort = Key.LocalPort,
        DestinationPort = Key.RemotePort,
        Number = number,
        Flags = flags,
        Scale = -1,
    };

    private OutgoingFrame WriteSegment(Span<byte> frame, LinkAddress link, uint number, int length, bool isFin, long now)
    {
        Span<uint> blocks = stackalloc uint[8];
        scoped TcpHeader header = NewHeader(number, TcpFlags.Ack);
        header.Acknowledged = _next;
        header.Window = TellWindow();
        header.HasTimestamp = _hasTimestamps;
        header.Timestamp = TimestampAt(now);
        header.TimestampEcho = _recentTimestamp;
        header.Blocks = _hasSack && _outOfOrder.Count > 0 ? blocks.Slice(0, WriteBlocks(blocks)) : default;
        int room = _segmentLimit - (header.Size - TcpSegment.Header);
        if (length > room)
        {
            length = room < 0 ? 0 : room;
            isFin = false;
        }

        header.Flags |= isFin ? TcpFlags.Fin : TcpFlags.None;
        header.Flags |= length > 0 && number + (uint)length == _queuedEnd ? TcpFlags.Push : TcpFlags.None;
        OnSent(number, (uint)length + (isFin ? 1u : 0), now);
        _mustAcknowledge = false;
        _acknowledgeAt = Never;
        _unansweredBytes = 0;
        _lastAcknowledged = _next;
        return Stack.Tcp.Write(frame, link, Key, header, _send, _consumed + (number - _dataAt), length);
    }

    private void OnSent(uint number, uint length, long now)
    {
        uint end = number + length;
        bool isAgain = length > 0 && Sequence.IsBefore(number, _sendMax);
        CountSent(isAgain);
        if (length == 0)
        {
            return;
        }

        if (isAgain)
        {
            // A retransmitted segment measures nothing. [RFC 6298 3]
            _isTiming = _isTiming && Sequence.IsBefore(_timedNumber, number + 1);
        }
        else if (!_isTiming)
        {
            _isTiming = true;
            _timedNumber = end;
            _timedAt = now;
        }

        if (number == _sendNext)
        {
            _sendNext = end;
        }

        _sendMax = Sequence.Max(_sendMax, end);
        _sentAt = now;
    }

    private void CountSent(bool isAgain)
    {
        if (isAgain)
        {
            Stack.Counts.SegmentsRetransmitted++;
        }
        else
        {
            Stack.Counts.SegmentsSent++;
        }
    }

    // The block with the newest data first. [RFC 2018 4]
    private int WriteBlocks(Span<uint> blocks)
    {
        int most = MostBlocks;
        int newest = _outOfOrder.Find(_newest);
        int count = 0;
        for (int i = newest < 0 ? 0 : -1; i < _outOfOrder.Count && count < most; i++)
        {
            int index = i < 0 ? newest : i;
            if (i >= 0 && i == newest)
            {
                continue;
            }

            blocks[2 * count] = _outOfOrder.StartOf(index);
            blocks[(2 * count) + 1] = _outOfOrder.EndOf(index);
            count++;
        }

        return 2 * count;
    }

    // The reset is sent when the driver has room, even after the connection has ended: it needs no rings.
    private void SendReset()
    {
        _mustReset = true;
        Stack.Counts.ResetsSent++;
        Stack.ListToSend(this);
    }

    private OutgoingFrame WriteReset(Span<byte> frame, long now)
    {
        _mustReset = false;
        if (Stack.FindLink(Key.Remote.IPv4, now, out LinkAddress link) != ErrorCode.None)
        {
            return default;
        }

        TcpHeader header = NewHeader(_sendMax, TcpFlags.Reset | TcpFlags.Ack);
        header.Acknowledged = _next;
        return Stack.Tcp.Write(frame, link, Key, header, null, 0, 0);
    }
}
