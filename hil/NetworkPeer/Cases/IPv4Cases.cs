// IPv4: what is no packet, options, fragments. [RFC 791, RFC 1122 3.2.1, RFC 815, RFC 6864, RFC 5722 in spirit]

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Services.Internet;

namespace RustKernel.Hil.NetworkPeer.Cases;

/// <summary>Packets are echo requests and datagrams to the echo port: whatever is accepted is seen.</summary>
internal static class IPv4Cases
{
    private const string Group = "ipv4";
    private const ushort More = 0x2000;
    private const ushort Port = 4000;
    private const int LongestEcho = 1472;

    // A packet with one thing wrong: where, what, and whether its header's checksum is made right again.
    private static readonly (string Name, int At, byte Value, bool IsFixed)[] s_broken =
    [
        ("version-0", 0, 0x05, true),
        ("version-5", 0, 0x55, true),
        ("version-6", 0, 0x65, true),
        ("header-of-0-words", 0, 0x40, true),
        ("header-of-4-words", 0, 0x44, true),
        ("header-longer-than-the-packet", 0, 0x4F, true),
        ("total-length-of-19", 3, 19, true),
        ("total-length-of-0", 3, 0, true),
        ("total-length-beyond-the-frame", 2, 5, true),
        ("wrong-checksum", 10, 0x12, false),
        ("checksum-of-0", 11, 0, false),
    ];

    private static readonly (string Name, uint Source)[] s_impossible =
    [
        ("broadcast", uint.MaxValue),
        ("broadcast-of-the-network", Hosts.Broadcast),
        ("multicast", 0xE0000001),
        ("loopback", 0x7F000001),
        ("class-e", 0xF0000001),
        ("the-machine-itself", Hosts.MachineAddress),
        ("this-network", 0),
    ];

    private static readonly (string Name, byte[] Options, bool IsTaken)[] s_options =
    [
        ("no-operation", [1, 1, 1, 1], true),
        ("end-of-options", [0, 0, 0, 0], true),
        ("record-route", [7, 7, 4, 0, 0, 0, 0, 0], true),
        ("timestamps", [68, 8, 5, 0, 0, 0, 0, 0], true),
        ("router-alert", [148, 4, 0, 0], true),
        ("unknown-option", [200, 4, 1, 2], true),
        ("loose-source-route", [131, 7, 4, 10, 0, 0, 9, 0], false),
        ("strict-source-route", [137, 7, 4, 10, 0, 0, 9, 0], false),
    ];

    /// <summary>The cases.</summary>
    public static IEnumerable<ConformanceCase> All()
    {
        foreach ((string name, int at, byte value, bool isFixed) in s_broken)
        {
            yield return Case($"rfc1122.3.2.1-{name}-is-dropped", host => Broken(host, at, value, isFixed));
        }

        foreach ((string name, uint source) in s_impossible)
        {
            yield return Case($"rfc1122.3.2.1.3-source-{name}-is-dropped", host => Impossible(host, source));
        }

        foreach ((string name, byte[] options, bool isTaken) in s_options)
        {
            string end = isTaken ? "passed-over" : "refused";
            yield return Case($"rfc1122.3.2.1.8-{name}-is-{end}", host => Options(host, options, isTaken));
        }

        foreach (byte ttl in (byte[])[1, 64, 255])
        {
            yield return Case($"rfc1122.3.2.1.7-time-to-live-of-{ttl}-is-accepted", host => TimeToLive(host, ttl));
        }

        yield return Case("rfc791-padding-after-the-packet-is-no-data", Padding);
        yield return Case("rfc1122.3.3.1-packet-to-another-host-is-not-forwarded", Foreign);
        yield return Case("rfc894-frame-to-another-card-is-not-taken", OtherCard);
        yield return Case("rfc1122.3.3.6-packet-to-one-host-in-a-broadcast-frame-is-dropped-or-harmless", BroadcastFrame);
        yield return Case("rfc6864.4.1-packets-have-numbers-or-may-not-be-cut", Numbers);
        foreach (ConformanceCase one in FragmentCases())
        {
            yield return one;
        }
    }

    private static IEnumerable<ConformanceCase> FragmentCases()
    {
        yield return Fragments("in-order", true, (0, 400, false), (400, 400, false), (800, 200, true));
        yield return Fragments("backwards", true, (800, 200, true), (400, 400, false), (0, 400, false));
        yield return Fragments("last-in-the-middle", true, (0, 400, false), (800, 200, true), (400, 400, false));
        yield return Fragments("two", true, (0, 1000, false), (1000, 20, true));
        yield return Fragments("twice-each", true, (0, 400, false), (0, 400, false), (400, 100, true), (400, 100, true));
        yield return Fragments("ten-of-8-bytes-first", true, [.. Enumerable.Range(0, 10).Select(i => (i * 8, 8, false)), (80, 40, true)]);
        yield return Fragments("of-8000-bytes", true, [.. Enumerable.Range(0, 5).Select(i => (i * 1480, 1480, false)), (7400, 600, true)]);
        yield return Fragments("one-within-another", true, (0, 800, false), (200, 200, false), (800, 200, true));
        yield return Fragments("the-middle-missing", false, (0, 400, false), (800, 200, true));
        yield return Fragments("the-last-missing", false, (0, 400, false), (400, 400, false));
        yield return Fragments("overlapping-by-8", false, (0, 400, false), (392, 408, false), (800, 200, true));
        yield return Fragments("one-around-another", false, (200, 200, false), (0, 800, false), (800, 200, true));
        yield return Fragments("two-ends", false, (0, 400, false), (800, 200, true), (400, 200, true));
        yield return Fragments("beyond-the-end", false, (0, 400, false), (400, 200, true), (800, 200, false));
        yield return Fragments("length-no-multiple-of-8", false, (0, 401, false), (408, 200, true));
        yield return Case("rfc791-fragment-beyond-65535-is-dropped", host => Beyond(host));
        yield return Case("rfc791-two-datagrams-at-once", TwoAtOnce);
        yield return Case("rfc791-same-number-of-two-hosts", TwoHosts);
        yield return Case("rfc1122.3.2.2-fragment-alone-brings-no-error", LateFragment);
        yield return Case("rfc1122.3.3.2-many-unfinished-datagrams-stop-nothing", Many);
    }

    private static ConformanceCase Case(string name, Action<CaseHost> run) => new(Group, name, run);

    private static ConformanceCase Fragments(string name, bool isWhole, params (int At, int Length, bool IsLast)[] parts) =>
        Case($"rfc791-fragments-{name}-{(isWhole ? "make-the-datagram" : "make-none")}", host => Reassemble(host, isWhole, parts));

    private static byte[] EchoPacket(CaseHost host, byte[]? options = null, byte ttl = 64) =>
        Frames.IPv4(host.Address, Hosts.MachineAddress, 1, Frames.Echo(8, 1, 1, [1, 2, 3, 4]), options: options, ttl: ttl);

    private static void Broken(CaseHost host, int at, byte value, bool isFixed)
    {
        byte[] packet = EchoPacket(host);
        packet[at] = packet[at] == value ? (byte)(value + 1) : value;
        if (isFixed)
        {
            packet[10] = packet[11] = 0;
            int header = Math.Clamp((packet[0] & 15) * 4, 20, packet.Length);
            ushort sum = Frames.Checksum(0, packet.AsSpan(0, header));
            packet[10] = (byte)(sum >> 8);
            packet[11] = (byte)sum;
        }

        host.SendPacket(packet);
        host.ExpectNothing();
    }

    // Any answer would go to no host of the case, so the case checks afterwards that the machine still answers others.
    private static void Impossible(CaseHost host, uint source)
    {
        host.SendPacket(Frames.IPv4(source, Hosts.MachineAddress, 1, Frames.Echo(8, 1, 1, [1])));
        long end = host.Wire.Now + (host.Wire.IsExact ? 0 : 10_000_000);
        host.Send(1, Frames.Echo(8, 9, 9, []));
        while (host.Wire.Next(Math.Max(0, end - host.Wire.Now)) is { } frame)
        {
            Require.That(!frame.IsIPv4 || frame.Destination != source || source == Hosts.MachineAddress, $"answered: {frame}");
            if (frame.IsIcmp && frame.Destination == host.Address)
            {
                return;
            }
        }

        throw new CaseException("the machine answers nothing any more");
    }

    private static void Options(CaseHost host, byte[] options, bool isTaken)
    {
        host.SendPacket(EchoPacket(host, options));
        if (isTaken)
        {
            Require.Equal(0, host.Expect(1_000_000).Verify().Payload[0], "type");
            return;
        }

        List<Frame> frames = host.Settle();
        Require.That(frames.All(frame => frame.IsIcmp && frame.Payload[0] is 3 or 12), $"accepted: {string.Join("; ", frames)}");
    }

    private static void TimeToLive(CaseHost host, byte ttl)
    {
        host.SendPacket(EchoPacket(host, ttl: ttl));
        Frame reply = host.Expect(1_000_000).Verify();
        Require.Equal(0, reply.Payload[0], "type");
        Require.That(reply.TimeToLive >= 64, $"time to live is {reply.TimeToLive}");
    }

    private static void Padding(CaseHost host)
    {
        host.SendPacket([.. EchoPacket(host), 9, 9, 9, 9, 9, 9]);
        Require.Equal(12, host.Expect(1_000_000).Verify().Payload.Length, "bytes of the answer");
    }

    private static void Foreign(CaseHost host)
    {
        host.SendPacket(Frames.IPv4(host.Address, Hosts.MachineAddress + 7, 1, Frames.Echo(8, 1, 1, [1])));
        host.SendPacket(Frames.IPv4(host.Address, 0x08080808, 17, Frames.Udp(host.Address, 1, 0x08080808, Hosts.ClosedPort, [1])));
        host.ExpectNothing();
    }

    private static void OtherCard(CaseHost host)
    {
        host.Wire.Send(Frames.Ethernet(new LinkAddress(0x020000000099), Hosts.PeerLink, 0x0800, EchoPacket(host)));
        host.ExpectNothing();
    }

    private static void BroadcastFrame(CaseHost host)
    {
        byte[] udp = Frames.Udp(host.Address, Port, Hosts.MachineAddress, Hosts.ClosedPort, [1]);
        byte[] packet = Frames.IPv4(host.Address, Hosts.MachineAddress, 17, udp);
        host.Wire.Send(Frames.Ethernet(LinkAddress.Broadcast, Hosts.PeerLink, 0x0800, packet));
        host.ExpectNothing();
    }

    private static void Numbers(CaseHost host)
    {
        HashSet<ushort> numbers = [];
        for (int i = 0; i < 16; i++)
        {
            host.SendUdp(Port, Hosts.EchoPort, [1]);
            Frame frame = host.Expect(1_000_000).Verify();
            Require.That(frame.IsDontFragment || numbers.Add(frame.Id), "a number came twice");
        }
    }

    // A datagram to the echo port, cut so.
    private static void Reassemble(CaseHost host, bool isWhole, (int At, int Length, bool IsLast)[] parts)
    {
        int length = parts.Max(part => part.At + part.Length);
        byte[] data = CaseTcp.Stream(0, length - 8);
        byte[] udp = Frames.Udp(host.Address, Port, Hosts.MachineAddress, Hosts.EchoPort, data);
        foreach ((int at, int count, bool isLast) in parts)
        {
            host.Send(17, udp.AsSpan(at, count), id: 99, fragment: (ushort)((isLast ? 0 : More) | (at / 8)));
        }

        if (!isWhole)
        {
            host.ExpectNothing();
            return;
        }

        // The machine sends no fragments: of a long datagram, only the start comes back.
        Frame frame = host.Expect(1_000_000).Verify();
        bool isSame = frame.IsUdp && frame.Data.AsSpan().SequenceEqual(data.AsSpan(0, Math.Min(data.Length, LongestEcho)));
        Require.That(isSame, $"another datagram: {frame}");
    }

    private static void Beyond(CaseHost host)
    {
        host.Send(17, new byte[800], id: 5, fragment: More);
        host.Send(17, new byte[800], id: 5, fragment: 0x1FF8);
        host.ExpectNothing();
    }

    private static void TwoAtOnce(CaseHost host)
    {
        byte[] first = Frames.Udp(host.Address, Port, Hosts.MachineAddress, Hosts.EchoPort, CaseTcp.Stream(0, 1000));
        byte[] second = Frames.Udp(host.Address, Port, Hosts.MachineAddress, Hosts.EchoPort, CaseTcp.Stream(500, 1000));
        host.Send(17, first.AsSpan(0, 504), id: 1, fragment: More);
        host.Send(17, second.AsSpan(0, 504), id: 2, fragment: More);
        host.Send(17, first.AsSpan(504), id: 1, fragment: 63);
        host.Send(17, second.AsSpan(504), id: 2, fragment: 63);
        Require.That(host.Expect(1_000_000).Verify().Data.AsSpan().SequenceEqual(CaseTcp.Stream(0, 1000)), "the first");
        Require.That(host.Expect(1_000_000).Verify().Data.AsSpan().SequenceEqual(CaseTcp.Stream(500, 1000)), "the second");
    }

    private static void TwoHosts(CaseHost host)
    {
        byte[] udp = Frames.Udp(host.Address, Port, Hosts.MachineAddress, Hosts.EchoPort, CaseTcp.Stream(0, 1000));
        host.Send(17, udp.AsSpan(0, 504), id: 1, fragment: More);
        host.SendPacket(Frames.IPv4(host.Address ^ 0x8000, Hosts.MachineAddress, 17, udp.AsSpan(504), id: 1, fragment: 63));
        host.ExpectNothing();
        host.Send(17, udp.AsSpan(504), id: 1, fragment: 63);
        Require.Equal(1000, host.Expect(1_000_000).Verify().Data.Length, "bytes");
    }

    private static void LateFragment(CaseHost host)
    {
        host.Send(17, new byte[800], id: 5, fragment: 100);
        host.ExpectNothing();
    }

    private static void Many(CaseHost host)
    {
        for (ushort id = 0; id < 200; id++)
        {
            host.Send(17, new byte[800], id: id, fragment: More);
        }

        host.SendUdp(Port, Hosts.EchoPort, [1]);
        Require.That(host.Expect(1_000_000).Verify().IsUdp, "the machine echoes no more");
    }
}
