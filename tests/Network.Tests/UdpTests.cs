// UDP. [RFC 768, RFC 1122 4.1]

using System;
using System.Linq;
using RustKernel.Services.Internet;
using Xunit;

namespace RustKernel.Network.Tests;

public sealed class UdpTests
{
    private static readonly EndPoint s_peer = new(InternetAddress.FromIPv4(Peer.PeerAddress), 1000);

    private readonly Peer _peer = new();
    private readonly MemoryRing _send = new(4096);
    private readonly MemoryRing _receive = new(4096);

    [Fact]
    public void A_datagram_goes_out_whole_and_comes_in_whole()
    {
        UdpSocket socket = Open(2000);
        Assert.True(DatagramRing.TryWrite(_send, s_peer, [1, 2, 3]));
        socket.RingsChanged(_peer.Now);
        Frame sent = _peer.Expect().Verify();
        Assert.Equal((2000, 1000), (sent.SourcePort, sent.DestinationPort));
        Assert.Equal([1, 2, 3], sent.Data);
        _peer.Inject(Frames.ToStack(17, Frames.Udp(Peer.PeerAddress, 1000, Peer.OurAddress, 2000, [4, 5])));
        byte[] buffer = new byte[100];
        Assert.Equal(2, DatagramRing.TryRead(_receive, out EndPoint from, buffer));
        Assert.Equal(s_peer, from);
        Assert.Equal([4, 5], buffer[..2]);
        Assert.Equal(-1, DatagramRing.TryRead(_receive, out _, buffer));
        Assert.True((socket.TakeEvents() & SocketEvents.Readable) != 0);
    }

    [Fact]
    public void Two_stacks_echo()
    {
        var link = new Link(2, new LinkFaults { Duplicate = 500 });
        MemoryRing[] rings = Enumerable.Range(0, 4).Select(_ => new MemoryRing(8192)).ToArray();
        Assert.Equal(NetworkError.None, link.Stacks[0].OpenUdp(link.Owners[0], 0, rings[0], rings[1], out UdpSocket? client));
        Assert.Equal(NetworkError.None, link.Stacks[1].OpenUdp(link.Owners[1], 7, rings[2], rings[3], out UdpSocket? server));
        byte[] data = Enumerable.Range(0, 1472).Select(i => (byte)i).ToArray();
        Assert.True(DatagramRing.TryWrite(rings[0], new EndPoint(InternetAddress.FromIPv4(Link.SecondAddress), 7), data));
        client!.RingsChanged(link.Now);
        _ = link.Run(1_000_000);
        byte[] buffer = new byte[2000];
        Assert.Equal(data.Length, DatagramRing.TryRead(rings[3], out EndPoint from, buffer));
        Assert.True(DatagramRing.TryWrite(rings[2], from, buffer.AsSpan(0, data.Length)));
        server!.RingsChanged(link.Now);
        _ = link.Run(1_000_000);
        Assert.Equal(data.Length, DatagramRing.TryRead(rings[1], out _, buffer));
        Assert.Equal(data, buffer[..data.Length]);
    }

    // An MTU below IPv4's minimum, or above what the frames hold, is ignored.
    [Theory]
    [InlineData(1000, 1000)]
    [InlineData(575, 1500)]
    [InlineData(9000, 1500)]
    public void What_the_card_carries_bounds_what_is_sent(int card, int mtu)
    {
        _peer.Stack.SetCard(Peer.StackLink, false, card);
        Assert.Equal(NetworkError.MessageTooLong, _peer.Stack.SendEcho(s_peer.Address, 1, 1, mtu - 27, _peer.Now));
        Assert.Equal(NetworkError.None, _peer.Stack.SendEcho(s_peer.Address, 1, 1, mtu - 28, _peer.Now));
    }

    [Fact]
    public void A_wrong_checksum_is_dropped_and_none_is_taken()
    {
        _ = Open(2000);
        byte[] wrong = Frames.Udp(Peer.PeerAddress, 1000, Peer.OurAddress, 2000, [1]);
        wrong[8] ^= 1;
        _peer.Inject(Frames.ToStack(17, wrong));
        Assert.Equal(0u, _receive.Produced);
        byte[] none = Frames.Udp(Peer.PeerAddress, 1000, Peer.OurAddress, 2000, [1]);
        none[6] = none[7] = 0;
        _peer.Inject(Frames.ToStack(17, none));
        Assert.Equal(1, DatagramRing.TryRead(_receive, out _, new byte[10]));
    }

    [Fact]
    public void A_partial_checksum_that_the_device_marked_is_taken()
    {
        _ = Open(2000);
        byte[] udp = Frames.Udp(Peer.PeerAddress, 1000, Peer.OurAddress, 2000, [1]);
        udp[6] ^= 0x55;
        _peer.Inject(Frames.ToStack(17, udp), FrameMarks.ChecksumPartial);
        Assert.Equal(1, DatagramRing.TryRead(_receive, out _, new byte[10]));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(65535)]
    public void A_length_that_cannot_be_is_dropped(int length)
    {
        _ = Open(2000);
        byte[] udp = Frames.Udp(Peer.PeerAddress, 1000, Peer.OurAddress, 2000, [1]);
        udp[4] = (byte)(length >> 8);
        udp[5] = (byte)length;
        udp[6] = udp[7] = 0;
        _peer.Inject(Frames.ToStack(17, udp));
        Assert.Equal(0u, _receive.Produced);
    }

    [Fact]
    public void A_full_ring_drops_and_counts()
    {
        _ = Open(2000);
        byte[] datagram = Frames.ToStack(17, Frames.Udp(Peer.PeerAddress, 1000, Peer.OurAddress, 2000, new byte[1000]));
        for (int i = 0; i < 10; i++)
        {
            _peer.Inject(datagram);
        }

        Assert.Equal(6, _peer.Stack.Counts.DatagramsDropped);
        Assert.Equal(1000, DatagramRing.TryRead(_receive, out _, new byte[1000]));
        _peer.Inject(datagram);
        Assert.Equal(6, _peer.Stack.Counts.DatagramsDropped);
    }

    [Fact]
    public void A_connected_socket_hears_its_peer_alone_and_learns_of_a_closed_port()
    {
        UdpSocket socket = Open(2000);
        socket.Connect(s_peer);
        _peer.Inject(Frames.ToStack(17, Frames.Udp(Peer.PeerAddress, 1001, Peer.OurAddress, 2000, [1])));
        Assert.True(_peer.Expect().IsIcmp);
        Assert.True(DatagramRing.TryWrite(_send, default, [1]));
        socket.RingsChanged(_peer.Now);
        Frame sent = _peer.Expect();
        _peer.Inject(Frames.ToStack(1, Frames.IcmpError(3, 3, sent.Bytes.AsSpan(14))));
        Assert.Equal(NetworkError.ConnectionRefused, socket.Error);
        Assert.False(socket.IsClosed);
    }

    [Fact]
    public void A_datagram_that_is_too_long_or_goes_nowhere_fails_and_the_next_goes()
    {
        UdpSocket socket = Open(2000);
        Assert.True(DatagramRing.TryWrite(_send, s_peer, new byte[1473]));
        Assert.True(DatagramRing.TryWrite(_send, new EndPoint(InternetAddress.None, 5), [1]));
        Assert.True(DatagramRing.TryWrite(_send, s_peer, [9]));
        socket.RingsChanged(_peer.Now);
        Assert.Equal([9], _peer.Expect().Data);
        Assert.Equal(NetworkError.NetworkUnreachable, socket.Error);
    }

    [Theory]
    [InlineData(5000u)]
    [InlineData(8u)]
    [InlineData(uint.MaxValue)]
    public void An_owner_that_writes_nonsense_positions_loses_the_socket(uint produced)
    {
        UdpSocket socket = Open(2000);
        _send.Produced = produced;
        socket.RingsChanged(_peer.Now);
        _peer.ExpectNothing();
        Assert.True(socket.IsClosed);
        Assert.Equal(NetworkError.InvalidArgument, socket.Error);
    }

    [Fact]
    public void An_owner_that_lies_about_what_it_read_gets_nothing_more()
    {
        _ = Open(2000);
        _receive.Consumed = 12345;
        _peer.Inject(Frames.ToStack(17, Frames.Udp(Peer.PeerAddress, 1000, Peer.OurAddress, 2000, [1])));
        Assert.Equal(1, _peer.Stack.Counts.DatagramsDropped);
    }

    [Fact]
    public void Quotas_and_ports_are_kept()
    {
        SocketOwner owner = _peer.Stack.AddOwner(new OwnerLimits(1));
        Assert.Equal(NetworkError.None, _peer.Stack.OpenUdp(owner, 5, _send, _receive, out UdpSocket? socket));
        Assert.Equal(NetworkError.QuotaExceeded, _peer.Stack.OpenUdp(owner, 6, _send, _receive, out _));
        Assert.Equal(NetworkError.AddressInUse, _peer.Stack.OpenUdp(_peer.Owner, 5, _send, _receive, out _));
        socket!.Close(_peer.Now);
        Assert.Equal(NetworkError.None, _peer.Stack.OpenUdp(owner, 5, _send, _receive, out _));
        _peer.Stack.RemoveOwner(owner, _peer.Now);
        Assert.Equal(0, owner.Count);
        Assert.Equal(NetworkError.None, _peer.Stack.OpenUdp(_peer.Owner, 5, _send, _receive, out _));
    }

    private UdpSocket Open(ushort port)
    {
        Assert.Equal(NetworkError.None, _peer.Stack.OpenUdp(_peer.Owner, port, _send, _receive, out UdpSocket? socket));
        return socket!;
    }
}
