// Listeners: SYN, SYN-ACK, ACK; cookies when there are too many. [RFC 9293 3.10.7.2, RFC 4987]

using System;
using System.Collections.Generic;

namespace RustKernel.Services.Internet.Tcp;

/// <content>Handshakes that peers begin.</content>
internal sealed partial class TcpEngine
{
    private const int MostSynAcks = 6;
    private const long CookieTime = 64 * Second;

    // More than a window without scale, so that nothing of the old connection lies in the new one's window.
    private const uint GapAfterTimeWait = 65538;

    private static readonly int[] s_cookieSizes = [536, 1220, 1400, 1460];

    private readonly Dictionary<TcpKey, HalfOpen> _halfOpen = [];
    private long _cookieAt = long.MinValue / 2;

    /// <summary>Handshakes in progress.</summary>
    public int HalfOpenCount => _halfOpen.Count;

    /// <summary>A handshake's ACK has not come: the SYN-ACK is sent again after 1, 2, 4, 8, 16 s.</summary>
    public void OnDeadline(HalfOpen handshake, long now)
    {
        if (handshake.Sent >= MostSynAcks)
        {
            Remove(handshake);
            return;
        }

        SendSynAck(handshake, now);
    }

    private void ForgetHalfOpen(Predicate<HalfOpen> isOver)
    {
        List<HalfOpen> ended = [];
        foreach (HalfOpen handshake in _halfOpen.Values)
        {
            if (isOver(handshake))
            {
                ended.Add(handshake);
            }
        }

        foreach (HalfOpen handshake in ended)
        {
            Remove(handshake);
        }
    }

    private void Remove(HalfOpen handshake)
    {
        _ = _halfOpen.Remove(handshake.Key);
        stack.Deadlines.Set(handshake, long.MaxValue);
    }

    // A connection that replaces one in TIME-WAIT begins after all of its numbers: these may have run ahead of the clock from which first
    // numbers come. [RFC 9293 3.6.1]
    private uint InitialNumber(in TcpKey key, TimeWait? before, long now)
    {
        uint initial = InitialNumber(key, now);
        return before is null || Sequence.IsAfter(initial, before.State.Number) ? initial : before.State.Number + GapAfterTimeWait;
    }

    // LISTEN. [RFC 9293 3.10.7.2] before: the connection in TIME-WAIT that this SYN replaces; null: none.
    private void Receive(TcpListener listener, in TcpKey key, in TcpSegment segment, TimeWait? before, long now)
    {
        if (segment.Has(TcpFlags.Reset))
        {
            return;
        }

        if (segment.Has(TcpFlags.Ack))
        {
            if (!TryTakeCookie(listener, key, segment, now))
            {
                SendReset(key, segment, now);
            }

            return;
        }

        if (!segment.Has(TcpFlags.Syn) || segment.Has(TcpFlags.Fin))
        {
            return;
        }

        if (_halfOpen.Count >= stack.Options.MostHalfOpen)
        {
            SendCookie(listener, key, segment, now);
            return;
        }

        HalfOpen handshake = new(this, listener, key, InitialNumber(key, before, now))
        {
            PeerInitial = segment.Number,
            MaximumSize = segment.MaximumSize,
            Scale = segment.Scale,
            HasSack = segment.MaySack,
            HasTimestamps = segment.HasTimestamp,
            Timestamp = segment.Timestamp,
            Window = listener.ReceiveCapacity < ushort.MaxValue ? listener.ReceiveCapacity : ushort.MaxValue,
            OurScale = segment.Scale < 0 ? -1 : TcpConnection.ScaleOf(listener.ReceiveCapacity),
        };
        _halfOpen[key] = handshake;
        SendSynAck(handshake, now);
    }

    // SYN-RECEIVED. [RFC 9293 3.10.7.4, RFC 5961]
    private void Receive(HalfOpen handshake, in TcpSegment segment, long now)
    {
        uint next = handshake.PeerInitial + 1;
        uint offset = segment.Number - next;
        if (segment.Has(TcpFlags.Reset))
        {
            if (offset == 0)
            {
                Remove(handshake);
            }
            else if (offset < (uint)handshake.Window)
            {
                Challenge(handshake, now);
            }

            return;
        }

        if (segment.Has(TcpFlags.Syn))
        {
            ReceiveSynAgain(handshake, segment, now);
            return;
        }

        bool isOld = handshake.HasTimestamps && (!segment.HasTimestamp || Sequence.IsBefore(segment.Timestamp, handshake.Timestamp));
        if (isOld || offset >= (uint)handshake.Window)
        {
            Challenge(handshake, now);
            return;
        }

        if (!segment.Has(TcpFlags.Ack))
        {
            return;
        }

        if (segment.Acknowledged != handshake.Initial + 1)
        {
            SendReset(handshake.Key, segment, now);
            return;
        }

        Complete(handshake, segment, now);
    }

    private void ReceiveSynAgain(HalfOpen handshake, in TcpSegment segment, long now)
    {
        if (segment.Number != handshake.PeerInitial)
        {
            Challenge(handshake, now);
        }
        else if (!segment.Has(TcpFlags.Ack))
        {
            // Not a time-out: the next SYN-ACK stays scheduled, and nothing counts as lost. [RFC 6298 5.7]
            WriteSynAck(handshake, now);
        }
    }

    private void Challenge(HalfOpen handshake, long now)
    {
        if (!MayChallenge(now))
        {
            return;
        }

        TcpHeader header = new()
        {
            Number = handshake.Initial + 1,
            Acknowledged = handshake.PeerInitial + 1,
            Flags = TcpFlags.Ack,
            Window = (ushort)handshake.Window,
            Scale = -1,
            HasTimestamp = handshake.HasTimestamps,
            Timestamp = (uint)(now / 1000) + (uint)Hash(handshake.Key, 0x5453),
            TimestampEcho = handshake.Timestamp,
        };
        Send(handshake.Key, header, now);
    }

    private void Complete(HalfOpen handshake, in TcpSegment segment, long now)
    {
        HandshakeResult result = new()
        {
            Initial = handshake.Initial,
            PeerInitial = handshake.PeerInitial,
            Window = handshake.Window,
            PeerWindow = (uint)segment.Window << (handshake.Scale < 0 ? 0 : handshake.Scale),
            MaximumSize = handshake.MaximumSize,
            Scale = handshake.Scale,
            OurScale = handshake.OurScale < 0 ? 0 : handshake.OurScale,
            HasSack = handshake.HasSack,
            HasTimestamps = handshake.HasTimestamps,
            Timestamp = segment.HasTimestamp ? segment.Timestamp : handshake.Timestamp,
            WasRepeated = handshake.Sent > 1,
        };
        if (Accept(handshake.Listener, handshake.Key, result, segment, now))
        {
            Remove(handshake);
            return;
        }

        handshake.IsToBeSentAgain |= segment.Length != 0;
    }

    // False: there are no rings for it, and the peer's last segment counts as lost.
    private bool Accept(TcpListener listener, in TcpKey key, in HandshakeResult result, in TcpSegment segment, long now)
    {
        if (_connections.Count >= stack.Options.MostConnections
            || !listener.TryTakeRings(out ByteRing? send, out ByteRing? receive, out object? tag))
        {
            return false;
        }

        TcpConnection connection = new(stack, listener.Owner, key, send!, receive!, now) { Tag = tag };
        _connections[key] = connection;
        connection.Accept(result, now);
        listener.Add(connection);
        connection.Receive(segment, now);
        return true;
    }

    private void SendSynAck(HalfOpen handshake, long now)
    {
        handshake.Sent++;
        long wait = Second << (handshake.Sent - 1 < 5 ? handshake.Sent - 1 : 5);
        stack.Deadlines.Set(handshake, now + wait);

        // libslirp, and so QEMU's own host, forgets the data that it has sent when another SYN-ACK comes.
        if (!handshake.IsToBeSentAgain)
        {
            WriteSynAck(handshake, now);
        }
    }

    private void WriteSynAck(HalfOpen handshake, long now)
    {
        TcpHeader header = new()
        {
            Number = handshake.Initial,
            Acknowledged = handshake.PeerInitial + 1,
            Flags = TcpFlags.Syn | TcpFlags.Ack,
            Window = (ushort)handshake.Window,
            MaximumSize = stack.Mtu - Wire.IPv4Header - TcpSegment.Header,
            Scale = handshake.OurScale,
            MaySack = handshake.HasSack,
            HasTimestamp = handshake.HasTimestamps,
            Timestamp = (uint)(now / 1000) + (uint)Hash(handshake.Key, 0x5453),
            TimestampEcho = handshake.Timestamp,
        };
        Send(handshake.Key, header, now);
    }

    // A cookie is the initial number: 5 bits of time, 2 of segment size, 25 of a hash. Nothing is remembered, so the size is the only
    // option.
    private uint Cookie(in TcpKey key, uint peerInitial, long time, int size) =>
        ((uint)(time & 31) << 27)
            | ((uint)size << 25)
            | ((uint)Hash(key, ((ulong)peerInitial << 32) | ((ulong)(time & 0xFFFFFF) << 8) | (uint)size) & 0x1FFFFFF);

    private void SendCookie(TcpListener listener, in TcpKey key, in TcpSegment segment, long now)
    {
        _cookieAt = now;
        stack.Counts.CookiesSent++;
        int size = s_cookieSizes.Length - 1;
        while (size > 0 && s_cookieSizes[size] > segment.MaximumSize)
        {
            size--;
        }

        TcpHeader header = new()
        {
            Number = Cookie(key, segment.Number, now / CookieTime, size),
            Acknowledged = segment.Number + 1,
            Flags = TcpFlags.Syn | TcpFlags.Ack,
            Window = (ushort)(listener.ReceiveCapacity < ushort.MaxValue ? listener.ReceiveCapacity : ushort.MaxValue),
            MaximumSize = stack.Mtu - Wire.IPv4Header - TcpSegment.Header,
            Scale = -1,
        };
        Send(key, header, now);
    }

    // Whether an ACK answers a cookie of ours; possible only for some time after cookies were sent.
    private bool TryTakeCookie(TcpListener listener, in TcpKey key, in TcpSegment segment, long now)
    {
        if (now - _cookieAt > 2 * CookieTime || segment.Has(TcpFlags.Syn))
        {
            return false;
        }

        uint cookie = segment.Acknowledged - 1;
        uint peerInitial = segment.Number - 1;
        int size = (int)(cookie >> 25) & 3;
        for (long time = now / CookieTime; time >= (now / CookieTime) - 1; time--)
        {
            if (cookie != Cookie(key, peerInitial, time, size))
            {
                continue;
            }

            HandshakeResult result = new()
            {
                Initial = cookie,
                PeerInitial = peerInitial,
                Window = listener.ReceiveCapacity < ushort.MaxValue ? listener.ReceiveCapacity : ushort.MaxValue,
                PeerWindow = segment.Window,
                MaximumSize = s_cookieSizes[size],
                Scale = -1,
            };
            _ = Accept(listener, key, result, segment, now);
            return true;
        }

        return false;
    }
}
