// How TCP connections open. [RFC 9293 3.5, 3.7.1, 3.10.7, RFC 7323, RFC 2018, RFC 6528, RFC 4987]

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Services.Internet;

namespace RustKernel.Hil.NetworkPeer.Cases;

/// <summary>Handshakes from both sides, options, floods.</summary>
internal static class OpenCases
{
    private const string Group = "tcp_open";
    private const long Second = 1_000_000;

    private static readonly (string Name, byte[] Options)[] s_oddOptions =
    [
        ("unknown", [77, 4, 1, 2]),
        ("unknown-empty", [78, 2, 1, 1]),
        ("length-0", [2, 0, 5, 180]),
        ("length-1", [3, 1, 1, 1]),
        ("length-beyond-the-header", [8, 40, 0, 0]),
        ("mss-of-wrong-length", [2, 3, 5, 1]),
        ("end-then-rubbish", [0, 9, 9, 9]),
        ("forty-fillers", [.. Enumerable.Repeat((byte)1, 40)]),
    ];

    /// <summary>The cases.</summary>
    public static IEnumerable<ConformanceCase> All() => [.. Passive(), .. Active(), .. Malformed()];

    private static IEnumerable<ConformanceCase> Passive()
    {
        yield return Case("rfc9293.3.7.1-mss-is-said", host => Option(host, CaseTcp.Mss(1460), 2, isSaid: true));
        yield return Case("rfc7323.2.2-window-scale-is-said-when-asked", host => Option(host, [3, 3, 7, 1], 3, isSaid: true));
        yield return Case("rfc7323.2.2-window-scale-is-not-said-unasked", host => Option(host, CaseTcp.Mss(1460), 3, isSaid: false));
        yield return Case("rfc7323.2.3-window-scale-of-15-is-taken-as-14", host => Option(host, [3, 3, 15, 1], 3, isSaid: true));
        yield return Case("rfc2018.2-sack-is-permitted-when-asked", host => Option(host, [4, 2, 1, 1], 4, isSaid: true));
        yield return Case("rfc2018.2-sack-is-not-permitted-unasked", host => Option(host, CaseTcp.Mss(1460), 4, isSaid: false));
        yield return Case("rfc7323.3.2-timestamps-are-echoed-when-asked", Timestamps);
        yield return Case("rfc7323.3.2-timestamps-are-not-said-unasked", host => Option(host, CaseTcp.Mss(1460), 8, isSaid: false));
        foreach ((string name, byte[] options) in s_oddOptions)
        {
            yield return Case($"rfc9293.3.1-option-{name}-does-no-harm", host => Odd(host, options));
        }

        yield return Case("rfc9293.3.10.7.4-syn-again-is-answered-again", SynAgain);
        yield return Case("rfc6528-first-numbers-differ", FirstNumbers);
        yield return Case("rfc9293.3.10.7.2-syn-and-fin-is-no-syn", host => NoSyn(host, "SF"));
        yield return Case("rfc9293.3.10.7.2-syn-and-reset-is-no-syn", host => NoSyn(host, "SR"));
        yield return Case("rfc9293.3.10.7.2-no-flags-is-no-syn", host => NoSyn(host, ""));
        yield return Case("rfc9293.3.4-data-in-a-syn-is-not-lost", DataInSyn);
        yield return Case("rfc1122.4.2.3.10-syn-to-broadcast-is-not-answered", ToBroadcast);
        yield return Case("rfc9293.3.10.7.4-wrong-last-step-is-reset", WrongLastStep);
        yield return Case("rfc9293.3.10.7.1-reset-of-a-segment-with-ack-has-its-number", ResetNumber);
        yield return Case("rfc9293.3.10.7.1-reset-of-a-segment-without-ack-acknowledges-it", ResetAcknowledges);
        yield return Case("rfc9293.3.5-land-attack-is-not-answered", Land);
    }

    private static IEnumerable<ConformanceCase> Active()
    {
        yield return Case("rfc9293.3.5-machine-connects", host => _ = CaseTcp.Answered(host));
        yield return Case("rfc9293.3.5-both-at-once", BothAtOnce);
        yield return Case("rfc9293.3.10.7.3-reset-refuses", host => Refused(host, "RA", 0, NetworkError.ConnectionRefused));
        yield return Case("rfc9293.3.10.7.3-reset-with-another-acknowledgment-does-not", host => NotRefused(host, "RA", 500));
        yield return Case("rfc9293.3.10.7.3-reset-without-acknowledgment-does-not", host => NotRefused(host, "R", null));
        yield return Case("rfc9293.3.10.7.3-acknowledgment-of-nothing-is-reset", WrongAnswer);
        yield return Case("rfc6298.2-syn-is-sent-again-after-a-second", SynTwice);
        yield return Case("rfc5461-port-unreachable-refuses", host => Unreachable(host, 3, NetworkError.ConnectionRefused));
    }

    private static IEnumerable<ConformanceCase> Malformed()
    {
        yield return Case("rfc9293.3.1-syn-with-wrong-checksum-is-dropped", host => Changed(host, tcp => tcp[16] ^= 1, isFixed: false));
        yield return Case("rfc9293.3.1-header-of-4-words-is-dropped", host => Changed(host, tcp => tcp[12] = 0x40));
        yield return Case("rfc9293.3.1-header-of-0-words-is-dropped", host => Changed(host, tcp => tcp[12] = 0));
        yield return Case("rfc9293.3.1-header-beyond-the-segment-is-dropped", host => Changed(host, tcp => tcp[12] = 0xF0));
        yield return Case("rfc9293.3.1-cut-header-is-dropped", Cut);
        yield return Case("rfc9293.3.1-reserved-bits-are-passed-over", Reserved);

        // The last: for a while after it new connections get cookies, which know no options.
        yield return Case("rfc4987.2-flood-of-1000-syns-stops-nobody", Flood);
    }

    private static ConformanceCase Case(string name, Action<CaseHost> run) => new(Group, name, run);

    private static void Option(CaseHost host, byte[] asked, byte kind, bool isSaid)
    {
        CaseTcp tcp = new(host, Hosts.HoldPort);
        Frame reply = tcp.Syn(asked);
        Require.Equal(isSaid, reply.Option(kind) is not null, $"option {kind}");
    }

    private static void Timestamps(CaseHost host)
    {
        CaseTcp tcp = new(host, Hosts.HoldPort);
        byte[]? option = tcp.Syn(CaseTcp.Timestamp(0x12345678, 0)).Option(8);
        Require.That(option is [_, _, _, _, 0x12, 0x34, 0x56, 0x78], "the timestamp is not echoed");
    }

    private static void Odd(CaseHost host, byte[] options)
    {
        CaseTcp tcp = new(host, Hosts.HoldPort);
        tcp.In("S", -1, null, options: options);
        List<Frame> frames = tcp.Settled();
        Require.That(frames.Count <= 1 && frames.All(frame => frame.Flags is "SA"), $"came {string.Join("; ", frames)}");
        Alive(host);
    }

    private static void SynAgain(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.HalfOpen(host, Hosts.HoldPort);
        tcp.In("S", -1, null, options: CaseTcp.Mss(1460));
        Frame again = host.Expect(Second).Verify();
        Require.Equal("SA", again.Flags, "flags");
        Require.Equal(tcp.MachineInitial, again.Seq, "first number");
    }

    private static void FirstNumbers(CaseHost host)
    {
        CaseTcp first = CaseTcp.HalfOpen(host, Hosts.HoldPort);
        CaseTcp second = CaseTcp.HalfOpen(host, Hosts.EchoPort);
        CaseTcp third = CaseTcp.HalfOpen(host, Hosts.DiscardPort);
        uint[] gaps = [second.MachineInitial - first.MachineInitial, third.MachineInitial - second.MachineInitial];
        Require.That(gaps.All(gap => gap > 100_000), $"first numbers are {gaps[0]} and {gaps[1]} apart");
    }

    private static void NoSyn(CaseHost host, string flags)
    {
        CaseTcp tcp = new(host, Hosts.HoldPort);
        tcp.In(flags, -1, null);
        tcp.Silent();
    }

    private static void DataInSyn(CaseHost host)
    {
        CaseTcp tcp = new(host, Hosts.EchoPort);
        tcp.In("S", -1, null, [1, 2, 3]);
        Frame reply = host.Expect(Second).Verify();
        Require.Equal("SA", reply.Flags, "flags");
        CaseTcp known = tcp.With(reply);
        int taken = known.Acknowledged(reply);
        Require.That(taken is 0 or 3, $"acknowledges {taken}");
        known.In("A", taken, 0, taken == 0 ? [1, 2, 3] : []);
        Require.That(known.Data(3).AsSpan().SequenceEqual((byte[])[1, 2, 3]), "other data came back");
    }

    private static void ToBroadcast(CaseHost host)
    {
        byte[] tcp = Frames.Tcp(
            CaseTcp.UsualPort, Hosts.HoldPort, "S", 1, 0, 1000, [], null, host.Address, Hosts.Broadcast);
        byte[] packet = Frames.IPv4(host.Address, Hosts.Broadcast, 6, tcp);
        host.Wire.Send(Frames.Ethernet(LinkAddress.Broadcast, Hosts.PeerLink, 0x0800, packet));
        host.ExpectNothing();
    }

    // From hosts that never answer. Each gets at most one answer at once; a connection of this host's opens all the same.
    private static void Flood(CaseHost host)
    {
        for (uint i = 0; i < 1000; i++)
        {
            uint source = host.Address ^ 0x00018000 ^ (i << 4 & 0x7FF0);
            byte[] tcp = Frames.Tcp((ushort)(2000 + i), Hosts.HoldPort, "S", i, 0, 1000, [], CaseTcp.Mss(1460), source);
            host.SendPacket(Frames.IPv4(source, Hosts.MachineAddress, 6, tcp));
            if (i % 50 == 49)
            {
                _ = host.Settle();
            }
        }

        Alive(host);
    }

    private static void WrongLastStep(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.HalfOpen(host, Hosts.HoldPort);
        tcp.In("A", 0, 77);
        Frame reset = tcp.Only();
        Require.Equal("R", reset.Flags, "flags");
        Require.Equal(77, tcp.Place(reset.Seq), "number");
    }

    private static void ResetNumber(CaseHost host)
    {
        CaseTcp tcp = new(host, Hosts.ClosedPort);
        tcp.In("A", 0, 1234);
        Frame reset = tcp.Only();
        Require.Equal(("R", 1234), (reset.Flags, tcp.Place(reset.Seq)), "reset");
    }

    private static void ResetAcknowledges(CaseHost host)
    {
        CaseTcp tcp = new(host, Hosts.ClosedPort);
        tcp.In("S", -1, null, [1, 2, 3]);
        Frame reset = tcp.Only();
        Require.Equal(("RA", 0u, 3), (reset.Flags, reset.Seq, tcp.Acknowledged(reset)), "reset");
    }

    private static void Land(CaseHost host)
    {
        byte[] tcp = Frames.Tcp(
            Hosts.HoldPort, Hosts.HoldPort, "S", 1, 0, 1000, [], null, Hosts.MachineAddress);
        host.SendPacket(Frames.IPv4(Hosts.MachineAddress, Hosts.MachineAddress, 6, tcp));
        host.ExpectNothing();
        Alive(host);
    }

    private static void BothAtOnce(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Called(host);
        tcp.In("S", -1, null, options: CaseTcp.Mss(1460));
        Frame reply = tcp.Only();
        Require.Equal(("SA", tcp.MachineInitial), (reply.Flags, reply.Seq), "answer");
        tcp.In("SA", -1, 0);
        _ = host.Settle();
        Require.That((host.OwnerState().Signs & SocketEvents.Connected) != 0, "the machine is not connected");
    }

    private static void Refused(CaseHost host, string flags, long? ack, NetworkError error)
    {
        CaseTcp tcp = CaseTcp.Called(host);
        tcp.In(flags, -1, ack);
        tcp.Silent();
        (SocketEvents signs, NetworkError told) = host.OwnerState();
        Require.That((signs & SocketEvents.Closed) != 0 && told == error, $"signs {signs}, error {told}");
    }

    private static void NotRefused(CaseHost host, string flags, long? ack)
    {
        CaseTcp tcp = CaseTcp.Called(host);
        tcp.In(flags, -1, ack);
        tcp.Silent();
        Require.That((host.OwnerState().Signs & SocketEvents.Closed) == 0, "the connection has ended");
        tcp.In("SA", -1, 0, options: CaseTcp.Mss(1460));
        _ = tcp.Out("A", 0, 0, 0);
    }

    private static void WrongAnswer(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Called(host);
        tcp.In("SA", -1, 500);
        Frame reset = tcp.Only();
        Require.Equal(("R", 500), (reset.Flags, tcp.Place(reset.Seq)), "reset");
        Require.That((host.OwnerState().Signs & SocketEvents.Closed) == 0, "the connection has ended");
    }

    private static void SynTwice(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Called(host);
        long before = host.Wire.Now;
        Frame again = host.Expect(2 * Second).Verify();
        Require.Equal(("S", tcp.MachineInitial), (again.Flags, again.Seq), "second SYN");
        Require.That(!host.Wire.IsExact || again.Time - before is > 900_000 and < 1_100_000, "not after a second");
    }

    private static void Unreachable(CaseHost host, byte code, NetworkError error)
    {
        CaseTcp tcp = CaseTcp.Called(host);
        byte[] syn = Frames.IPv4(Hosts.MachineAddress, host.Address, 6, Frames.Tcp(
            tcp.MachinePort, CaseTcp.UsualPort, "S", tcp.MachineInitial, 0, 1000, [], null, Hosts.MachineAddress, host.Address));
        host.Send(1, Frames.IcmpError(3, code, syn));
        tcp.Silent();
        (SocketEvents signs, NetworkError told) = host.OwnerState();
        Require.That((signs & SocketEvents.Closed) != 0 && told == error, $"signs {signs}, error {told}");
    }

    private static void Changed(CaseHost host, Action<byte[]> change, bool isFixed = true)
    {
        CaseTcp tcp = new(host, Hosts.HoldPort);
        byte[] segment = tcp.Segment("S", -1, null, options: CaseTcp.Mss(1460));
        change(segment);
        host.Send(6, isFixed ? Fixed(host, segment) : segment);
        tcp.Silent();
    }

    private static void Cut(CaseHost host)
    {
        byte[] segment = new CaseTcp(host, Hosts.HoldPort).Segment("S", -1, null)[..19];
        host.Send(6, Fixed(host, segment));
        host.ExpectNothing();
    }

    private static void Reserved(CaseHost host)
    {
        CaseTcp tcp = new(host, Hosts.HoldPort);
        byte[] segment = tcp.Segment("S", -1, null, options: CaseTcp.Mss(1460));
        segment[12] |= 0x0E;
        host.Send(6, Fixed(host, segment));
        Require.Equal("SA", tcp.Only().Flags, "flags");
    }

    private static byte[] Fixed(CaseHost host, byte[] segment)
    {
        segment[16] = segment[17] = 0;
        ushort sum = Frames.Checksum(Frames.PseudoSum(host.Address, Hosts.MachineAddress, 6, segment.Length), segment);
        segment[16] = (byte)(sum >> 8);
        segment[17] = (byte)sum;
        return segment;
    }

    // A connection can be opened and used.
    private static void Alive(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.EchoPort);
        tcp.In("A", 0, 0, [1, 2, 3]);
        Require.That(tcp.Data(3).AsSpan().SequenceEqual((byte[])[1, 2, 3]), "other data came back");
    }
}
