// Mutated frames: no exception, bounded tables, correct frames in answer.

using System;
using System.Collections.Generic;
using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Dns;
using RustKernel.Services.Internet.Tcp;
using Xunit;

namespace RustKernel.Network.Tests;

public sealed class FuzzTests
{
    private const int FramesOfARun = 2000;

    [Fact]
    public void Two_hundred_thousand_mutated_frames_do_no_harm() => Run(1, 100);

    [Fact]
    [Trait("Run", "soak")]
    public void Ten_million_mutated_frames_do_no_harm() => Run(1000, 5000);

    // Each run has its own stack, so that its seed alone reproduces a failure.
    private static void Run(int firstSeed, int runs)
    {
        int answered = 0;
        for (int seed = firstSeed; seed < firstSeed + runs; seed++)
        {
            try
            {
                answered += RunOne(seed);
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {seed}: {exception}");
            }
        }

        // A fuzzer whose frames all end at the first check tests nothing.
        Assert.True(answered > runs * 100, $"{answered} answers");
    }

    private static int RunOne(int seed)
    {
        var random = new Random(seed);
        var peer = new Peer(seed: (ulong)seed);
        List<byte[]> samples = Populate(peer, random);
        int answered = 0;
        for (int i = 0; i < FramesOfARun; i++)
        {
            byte[] frame = Mutation.Of(samples[random.Next(samples.Count)], random);
            peer.Inject(frame, random.Next(50) == 0 ? (FrameMarks)random.Next(4) : FrameMarks.None);
            while (peer.Next(0) is { } answer)
            {
                answered++;
                if (answer.IsIPv4)
                {
                    _ = answer.Verify();
                }

                if (answer.IsTcp && random.Next(4) == 0)
                {
                    samples[random.Next(samples.Count)] = Reply(answer);
                }
            }

            if (i % 64 == 0)
            {
                peer.Run(random.Next(2_000_000));
                Check(peer.Stack);
            }
        }

        return answered;
    }

    private static void Check(InternetStack stack)
    {
        Assert.InRange(stack.HalfOpenCount, 0, stack.Options.MostHalfOpen);
        Assert.InRange(stack.TimeWaitCount, 0, stack.Options.MostTimeWait);
        Assert.InRange(stack.ConnectionCount, 0, stack.Options.MostConnections);
        Assert.InRange(stack.Neighbors.Count, 0, stack.Options.MostNeighbors);
        Assert.InRange(stack.Neighbors.Waiting, 0, stack.Options.MostPackets);
        Assert.InRange(stack.Dns.Cached, 0, 128);
    }

    // Sockets of every kind, and frames that each of them would take.
    private static List<byte[]> Populate(Peer peer, Random random)
    {
        InternetStack stack = peer.Stack;
        stack.Configure(
            new InterfaceConfiguration
            {
                Address = InternetAddress.FromIPv4(Peer.OurAddress),
                Gateway = InternetAddress.FromIPv4(Peer.PeerAddress),
                NameServers = [InternetAddress.FromIPv4(Peer.PeerAddress)],
            },
            peer.Now);
        _ = stack.OpenUdp(peer.Owner, 2000, new MemoryRing(1024), new MemoryRing(4096), out _);
        _ = stack.Listen(peer.Owner, 80, 4096, out TcpListener? listener);
        for (int i = 0; i < 8; i++)
        {
            _ = listener!.Supply(new MemoryRing(4096), new MemoryRing(4096));
        }

        _ = stack.Resolve(peer.Owner, "host.example", peer.Now, out DnsQuery? _);
        Frame question = peer.Expect();
        byte[] answer = [.. question.Data.AsSpan(0, 30), 0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 1, 2, 3, 4];
        answer[2] = 0x80;
        answer[7] = 1;
        answer[11] = 0;
        byte[] big = new byte[1200];
        random.NextBytes(big);
        List<byte[]> samples =
        [
            Frames.Arp(1, Peer.PeerLink, Peer.PeerAddress, default, Peer.OurAddress, LinkAddress.Broadcast),
            Frames.Arp(2, Peer.PeerLink, Peer.PeerAddress, Peer.StackLink, Peer.OurAddress, Peer.StackLink),
            Frames.ToStack(1, Frames.Echo(8, 1, 2, [1, 2, 3])),
            Frames.ToStack(17, Frames.Udp(Peer.PeerAddress, 1000, Peer.OurAddress, 2000, [1, 2, 3, 4])),
            Frames.ToStack(17, Frames.Udp(Peer.PeerAddress, 53, Peer.OurAddress, question.SourcePort, answer)),
            Frames.ToStack(17, Frames.Udp(Peer.PeerAddress, 67, Peer.OurAddress, 68, big.AsSpan(0, 300))),
            Frames.ToStack(17, big, id: 4, fragment: 0x2000),
            Frames.ToStack(17, big, id: 4, fragment: 150),
            Frames.ToStack(6, Frames.Tcp(1000, 80, "S", 7, 0, 1000, [], [2, 4, 5, 180, 3, 3, 7, 1, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0])),
            Frames.ToStack(6, Frames.Tcp(1001, 81, "PA", 7, 8, 1000, [1, 2, 3])),
        ];
        for (ushort port = 3000; port < 3004; port++)
        {
            samples.Add(Open(peer, port, listener!));
        }

        return samples;
    }

    // An established connection; a segment of data for it.
    private static byte[] Open(Peer peer, ushort port, TcpListener listener)
    {
        byte[] options = [2, 4, 5, 180, 3, 3, 2, 1, 1, 1, 4, 2];
        peer.Inject(Frames.ToStack(6, Frames.Tcp(port, 80, "S", 99, 0, 8000, [], options)));
        uint initial = peer.Expect().Seq;
        peer.Inject(Frames.ToStack(6, Frames.Tcp(port, 80, "A", 100, initial + 1, 8000, [])));
        TcpConnection connection = listener.Accept()!;
        if (port % 2 == 0)
        {
            connection.Shutdown(peer.Now);
        }

        peer.Drain();
        return Frames.ToStack(6, Frames.Tcp(port, 80, "PA", 100, initial + 1, 8000, new byte[64], [1, 1, 5, 10, 0, 0, 0, 1, 0, 0, 0, 9]));
    }

    // The peer's next segment: the fuzzer follows the conversation.
    private static byte[] Reply(Frame frame)
    {
        string flags = frame.Flags.Contains('F', StringComparison.Ordinal)
            ? "FA"
            : frame.Flags.Contains('R', StringComparison.Ordinal) ? "S" : "PA";
        uint ack = frame.Seq + (uint)frame.Data.Length + (frame.Flags.AsSpan().ContainsAny("SF") ? 1u : 0);
        byte[] tcp = Frames.Tcp(frame.DestinationPort, frame.SourcePort, flags, frame.Ack, ack, 5000, new byte[20], frame.Options);
        return Frames.ToStack(6, tcp, frame.Destination);
    }
}
