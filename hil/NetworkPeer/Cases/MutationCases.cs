// Frames that were changed at random, among the right ones.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Services.Internet;

namespace RustKernel.Hil.NetworkPeer.Cases;

/// <summary>The machine must answer after every few of them, and still echo over TCP and UDP in the end.</summary>
internal static class MutationCases
{
    private const int FramesOfARound = 64;
    private const int FramesOfASample = 2000;
    private const int FirstPort = 10000;
    private const int PortsOfASample = 3;
    private const ushort LastPort = 60000;

    /// <summary>The cases.</summary>
    public static IEnumerable<ConformanceCase> All()
    {
        yield return new("mutated", "rfc1122.1.2.2-4000-mutated-frames-do-no-harm", host => Run(host, 4000, 1));
        yield return new("mutated_long", "rfc1122.1.2.2-100000-mutated-frames-do-no-harm", host => Run(host, 100_000, 2)) { IsLong = true };
    }

    private static void Run(CaseHost host, int frames, int seed)
    {
        Random random = new(seed);
        int answered = 0;
        for (int round = 0; round < frames; round += FramesOfASample)
        {
            Begin(host);
            host.Say($"{round} frames");
            int first = FirstPort + (round / FramesOfASample * PortsOfASample);
            answered += Sample(host, Math.Min(FramesOfASample, frames - round), (ushort)first, random);
        }

        // A fuzzer whose frames all end at the first check tests nothing.
        Require.That(answered > frames / 20, $"{answered} answers to {frames} frames");
        Begin(host);
        CaseTcp tcp = new(host, Hosts.EchoPort) { Port = LastPort };
        tcp.SynOverOther(CaseTcp.Mss(1460));
        tcp.In("A", 0, 0, [1, 2, 3]);
        Require.That(tcp.Data(3).AsSpan().SequenceEqual((byte[])[1, 2, 3]), "TCP echoes something else");
    }

    private static void Begin(CaseHost host)
    {
        Require.That(host.Ask(Order.Reset), "the program on the machine cannot begin again");
        _ = host.Settle();
    }

    private static int Sample(CaseHost host, int frames, ushort first, Random random)
    {
        List<byte[]> samples = Samples(host, first, random);
        int answered = 0;
        for (int i = 0; i < frames; i++)
        {
            host.Wire.Send(Mutation.Of(samples[random.Next(samples.Count)], random));
            if (i % FramesOfARound != FramesOfARound - 1)
            {
                continue;
            }

            List<Frame> answers = host.Settle();
            answered += answers.Count;
            foreach (Frame answer in answers.Where(answer => answer.Verify().IsTcp && random.Next(4) == 0))
            {
                samples[random.Next(samples.Count)] = Reply(host, answer);
            }
        }

        return answered;
    }

    // Frames of each kind that the machine would take, over connections that are open.
    private static List<byte[]> Samples(CaseHost host, ushort first, Random random)
    {
        byte[] big = new byte[1200];
        random.NextBytes(big);
        byte[] syn = [2, 4, 5, 180, 3, 3, 7, 1, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0];
        List<byte[]> samples =
        [
            Frames.Arp(1, Hosts.PeerLink, Hosts.PeerAddress, default, Hosts.MachineAddress, LinkAddress.Broadcast),
            Packet(host, 1, Frames.Echo(8, 1, 2, [1, 2, 3])),
            Packet(host, 17, Frames.Udp(host.Address, 1000, Hosts.MachineAddress, Hosts.EchoPort, [1, 2, 3, 4])),
            Packet(host, 17, Frames.Udp(host.Address, 67, Hosts.MachineAddress, 68, big.AsSpan(0, 300))),
            Packet(host, 17, big, 0x2000),
            Packet(host, 17, big, 150),
            Packet(host, 6, Frames.Tcp(2000, Hosts.EchoPort, "S", 7, 0, 1000, [], syn, host.Address)),
            Packet(host, 6, Frames.Tcp(2001, Hosts.ClosedPort, "PA", 7, 8, 1000, [1, 2, 3], null, host.Address)),
        ];
        for (ushort port = first; port < first + PortsOfASample; port++)
        {
            CaseTcp tcp = new(host, port == first ? Hosts.HoldPort : Hosts.EchoPort) { Port = port };
            tcp.SynOverOther([.. CaseTcp.Mss(1460), 1, 1, 4, 2]);
            tcp.In("A", 0, 0);
            samples.Add(Packet(host, 6, tcp.Segment("PA", 0, 0, new byte[64])));
        }

        _ = host.Settle();
        return samples;
    }

    private static byte[] Packet(CaseHost host, byte protocol, ReadOnlySpan<byte> payload, ushort fragment = 0) => Frames.Ethernet(
        Hosts.MachineLink,
        Hosts.PeerLink,
        0x0800,
        Frames.IPv4(host.Address, Hosts.MachineAddress, protocol, payload, 4, fragment));

    // What the peer would send next: the conversation continues.
    private static byte[] Reply(CaseHost host, Frame frame)
    {
        string flags = frame.Flags.Contains('F', StringComparison.Ordinal)
            ? "FA"
            : frame.Flags.Contains('R', StringComparison.Ordinal) ? "S" : "PA";
        uint ack = frame.Seq + (uint)frame.Data.Length + (frame.Flags.AsSpan().ContainsAny("SF") ? 1u : 0);
        return Packet(host, 6, Frames.Tcp(
            frame.DestinationPort, frame.SourcePort, flags, frame.Ack, ack, 5000, new byte[20], frame.Options, host.Address));
    }
}
