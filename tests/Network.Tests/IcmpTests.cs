// ICMP. [RFC 792, RFC 1122 3.2.2]

using System;
using System.Linq;
using RustKernel.Services.Internet;
using Xunit;

namespace RustKernel.Network.Tests;

public sealed class IcmpTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(56)]
    [InlineData(1472)]
    public void An_echo_is_answered_with_its_data(int length)
    {
        var peer = new Peer();
        byte[] data = Enumerable.Range(0, length).Select(i => (byte)(i * 7)).ToArray();
        peer.Inject(Frames.ToStack(1, Frames.Echo(8, 0x1234, 9, data)));
        Frame reply = peer.Expect().Verify();
        Assert.Equal((Peer.OurAddress, Peer.PeerAddress), (reply.Source, reply.Destination));
        Assert.Equal(Frames.Echo(0, 0x1234, 9, data), reply.Payload.ToArray());
    }

    [Fact]
    public void Our_echo_reaches_another_stack_and_its_reply_comes_back()
    {
        var link = new Link(1);
        (InternetAddress From, ushort Id, ushort Sequence, int Length) got = default;
        link.Stacks[0].EchoReplied = (from, id, sequence, length) => got = (from, id, sequence, length);
        Assert.Equal(NetworkError.None, link.Stacks[0].SendEcho(InternetAddress.FromIPv4(Link.SecondAddress), 7, 3, 100, link.Now));
        _ = link.Run(1_000_000);
        Assert.Equal((InternetAddress.FromIPv4(Link.SecondAddress), (ushort)7, (ushort)3, 100), got);
    }

    [Fact]
    public void Our_own_address_and_loopback_answer()
    {
        var peer = new Peer();
        int replies = 0;
        peer.Stack.EchoReplied = (_, _, _, _) => replies++;
        _ = peer.Stack.SendEcho(InternetAddress.FromIPv4(Peer.OurAddress), 1, 1, 8, peer.Now);
        peer.ExpectNothing();
        Assert.Equal(1, replies);
    }

    [Fact]
    public void An_echo_with_a_wrong_checksum_is_dropped()
    {
        var peer = new Peer();
        byte[] echo = Frames.Echo(8, 1, 1, [1, 2, 3]);
        echo[2] ^= 1;
        peer.Inject(Frames.ToStack(1, echo));
        peer.ExpectNothing();
    }

    [Theory]
    [InlineData(0x0A0000FFu)]
    [InlineData(0xFFFFFFFFu)]
    [InlineData(0xE0000001u)]
    public void An_echo_to_many_is_not_answered(uint destination)
    {
        var peer = new Peer();
        byte[] packet = Frames.IPv4(Peer.PeerAddress, destination, 1, Frames.Echo(8, 1, 1, [1]));
        peer.Inject(Frames.Ethernet(LinkAddress.Broadcast, Peer.PeerLink, 0x0800, packet));
        peer.ExpectNothing();
    }

    [Fact]
    public void A_closed_port_is_reported_with_the_header_and_eight_bytes()
    {
        var peer = new Peer();
        byte[] udp = Frames.Udp(Peer.PeerAddress, 1000, Peer.OurAddress, 2000, [1, 2, 3, 4]);
        byte[] frame = Frames.ToStack(17, udp);
        peer.Inject(frame);
        Frame error = peer.Expect().Verify();
        Assert.Equal((3, 3), (error.Payload[0], error.Payload[1]));
        Assert.Equal(frame[14..42], error.Payload[8..].ToArray());
    }

    [Fact]
    public void An_unknown_protocol_is_reported()
    {
        var peer = new Peer();
        peer.Inject(Frames.ToStack(99, [1, 2, 3, 4, 5, 6, 7, 8]));
        Frame error = peer.Expect().Verify();
        Assert.Equal((3, 2), (error.Payload[0], error.Payload[1]));
    }

    [Fact]
    public void An_error_is_never_answered_with_an_error()
    {
        var peer = new Peer();
        byte[] quoted = Frames.IPv4(Peer.OurAddress, Peer.PeerAddress, 17, Frames.Udp(Peer.OurAddress, 1, Peer.PeerAddress, 2, [1]));
        peer.Inject(Frames.ToStack(1, Frames.IcmpError(3, 3, quoted)));
        peer.ExpectNothing();
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(11, false)]
    [InlineData(5, false)]
    [InlineData(8, true)]
    public void Fragments_of_an_error_that_come_too_late_are_not_answered(int type, bool isAnswered)
    {
        var peer = new Peer();
        peer.Inject(Frames.ToStack(1, Frames.Echo((byte)type, 1, 1, new byte[56]), fragment: 0x2000));
        Frame? answer = peer.Next(60_000_000);
        Assert.Equal(isAnswered, answer is not null);
    }

    [Fact]
    public void A_datagram_to_all_is_never_answered_with_an_error()
    {
        var peer = new Peer();
        byte[] udp = Frames.Udp(Peer.PeerAddress, 1000, 0xFFFFFFFF, 2000, [1]);
        byte[] packet = Frames.IPv4(Peer.PeerAddress, 0xFFFFFFFF, 17, udp);
        peer.Inject(Frames.Ethernet(LinkAddress.Broadcast, Peer.PeerLink, 0x0800, packet));
        peer.ExpectNothing();
    }

    [Fact]
    public void Errors_have_a_rate()
    {
        var peer = new Peer();
        peer.Run(1_000_000 - (peer.Now % 1_000_000));
        int errors = 0;
        for (int i = 0; i < 1000; i++)
        {
            peer.Inject(Frames.ToStack(17, Frames.Udp(Peer.PeerAddress, 1000, Peer.OurAddress, 2000, [1])));
            errors += peer.Next(0) is null ? 0 : 1;
        }

        Assert.Equal(100, errors);
        peer.Run(1_000_000);
        peer.Inject(Frames.ToStack(17, Frames.Udp(Peer.PeerAddress, 1000, Peer.OurAddress, 2000, [1])));
        Assert.True(peer.Expect().IsIcmp);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_cut_message_is_dropped(int length)
    {
        var peer = new Peer();
        peer.Inject(Frames.ToStack(1, Frames.Echo(8, 1, 1, []).AsSpan(0, length)));
        peer.ExpectNothing();
    }
}
