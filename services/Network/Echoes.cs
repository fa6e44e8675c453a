using System.Collections.Generic;
using RustKernel.Services.Internet;

namespace RustKernel.Services.Network;

/// <summary>Echo requests that wait for their replies. <typeparamref name="T"/> says who waits.</summary>
internal sealed class Echoes<T>
{
    private readonly List<Waiting> _waiting = [];
    private ushort _next;

    /// <summary>When the oldest is given up; <see cref="long.MaxValue"/>: there is none.</summary>
    internal long NextDeadline
    {
        get
        {
            long next = long.MaxValue;
            foreach (Waiting one in _waiting)
            {
                next = one.Until < next ? one.Until : next;
            }

            return next;
        }
    }

    /// <summary>Identifier and sequence number for a request that is sent now.</summary>
    internal (ushort Id, ushort Sequence) Add(InternetAddress host, T who, long now, long until)
    {
        ushort number = ++_next;
        _waiting.Add(new Waiting(host, number, now, until, who));
        return ((ushort)(number ^ 0x5A5A), number);
    }

    /// <summary>Takes a reply. True: says who waits for it, and when the request was sent.</summary>
    internal bool TryTake(InternetAddress host, ushort id, ushort sequence, out T? who, out long sentAt)
    {
        for (int i = 0; i < _waiting.Count; i++)
        {
            Waiting one = _waiting[i];
            if (one.Number == sequence && (ushort)(one.Number ^ 0x5A5A) == id && one.Host == host)
            {
                _waiting.RemoveAt(i);
                who = one.Who;
                sentAt = one.SentAt;
                return true;
            }
        }

        who = default;
        sentAt = 0;
        return false;
    }

    /// <summary>Takes one that has expired at <paramref name="now"/>. False: there is none.</summary>
    internal bool TryTakeOld(long now, out T? who)
    {
        for (int i = 0; i < _waiting.Count; i++)
        {
            if (_waiting[i].Until <= now)
            {
                who = _waiting[i].Who;
                _waiting.RemoveAt(i);
                return true;
            }
        }

        who = default;
        return false;
    }

    private sealed record Waiting(InternetAddress Host, ushort Number, long SentAt, long Until, T Who);
}
