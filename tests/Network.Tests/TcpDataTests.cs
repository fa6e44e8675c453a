// Bytes in both directions: order, acknowledgments, windows, small segments. [RFC 9293 3.8, RFC 5681 4.2, RFC 2018, RFC 7323]

using System;
using System.Linq;
using RustKernel.Services.Internet;
using Xunit;

namespace RustKernel.Network.Tests;

public sealed class TcpDataTests
{
    private const long Second = 1_000_000;
    private static readonly byte[] s_sack = [.. TcpScript.Mss(1460), 1, 1, 4, 2];

    [Fact]
    public void Bytes_come_in_and_are_acknowledged()
    {
        TcpScript script = TcpScript.Accepted();
        script.In("PA", 0, 0, TcpScript.Stream(0, 100));
        _ = script.Out("A", 0, 100, 0, 200_000);
        Assert.Equal(TcpScript.Stream(0, 100), script.Read());
        Assert.True((script.Connection.TakeEvents() & SocketEvents.Readable) != 0);
    }

    [Fact]
    public void SHLD_18_and_MUST_58_an_acknowledgment_waits_less_than_half_a_second()
    {
        TcpScript script = TcpScript.Accepted();
        script.In("PA", 0, 0, [1]);
        script.Peer.ExpectNothing(10_000);
        _ = script.Out("A", 0, 1, 0, 490_000);
    }

    [Fact]
    public void MUST_59_every_second_full_segment_is_acknowledged_at_once()
    {
        TcpScript script = TcpScript.Accepted();
        script.In("A", 0, 0, new byte[1460]);
        script.Peer.ExpectNothing();
        script.In("A", 1460, 0, new byte[1460]);
        _ = script.Out("A", 0, 2920, 0);
    }

    [Fact]
    public void An_acknowledgment_goes_with_data()
    {
        TcpScript script = TcpScript.Accepted();
        script.In("PA", 0, 0, [1]);
        script.Write(10);
        _ = script.Out("PA", 0, 1, 10);
        script.Peer.ExpectNothing(100_000);
    }

    [Fact]
    public void SHLD_31_bytes_out_of_order_are_kept_and_answered_at_once()
    {
        TcpScript script = TcpScript.Accepted();
        script.In("A", 100, 0, TcpScript.Stream(100, 100));
        _ = script.Out("A", 0, 0, 0);
        script.In("A", 0, 0, TcpScript.Stream(0, 100));
        _ = script.Out("A", 0, 200, 0);
        Assert.Equal(TcpScript.Stream(0, 200), script.Read());
    }

    [Theory]
    [InlineData(0, 100, 50, 100, 150)]
    [InlineData(0, 100, 0, 150, 150)]
    [InlineData(0, 100, 20, 50, 100)]
    [InlineData(50, 50, 0, 100, 100)]
    [InlineData(50, 50, 0, 200, 200)]
    [InlineData(50, 50, 0, 75, 100)]
    [InlineData(50, 50, 0, 50, 100)]
    [InlineData(0, 100, 0, 100, 100)]
    public void Overlapping_segments_make_one_stream(int first, int firstLength, int second, int secondLength, int whole)
    {
        TcpScript script = TcpScript.Accepted();
        script.In("A", first, 0, TcpScript.Stream(first, firstLength));
        script.In("A", second, 0, TcpScript.Stream(second, secondLength));
        script.Peer.Run(Second);
        Assert.Equal(TcpScript.Stream(0, whole), script.Read());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Segments_in_any_order_with_duplicates_make_one_stream(int seed)
    {
        TcpScript script = TcpScript.Accepted();
        var random = new Random(seed);
        int[] starts = Enumerable.Range(0, 60).SelectMany(i => new[] { i * 100, i * 100 }).OrderBy(_ => random.Next()).ToArray();
        foreach (int start in starts)
        {
            script.In("A", start, 0, TcpScript.Stream(start, 100 + random.Next(50)));
        }

        // Pieces beyond the stack's memory for them were dropped: the peer sends them again.
        foreach (int start in starts.Order())
        {
            script.In("A", start, 0, TcpScript.Stream(start, 100));
        }

        byte[] read = script.Read();
        Assert.InRange(read.Length, 6000, 6150);
        Assert.Equal(TcpScript.Stream(0, read.Length), read);
    }

    [Fact]
    public void MUST_38_a_window_that_opens_little_is_not_told()
    {
        TcpScript script = TcpScript.Accepted(ring: 8192);
        for (int at = 0; at < 8192; at += 1024)
        {
            script.In("A", at, 0, TcpScript.Stream(at, 1024));
        }

        script.Peer.Run(Second);
        script.Peer.Drain();
        _ = script.Receive.Read(new byte[500]);
        script.Connection.RingsChanged(script.Peer.Now);
        script.Peer.ExpectNothing(Second);
        _ = script.Receive.Read(new byte[3000]);
        script.Connection.RingsChanged(script.Peer.Now);
        Assert.Equal(3500, script.Out("A", 0, 8192, 0).Window);
    }

    [Fact]
    public void SHLD_14_a_window_never_shrinks()
    {
        TcpScript script = TcpScript.Accepted(ring: 16384);
        uint edge = 0;
        for (int at = 0; at < 16384; at += 512)
        {
            script.In("PA", at, 0, TcpScript.Stream(at, 512));
            Frame ack = script.Peer.Expect(Second);
            uint told = ack.Ack + (uint)ack.Window;
            Assert.True(edge == 0 || (int)(told - edge) >= 0);
            edge = told;
        }
    }

    [Fact]
    public void MUST_34_bytes_beyond_the_window_are_not_taken()
    {
        TcpScript script = TcpScript.Accepted(ring: 1024);
        script.In("PA", 0, 0, TcpScript.Stream(0, 1400));
        _ = script.Out("A", 0, 1024, 0);
        Assert.Equal(TcpScript.Stream(0, 1024), script.Read());
    }

    [Fact]
    public void MUST_35_36_a_shut_window_is_probed_for_ever_while_the_peer_answers()
    {
        TcpScript script = TcpScript.Accepted();
        script.In("A", 0, 0, window: 0);
        script.Write(100);
        long last = script.Peer.Now;
        long wait = 0;
        for (int i = 0; i < 30; i++)
        {
            Frame probe = script.Out("A", 0, 0, 1, 70 * Second);
            Assert.InRange(probe.Time - last, i == 0 ? 100_000 : wait, 61 * Second);
            wait = Math.Min(probe.Time - last, 60 * Second);
            last = probe.Time;
            script.In("A", 0, 0, window: 0);
        }

        Assert.True(script.Peer.Now > 900 * Second);
        script.In("A", 0, 0, window: 1000);
        _ = script.Out("PA", 0, 0, 100, Second);
    }

    [Fact]
    public void A_shut_window_of_a_silent_peer_ends_the_connection()
    {
        TcpScript script = TcpScript.Accepted();
        script.In("A", 0, 0, window: 0);
        script.Write(100);
        script.Peer.Run(1000 * Second);
        Assert.Equal((true, NetworkError.TimedOut), (script.Connection.IsClosed, script.Connection.Error));
    }

    [Fact]
    public void A_probe_of_the_peer_is_answered_with_the_window()
    {
        TcpScript script = TcpScript.Accepted(ring: 1024);
        script.In("PA", 0, 0, new byte[1024]);
        _ = script.Out("A", 0, 1024, 0, Second);
        for (int i = 0; i < 5; i++)
        {
            script.In("A", 1024, 0, [1]);
            Assert.Equal(0, script.Out("A", 0, 1024, 0, Second).Window);
        }
    }

    [Fact]
    public void A_window_that_shrinks_is_borne()
    {
        TcpScript script = TcpScript.Accepted();
        script.Connection.NoDelay = true;
        script.Write(5000);
        script.Peer.Drain();
        script.In("A", 0, 1460, window: 100);
        script.Peer.Run(2 * Second);
        script.Peer.Drain();
        script.In("A", 0, 5000, window: 5000);
        Assert.Equal(5000u, script.Send.Consumed);
    }

    [Fact]
    public void MUST_17_Nagle_holds_a_small_segment_while_another_is_on_its_way()
    {
        TcpScript script = TcpScript.Accepted();
        script.Write(10);
        _ = script.Out("PA", 0, 0, 10);
        script.Write(10);
        script.Peer.ExpectNothing(100_000);
        script.In("A", 0, 10);
        _ = script.Out("PA", 10, 0, 10);
    }

    [Fact]
    public void MUST_17_and_it_can_be_switched_off()
    {
        TcpScript script = TcpScript.Accepted();
        script.Connection.NoDelay = true;
        script.Write(10);
        _ = script.Out("PA", 0, 0, 10);
        script.Write(10);
        _ = script.Out("PA", 10, 0, 10);
    }

    [Fact]
    public void MUST_38_small_windows_make_no_small_segments()
    {
        TcpScript script = TcpScript.Accepted();
        script.Write(4000);
        _ = script.Out("A", 0, 0, 1460);
        script.Peer.Drain();
        script.In("A", 0, 2920, window: 200);
        script.Write(4000);
        script.Peer.ExpectNothing(100_000);
    }

    [Fact]
    public void The_last_segment_of_a_write_is_pushed()
    {
        TcpScript script = TcpScript.Accepted();
        script.Write(2000);
        _ = script.Out("A", 0, 0, 1460);
        script.In("A", 0, 1460);
        _ = script.Out("PA", 1460, 0, 540);
    }

    [Fact]
    public void The_peers_window_bounds_what_is_sent()
    {
        TcpScript script = TcpScript.Accepted(window: 3000);
        script.Write(10000);
        _ = script.Out("A", 0, 0, 1460);
        _ = script.Out("A", 1460, 0, 1460);
        script.Peer.ExpectNothing();
    }

    [Fact]
    public void The_first_window_has_ten_segments()
    {
        TcpScript script = TcpScript.Accepted();
        script.Write(40000);
        for (int i = 0; i < 10; i++)
        {
            _ = script.Out("A", i * 1460, 0, 1460);
        }

        script.Peer.ExpectNothing();
    }

    [Fact]
    public void Slow_start_sends_two_for_one()
    {
        TcpScript script = TcpScript.Accepted();
        script.Write(60000);
        script.Peer.Drain();
        script.In("A", 0, 1460);
        _ = script.Out("A", 14600, 0, 1460);
        _ = script.Out("A", 16060, 0, 1460);
        script.Peer.ExpectNothing();
    }

    [Fact]
    public void Acknowledging_bytes_singly_does_not_inflate_the_window()
    {
        TcpScript script = TcpScript.Accepted();
        script.Write(60000);
        script.Peer.Drain();
        long before = script.Connection.Congestion.Window;
        for (int i = 1; i <= 100; i++)
        {
            script.In("A", 0, i);
        }

        Assert.InRange(script.Connection.Congestion.Window, before, before + 1460);
    }

    [Fact]
    public void SACK_blocks_name_what_is_there_the_newest_first()
    {
        TcpScript script = TcpScript.Accepted(s_sack);
        script.In("A", 1000, 0, new byte[100]);
        Assert.Equal(Blocks((1000, 1100)), script.Out("A", 0, 0, 0).Option(5));
        script.In("A", 3000, 0, new byte[100]);
        Assert.Equal(Blocks((3000, 3100), (1000, 1100)), script.Out("A", 0, 0, 0).Option(5));
        script.In("A", 2000, 0, new byte[100]);
        Assert.Equal(Blocks((2000, 2100), (1000, 1100), (3000, 3100)), script.Out("A", 0, 0, 0).Option(5));
        script.In("A", 1100, 0, new byte[100]);
        Assert.Equal(Blocks((1000, 1200), (2000, 2100), (3000, 3100)), script.Out("A", 0, 0, 0).Option(5));
        script.In("A", 0, 0, new byte[1000]);
        Assert.Equal(Blocks((2000, 2100), (3000, 3100)), script.Out("A", 0, 1200, 0).Option(5));
    }

    [Fact]
    public void Without_SACK_on_both_sides_no_blocks_are_sent()
    {
        TcpScript script = TcpScript.Accepted();
        script.In("A", 1000, 0, new byte[100]);
        Assert.Null(script.Out("A", 0, 0, 0).Option(5));
    }

    [Fact]
    public void Timestamps_are_in_every_segment_and_echo_the_peers()
    {
        TcpScript script = TcpScript.Accepted([.. TcpScript.Mss(1460), 1, 1, .. TcpScript.Timestamp(5, 0)[2..], 0, 0]);
        script.In("PA", 0, 0, [1], options: TcpScript.Timestamp(100_000, 0));
        Frame ack = script.Out("A", 0, 1, 0, Second);
        Assert.Equal([0, 1, 0x86, 0xA0], ack.Option(8)![4..]);
    }

    [Fact]
    public void PAWS_drops_an_old_duplicate_and_answers()
    {
        TcpScript script = TcpScript.Accepted([.. TcpScript.Mss(1460), 1, 1, .. TcpScript.Timestamp(5, 0)[2..], 0, 0]);
        script.In("PA", 0, 0, [1], options: TcpScript.Timestamp(100_000, 0));
        _ = script.Out("A", 0, 1, 0, Second);
        script.In("PA", 1, 0, [2], options: TcpScript.Timestamp(99_999, 0));
        _ = script.Out("A", 0, 1, 0);
        Assert.Equal(1u, script.Receive.Produced);
        script.In("PA", 1, 0, [2], options: TcpScript.Timestamp(100_000, 0));
        Assert.Equal(2u, script.Receive.Produced);
    }

    [Fact]
    public void PAWS_lets_a_timestamp_wrap()
    {
        TcpScript script = TcpScript.Accepted([.. TcpScript.Mss(1460), 1, 1, .. TcpScript.Timestamp(5, 0)[2..], 0, 0]);
        script.In("PA", 0, 0, [1], options: TcpScript.Timestamp(0x7FFFFFFF, 0));
        script.Peer.Run(Second);
        script.In("PA", 1, 0, [1], options: TcpScript.Timestamp(0xFFFFFFF0, 0));
        script.Peer.Run(Second);
        script.In("PA", 2, 0, [1], options: TcpScript.Timestamp(3, 0));
        Assert.Equal(3u, script.Receive.Produced);
    }

    [Fact]
    public void A_segment_without_the_timestamp_that_was_agreed_is_dropped()
    {
        TcpScript script = TcpScript.Accepted([.. TcpScript.Mss(1460), 1, 1, .. TcpScript.Timestamp(5, 0)[2..], 0, 0]);
        script.In("PA", 0, 0, [1], options: []);
        Assert.Equal(0u, script.Receive.Produced);
    }

    [Fact]
    public void MUST_3_a_wrong_checksum_is_dropped_and_MUST_2_ours_are_right()
    {
        TcpScript script = TcpScript.Accepted();
        byte[] tcp = Frames.Tcp(
            TcpScript.PeerPort,
            TcpScript.OurPort,
            "PA",
            TcpScript.PeerInitial + 1,
            script.OurInitial + 1,
            1000,
            [1, 2]);
        tcp[20] ^= 4;
        script.Peer.Inject(Frames.ToStack(6, tcp));
        script.Peer.ExpectNothing(Second);
        Assert.Equal(0u, script.Receive.Produced);
    }

    [Fact]
    public void With_checksum_offload_the_field_holds_the_pseudo_headers_sum()
    {
        TcpScript script = TcpScript.Accepted(options: new StackOptions { LinkAddress = Peer.StackLink, HasTransmitChecksum = true });
        script.Write(100);
        Frame sent = script.Out("PA", 0, 0, 100);
        Assert.Equal((34, 16), (sent.Outgoing.ChecksumStart, sent.Outgoing.ChecksumOffset));
        ushort pseudo = (ushort)~Frames.Checksum(Frames.PseudoSum(sent.Source, sent.Destination, 6, sent.Payload.Length), []);
        Assert.Equal(pseudo, (ushort)((sent.Payload[16] << 8) | sent.Payload[17]));
    }

    [Fact]
    public void Urgent_data_is_ordinary_data()
    {
        TcpScript script = TcpScript.Accepted();
        script.In("PAU", 0, 0, [1, 2, 3]);
        Assert.Equal([1, 2, 3], script.Read());
    }

    [Fact]
    public void Keep_alive_is_off_and_when_on_asks_and_gives_up()
    {
        TcpScript script = TcpScript.Accepted();
        script.Peer.ExpectNothing(10_000 * Second);
        Assert.Equal(NetworkError.None, script.Connection.SetKeepAlive(100 * Second, 10 * Second, 3, script.Peer.Now));
        for (int i = 0; i < 3; i++)
        {
            _ = script.Out("A", -1, 0, 0, 200 * Second);
        }

        Assert.Contains("R", script.Peer.Expect(20 * Second).Flags, StringComparison.Ordinal);
        Assert.Equal((true, NetworkError.TimedOut), (script.Connection.IsClosed, script.Connection.Error));
    }

    [Fact]
    public void Keep_alive_is_content_with_an_answer()
    {
        TcpScript script = TcpScript.Accepted();
        Assert.Equal(NetworkError.None, script.Connection.SetKeepAlive(100 * Second, 10 * Second, 3, script.Peer.Now));
        for (int i = 0; i < 20; i++)
        {
            _ = script.Out("A", -1, 0, 0, 200 * Second);
            script.In("A", 0, 0);
        }

        Assert.False(script.Connection.IsClosed);
    }

    // A ring of 1 MiB needs a scale of 5: single bytes are less than its unit.
    [Fact]
    public void SHLD_14_the_right_edge_does_not_move_back_while_the_ring_has_room()
    {
        TcpScript script = TcpScript.Accepted([.. TcpScript.Mss(1460), 3, 3, 7, 1], ring: 1 << 20);
        uint edge = 0;
        int at = 0;
        foreach (int length in new[] { 1460, 1, 1, 7, 1, 3, 1000, 5, 1, 13, 1460, 31, 1 })
        {
            script.In("PA", at, 0, TcpScript.Stream(at, length));
            at += length;
            _ = script.Read();
            while (script.Peer.Next(50_000) is { } frame)
            {
                uint told = frame.Ack - TcpScript.PeerInitial + ((uint)frame.Window << 5);
                Assert.True(told >= edge, $"after {at} bytes the edge is at {told}, and was at {edge}");
                Assert.InRange(told, 0u, (uint)at + (1 << 20) + 1);
                edge = told;
            }
        }

        Assert.True(edge > 65536 + 1460, $"the window was never opened: {edge}");
    }

    [Fact]
    public void A_keep_alive_of_the_peer_is_answered()
    {
        TcpScript script = TcpScript.Accepted();
        script.In("A", -1, 0);
        _ = script.Out("A", 0, 0, 0);
        script.In("A", -1, 0, [0]);
        _ = script.Out("A", 0, 0, 0);
    }

    [Theory]
    [InlineData(70000u, 0u)]
    [InlineData(0u, 5u)]
    [InlineData(0xFFFFFFFFu, 0u)]
    public void An_owner_that_writes_nonsense_positions_loses_the_connection(uint produced, uint consumed)
    {
        TcpScript script = TcpScript.Accepted();
        script.Send.Produced = produced;
        script.Receive.Consumed = consumed;
        script.Connection.RingsChanged(script.Peer.Now);
        Assert.Contains("R", script.Peer.Expect().Flags, StringComparison.Ordinal);
        Assert.Equal((true, NetworkError.InvalidArgument), (script.Connection.IsClosed, script.Connection.Error));
    }

    private static byte[] Blocks(params (int Start, int End)[] blocks) =>
        [.. blocks.SelectMany(block => new[] { block.Start, block.End })
            .Select(edge => TcpScript.PeerInitial + 1 + (uint)edge)
            .SelectMany(edge => new[] { (byte)(edge >> 24), (byte)(edge >> 16), (byte)(edge >> 8), (byte)edge })];
}
