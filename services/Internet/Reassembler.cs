using System;
using System.Collections.Generic;

namespace RustKernel.Services.Internet;

/// <summary>The datagrams being reassembled, a bounded number: finds the one to which a fragment belongs.</summary>
internal sealed class Reassembler(InternetStack stack)
{
    /// <summary>How long all fragments may take. [RFC 1122 3.3.2 requires 60 s at most]</summary>
    public const long Time = 30_000_000;

    private const int MostOfOneHost = 2;

    private readonly List<Reassembly> _datagrams = [];

    /// <summary>How many there are.</summary>
    public int Count => _datagrams.Count;

    /// <summary>Adds a fragment. Returns the datagram if it is complete; the caller then forgets it.</summary>
    public Reassembly? Add(ulong hosts, uint key, ReadOnlySpan<byte> header, int offset, bool isLast, ReadOnlySpan<byte> data, long now)
    {
        Reassembly datagram = Find(hosts, key, now);
        if (!datagram.Add(header, offset, isLast, data))
        {
            stack.Counts.ReassemblyFailures++;
            Remove(datagram);
            return null;
        }

        if (!datagram.IsWhole || datagram.Header.Length == 0)
        {
            return null;
        }

        Remove(datagram);
        stack.Counts.Reassembled++;
        return datagram;
    }

    /// <summary>A datagram took too long.</summary>
    public void OnDeadline(Reassembly datagram, long now)
    {
        Remove(datagram);
        stack.Counts.ReassemblyFailures++;
        stack.OnReassemblyTimeOut(datagram, now);
    }

    private Reassembly Find(ulong hosts, uint key, long now)
    {
        Reassembly? oldestOfHost = null;
        int ofHost = 0;
        foreach (Reassembly other in _datagrams)
        {
            if (other.Hosts == hosts && other.Key == key)
            {
                return other;
            }

            if (other.Hosts >> 32 == hosts >> 32)
            {
                ofHost++;
                oldestOfHost ??= other;
            }
        }

        // A host that floods loses its own datagrams first.
        if (oldestOfHost is not null && ofHost >= MostOfOneHost)
        {
            stack.Counts.ReassemblyFailures++;
            Remove(oldestOfHost);
        }
        else if (_datagrams.Count >= stack.Options.MostReassemblies)
        {
            stack.Counts.ReassemblyFailures++;
            Remove(_datagrams[0]);
        }

        Reassembly datagram = new(this, hosts, key);
        _datagrams.Add(datagram);
        stack.Deadlines.Set(datagram, now + Time);
        return datagram;
    }

    private void Remove(Reassembly datagram)
    {
        _ = _datagrams.Remove(datagram);
        stack.Deadlines.Set(datagram, long.MaxValue);
    }
}
