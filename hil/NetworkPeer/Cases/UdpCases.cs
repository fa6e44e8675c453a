// UDP. [RFC 768, RFC 1122 4.1]

using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace RustKernel.Hil.NetworkPeer.Cases;

/// <summary>Datagrams to the echo port, and what is none.</summary>
internal static class UdpCases
{
    private const string Group = "udp";
    private const ushort Port = 4000;

    /// <summary>The cases.</summary>
    public static IEnumerable<ConformanceCase> All()
    {
        foreach (int length in (int[])[0, 1, 2, 17, 512, 1471, 1472])
        {
            yield return Case($"rfc768-datagram-of-{length}-bytes-comes-back", host => Echo(host, length));
        }

        foreach (ushort length in (ushort[])[0, 1, 7, 13, 100, 65535])
        {
            yield return Case($"rfc768-length-field-of-{length}-is-dropped", host => Length(host, length));
        }

        yield return Case("rfc1122.4.1.3.4-wrong-checksum-is-dropped", host => Sum(host, 0x1234, isTaken: false));
        yield return Case("rfc768-no-checksum-is-accepted", host => Sum(host, 0, isTaken: true));
        yield return Case("rfc768-bytes-after-the-length-are-no-data", Trailing);
        yield return Case("rfc768-answer-has-the-addresses-exchanged", Addresses);
        yield return Case("rfc768-cut-header-is-dropped", host => Cut(host));
        yield return Case("rfc768-a-hundred-come-back-in-order", Hundred);
    }

    private static ConformanceCase Case(string name, Action<CaseHost> run) => new(Group, name, run);

    private static void Echo(CaseHost host, int length)
    {
        byte[] data = CaseTcp.Stream(length, length);
        host.SendUdp(Port, Hosts.EchoPort, data);
        Frame reply = host.Expect(1_000_000).Verify();
        Require.That(reply.IsUdp && reply.Data.AsSpan().SequenceEqual(data), $"another answer: {reply}");
        Require.That(BinaryPrimitives.ReadUInt16BigEndian(reply.Payload[6..]) != 0 || !host.Wire.IsExact, "no checksum");
    }

    private static void Length(CaseHost host, ushort length)
    {
        byte[] udp = Frames.Udp(host.Address, Port, Hosts.MachineAddress, Hosts.EchoPort, [1, 2, 3, 4]);
        BinaryPrimitives.WriteUInt16BigEndian(udp.AsSpan(4), length);
        udp[6] = udp[7] = 0;
        host.Send(17, udp);
        host.ExpectNothing();
    }

    private static void Sum(CaseHost host, ushort sum, bool isTaken)
    {
        byte[] udp = Frames.Udp(host.Address, Port, Hosts.MachineAddress, Hosts.EchoPort, [1, 2, 3, 4]);
        BinaryPrimitives.WriteUInt16BigEndian(udp.AsSpan(6), sum);
        host.Send(17, udp);
        if (isTaken)
        {
            Require.Equal(4, host.Expect(1_000_000).Verify().Data.Length, "bytes");
            return;
        }

        host.ExpectNothing();
    }

    private static void Trailing(CaseHost host)
    {
        byte[] udp = Frames.Udp(host.Address, Port, Hosts.MachineAddress, Hosts.EchoPort, [1, 2, 3, 4]);
        host.Send(17, [.. udp, 5, 6, 7, 8]);
        Require.That(host.Expect(1_000_000).Verify().Data.AsSpan().SequenceEqual((byte[])[1, 2, 3, 4]), "other data");
    }

    private static void Addresses(CaseHost host)
    {
        host.SendUdp(Port, Hosts.EchoPort, [1]);
        Frame reply = host.Expect(1_000_000).Verify();
        Require.Equal((Hosts.MachineAddress, Hosts.EchoPort), (reply.Source, reply.SourcePort), "source");
        Require.Equal((host.Address, Port), (reply.Destination, reply.DestinationPort), "destination");
    }

    private static void Cut(CaseHost host)
    {
        host.Send(17, Frames.Udp(host.Address, Port, Hosts.MachineAddress, Hosts.EchoPort, [])[..7]);
        host.ExpectNothing();
    }

    private static void Hundred(CaseHost host)
    {
        for (byte i = 0; i < 100; i++)
        {
            host.SendUdp(Port, Hosts.EchoPort, [i]);
            Require.Equal(i, host.Expect(1_000_000).Verify().Data[0], "datagram");
        }
    }
}
