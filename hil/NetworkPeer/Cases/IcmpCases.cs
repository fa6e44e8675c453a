// ICMP: echoes and errors. [RFC 792, RFC 1122 3.2.2, RFC 1812 4.3.2.8]

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Services.Internet;

namespace RustKernel.Hil.NetworkPeer.Cases;

/// <summary>What is answered, and what never is.</summary>
internal static class IcmpCases
{
    private const string Group = "icmp";
    private const byte Unreachable = 3;
    private const int MostErrorsASecond = 100;

    /// <summary>The cases.</summary>
    public static IEnumerable<ConformanceCase> All()
    {
        foreach (int length in (int[])[0, 1, 56, 1000, 1471, 1472])
        {
            yield return Case($"rfc1122.3.2.2.6-echo-of-{length}-bytes-comes-back", host => Echo(host, length));
        }

        foreach (byte type in (byte[])[0, 1, 2, 9, 10, 15, 17, 30, 40, 255])
        {
            yield return Case($"rfc1122.3.2.2-type-{type}-is-passed-over", host => Ignored(host, Frames.Echo(type, 1, 1, new byte[12])));
        }

        foreach (byte type in (byte[])[3, 4, 5, 11, 12])
        {
            yield return Case($"rfc1122.3.2.2-error-of-type-{type}-is-not-answered", host => Ignored(host, Error(host, type)));
        }

        yield return Case("rfc792-echo-with-wrong-checksum-is-dropped", host => Ignored(host, Damaged(Frames.Echo(8, 1, 1, [1, 2]))));
        yield return Case("rfc792-echo-of-7-bytes-is-dropped", host => Ignored(host, Frames.Echo(8, 1, 1, [])[..7]));
        yield return Case("rfc792-empty-packet-is-dropped", host => Ignored(host, []));
        yield return Case("rfc1122.3.2.2.6-echo-to-broadcast-is-not-answered", ToBroadcast);
        yield return Case("rfc1122.3.2.2.1-datagram-to-no-port-is-refused", host => Refused(host, 17, 3));
        yield return Case("rfc1122.3.2.2.1-unknown-protocol-is-refused", host => Refused(host, 99, 2));
        yield return Case("rfc1122.3.2.2-broadcast-is-never-refused", BroadcastRefused);
        yield return Case("rfc1122.3.2.2-later-fragment-is-never-refused", host => NotRefused(host, 99, 100));
        yield return Case("rfc1812.4.3.2.8-errors-have-a-rate", Rate) with { UsesUpLimits = true };
    }

    private static ConformanceCase Case(string name, Action<CaseHost> run) => new(Group, name, run);

    private static byte[] Damaged(byte[] icmp)
    {
        icmp[2] ^= 1;
        return icmp;
    }

    private static byte[] Error(CaseHost host, byte type) => Frames.IcmpError(
        type,
        0,
        Frames.IPv4(Hosts.MachineAddress, host.Address, 17, Frames.Udp(Hosts.MachineAddress, 60000, host.Address, 60000, [])));

    private static void Echo(CaseHost host, int length)
    {
        byte[] data = CaseTcp.Stream(0, length);
        host.Send(1, Frames.Echo(8, 77, 5, data));
        Frame reply = host.Expect(1_000_000).Verify();
        Require.That(reply.IsIcmp && reply.Payload.SequenceEqual(Frames.Echo(0, 77, 5, data)), $"another answer: {reply}");
    }

    private static void Ignored(CaseHost host, byte[] icmp)
    {
        host.Send(1, icmp);
        host.ExpectNothing();
    }

    private static void ToBroadcast(CaseHost host)
    {
        byte[] packet = Frames.IPv4(host.Address, Hosts.Broadcast, 1, Frames.Echo(8, 1, 1, [1]));
        host.Wire.Send(Frames.Ethernet(LinkAddress.Broadcast, Hosts.PeerLink, 0x0800, packet));
        host.ExpectNothing();
    }

    // The error quotes the packet's header and at least eight bytes of what follows.
    private static void Refused(CaseHost host, byte protocol, byte code)
    {
        byte[] payload = protocol == 17
            ? Frames.Udp(host.Address, 4000, Hosts.MachineAddress, Hosts.ClosedPort, [1, 2, 3])
            : [1, 2, 3, 4, 5, 6, 7, 8, 9];
        byte[] packet = Frames.IPv4(host.Address, Hosts.MachineAddress, protocol, payload, id: 321);
        host.SendPacket(packet);
        Frame error = host.Expect(1_000_000).Verify();
        Require.That(error.IsIcmp && error.Payload[0] == Unreachable && error.Payload[1] == code, $"another answer: {error}");
        bool isQuoted = error.Payload.Length >= 36 && error.Payload.Slice(8, 28).SequenceEqual(packet.AsSpan(0, 28));
        Require.That(isQuoted, "another packet is quoted");
    }

    private static void BroadcastRefused(CaseHost host)
    {
        byte[] udp = Frames.Udp(host.Address, 4000, Hosts.Broadcast, Hosts.ClosedPort, [1]);
        byte[] packet = Frames.IPv4(host.Address, Hosts.Broadcast, 17, udp);
        host.Wire.Send(Frames.Ethernet(LinkAddress.Broadcast, Hosts.PeerLink, 0x0800, packet));
        host.ExpectNothing();
    }

    private static void NotRefused(CaseHost host, byte protocol, ushort fragment)
    {
        host.Send(protocol, new byte[64], fragment: fragment);
        host.ExpectNothing();
    }

    private static void Rate(CaseHost host)
    {
        int errors = 0;
        for (int i = 0; i < 10; i++)
        {
            for (int datagram = 0; datagram < 40; datagram++)
            {
                host.SendUdp(4000, Hosts.ClosedPort, [1]);
            }

            errors += host.Settle().Count(frame => frame.IsIcmp);
        }

        Require.That(errors > 0, "no error at all");
        Require.That(!host.Wire.IsExact || errors <= MostErrorsASecond, $"{errors} errors at once");
    }
}
