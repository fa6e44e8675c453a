// Loss and its repair. [RFC 6298, RFC 5681, RFC 6582, RFC 6675, RFC 3042, RFC 1191, RFC 5927]

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Tcp;
using Xunit;

namespace RustKernel.Network.Tests;

public sealed class TcpLossTests
{
    private const long Second = 1_000_000;
    private static readonly byte[] s_sack = [.. TcpScript.Mss(1000), 1, 1, 4, 2];

    [Fact]
    public void MUST_20_21_a_time_out_doubles_and_the_connection_ends_after_R2()
    {
        TcpScript script = TcpScript.Accepted();
        script.Write(100);
        long last = script.Out("PA", 0, 0, 100).Time;
        long first = last;
        long wait = 0;
        while (script.Peer.Next(2000 * Second) is { } again)
        {
            if (again.Flags.Contains('R', StringComparison.Ordinal))
            {
                last = again.Time;
                break;
            }

            Assert.Equal(100, again.Data.Length);
            Assert.True(again.Time - last >= Math.Min(2 * wait, 60 * Second), $"{again.Time - last} after {wait}");
            wait = again.Time - last;
            last = again.Time;
        }

        Assert.Equal((true, NetworkError.TimedOut), (script.Connection.IsClosed, script.Connection.Error));
        Assert.True(last - first >= 100 * Second, "R2 of at least 100 s");
    }

    [Fact]
    public void A_time_out_sends_one_segment_and_begins_slowly()
    {
        TcpScript script = TcpScript.Accepted(TcpScript.Mss(1000));
        script.Write(10000);
        script.Peer.Drain();
        _ = script.Out("A", 0, 0, 1000, 3 * Second);
        script.Peer.ExpectNothing();
        Assert.Equal(1000, script.Connection.Congestion.Window);
        script.In("A", 0, 1000);
        _ = script.Out("A", 1000, 0, 1000);
        _ = script.Out("A", 2000, 0, 1000);
        script.Peer.ExpectNothing();
    }

    [Fact]
    public void A_repeated_segment_measures_no_time()
    {
        TcpScript script = TcpScript.Accepted(TcpScript.Mss(1000));
        script.Write(100);
        script.Peer.Drain();
        _ = script.Out("PA", 0, 0, 100, 3 * Second);
        long before = script.Connection.RoundTripTime;
        script.Peer.Run(100_000);
        script.In("A", 0, 100);
        Assert.Equal(before, script.Connection.RoundTripTime);
    }

    [Fact]
    public void The_time_out_follows_the_round_trip()
    {
        TcpScript script = TcpScript.Accepted(TcpScript.Mss(1000));
        for (int i = 0; i < 20; i++)
        {
            script.Write(10);
            script.Peer.Drain();
            script.Peer.Run(400_000);
            script.In("A", 0, 10 * (i + 1));
        }

        Assert.InRange(script.Connection.RoundTripTime, 350_000, 450_000);
        Assert.InRange(script.Connection.Rtt.TimeOut, 400_000, 700_000);
    }

    [Fact]
    public void The_third_duplicate_sends_the_lost_segment_again_and_the_window_halves()
    {
        TcpScript script = Sending(10);
        Duplicates(script, 2);
        script.Peer.Drain();
        script.In("A", 0, 0);
        _ = script.Out("A", 0, 0, 1000);
        Assert.Equal(1, script.Stack.Counts.FastRetransmits);
        Assert.Equal(6000, script.Connection.Congestion.Threshold);
    }

    [Fact]
    public void Limited_transmit_sends_a_new_segment_for_each_of_two_duplicates()
    {
        TcpScript script = Sending(10);
        script.In("A", 0, 0);
        _ = script.Out("A", 10000, 0, 1000);
        script.Peer.ExpectNothing();
        script.In("A", 0, 0);
        _ = script.Out("A", 11000, 0, 1000);
        script.Peer.ExpectNothing();
    }

    [Fact]
    public void A_partial_acknowledgment_sends_the_next_hole_again()
    {
        TcpScript script = Sending(10);
        Duplicates(script, 3);
        script.Peer.Drain();
        script.In("A", 0, 3000);
        _ = script.Out("A", 3000, 0, 1000);
        script.Peer.Drain();
        Assert.True(script.Connection.Congestion.IsRecovering);
        script.In("A", 0, (int)(script.Connection.Congestion.RecoveryPoint - script.OurInitial - 1));
        Assert.False(script.Connection.Congestion.IsRecovering);
        Assert.InRange(script.Connection.Congestion.Window, 1000, 6000);
    }

    [Fact]
    public void Duplicates_of_the_same_loss_begin_no_second_recovery()
    {
        TcpScript script = Sending(10);
        Duplicates(script, 12);
        Assert.Equal(1, script.Stack.Counts.FastRetransmits);
    }

    [Fact]
    public void Duplicates_after_a_time_out_begin_no_recovery()
    {
        TcpScript script = Sending(10);
        script.Peer.Run(3 * Second);
        script.Peer.Drain();
        Duplicates(script, 5);
        Assert.Equal(0, script.Stack.Counts.FastRetransmits);
    }

    [Fact]
    public void A_window_update_is_no_duplicate()
    {
        TcpScript script = Sending(10);
        for (int i = 0; i < 5; i++)
        {
            script.In("A", 0, 0, window: 60000 + i);
        }

        Assert.Equal(0, script.Stack.Counts.FastRetransmits);
    }

    [Fact]
    public void With_SACK_only_the_holes_are_sent_again()
    {
        TcpScript script = Sending(10, s_sack);
        Sacked(script, 0, (1000, 2000));
        Sacked(script, 0, (1000, 2000), (3000, 4000));
        script.Peer.Drain();
        Sacked(script, 0, (1000, 2000), (3000, 10000));
        List<Frame> again = [];
        while (script.Peer.Next(0) is { } frame)
        {
            again.Add(frame);
        }

        Assert.Equal([0, 2000], again.Select(frame => (int)(frame.Seq - script.OurInitial - 1)).Where(at => at < 10000));
        Assert.All(again.Take(2), frame => Assert.Equal(1000, frame.Data.Length));
    }

    [Theory]
    [InlineData(20000, 21000)]
    [InlineData(-1000, -500)]
    [InlineData(3000, 2000)]
    [InlineData(0, 0)]
    [InlineData(-5, 1000000)]
    public void A_SACK_block_that_cannot_be_does_nothing(int start, int end)
    {
        TcpScript script = Sending(10, s_sack);
        for (int i = 0; i < 5; i++)
        {
            Sacked(script, 0, (start, end));
        }

        Assert.False(script.Connection.Congestion.IsRecovering);
        script.In("A", 0, 10000);
        Assert.Equal(10000u, script.Send.Consumed);
    }

    [Fact]
    public void After_a_time_out_what_was_selectively_acknowledged_counts_no_more()
    {
        // The peer may have dropped it. [RFC 2018 8]
        TcpScript script = Sending(10, s_sack);
        Sacked(script, 0, (1000, 10000));
        script.Peer.Drain();
        script.Peer.Run(5 * Second);
        script.Peer.Drain();
        script.In("A", 0, 1000);
        _ = script.Out("A", 1000, 0, 1000);
    }

    [Fact]
    public void Fragmentation_needed_makes_segments_smaller_at_once()
    {
        TcpScript script = Sending(3, TcpScript.Mss(1460));
        byte[] packet = Frames.IPv4(
            Peer.OurAddress,
            Peer.PeerAddress,
            6,
            Frames.Tcp(TcpScript.OurPort, TcpScript.PeerPort, "A", script.OurInitial + 1, 0, 0, new byte[20]));
        script.Peer.Inject(Frames.ToStack(1, Frames.IcmpError(3, 4, packet, 1000), 0x0A0000FE));
        _ = script.Out("A", 0, 0, 960);
        Assert.Equal(960, script.Connection.SegmentSize);
    }

    [Theory]
    [InlineData(1000, -5000)]
    [InlineData(1000, 50000)]
    [InlineData(1500, 0)]
    [InlineData(3000, 0)]
    public void RFC_5927_fragmentation_needed_that_is_not_about_what_is_in_flight_is_ignored(int mtu, int number)
    {
        TcpScript script = Sending(3, TcpScript.Mss(1460));
        byte[] tcp = Frames.Tcp(TcpScript.OurPort, TcpScript.PeerPort, "A", script.OurInitial + 1 + (uint)number, 0, 0, new byte[20]);
        script.Peer.Inject(Frames.ToStack(1, Frames.IcmpError(3, 4, Frames.IPv4(Peer.OurAddress, Peer.PeerAddress, 6, tcp), (ushort)mtu)));
        Assert.Equal(1460, script.Connection.SegmentSize);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(68)]
    [InlineData(100)]
    public void A_path_of_next_to_nothing_is_not_believed(int mtu)
    {
        TcpScript script = Sending(3, TcpScript.Mss(1460));
        byte[] tcp = Frames.Tcp(TcpScript.OurPort, TcpScript.PeerPort, "A", script.OurInitial + 1, 0, 0, new byte[20]);
        script.Peer.Inject(Frames.ToStack(1, Frames.IcmpError(3, 4, Frames.IPv4(Peer.OurAddress, Peer.PeerAddress, 6, tcp), (ushort)mtu)));
        Assert.InRange(script.Connection.SegmentSize, 512, 1460);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(13)]
    public void MUST_54_56_an_ICMP_error_does_not_end_an_established_connection(int code)
    {
        TcpScript script = Sending(3);
        byte[] tcp = Frames.Tcp(TcpScript.OurPort, TcpScript.PeerPort, "A", script.OurInitial + 1, 0, 0, new byte[20]);
        script.Peer.Inject(Frames.ToStack(1, Frames.IcmpError(3, (byte)code, Frames.IPv4(Peer.OurAddress, Peer.PeerAddress, 6, tcp))));
        Assert.False(script.Connection.IsClosed);
        script.In("A", 0, 3000);
        Assert.Equal(3000u, script.Send.Consumed);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(2, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public void SHLD_25_a_hard_error_ends_an_opening_and_a_soft_one_does_not(int code, bool isEnd)
    {
        TcpScript script = TcpScript.Connecting();
        byte[] tcp = Frames.Tcp(script.Connection.Local.Port, TcpScript.PeerPort, "S", script.OurInitial, 0, 0, new byte[20]);
        script.Peer.Inject(Frames.ToStack(1, Frames.IcmpError(3, (byte)code, Frames.IPv4(Peer.OurAddress, Peer.PeerAddress, 6, tcp))));
        Assert.Equal(isEnd, script.Connection.IsClosed);
    }

    [Fact]
    public void An_ICMP_error_about_another_number_does_not_end_an_opening()
    {
        TcpScript script = TcpScript.Connecting();
        byte[] tcp = Frames.Tcp(script.Connection.Local.Port, TcpScript.PeerPort, "S", script.OurInitial + 1, 0, 0, new byte[20]);
        script.Peer.Inject(Frames.ToStack(1, Frames.IcmpError(3, 3, Frames.IPv4(Peer.OurAddress, Peer.PeerAddress, 6, tcp))));
        Assert.False(script.Connection.IsClosed);
    }

    [Fact]
    public void An_idle_connection_begins_with_the_first_window_again()
    {
        TcpScript script = TcpScript.Accepted(TcpScript.Mss(1000), ring: 1 << 17);
        int acknowledged = 0;
        while (acknowledged < 60000)
        {
            script.Write(2000);
            script.Peer.Drain();
            acknowledged += 2000;
            script.In("A", 0, acknowledged);
        }

        script.Write(60000);
        script.Peer.Drain();
        script.In("A", 0, acknowledged + 10000);
        script.Peer.Drain();
        script.In("A", 0, acknowledged + 30000);
        script.Peer.Drain();
        script.In("A", 0, acknowledged + 60000);
        script.Peer.Drain();
        Assert.True(script.Connection.Congestion.Window > 10000);
        script.Peer.Run(100 * Second);
        script.Write(40000);
        int burst = 0;
        while (script.Peer.Next(0) is not null)
        {
            burst++;
        }

        Assert.Equal(10, burst);
    }

    private static TcpScript Sending(int segments, byte[]? options = null)
    {
        TcpScript script = TcpScript.Accepted(options ?? TcpScript.Mss(1000));
        script.Write(Math.Max(20, segments) * 1000);
        for (int i = 0; i < Math.Min(segments, 3); i++)
        {
            Assert.Equal((uint)(i * script.Connection.SegmentSize), script.Peer.Expect().Seq - script.OurInitial - 1);
        }

        script.Peer.Drain();
        return script;
    }

    private static void Duplicates(TcpScript script, int count)
    {
        for (int i = 0; i < count; i++)
        {
            script.In("A", 0, 0);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void Data_that_never_went_out_goes_when_the_host_is_back(int seconds)
    {
        TcpScript script = TcpScript.Accepted();
        script.Peer.AnswersArp = false;
        script.Peer.Run(660 * 1_000_000L);
        script.Write(100);
        script.Peer.Run(seconds * 1_000_000L);
        script.Peer.Drain();
        Assert.Equal(NetworkError.HostUnreachable, script.Connection.Error);
        script.Peer.AnswersArp = true;
        _ = script.Out("PA", 0, 0, 100, 10_000_000);
        Assert.Equal(0, script.Stack.Counts.TimeOuts);
    }

    [Fact]
    public void Data_that_never_went_out_is_given_up()
    {
        TcpScript script = TcpScript.Accepted();
        script.Peer.AnswersArp = false;
        script.Peer.Run(660 * 1_000_000L);
        script.Write(100);
        script.Peer.Run(1000 * 1_000_000L);
        Assert.Equal((true, NetworkError.HostUnreachable), (script.Connection.IsClosed, script.Connection.Error));
    }

    [Fact]
    public void A_hole_is_repaired_whole_though_blocks_of_ours_shorten_segments()
    {
        TcpScript script = TcpScript.Accepted([2, 4, 3, 232, 4, 2]);
        script.Write(10000);
        script.Peer.Drain();
        script.In("A", 5000, 0, [1]);
        script.Peer.Drain();
        Sacked(script, 0, (3000, 10000));
        _ = script.Out("A", 0, 0, 988);
        _ = script.Out("A", 988, 0, 988);
        _ = script.Out("A", 1976, 0, 988);
        _ = script.Out("A", 2964, 0, 36);
    }

    [Fact]
    public void A_loss_after_two_gigabytes_without_one_is_noticed()
    {
        CongestionControl congestion = new();
        congestion.Begin(1000, false, 5);
        for (uint number = 5; number < 0xF000_0000; number += 0x1000_0000)
        {
            congestion.PassRecoveryPoint(number);
            Assert.False(Sequence.IsBefore(number, congestion.RecoveryPoint));
        }

        congestion.EnterRecovery(10_000, 0xF000_0000, true);
        congestion.PassRecoveryPoint(0xEFFF_0000);
        Assert.Equal(0xF000_0000, congestion.RecoveryPoint);
    }

    private static void Sacked(TcpScript script, int ack, params (int Start, int End)[] blocks)
    {
        byte[] edges = [.. blocks.SelectMany(block => new[] { block.Start, block.End })
            .Select(edge => script.OurInitial + 1 + (uint)edge)
            .SelectMany(edge => new[] { (byte)(edge >> 24), (byte)(edge >> 16), (byte)(edge >> 8), (byte)edge })];
        script.In("A", 0, ack, options: [1, 1, 5, (byte)(2 + edges.Length), .. edges]);
    }
}
