// The DNS client's cache and its questions. [RFC 1035, RFC 5452, RFC 2308]

using System;
using System.Collections.Generic;

namespace RustKernel.Services.Internet.Dns;

/// <summary>Pending questions by their ports, and answers that are still valid.</summary>
internal sealed class DnsClient(InternetStack stack)
{
    private const int MostEntries = 128;
    private const uint MostSeconds = 86400;
    private const long Second = 1_000_000;

    private readonly Dictionary<ushort, DnsQuery> _queries = [];
    private readonly Dictionary<string, (InternetAddress[] Addresses, long Until)> _cache = [];

    /// <summary>Names that are remembered.</summary>
    public int Cached => _cache.Count;

    /// <summary>Whether a question uses a port.</summary>
    public bool HasPort(ushort port) => _queries.ContainsKey(port);

    /// <summary>A separate port for each question: a forger must guess it, too. [RFC 5452 9.2]</summary>
    public ushort TakePort(DnsQuery query)
    {
        ushort port = stack.FreeUdpPort();
        if (port != 0)
        {
            _queries[port] = query;
        }

        return port;
    }

    public void Forget(ushort port) => _ = _queries.Remove(port);

    /// <summary>Takes a datagram; true: it was for a question.</summary>
    public bool Receive(ushort port, EndPoint from, ReadOnlySpan<byte> data, long now)
    {
        if (!_queries.TryGetValue(port, out DnsQuery? query))
        {
            return false;
        }

        query.Receive(from, data, now);
        return true;
    }

    /// <summary>The known addresses of a name; empty: there is no such name; null: unknown.</summary>
    public InternetAddress[]? Find(string name, long now)
    {
        if (!_cache.TryGetValue(name, out (InternetAddress[] Addresses, long Until) entry))
        {
            return null;
        }

        if (entry.Until > now)
        {
            return entry.Addresses;
        }

        _ = _cache.Remove(name);
        return null;
    }

    /// <summary>Keeps an answer as long as it is valid, at most a day.</summary>
    public void Keep(string name, InternetAddress[] addresses, uint seconds, long now)
    {
        if (seconds == 0)
        {
            return;
        }

        if (_cache.Count >= MostEntries && !_cache.ContainsKey(name))
        {
            _cache.Clear();
        }

        _cache[name] = (addresses, now + ((seconds < MostSeconds ? seconds : MostSeconds) * Second));
    }
}
