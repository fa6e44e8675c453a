// Hostile peers. [RFC 5961, RFC 4953, CVE-2016-5696]

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Tcp;
using Xunit;

namespace RustKernel.Network.Tests;

public sealed class TcpAttackTests
{
    private const long Second = 1_000_000;

    [Fact]
    public void A_spray_of_resets_does_not_end_a_connection()
    {
        TcpScript script = TcpScript.Accepted(ring: 32768);
        for (long number = 1; number < 1L << 32; number += 16384)
        {
            script.In("R", number, null);
        }

        Assert.Equal(TcpState.Established, script.Connection.State);
    }

    [Fact]
    public void A_spray_of_SYNs_does_not_end_a_connection()
    {
        TcpScript script = TcpScript.Accepted(ring: 32768);
        for (long number = 0; number < 1L << 32; number += 16384)
        {
            script.In("S", number, null);
        }

        Assert.Equal(TcpState.Established, script.Connection.State);
    }

    [Fact]
    public void Data_with_an_acknowledgment_of_long_ago_is_not_taken()
    {
        TcpScript script = TcpScript.Accepted(window: 1000);
        script.In("PA", 0, -100_000, [1, 2, 3]);
        Assert.Equal(0u, script.Receive.Produced);
    }

    [Fact]
    public void Challenges_have_a_limit_that_changes_from_second_to_second()
    {
        TcpScript script = TcpScript.Accepted();
        HashSet<long> limits = [];
        for (int second = 0; second < 5; second++)
        {
            script.Peer.Run(Second - (script.Peer.Now % Second));
            long before = script.Stack.Counts.ChallengesSent;
            for (int i = 0; i < 500; i++)
            {
                script.In("S", 5, null);
                script.Peer.Drain();
            }

            long sent = script.Stack.Counts.ChallengesSent - before;
            Assert.InRange(sent, 50, 150);
            _ = limits.Add(sent);
        }

        Assert.True(limits.Count > 1);
    }

    [Fact]
    public void Two_ends_that_disagree_do_not_answer_each_other_for_ever()
    {
        TcpScript script = TcpScript.Accepted();
        int answers = 0;
        for (int i = 0; i < 1000; i++)
        {
            script.In("A", -5, 0);
            answers += script.Peer.Next(0) is null ? 0 : 1;
        }

        Assert.InRange(answers, 1, 10);
    }

    [Fact]
    public void Acknowledgments_of_what_was_not_sent_move_nothing()
    {
        TcpScript script = TcpScript.Accepted();
        script.Write(1000);
        script.Peer.Drain();
        for (int i = 1001; i < 60000; i += 997)
        {
            script.In("A", 0, i);
        }

        Assert.Equal(0u, script.Send.Consumed);
        Assert.Equal(10 * 1460, script.Connection.Congestion.Window);
    }

    [Fact]
    public void Many_gaps_take_bounded_memory_and_the_stream_is_right_in_the_end()
    {
        TcpScript script = TcpScript.Accepted();
        for (int at = 2; at < 60000; at += 20)
        {
            script.In("A", at, 0, TcpScript.Stream(at, 10));
        }

        for (int at = 0; at < 60000; at += 1000)
        {
            script.In("A", at, 0, TcpScript.Stream(at, 1000));
        }

        Assert.Equal(TcpScript.Stream(0, 60000), script.Read());
    }

    [Fact]
    public void A_connection_with_a_shut_window_holds_its_owners_memory_alone()
    {
        TcpScript script = TcpScript.Listening(pairs: 100);
        for (ushort port = 3000; port < 3100; port++)
        {
            script.In("S", -1, null, port: port);
            uint initial = script.Peer.Expect().Seq;
            byte[] ack = Frames.Tcp(port, 80, "A", TcpScript.PeerInitial + 1, initial + 1, 0, []);
            script.Peer.Inject(Frames.ToStack(6, ack));
            TcpConnection connection = script.Listener!.Accept()!;
            Assert.NotNull(connection);
        }

        script.In("S", -1, null, port: 5000);
        uint last = script.Peer.Expect().Seq;
        script.Peer.Inject(Frames.ToStack(6, Frames.Tcp(5000, 80, "A", TcpScript.PeerInitial + 1, last + 1, 0, [])));
        Assert.Null(script.Listener!.Accept());
        Assert.Equal(100, script.Stack.ConnectionCount);
    }

    [Fact]
    public void A_busy_connection_does_not_starve_another()
    {
        var peer = new Peer();
        TcpConnection[] both = new TcpConnection[2];
        MemoryRing[] rings = [new(1 << 16), new(1 << 16)];
        for (int i = 0; i < 2; i++)
        {
            EndPoint remote = new(InternetAddress.FromIPv4(Peer.PeerAddress), (ushort)(100 + i));
            _ = peer.Stack.Connect(peer.Owner, remote, 0, rings[i], new MemoryRing(1024), peer.Now, out TcpConnection? made);
            Frame syn = peer.Expect();
            peer.Inject(Frames.ToStack(6, Frames.Tcp((ushort)(100 + i), syn.SourcePort, "SA", 5, syn.Seq + 1, 65535, [])));
            peer.Drain();
            both[i] = made!;
        }

        _ = rings[0].Write(new byte[60000]);
        _ = rings[1].Write(new byte[3000]);
        both[0].RingsChanged(peer.Now);
        both[1].RingsChanged(peer.Now);
        int[] order = Enumerable.Range(0, 4).Select(_ => (int)peer.Expect().DestinationPort).ToArray();
        Assert.Equal(2, order.Count(port => port == 101));
    }

    [Theory]
    [InlineData(12, 0x40)]
    [InlineData(12, 0xF0)]
    [InlineData(13, 0)]
    [InlineData(13, 0x3B)]
    [InlineData(1, 0)]
    public void A_header_that_cannot_be_does_no_harm(int offset, int value)
    {
        TcpScript script = TcpScript.Accepted();
        byte[] tcp = Frames.Tcp(0, TcpScript.OurPort, "PA", TcpScript.PeerInitial + 1, script.OurInitial + 1, 1000, [1]);
        tcp[0] = TcpScript.PeerPort >> 8;
        tcp[1] = TcpScript.PeerPort & 0xFF;
        tcp[offset] = (byte)value;
        tcp[16] = tcp[17] = 0;
        ushort sum = Frames.Checksum(Frames.PseudoSum(Peer.PeerAddress, Peer.OurAddress, 6, tcp.Length), tcp);
        tcp[16] = (byte)(sum >> 8);
        tcp[17] = (byte)sum;
        script.Peer.Inject(Frames.ToStack(6, tcp));
        Assert.Equal(TcpState.Established, script.Connection.State);
        Assert.Equal(0u, script.Receive.Produced);
    }
}
