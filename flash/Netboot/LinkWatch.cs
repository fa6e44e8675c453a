// Notices that a link goes, and that it comes back.

using System;
using System.Net;

namespace RustKernel.Flash.Netboot;

/// <summary>
/// Compares what the system reports now with its last report. A socket that is bound to an interface stays bound to the adapter
/// it was opened on: after another one came, sockets have to be opened again. Not thread-safe: one caller at a time.
/// </summary>
public sealed class LinkWatch
{
    private readonly IPAddress _address;
    private readonly Func<string, LinkStatus> _look;
    private LinkStatus _last;

    /// <summary>
    /// Watches the interface <paramref name="name"/>, to whose adapter number
    /// <paramref name="index"/> sockets are bound.
    /// </summary>
    /// <param name="name">The interface that has the address now.</param>
    /// <param name="index">Its number.</param>
    /// <param name="address">The server's address.</param>
    /// <param name="look">Asks the system; its argument is the last known name.</param>
    public LinkWatch(string name, int index, IPAddress address, Func<string, LinkStatus> look)
    {
        _address = address;
        _look = look;
        _last = new LinkStatus(name, index, LinkCondition.Ready);
        Bound = _last;
    }

    /// <summary>The adapter that sockets are bound to.</summary>
    public LinkStatus Bound { get; private set; }

    /// <summary>True when sockets are bound to another adapter than the one that now serves boards.</summary>
    public bool NeedsSockets => _last.Condition == LinkCondition.Ready && (_last.Index != Bound.Index || _last.Name != Bound.Name);

    /// <summary>The interface as it was seen last.</summary>
    public LinkStatus Last => _last;

    /// <summary>Looks again; null when nothing changed.</summary>
    public LinkEvent? Look()
    {
        LinkStatus now = _look(_last.Name);
        if (now == _last)
        {
            return null;
        }

        LinkStatus before = _last;
        _last = now;
        return new LinkEvent(now, Describe(before, now));
    }

    /// <summary>Notes that sockets are bound to the adapter that was seen last.</summary>
    public void Bind() => Bound = _last;

    private string Describe(LinkStatus before, LinkStatus now) => now.Condition switch
    {
        LinkCondition.Gone => $"{now.Name} is gone: the adapter was taken out; boards get no answer until {_address} is back",
        LinkCondition.NoAddress => $"{now.Name} does not have {_address} any more: boards get no answer until it has (ip address add)",
        LinkCondition.Down => $"{now.Name} was switched off: ip link set {now.Name} up switches it on",
        LinkCondition.NoCarrier => $"{now.Name} has no link: no cable, or nothing at its other end",
        _ when now.Name != Bound.Name => $"{_address} is at {now.Name} now; boards are served there",
        _ when now.Index != Bound.Index => $"{now.Name} is back as another adapter; boards are served again",
        _ => before.Condition == LinkCondition.NoCarrier
            ? $"{now.Name} has a link; boards are served"
            : $"{now.Name} is back; boards are served again",
    };
}
