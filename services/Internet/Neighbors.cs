// ARP: which host of the link has an address. [RFC 826; RFC 1122 2.3.2; RFC 5227 for our own address]
//
// Only an answer to a request of ours, or a request for our address, makes an entry; other packets can only change an existing one.
// So a host of the link cannot fill the table with hosts that we never asked for.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace RustKernel.Services.Internet;

/// <summary>The table of hosts of the link.</summary>
internal sealed class Neighbors(InternetStack stack)
{
    /// <summary>Packets waiting for one host. [RFC 1122 2.3.2.2]</summary>
    public const int MostWaiting = 3;

    /// <summary>How long an answer is good before the host is asked again.</summary>
    public const long Lifetime = 60_000_000;

    /// <summary>Between two requests for the same host. [RFC 1122 2.3.2.1]</summary>
    public const long RequestTime = 1_000_000;

    /// <summary>Requests before a host counts as unreachable.</summary>
    public const int MostRequests = 3;

    /// <summary>How long a host that did not answer is not asked again.</summary>
    public const long FailedTime = 3_000_000;

    private const ushort Request = 1;
    private const ushort Reply = 2;

    private readonly Dictionary<uint, Neighbor> _hosts = [];

    /// <summary>How many hosts there are.</summary>
    public int Count => _hosts.Count;

    /// <summary>The packets waiting for answers.</summary>
    public int Waiting { get; private set; }

    /// <summary>The link address of a host; false: it is being asked for, or does not answer (<paramref name="hasFailed"/>).</summary>
    public bool TryResolve(uint address, long now, out LinkAddress link, out bool hasFailed)
    {
        Neighbor host = Find(address, now);
        host.UsedAt = now;
        link = host.Link;
        hasFailed = host.HasFailed;
        if (host.IsKnown)
        {
            // Old: use it, but ask the host itself whether it is still there.
            if (!host.IsProbed && now - host.AskedAt > Lifetime)
            {
                host.IsProbed = true;
                host.Requests = 0;
                Ask(host, now);
            }

            return true;
        }

        if (host.Requests == 0 && !host.HasFailed)
        {
            Ask(host, now);
        }

        return false;
    }

    /// <summary>Keeps a packet until the host answers; if there are too many, drops the oldest.</summary>
    public void Hold(uint address, Packet packet, long now)
    {
        Neighbor host = Find(address, now);
        if (host.HasFailed || Waiting >= stack.Options.MostPackets / 2)
        {
            stack.Drop(packet);
            return;
        }

        host.Waiting.Add(packet);
        Waiting++;
        if (host.Waiting.Count > MostWaiting)
        {
            Discard(host.Waiting.Take()!);
        }
    }

    /// <summary>Takes a packet of type ARP.</summary>
    public void Receive(ReadOnlySpan<byte> arp, long now)
    {
        if (arp.Length < Wire.ArpBytes || BinaryPrimitives.ReadUInt64BigEndian(arp) >> 16 != 0x0001_0800_0604)
        {
            stack.Counts.Discarded++;
            return;
        }

        ushort operation = BinaryPrimitives.ReadUInt16BigEndian(arp.Slice(6));
        LinkAddress sender = LinkAddress.Read(arp.Slice(8));
        uint senderAddress = BinaryPrimitives.ReadUInt32BigEndian(arp.Slice(14));
        uint target = BinaryPrimitives.ReadUInt32BigEndian(arp.Slice(24));
        if (operation is not (Request or Reply) || sender.IsGroup || sender == stack.Options.LinkAddress)
        {
            stack.Counts.Discarded++;
            return;
        }

        if (stack.Claim.Hears(operation == Request, sender, senderAddress, target, now))
        {
            return;
        }

        bool isForUs = target != 0 && target == stack.Address;
        if (senderAddress != 0 && stack.IsOnLink(senderAddress) && senderAddress != stack.Address)
        {
            Learn(senderAddress, sender, operation == Request && isForUs, now);
        }

        if (operation == Request && isForUs)
        {
            Send(Reply, sender, stack.Address, sender, senderAddress);
        }
    }

    /// <summary>
    /// Asks all hosts of the link for <paramref name="target"/>, as <paramref name="sender"/>: 0 probes, the same address announces.
    /// </summary>
    public void Broadcast(uint sender, uint target) => Send(Request, LinkAddress.Broadcast, sender, new LinkAddress(0), target);

    /// <summary>Forgets every host: this is another network.</summary>
    public void Clear()
    {
        foreach (Neighbor host in _hosts.Values)
        {
            Empty(host);
            stack.Deadlines.Set(host, long.MaxValue);
        }

        _hosts.Clear();
    }

    /// <summary>A host's deadline has come.</summary>
    public void OnDeadline(Neighbor host, long now)
    {
        if (host.HasFailed || (host.IsKnown && !host.IsProbed))
        {
            Remove(host);
        }
        else if (host.Requests < MostRequests)
        {
            Ask(host, now);
        }
        else
        {
            // The known address no longer works: the next packet broadcasts a request.
            bool wasKnown = host.IsKnown;
            host.IsKnown = false;
            host.IsProbed = false;
            host.HasFailed = !wasKnown;
            host.Requests = 0;
            Empty(host);
            stack.Deadlines.Set(host, now + FailedTime);
            if (wasKnown)
            {
                Ask(host, now);
            }
            else
            {
                stack.OnUnreachable(host.Address);
            }
        }
    }

    private void Ask(Neighbor host, long now)
    {
        host.Requests++;
        host.AskedAt = now;
        Send(Request, host.IsKnown ? host.Link : LinkAddress.Broadcast, stack.Address, new LinkAddress(0), host.Address);
        stack.Deadlines.Set(host, now + RequestTime);
    }

    private void Learn(uint address, LinkAddress link, bool mayAdd, long now)
    {
        if (!_hosts.TryGetValue(address, out Neighbor? host))
        {
            if (!mayAdd)
            {
                return;
            }

            host = Find(address, now);
        }

        bool wasKnown = host.IsKnown;
        host.Link = link;
        host.IsKnown = true;
        host.IsProbed = false;
        host.HasFailed = false;
        host.Requests = 0;
        host.AskedAt = now;
        stack.Deadlines.Set(host, now + (10 * Lifetime));
        while (host.Waiting.Take() is { } packet)
        {
            Waiting--;
            stack.SendOnLink(packet, link, Wire.TypeIPv4);
        }

        if (!wasKnown)
        {
            stack.OnReachable(address);
        }
    }

    private Neighbor Find(uint address, long now)
    {
        if (_hosts.TryGetValue(address, out Neighbor? host))
        {
            return host;
        }

        if (_hosts.Count >= stack.Options.MostNeighbors)
        {
            Remove(LeastUsed());
        }

        host = new Neighbor(this, address) { UsedAt = now };
        _hosts[address] = host;
        return host;
    }

    // Hosts that never answered go first: a flood of packets to missing hosts does not displace the router.
    private Neighbor LeastUsed()
    {
        Neighbor? least = null;
        foreach (Neighbor host in _hosts.Values)
        {
            if (least is null || (host.IsKnown == least.IsKnown ? host.UsedAt < least.UsedAt : least.IsKnown))
            {
                least = host;
            }
        }

        return least!;
    }

    private void Remove(Neighbor host)
    {
        Empty(host);
        stack.Deadlines.Set(host, long.MaxValue);
        _ = _hosts.Remove(host.Address);
    }

    private void Empty(Neighbor host)
    {
        while (host.Waiting.Take() is { } packet)
        {
            Discard(packet);
        }
    }

    private void Discard(Packet packet)
    {
        Waiting--;
        stack.Drop(packet);
    }

    private void Send(ushort operation, LinkAddress to, uint sender, LinkAddress target, uint targetAddress)
    {
        if (stack.TakePacket() is not { } packet)
        {
            return;
        }

        Span<byte> arp = packet.Bytes.Slice(Wire.EthernetHeader, Wire.ArpBytes);
        BinaryPrimitives.WriteUInt64BigEndian(arp, (0x0001_0800_0604ul << 16) | operation);
        stack.Options.LinkAddress.Write(arp.Slice(8));
        BinaryPrimitives.WriteUInt32BigEndian(arp.Slice(14), sender);
        target.Write(arp.Slice(18));
        BinaryPrimitives.WriteUInt32BigEndian(arp.Slice(24), targetAddress);
        packet.Length = Wire.EthernetHeader + Wire.ArpBytes;
        stack.SendOnLink(packet, to, Wire.TypeArp);
    }
}
