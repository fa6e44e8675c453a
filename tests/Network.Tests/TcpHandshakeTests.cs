// Opening. [RFC 9293 3.5, RFC 4987, RFC 6528, RFC 6056, RFC 7323 2]

using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Tcp;
using Xunit;

namespace RustKernel.Network.Tests;

public sealed class TcpHandshakeTests
{
    private const long Second = 1_000_000;

    [Fact]
    public void MUST_4_an_active_open_offers_size_scale_sack_and_timestamps()
    {
        var peer = new Peer();
        EndPoint remote = new(InternetAddress.FromIPv4(Peer.PeerAddress), 1000);
        _ = peer.Stack.Connect(peer.Owner, remote, 0, new MemoryRing(1 << 20), new MemoryRing(1 << 20), peer.Now, out _);
        Frame syn = peer.Expect().Verify();
        Assert.Equal([5, 180], syn.Option(2));
        Assert.Equal([5], syn.Option(3));
        Assert.NotNull(syn.Option(4));
        Assert.Equal(0u, BitConverter.ToUInt32(syn.Option(8)!, 4));
        Assert.True(syn.IsDontFragment);
    }

    [Fact]
    public void MUST_5_options_that_the_peer_did_not_offer_are_not_in_the_answer()
    {
        TcpScript script = TcpScript.Listening();
        Frame reply = script.Syn([]);
        Assert.Null(reply.Option(3));
        Assert.Null(reply.Option(4));
        Assert.Null(reply.Option(8));
        Assert.NotNull(reply.Option(2));
    }

    [Fact]
    public void Options_that_the_peer_offered_are_answered()
    {
        TcpScript script = TcpScript.Listening();
        Frame reply = script.Syn([.. TcpScript.Mss(1000), 3, 3, 7, 4, 2, 1, .. TcpScript.Timestamp(77, 0)]);
        Assert.NotNull(reply.Option(3));
        Assert.NotNull(reply.Option(4));
        Assert.Equal([0, 0, 0, 77], reply.Option(8)![4..]);
    }

    [Theory]
    [InlineData("0200")]
    [InlineData("02010000")]
    [InlineData("02FF05B4")]
    [InlineData("FE")]
    [InlineData("FE00FFFF")]
    [InlineData("0303")]
    [InlineData("050A0000")]
    public void MUST_7_an_option_with_a_length_that_cannot_be_does_no_harm(string options)
    {
        TcpScript script = TcpScript.Listening();
        _ = script.Syn(Convert.FromHexString(options));
    }

    [Fact]
    public void MUST_6_an_unknown_option_is_skipped()
    {
        TcpScript script = TcpScript.Listening();
        _ = script.Syn([253, 4, 1, 2, .. TcpScript.Mss(700)]);
        script.In("A", 0, 0);
        Assert.Equal(700, script.Listener!.Accept()!.SegmentSize);
    }

    [Fact]
    public void MUST_15_without_the_option_the_peer_takes_536_bytes()
    {
        TcpScript script = TcpScript.Accepted([]);
        script.Write(1000);
        _ = script.Out("A", 0, 0, 536);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    public void A_size_too_small_to_be_of_use_is_raised(int size)
    {
        TcpScript script = TcpScript.Accepted(TcpScript.Mss(size));
        Assert.InRange(script.Connection.SegmentSize, 64, 536);
    }

    [Fact]
    public void A_scale_above_14_counts_as_14()
    {
        TcpScript script = TcpScript.HalfOpen([3, 3, 99, 1]);
        script.In("A", 0, 0, window: 1);
        TcpConnection connection = script.Listener!.Accept()!;
        Assert.Equal(TcpState.Established, connection.State);
    }

    [Fact]
    public void The_window_of_a_SYN_is_not_scaled_and_later_ones_are()
    {
        TcpScript script = TcpScript.Accepted([.. TcpScript.Mss(1460), 3, 3, 2, 1], ring: 1 << 18);
        script.In("PA", 0, 0, new byte[2000]);
        Frame ack = script.Peer.Expect(Second);
        Assert.InRange(ack.Window << 3, (1 << 18) - 2200, 1 << 18);
    }

    [Fact]
    public void A_ring_larger_than_the_listener_said_keeps_the_scale_that_was_told()
    {
        TcpScript script = TcpScript.Listening(pairs: 0, ring: 4096);
        Assert.Equal(NetworkError.None, script.Listener!.Supply(script.Send, new MemoryRing(1 << 20)));
        Frame reply = script.Syn([.. TcpScript.Mss(1460), 3, 3, 2, 1]);
        Assert.Equal([0], reply.Option(3)!);
        script.In("PA", 0, 0, new byte[1000]);
        script.In("PA", 1000, 0, new byte[1000]);
        Assert.True(script.Peer.Expect(Second).Window > 60_000);
    }

    [Fact]
    public void MUST_23_a_SYN_goes_again_for_three_minutes()
    {
        TcpScript script = TcpScript.Connecting();
        long first = script.Peer.Now;
        List<long> times = [];
        while (script.Peer.Next(600 * Second) is { } frame)
        {
            Assert.Equal("S", frame.Flags);
            times.Add((frame.Time - first) / Second);
        }

        Assert.Equal([1L, 3, 7, 15, 31, 63], times.Take(6));
        Assert.True(script.Connection.IsClosed);
        Assert.Equal(NetworkError.TimedOut, script.Connection.Error);
        Assert.True(times[^1] >= 120, $"last at {times[^1]} s");
    }

    [Fact]
    public void A_SYN_ACK_goes_again_and_then_the_handshake_ends()
    {
        TcpScript script = TcpScript.HalfOpen();
        int again = 0;
        while (script.Peer.Next(200 * Second) is { } frame)
        {
            Assert.Equal("SA", frame.Flags);
            again++;
        }

        Assert.Equal((5, 0), (again, script.Stack.HalfOpenCount));
    }

    [Fact]
    public void A_SYN_that_comes_again_is_answered_again_with_the_same_number()
    {
        TcpScript script = TcpScript.HalfOpen();
        uint initial = script.OurInitial;
        script.Peer.Run(300_000);
        _ = script.Syn(TcpScript.Mss(1460));
        Assert.Equal((initial, 1), (script.OurInitial, script.Stack.HalfOpenCount));
    }

    [Fact]
    public void A_SYN_that_comes_again_is_no_time_out()
    {
        TcpConnection usual = TcpScript.Accepted(TcpScript.Mss(1460)).Connection;
        TcpScript script = TcpScript.HalfOpen();
        long first = script.Peer.Now;
        for (int i = 0; i < 8; i++)
        {
            script.Peer.Run(100_000);
            _ = script.Syn(TcpScript.Mss(1460));
        }

        Assert.Equal(("SA", Second), (script.Peer.Expect(Second).Flags, script.Peer.Now - first));
        script = TcpScript.HalfOpen();
        _ = script.Syn(TcpScript.Mss(1460));
        script.In("A", 0, 0);
        TcpConnection connection = script.Listener!.Accept()!;
        Assert.Equal((usual.Congestion.Window, usual.Rtt.TimeOut), (connection.Congestion.Window, connection.Rtt.TimeOut));
    }

    [Fact]
    public void Both_sides_opened_and_the_peers_SYN_comes_again()
    {
        TcpScript script = TcpScript.Connecting();
        script.In("S", -1, null, options: TcpScript.Mss(1460));
        Assert.Equal("SA", script.Peer.Expect().Flags);
        script.In("S", -1, null, options: TcpScript.Mss(1460));
        Frame reply = script.Peer.Expect().Verify();
        Assert.Equal(("SA", script.OurInitial, TcpState.SynReceived), (reply.Flags, reply.Seq, script.Connection.State));
        script.In("A", 0, 0);
        Assert.Equal(TcpState.Established, script.Connection.State);
    }

    // Like after 4 GiB: the next number is the first one again.
    [Fact]
    public void Numbers_that_come_again_are_no_SYN()
    {
        TcpScript script = TcpScript.Accepted(TcpScript.Mss(1460));
        FieldInfo initial = typeof(TcpConnection).GetField("_initial", BindingFlags.Instance | BindingFlags.NonPublic)!;
        initial.SetValue(script.Connection, script.Connection.Unacknowledged);
        script.Peer.Run(10 * Second);
        Assert.Equal(0, (int)script.Stack.Counts.TimeOuts);
        script.Write(1460);
        script.Peer.Run(400 * Second);
        Assert.False(script.Connection.IsClosed, "given up as a SYN is");
        Assert.Equal(536, script.Connection.SegmentSize);
    }

    [Fact]
    public void MUST_10_both_sides_may_open_at_once()
    {
        TcpScript script = TcpScript.Connecting();
        script.In("S", -1, null, options: TcpScript.Mss(1460));
        Frame reply = script.Peer.Expect().Verify();
        Assert.Equal(("SA", script.OurInitial), (reply.Flags, reply.Seq));
        script.In("SA", -1, 0, options: TcpScript.Mss(1460));
        Assert.Equal(TcpState.Established, script.Connection.State);
        script.Peer.Drain();
        script.In("PA", 0, 0, [1, 2, 3]);
        Assert.Equal([1, 2, 3], script.Read());
    }

    [Fact]
    public void Two_stacks_open_at_once()
    {
        var link = new Link(3);
        TcpConnection[] both = new TcpConnection[2];
        for (int i = 0; i < 2; i++)
        {
            EndPoint remote = new(InternetAddress.FromIPv4(i == 0 ? Link.SecondAddress : Link.FirstAddress), (ushort)(5001 - i));
            Assert.Equal(
                NetworkError.None,
                link.Stacks[i].Connect(
                    link.Owners[i],
                    remote,
                    (ushort)(5000 + i),
                    new MemoryRing(4096),
                    new MemoryRing(4096),
                    link.Now,
                    out TcpConnection? made));
            both[i] = made!;
        }

        Assert.True(link.Run(5 * Second, () => both.All(one => one.State == TcpState.Established)));
    }

    [Fact]
    public void Data_of_a_handshakes_last_segment_is_taken()
    {
        TcpScript script = TcpScript.HalfOpen();
        script.In("PA", 0, 0, [7, 8, 9]);
        _ = script.Listener!.Accept()!;
        Assert.Equal(3u, script.Receive.Produced);
    }

    [Fact]
    public void A_handshake_without_rings_waits_and_ends_when_there_are_some()
    {
        TcpScript script = TcpScript.Listening(pairs: 0);
        _ = script.Syn(TcpScript.Mss(1460));
        script.In("A", 0, 0);
        Assert.Null(script.Listener!.Accept());
        Assert.Equal(1, script.Stack.HalfOpenCount);
        Assert.Equal(NetworkError.None, script.Listener.Supply(script.Send, script.Receive));
        script.In("PA", 0, 0, [1]);
        Assert.NotNull(script.Listener.Accept());
    }

    // libslirp, QEMU's own host, forgets its sent data when another SYN-ACK arrives.
    [Fact]
    public void A_peer_that_sent_data_before_there_were_rings_gets_no_second_SYN_ACK()
    {
        TcpScript script = TcpScript.Listening(pairs: 0);
        _ = script.Syn(TcpScript.Mss(1460));
        script.In("A", 0, 0);
        script.In("PA", 0, 0, [1, 2, 3]);
        Assert.Null(script.Peer.Next(20 * Second));
        Assert.Equal(NetworkError.None, script.Listener!.Supply(script.Send, script.Receive));
        script.In("PA", 0, 0, [1, 2, 3]);
        Assert.NotNull(script.Listener.Accept());
        Assert.Equal(3u, script.Receive.Produced);
    }

    [Fact]
    public void A_peer_that_waits_for_the_first_word_is_asked_again()
    {
        TcpScript script = TcpScript.Listening(pairs: 0);
        _ = script.Syn(TcpScript.Mss(1460));
        script.In("A", 0, 0);
        Assert.Equal("SA", script.Peer.Expect(2 * Second).Flags);
        script.Peer.Run(64 * Second);
        Assert.Equal(0, script.Stack.HalfOpenCount);
    }

    [Fact]
    public void Two_connections_have_unrelated_first_numbers()
    {
        HashSet<uint> numbers = [];
        TcpScript script = TcpScript.Listening(2);
        for (ushort port = 2000; port < 2050; port++)
        {
            script.In("S", -1, null, port: port);
            _ = numbers.Add(script.Peer.Expect().Seq >> 8);
        }

        Assert.True(numbers.Count > 45);
    }

    [Fact]
    public void MUST_8_the_first_number_advances_with_the_clock()
    {
        TcpScript script = TcpScript.Listening(2);
        script.In("S", -1, null);
        uint first = script.Peer.Expect().Seq;
        script.In("R", 0, null);
        script.Peer.Run(4 * Second);
        script.In("S", -1, null);
        Assert.Equal(Second, script.Peer.Expect().Seq - first);
    }

    [Fact]
    public void Ports_of_connections_are_spread()
    {
        var peer = new Peer();
        HashSet<int> ports = [];
        for (uint host = 1; host <= 20; host++)
        {
            EndPoint remote = new(InternetAddress.FromIPv4(0x08080000 + host), 80);
            _ = peer.Stack.Connect(peer.Owner, remote, 0, new MemoryRing(256), new MemoryRing(256), peer.Now, out TcpConnection? made);
            Assert.InRange(made!.Local.Port, 49152, 65535);
            _ = ports.Add(made.Local.Port / 64);
        }

        Assert.True(ports.Count > 14);
    }

    [Fact]
    public void A_flood_of_SYNs_leaves_bounded_memory_and_cookies_let_a_client_in()
    {
        TcpScript script = TcpScript.Listening();
        var random = new Random(1);
        for (int i = 0; i < 10_000; i++)
        {
            uint source = 0x0A000000 + (uint)random.Next(10, 200);
            byte[] syn = Frames.Tcp((ushort)random.Next(1, 65536), 80, "S", (uint)random.Next(), 0, 1000, [], null, source);
            script.Peer.Inject(Frames.ToStack(6, syn, source));
        }

        Assert.InRange(script.Stack.HalfOpenCount, 1, script.Stack.Options.MostHalfOpen);
        script.Peer.Drain();
        FillHalfOpen(script);
        Frame cookie = script.Syn(TcpScript.Mss(1400));
        Assert.Null(cookie.Option(3));
        int before = script.Stack.HalfOpenCount;
        script.In("PA", 0, 0, [1, 2]);
        TcpConnection? connection = script.Listener!.Accept();
        Assert.NotNull(connection);
        Assert.Equal((1400, before), (connection.SegmentSize, script.Stack.HalfOpenCount));
        Assert.Equal(2u, script.Receive.Produced);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1 << 27)]
    [InlineData(-5)]
    public void A_guessed_cookie_is_refused(int difference)
    {
        TcpScript script = TcpScript.Listening();
        FillHalfOpen(script);
        _ = script.Syn(TcpScript.Mss(1400));
        script.In("A", 0, difference);
        Assert.Equal("R", script.Peer.Expect().Flags);
        Assert.Null(script.Listener!.Accept());
    }

    [Fact]
    public void An_old_cookie_is_refused()
    {
        TcpScript script = TcpScript.Listening();
        FillHalfOpen(script);
        _ = script.Syn(TcpScript.Mss(1400));
        script.Peer.Run(200 * Second);
        script.Peer.Drain();
        script.In("A", 0, 0);
        Assert.Equal("R", script.Peer.Expect().Flags);
    }

    [Fact]
    public void A_connection_to_a_host_that_is_not_there_fails()
    {
        var peer = new Peer { AnswersArp = false };
        EndPoint remote = new(InternetAddress.FromIPv4(0x0A000077), 80);
        Assert.Equal(
            NetworkError.None,
            peer.Stack.Connect(peer.Owner, remote, 0, new MemoryRing(256), new MemoryRing(256), peer.Now, out TcpConnection? connection));
        peer.Run(10 * Second);
        Assert.Equal(NetworkError.HostUnreachable, connection!.Error);
        Assert.True(connection.IsClosed);
    }

    [Theory]
    [InlineData(0x00000000u, 80)]
    [InlineData(0xFFFFFFFFu, 80)]
    [InlineData(0xE0000001u, 80)]
    [InlineData(0x0A000009u, 0)]
    public void MUST_46_and_57_addresses_that_no_peer_has_are_refused(uint address, int port)
    {
        var peer = new Peer();
        EndPoint remote = new(InternetAddress.FromIPv4(address), (ushort)port);
        NetworkError error = peer.Stack.Connect(peer.Owner, remote, 0, new MemoryRing(256), new MemoryRing(256), peer.Now, out _);
        Assert.NotEqual(NetworkError.None, error);
    }

    [Theory]
    [InlineData(0x0A0000FFu)]
    [InlineData(0xE0000001u)]
    [InlineData(0xFFFFFFFFu)]
    public void MUST_57_a_SYN_to_many_is_dropped(uint destination)
    {
        TcpScript script = TcpScript.Listening();
        byte[] tcp = Frames.Tcp(1, 80, "S", 1, 0, 1000, [], null, Peer.PeerAddress, destination);
        script.Peer.Inject(Frames.Ethernet(Peer.StackLink, Peer.PeerLink, 0x0800, Frames.IPv4(Peer.PeerAddress, destination, 6, tcp)));
        script.Peer.ExpectNothing();
    }

    [Fact]
    public void A_land_attack_is_dropped()
    {
        TcpScript script = TcpScript.Listening();
        byte[] tcp = Frames.Tcp(80, 80, "S", 1, 0, 1000, [], null, Peer.OurAddress);
        script.Peer.Inject(Frames.ToStack(6, tcp, Peer.OurAddress));
        script.Peer.ExpectNothing();
        Assert.Equal(0, script.Stack.HalfOpenCount);
    }

    private static void FillHalfOpen(TcpScript script)
    {
        for (ushort port = 20000; script.Stack.HalfOpenCount < script.Stack.Options.MostHalfOpen; port++)
        {
            script.In("S", 5, null, port: port);
        }

        script.Peer.Drain();
    }
}
