// IPv4 and its fragments. [RFC 791, RFC 1122 3.2, RFC 815, RFC 5722]

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Services.Internet;
using Xunit;

namespace RustKernel.Network.Tests;

public sealed class IPv4Tests
{
    private const long Second = 1_000_000;
    private const ushort More = 0x2000;

    private readonly Peer _peer = new();

    [Theory]
    [InlineData(0, 0x55)]
    [InlineData(0, 0x44)]
    [InlineData(0, 0x4F)]
    [InlineData(2, 0xFF)]
    [InlineData(3, 19)]
    [InlineData(10, 0x01)]
    [InlineData(16, 99)]
    public void A_header_that_is_wrong_is_dropped(int offset, int value)
    {
        byte[] packet = Frames.IPv4(Peer.PeerAddress, Peer.OurAddress, 1, Frames.Echo(8, 1, 1, new byte[10]));
        packet[offset] = (byte)value;
        if (offset != 10)
        {
            packet[10] = packet[11] = 0;
            ushort sum = Frames.Checksum(0, packet.AsSpan(0, Math.Min((packet[0] & 15) * 4, packet.Length)));
            packet[10] = (byte)(sum >> 8);
            packet[11] = (byte)sum;
        }

        _peer.Inject(Frames.Ethernet(Peer.StackLink, Peer.PeerLink, 0x0800, packet));
        _peer.ExpectNothing();
    }

    [Fact]
    public void Every_cut_of_a_packet_is_dropped()
    {
        byte[] frame = Frames.ToStack(1, Frames.Echo(8, 1, 1, new byte[10]));
        for (int length = 0; length < frame.Length; length++)
        {
            _peer.Inject(frame[..length]);
        }

        _peer.ExpectNothing();
    }

    [Fact]
    public void Padding_after_the_packet_is_no_part_of_it()
    {
        byte[] frame = Frames.ToStack(1, Frames.Echo(8, 1, 1, [1, 2]));
        _peer.Inject([.. frame, .. new byte[16]]);
        Assert.Equal(10, _peer.Expect().Verify().Payload.Length);
    }

    [Theory]
    [InlineData("9404000083070408080808")]
    [InlineData("890704080808080000000000")]
    [InlineData("01010183070408080808")]
    public void Source_routes_are_dropped(string options)
    {
        byte[] bytes = Convert.FromHexString(options);
        Array.Resize(ref bytes, (bytes.Length + 3) & ~3);
        byte[] packet = Frames.IPv4(Peer.PeerAddress, Peer.OurAddress, 1, Frames.Echo(8, 1, 1, [1]), 7, 0, bytes);
        _peer.Inject(Frames.Ethernet(Peer.StackLink, Peer.PeerLink, 0x0800, packet));
        _peer.ExpectNothing();
    }

    [Theory]
    [InlineData("94040000")]
    [InlineData("01010101")]
    [InlineData("07070400000000000000")]
    [InlineData("44FF0000")]
    [InlineData("07000000")]
    public void Other_options_are_skipped(string options)
    {
        byte[] bytes = Convert.FromHexString(options);
        Array.Resize(ref bytes, (bytes.Length + 3) & ~3);
        byte[] packet = Frames.IPv4(Peer.PeerAddress, Peer.OurAddress, 1, Frames.Echo(8, 1, 1, [1]), 7, 0, bytes);
        _peer.Inject(Frames.Ethernet(Peer.StackLink, Peer.PeerLink, 0x0800, packet));
        _ = _peer.Expect().Verify();
    }

    [Theory]
    [InlineData(0x7F000001u)]
    [InlineData(0xE0000005u)]
    [InlineData(0xFFFFFFFFu)]
    [InlineData(0x0A0000FFu)]
    [InlineData(0x0A000002u)]
    [InlineData(0xF0000001u)]
    public void A_source_that_no_host_has_is_dropped(uint source)
    {
        _peer.Inject(Frames.ToStack(1, Frames.Echo(8, 1, 1, [1]), source));
        _peer.ExpectNothing();
    }

    [Fact]
    public void A_packet_for_one_in_a_frame_for_all_is_dropped()
    {
        byte[] packet = Frames.IPv4(Peer.PeerAddress, Peer.OurAddress, 1, Frames.Echo(8, 1, 1, [1]));
        _peer.Inject(Frames.Ethernet(LinkAddress.Broadcast, Peer.PeerLink, 0x0800, packet));
        _peer.ExpectNothing();
    }

    [Fact]
    public void A_frame_for_another_interface_is_dropped()
    {
        byte[] packet = Frames.IPv4(Peer.PeerAddress, Peer.OurAddress, 1, Frames.Echo(8, 1, 1, [1]));
        _peer.Inject(Frames.Ethernet(new LinkAddress(0x020000000055), Peer.PeerLink, 0x0800, packet));
        _peer.ExpectNothing();
    }

    [Fact]
    public void A_packet_to_another_network_goes_to_the_gateway()
    {
        Assert.Equal(NetworkError.None, _peer.Stack.SendEcho(InternetAddress.FromIPv4(8, 8, 8, 8), 1, 1, 8, _peer.Now));
        Frame sent = _peer.Expect().Verify();
        Assert.Equal((Peer.PeerLink, 0x08080808u), (sent.To, sent.Destination));
    }

    [Fact]
    public void Without_a_gateway_there_is_no_way()
    {
        _peer.Stack.Configure(new InterfaceConfiguration { Address = InternetAddress.FromIPv4(Peer.OurAddress) }, _peer.Now);
        Assert.Equal(NetworkError.NetworkUnreachable, _peer.Stack.SendEcho(InternetAddress.FromIPv4(8, 8, 8, 8), 1, 1, 8, _peer.Now));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Fragments_in_any_order_with_duplicates_make_one_datagram(int seed)
    {
        byte[] data = Enumerable.Range(0, 5000).Select(i => (byte)(i * 13)).ToArray();
        (MemoryRing ring, byte[] udp) = Datagram(data);
        List<byte[]> fragments = [.. Split(udp, 1480, 9)];
        var random = new Random(seed);
        foreach (byte[] fragment in fragments.SkipLast(1).Concat(fragments.SkipLast(1)).OrderBy(_ => random.Next()).Append(fragments[^1]))
        {
            _peer.Inject(fragment);
        }

        byte[] buffer = new byte[6000];
        Assert.Equal(5000, DatagramRing.TryRead(ring, out _, buffer));
        Assert.Equal(data, buffer[..5000]);
        Assert.Equal(1, _peer.Stack.Counts.Reassembled);
    }

    [Fact]
    public void The_largest_datagram_is_put_together()
    {
        byte[] data = new byte[65507];
        (MemoryRing ring, byte[] udp) = Datagram(data);
        foreach (byte[] fragment in Split(udp, 1480, 9))
        {
            _peer.Inject(fragment);
        }

        Assert.Equal(65507, DatagramRing.TryRead(ring, out _, data));
    }

    [Theory]
    [InlineData(0, 16, 8, 16)]
    [InlineData(8, 16, 0, 16)]
    [InlineData(0, 32, 8, 16)]
    [InlineData(16, 16, 8, 24)]
    public void Fragments_that_overlap_end_the_datagram(int first, int firstLength, int second, int secondLength)
    {
        _ = Datagram([]);
        _peer.Inject(Fragment(first, firstLength, More, 9));
        _peer.Inject(Fragment(second, secondLength, More, 9));
        bool isRepeat = second >= first && second + secondLength <= first + firstLength;
        Assert.Equal(isRepeat ? 0 : 1, _peer.Stack.Counts.ReassemblyFailures);
    }

    [Theory]
    [InlineData(65528, 16)]
    [InlineData(8, 7)]
    [InlineData(0, 0)]
    public void Fragments_that_cannot_be_end_the_datagram(int offset, int length)
    {
        _peer.Inject(Fragment(offset, length, More, 9));
        Assert.Equal(1, _peer.Stack.Counts.ReassemblyFailures);
    }

    [Fact]
    public void Two_last_fragments_that_disagree_end_the_datagram()
    {
        _peer.Inject(Fragment(80, 8, 0, 9));
        _peer.Inject(Fragment(160, 8, 0, 9));
        Assert.Equal(1, _peer.Stack.Counts.ReassemblyFailures);
    }

    [Fact]
    public void Fragments_too_late_are_reported_if_the_first_one_came()
    {
        _peer.Inject(Fragment(0, 64, More, 9));
        Frame error = _peer.Expect(60 * Second).Verify();
        Assert.Equal((11, 1), (error.Payload[0], error.Payload[1]));
        _peer.Inject(Fragment(64, 64, More, 10));
        _peer.ExpectNothing(60 * Second);
        Assert.Equal(2, _peer.Stack.Counts.ReassemblyFailures);
    }

    [Fact]
    public void A_flood_of_fragments_takes_bounded_memory_and_leaves_another_hosts_datagram_whole()
    {
        byte[] data = new byte[3000];
        (MemoryRing ring, byte[] udp) = Datagram(data);
        byte[][] fragments = [.. Split(udp, 1480, 9)];
        _peer.Inject(fragments[0]);
        for (ushort id = 100; id < 5000; id++)
        {
            byte[] packet = Frames.IPv4(0x0A000033, Peer.OurAddress, 17, new byte[800], id, More);
            _peer.Inject(Frames.Ethernet(Peer.StackLink, Peer.PeerLink, 0x0800, packet));
        }

        foreach (byte[] fragment in fragments.Skip(1))
        {
            _peer.Inject(fragment);
        }

        Assert.Equal(3000, DatagramRing.TryRead(ring, out _, data));
    }

    [Fact]
    public void A_TCP_segment_in_fragments_is_taken()
    {
        TcpScript script = TcpScript.Accepted();
        byte[] tcp = Frames.Tcp(
            TcpScript.PeerPort,
            80,
            "PA",
            TcpScript.PeerInitial + 1,
            script.OurInitial + 1,
            1000,
            TcpScript.Stream(0, 100));
        script.Peer.Inject(Frames.ToStack(6, tcp.AsSpan(0, 64), id: 5, fragment: More));
        script.Peer.Inject(Frames.ToStack(6, tcp.AsSpan(64), id: 5, fragment: 8));
        Assert.Equal(TcpScript.Stream(0, 100), script.Read());
    }

    private static byte[] Fragment(int offset, int length, ushort more, ushort id) =>
        Frames.ToStack(17, new byte[length], id: id, fragment: (ushort)(more | (offset / 8)));

    private static IEnumerable<byte[]> Split(byte[] payload, int size, ushort id)
    {
        for (int at = 0; at < payload.Length; at += size)
        {
            bool isLast = at + size >= payload.Length;
            yield return Frames.ToStack(
                17, payload.AsSpan(at, isLast ? payload.Length - at : size), id: id, fragment: (ushort)((isLast ? 0 : More) | (at / 8)));
        }
    }

    private (MemoryRing Ring, byte[] Udp) Datagram(byte[] data)
    {
        MemoryRing receive = new(1 << 17);
        Assert.Equal(NetworkError.None, _peer.Stack.OpenUdp(_peer.Owner, 2000, new MemoryRing(256), receive, out _));
        return (receive, Frames.Udp(Peer.PeerAddress, 1000, Peer.OurAddress, 2000, data));
    }
}
