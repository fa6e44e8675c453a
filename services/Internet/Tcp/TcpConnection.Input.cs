// What an arriving segment does. [RFC 9293 3.10.7, RFC 5961, RFC 7323 5]

using System;
using System.Buffers.Binary;

namespace RustKernel.Services.Internet.Tcp;

/// <content>Segments in.</content>
public sealed partial class TcpConnection
{
    // An acknowledgment waits this long to be combined, and never for more than two segments. [RFC 9293 3.8.6.3 MUST-58, MUST-59]
    private const long DelayedAck = 40_000;
    private const long TimestampLife = 24L * 24 * 3600 * Second;

    private readonly SequenceRanges _outOfOrder = new(32);
    private uint _peerInitial;
    private uint _next;
    private uint _edge;
    private uint _produced;
    private uint _newest;
    private uint _recentTimestamp;
    private long _recentAt;
    private uint _lastAcknowledged;
    private uint _peerFin;
    private bool _hasPeerFin;
    private int _unansweredBytes;
    private long _heardAt;
    private long _answerSecond = long.MinValue;
    private int _answers;

    /// <summary>Continues a connection whose handshake a listener has made.</summary>
    internal void Accept(in HandshakeResult handshake, long now)
    {
        _initial = handshake.Initial;
        _unacknowledged = _initial + 1;
        _sendNext = _initial + 1;
        _sendMax = _initial + 1;
        _dataAt = _initial + 1;
        _queuedEnd = _dataAt;
        _peerInitial = handshake.PeerInitial;
        _next = _peerInitial + 1;
        _lastAcknowledged = _next;
        _edge = _next + (uint)(handshake.Window < _receive.Capacity ? handshake.Window : _receive.Capacity);
        _wasSynLost = handshake.WasRepeated;
        _hasTimestamps = handshake.HasTimestamps;
        _recentTimestamp = handshake.Timestamp;
        _recentAt = now;
        _hasSack = handshake.HasSack;
        AdoptScale(handshake.Scale);
        _ourScale = handshake.OurScale;
        AdoptSize(handshake.MaximumSize, now);
        _sendWindow = handshake.PeerWindow;
        _mostSendWindow = _sendWindow;
        _windowNumber = _peerInitial;
        _windowAcknowledged = _unacknowledged;
        Establish(now);
    }

    internal void Receive(in TcpSegment segment, long now)
    {
        if (State == TcpState.SynSent)
        {
            ReceiveInSynSent(segment, now);
        }
        else if (CheckNumber(segment, now) && CheckControl(segment, now) && CheckAcknowledgment(segment, now))
        {
            _heardAt = now;
            _keepProbes = 0;
            TakeTimestamp(segment, now);
            ReceiveAcknowledgment(segment, now);
            if (!IsClosed)
            {
                ReceiveData(segment, now);
            }
        }

        Flush(now);
    }

    /// <summary>A router or the peer's host reported an error; it can only concern data in flight. [RFC 5927 4.1]</summary>
    internal void ReceiveError(IcmpError error, uint number, long now)
    {
        bool isInFlight = !Sequence.IsBefore(number, _unacknowledged) && Sequence.IsBefore(number, _sendMax);
        if (!isInFlight)
        {
            return;
        }

        if (error.Mtu != 0)
        {
            ShrinkSegments(error, now);
        }
        else if (State is TcpState.SynSent or TcpState.SynReceived && !error.IsSoft)
        {
            Finish(error.Error, now);
        }
        else
        {
            // An established connection continues: the route may come back. [RFC 5461, RFC 5927 5.2]
            Error = error.Error;
        }
    }

    private void ReceiveInSynSent(in TcpSegment segment, long now)
    {
        bool hasAck = segment.Has(TcpFlags.Ack);
        if (hasAck && (!Sequence.IsAfter(segment.Acknowledged, _initial) || Sequence.IsAfter(segment.Acknowledged, _sendMax)))
        {
            if (!segment.Has(TcpFlags.Reset))
            {
                Stack.Tcp.SendReset(Key, segment, now);
            }

            return;
        }

        if (segment.Has(TcpFlags.Reset))
        {
            if (hasAck)
            {
                Finish(NetworkError.ConnectionRefused, now);
            }

            return;
        }

        if (!segment.Has(TcpFlags.Syn))
        {
            return;
        }

        _heardAt = now;
        Synchronize(segment, now);
        if (!hasAck)
        {
            // A simultaneous open. [RFC 9293 3.5 MUST-10]
            State = TcpState.SynReceived;
            _sendNext = _initial;
            return;
        }

        if (!_wasSynLost)
        {
            _rtt.Measure(now - _sentAt);
        }

        _unacknowledged = segment.Acknowledged;
        _sendNext = Sequence.Max(_sendNext, _unacknowledged);
        _mustAcknowledge = true;
        Establish(now);
        ReceiveData(segment, now);
    }

    // Takes the options and numbers of the peer's SYN.
    private void Synchronize(in TcpSegment segment, long now)
    {
        _peerInitial = segment.Number;
        _next = _peerInitial + 1;
        _lastAcknowledged = _next;
        _edge = _next + (uint)(_receive.Capacity < ushort.MaxValue ? _receive.Capacity : ushort.MaxValue);
        _hasTimestamps = segment.HasTimestamp;
        _recentTimestamp = segment.Timestamp;
        _recentAt = now;
        _hasSack = segment.MaySack;
        AdoptScale(segment.Scale);
        AdoptSize(segment.MaximumSize, now);
        _sendWindow = segment.Window;
        _mostSendWindow = _sendWindow;
        _windowNumber = segment.Number;
        _windowAcknowledged = segment.Acknowledged;
    }

    private void Establish(long now)
    {
        State = _isFinQueued ? TcpState.FinWait1 : TcpState.Established;
        _timeOuts = 0;
        _retransmitAt = Never;
        _congestion.Begin(SegmentSize, _wasSynLost, _initial);
        if (_wasSynLost)
        {
            _rtt.AfterLostSyn();
        }

        Raise(SocketEvents.Connected);
        _ = TryReadProduced(now);
    }

    private void AdoptScale(int scale)
    {
        _peerScale = scale < 0 ? 0 : scale;
        _ourScale = scale < 0 ? 0 : _ourScale;
        _hasScale = scale >= 0;
    }

    private void AdoptSize(int size, long now)
    {
        int peer = size == 0 ? 536 : size < LeastSegment ? LeastSegment : size;
        int path = Stack.PathMtu(Key.Remote.IPv4, now) - Wire.IPv4Header - TcpSegment.Header;
        _segmentLimit = peer < path ? peer : path;
    }

    // Whether the segment lies in the window and is no old duplicate. [RFC 9293 3.10.7.4 first; RFC 7323 5.3]
    private bool CheckNumber(in TcpSegment segment, long now)
    {
        bool isReset = segment.Has(TcpFlags.Reset);
        if (_hasTimestamps && !isReset)
        {
            if (!segment.HasTimestamp)
            {
                return false;
            }

            if (Sequence.IsBefore(segment.Timestamp, _recentTimestamp) && now - _recentAt < TimestampLife)
            {
                AnswerUnacceptable(segment, now);
                return false;
            }
        }

        uint window = _edge - _next;
        uint length = segment.Length;
        bool startsInside = Sequence.IsBefore(segment.Number, _edge) && !Sequence.IsBefore(segment.Number, _next);
        bool isAcceptable = segment.Number == _next || startsInside
            || (length > 0 && window > 0 && Sequence.IsBefore(segment.Number, _next) && Sequence.IsAfter(segment.Number + length, _next));
        if (isAcceptable)
        {
            return true;
        }

        // A simultaneous open, and the peer's SYN came again with its ACK.
        if (State == TcpState.SynReceived && segment.Has(TcpFlags.Syn) && segment.Number == _peerInitial && !isReset)
        {
            return true;
        }

        if (!isReset)
        {
            AnswerUnacceptable(segment, now);
        }

        return false;
    }

    // Segments without data could make two ends answer each other for ever: only a few a second are answered.
    private void AnswerUnacceptable(in TcpSegment segment, long now)
    {
        if (segment.Length == 0)
        {
            if (now / Second != _answerSecond)
            {
                _answerSecond = now / Second;
                _answers = 0;
            }

            if (_answers++ >= 10)
            {
                return;
            }
        }

        _mustAcknowledge = true;
    }

    // RST and SYN. [RFC 5961 3, 4]
    private bool CheckControl(in TcpSegment segment, long now)
    {
        if (segment.Has(TcpFlags.Reset))
        {
            if (segment.Number == _next)
            {
                Finish(State == TcpState.SynReceived ? NetworkError.ConnectionRefused : NetworkError.ConnectionReset, now);
            }
            else
            {
                Challenge(now);
            }

            return false;
        }

        bool isSimultaneous = State == TcpState.SynReceived && segment.Number == _peerInitial;
        if (segment.Has(TcpFlags.Syn) && !isSimultaneous)
        {
            Challenge(now);
            return false;
        }

        if (segment.Has(TcpFlags.Syn) && !segment.Has(TcpFlags.Ack))
        {
            // The peer has not received our SYN, or does not know that we have its own. [RFC 9293 3.10.7.4 first]
            _sendNext = _initial;
        }

        return segment.Has(TcpFlags.Ack);
    }

    private void Challenge(long now)
    {
        if (Stack.Tcp.MayChallenge(now))
        {
            _mustAcknowledge = true;
        }
    }

    // Checks the number of the acknowledgment. [RFC 9293 3.10.7.4 fifth, RFC 5961 5]
    private bool CheckAcknowledgment(in TcpSegment segment, long now)
    {
        uint number = segment.Acknowledged;
        if (State == TcpState.SynReceived)
        {
            if (!Sequence.IsAfter(number, _initial) || Sequence.IsAfter(number, _sendMax))
            {
                Stack.Tcp.SendReset(Key, segment, now);
                return false;
            }

            _unacknowledged = _initial + 1;
            _sendNext = Sequence.Max(_sendNext, _unacknowledged);
            _sendWindow = (uint)segment.Window << _peerScale;
            _windowNumber = segment.Number;
            _windowAcknowledged = number;
            Establish(now);
            return true;
        }

        if (Sequence.IsAfter(number, _sendMax))
        {
            // It acknowledges data never sent. [RFC 9293 3.10.7.4 MUST: an ACK]
            AnswerUnacceptable(segment, now);
            return false;
        }

        if (Sequence.IsBefore(number, _unacknowledged - _mostSendWindow))
        {
            Challenge(now);
            return false;
        }

        return true;
    }

    private void TakeTimestamp(in TcpSegment segment, long now)
    {
        // [RFC 7323 4.3 (2)]
        if (_hasTimestamps && segment.HasTimestamp && !Sequence.IsBefore(segment.Timestamp, _recentTimestamp)
            && !Sequence.IsAfter(segment.Number, _lastAcknowledged))
        {
            _recentTimestamp = segment.Timestamp;
            _recentAt = now;
        }
    }

    // Data and FIN. [RFC 9293 3.10.7.4 seventh, eighth]
    private void ReceiveData(in TcpSegment segment, long now)
    {
        if (segment.Data.Length == 0 && !segment.Has(TcpFlags.Fin))
        {
            return;
        }

        if (State is not (TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2))
        {
            // The peer's FIN has come already: acknowledge the repetition again.
            _mustAcknowledge = true;
            return;
        }

        _largestReceived = segment.Data.Length > _largestReceived ? segment.Data.Length : _largestReceived;
        uint start = segment.Number + (segment.Has(TcpFlags.Syn) ? 1u : 0);
        uint end = start + (uint)segment.Data.Length;
        if (_isOrphan && Sequence.IsAfter(end, _next))
        {
            // The owner will never read it. [RFC 9293 3.6.1 SHLD-3]
            SendReset();
            Finish(NetworkError.Aborted, now);
            return;
        }

        TakeData(segment.Data, start, now);
        if (segment.Has(TcpFlags.Fin) && !Sequence.IsAfter(end, _edge))
        {
            _hasPeerFin = true;
            _peerFin = end;
            _mustAcknowledge = true;
        }

        if (_hasPeerFin && !IsClosed && _next == _peerFin)
        {
            ReceiveFin(now);
        }
    }

    private void TakeData(ReadOnlySpan<byte> data, uint start, long now)
    {
        if (Sequence.IsBefore(start, _next))
        {
            uint old = _next - start;
            _mustAcknowledge = true;
            if (old >= (uint)data.Length)
            {
                return;
            }

            data = data.Slice((int)old);
            start = _next;
        }

        uint room = Sequence.IsBefore(start, _edge) ? _edge - start : 0;
        if (room < (uint)data.Length)
        {
            // More data than the window allows: what does not fit is not acknowledged.
            _mustAcknowledge = true;
            data = data.Slice(0, (int)room);
        }

        if (data.Length == 0)
        {
            return;
        }

        if (start == _next)
        {
            TakeInOrder(data, now);
        }
        else
        {
            // A gap: the peer must learn of it at once. [RFC 5681 4.2]
            _mustAcknowledge = true;
            if (_outOfOrder.Add(start, start + (uint)data.Length))
            {
                _newest = start;
                _receive.CopyIn(_produced + (start - _next), data);
            }
        }
    }

    private void TakeInOrder(ReadOnlySpan<byte> data, long now)
    {
        _receive.CopyIn(_produced, data);
        uint end = _next + (uint)data.Length;
        bool hadGap = _outOfOrder.Count > 0;
        _outOfOrder.RemoveBefore(end);
        if (_outOfOrder.Count > 0 && _outOfOrder.StartOf(0) == end)
        {
            end = _outOfOrder.EndOf(0);
            _outOfOrder.RemoveBefore(end);
        }

        _produced += end - _next;
        _next = end;
        _receive.Produced = _produced;
        Raise(SocketEvents.Readable);
        _unansweredBytes += data.Length;
        if (hadGap || _unansweredBytes >= 2 * PeerSegment)
        {
            _mustAcknowledge = true;
        }
        else if (_acknowledgeAt == Never)
        {
            _acknowledgeAt = now + DelayedAck;
        }
    }

    private void ReceiveFin(long now)
    {
        _hasPeerFin = false;
        _next++;
        _edge = Sequence.Max(_edge, _next);
        _mustAcknowledge = true;
        Raise(SocketEvents.PeerClosed | SocketEvents.Readable);
        switch (State)
        {
            case TcpState.Established:
                State = TcpState.CloseWait;
                break;
            case TcpState.FinWait1:
                State = TcpState.Closing;
                break;
            default:
                EnterTimeWait(now);
                break;
        }
    }

    private void EnterTimeWait(long now)
    {
        Stack.Tcp.BeginTimeWait(
            Key,
            new TimeWaitState(
                _sendMax,
                _next,
                _edge - _next,
                (ushort)((_edge - _next) >> _ourScale),
                _hasTimestamps,
                _recentTimestamp,
                _timestampOffset),
            _mustAcknowledge,
            now);
        Finish(NetworkError.None, now);
    }

    private void ShrinkSegments(IcmpError error, long now)
    {
        Stack.SetPathMtu(Key.Remote.IPv4, error.Mtu, now);
        int limit = Stack.PathMtu(Key.Remote.IPv4, now) - Wire.IPv4Header - TcpSegment.Header;
        if (limit >= _segmentLimit)
        {
            return;
        }

        // The segment was too large and is sent again at once; that is no sign of congestion. [RFC 1191 6.4]
        _segmentLimit = limit;
        _congestion.Resize(SegmentSize);
        _sendNext = _unacknowledged;
        _isTiming = false;
        Flush(now);
    }

    private void TakeBlocks(ReadOnlySpan<byte> blocks)
    {
        while (blocks.Length >= 8)
        {
            uint start = BinaryPrimitives.ReadUInt32BigEndian(blocks);
            uint end = BinaryPrimitives.ReadUInt32BigEndian(blocks.Slice(4));
            blocks = blocks.Slice(8);
            if (Sequence.IsBefore(start, end) && Sequence.IsAfter(start, _unacknowledged) && !Sequence.IsAfter(end, _sendMax))
            {
                _ = _sacked.Add(start, end);
            }
        }
    }
}
