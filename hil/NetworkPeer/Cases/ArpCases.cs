// ARP: the machine answers requests and does not believe false claims. [RFC 826, RFC 1122 2.3.2, RFC 5227]

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Services.Internet;

namespace RustKernel.Hil.NetworkPeer.Cases;

/// <summary>Requests, replies, conflicts.</summary>
internal static class ArpCases
{
    private const string Group = "arp";
    private const uint Neighbor = 0x0A000050;
    private static readonly LinkAddress s_neighborLink = new(0x020000000050);
    private static readonly LinkAddress s_otherLink = new(0x020000000051);

    // Offset in the packet, value: requests that are none, and get no answer.
    private static readonly (string Name, int At, ushort Value)[] s_broken =
    [
        ("hardware-type-6", 0, 6),
        ("hardware-type-0", 0, 0),
        ("protocol-type-ipv6", 2, 0x86DD),
        ("lengths-8-4", 4, 0x0804),
        ("lengths-6-16", 4, 0x0610),
        ("lengths-0-0", 4, 0),
        ("operation-0", 6, 0),
        ("operation-3", 6, 3),
        ("operation-8", 6, 8),
    ];

    /// <summary>The cases.</summary>
    public static IEnumerable<ConformanceCase> All()
    {
        yield return Case("rfc826-request-by-broadcast-is-answered", host => Answered(host, Request(Hosts.MachineAddress)));
        yield return Case(
            "rfc1122.2.3.2.1-request-to-the-machine-alone-is-answered",
            host => Answered(host, Request(Hosts.MachineAddress, Hosts.MachineLink)));
        yield return Case("rfc826-request-for-another-host-is-not-answered", host => Unanswered(host, Request(Neighbor + 1)));
        yield return Case("rfc826-request-for-broadcast-address-is-not-answered", host => Unanswered(host, Request(Hosts.Broadcast)));
        yield return Case("rfc5227.2.1.1-probe-for-our-address-is-answered", host => Answered(host, Probe()));
        yield return Case("rfc826-longer-frame-is-answered", host => Answered(host, [.. Request(Hosts.MachineAddress), .. new byte[18]]));
        yield return Case("rfc826-cut-request-is-not-answered", host => Unanswered(host, Request(Hosts.MachineAddress)[..40]));
        yield return Case("rfc826-header-alone-is-not-answered", host => Unanswered(host, Request(Hosts.MachineAddress)[..14]));
        yield return Case("rfc5227.2.4-conflict-is-defended", Conflict);
        yield return Case("rfc826-sender-is-learnt-from-its-request", Learnt);
        yield return Case("rfc826-new-link-address-is-taken-over", Moved);
        yield return Case("rfc826-answer-that-nobody-asked-for-teaches-nothing", Unasked);
        foreach ((string name, int at, ushort value) in s_broken)
        {
            yield return Case($"rfc826-request-with-{name}-is-not-answered", host =>
            {
                byte[] frame = Request(Hosts.MachineAddress);
                BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(14 + at), value);
                Unanswered(host, frame);
            });
        }
    }

    private static ConformanceCase Case(string name, Action<CaseHost> run) => new(Group, name, run);

    private static byte[] Request(uint target, LinkAddress? to = null) =>
        Frames.Arp(1, s_neighborLink, Neighbor, default, target, to ?? LinkAddress.Broadcast);

    private static byte[] Probe() => Frames.Arp(1, s_neighborLink, 0, default, Hosts.MachineAddress, LinkAddress.Broadcast);

    private static void Answered(CaseHost host, byte[] request)
    {
        List<Frame> frames = Said(host, request);
        Require.That(frames.Count == 1 && frames[0].IsArpReply, $"expected one answer, came {string.Join("; ", frames)}");
        Frame reply = frames[0];
        Require.Equal(s_neighborLink, reply.To, "destination");
        Require.Equal(Hosts.MachineLink, reply.From, "source");
        Require.Equal(Hosts.MachineAddress, reply.ArpSender, "sender's address");
        Require.That(reply.Bytes.Length >= 60, "a frame of fewer than 60 bytes");
    }

    private static void Unanswered(CaseHost host, byte[] request)
    {
        List<Frame> frames = Said(host, request);
        Require.That(frames.Count == 0, $"unexpected: {string.Join("; ", frames)}");
    }

    // ARP frames that the machine sends because of this one.
    private static List<Frame> Said(CaseHost host, byte[] frame)
    {
        host.TakesArp = true;
        host.Wire.Send(frame);
        return [.. host.Settle().Where(said => said.IsArp)];
    }

    // The machine defends its address once in ten seconds. An earlier case may have used that up, so the claim is repeated until the
    // answer comes.
    private static void Conflict(CaseHost host)
    {
        byte[] claim = Frames.Arp(2, s_neighborLink, Hosts.MachineAddress, s_neighborLink, Hosts.MachineAddress, LinkAddress.Broadcast);
        List<Frame> frames = Said(host, claim);
        Require.That(frames.Count <= 1, "defended more than once");
        Require.That(frames.All(frame => frame.ArpSender == Hosts.MachineAddress && frame.To == LinkAddress.Broadcast), "another answer");
        host.SendUdp(1, Hosts.EchoPort, [1]);
        Require.That(host.Expect(1_000_000).IsUdp, "the address was given up");
    }

    // A datagram of a neighbour whose request was seen is answered without a question.
    private static void Learnt(CaseHost host)
    {
        _ = Said(host, Request(Hosts.MachineAddress));
        host.Wire.Send(FromNeighbor(s_neighborLink));
        Require.Equal(s_neighborLink, ToNeighbor(host).To, "destination");
    }

    private static void Moved(CaseHost host)
    {
        _ = Said(host, Request(Hosts.MachineAddress));
        _ = Said(host, Frames.Arp(1, s_otherLink, Neighbor, default, Hosts.MachineAddress, LinkAddress.Broadcast));
        host.Wire.Send(FromNeighbor(s_otherLink));
        Require.Equal(s_otherLink, ToNeighbor(host).To, "destination");
    }

    private static void Unasked(CaseHost host)
    {
        const uint Stranger = Neighbor + 2;
        _ = Said(host, Frames.Arp(2, s_otherLink, Stranger, Hosts.MachineLink, Hosts.MachineAddress, Hosts.MachineLink));
        byte[] udp = Frames.Udp(Stranger, 5000, Hosts.MachineAddress, Hosts.EchoPort, [1]);
        host.Wire.Send(Frames.Ethernet(
            Hosts.MachineLink, s_otherLink, 0x0800, Frames.IPv4(Stranger, Hosts.MachineAddress, 17, udp)));
        Frame? question = host.Next(1_000_000);
        Require.That(question is { IsArpRequest: true, ArpTarget: Stranger }, $"the machine did not ask where the host is: {question}");
    }

    private static byte[] FromNeighbor(LinkAddress link)
    {
        byte[] udp = Frames.Udp(Neighbor, 5000, Hosts.MachineAddress, Hosts.EchoPort, [1, 2]);
        return Frames.Ethernet(Hosts.MachineLink, link, 0x0800, Frames.IPv4(Neighbor, Hosts.MachineAddress, 17, udp));
    }

    private static Frame ToNeighbor(CaseHost host)
    {
        long end = host.Wire.Now + 10_000_000;
        while (host.Wire.Next(Math.Max(0, end - host.Wire.Now)) is { } frame)
        {
            if (frame.IsUdp && frame.Destination == Neighbor)
            {
                return frame.Verify();
            }
        }

        throw new CaseException("no datagram came back");
    }
}
