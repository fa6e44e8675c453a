// ARP. [RFC 826, RFC 1122 2.3.2, RFC 5227]

using System.Linq;
using RustKernel.Services.Internet;
using Xunit;

namespace RustKernel.Network.Tests;

public sealed class ArpTests
{
    private const long Second = 1_000_000;
    private static readonly LinkAddress s_other = new(0x020000000009);

    [Fact]
    public void A_request_for_our_address_is_answered()
    {
        var peer = new Peer();
        peer.Inject(Frames.Arp(1, s_other, 0x0A000009, default, Peer.OurAddress, LinkAddress.Broadcast));
        Frame reply = peer.Expect();
        Assert.True(reply.IsArpReply);
        Assert.Equal((s_other, Peer.OurAddress, 0x0A000009u), (reply.To, reply.ArpSender, reply.ArpTarget));
        Assert.Equal(60, reply.Bytes.Length);
        Assert.All(reply.Bytes[42..], value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_request_for_another_address_is_not_answered_and_teaches_nothing()
    {
        var peer = new Peer();
        int before = peer.Stack.Neighbors.Count;
        peer.Inject(Frames.Arp(1, s_other, 0x0A000009, default, 0x0A000008, LinkAddress.Broadcast));
        peer.ExpectNothing();
        Assert.Equal(before, peer.Stack.Neighbors.Count);
    }

    [Fact]
    public void A_reply_that_no_one_asked_for_teaches_nothing()
    {
        var peer = new Peer();
        int before = peer.Stack.Neighbors.Count;
        peer.Inject(Frames.Arp(2, s_other, 0x0A000009, Peer.StackLink, Peer.OurAddress, Peer.StackLink));
        Assert.Equal(before, peer.Stack.Neighbors.Count);
    }

    [Fact]
    public void A_host_is_asked_once_a_second_three_times_and_then_left_alone()
    {
        var peer = new Peer { AnswersArp = false };
        _ = peer.Stack.SendEcho(InternetAddress.FromIPv4(0x0A000009), 1, 1, 8, peer.Now);
        long first = peer.Expect().Time;
        Assert.Equal(first + Second, peer.Expect(2 * Second).Time);
        Assert.Equal(first + (2 * Second), peer.Expect(2 * Second).Time);
        Assert.Equal(NetworkError.None, peer.Stack.SendEcho(InternetAddress.FromIPv4(0x0A000009), 1, 2, 8, peer.Now));
        peer.Run(2 * Second);
        Assert.Equal(NetworkError.HostUnreachable, peer.Stack.SendEcho(InternetAddress.FromIPv4(0x0A000009), 1, 3, 8, peer.Now));
        peer.ExpectNothing(20 * Second);
    }

    [Fact]
    public void Three_packets_wait_for_a_host_and_the_newest_are_kept()
    {
        var peer = new Peer { AnswersArp = false };
        for (ushort sequence = 1; sequence <= 5; sequence++)
        {
            _ = peer.Stack.SendEcho(InternetAddress.FromIPv4(0x0A000009), 1, sequence, 8, peer.Now);
        }

        Assert.True(peer.Expect().IsArpRequest);
        peer.ExpectNothing();
        peer.Inject(Frames.Arp(2, s_other, 0x0A000009, Peer.StackLink, Peer.OurAddress, Peer.StackLink));
        Assert.Equal([3, 4, 5], Enumerable.Range(0, 3).Select(_ => (int)peer.Expect().Verify().Payload[7]));
        peer.ExpectNothing();
    }

    [Fact]
    public void An_old_entry_is_asked_by_unicast_and_used_meanwhile()
    {
        var peer = new Peer { AnswersArp = false };
        peer.Run(70 * Second);
        peer.Drain();
        _ = peer.Stack.SendEcho(InternetAddress.FromIPv4(Peer.PeerAddress), 1, 1, 8, peer.Now);
        Frame[] sent = [peer.Expect(), peer.Expect()];
        Assert.Contains(sent, frame => frame.IsArpRequest && frame.To == Peer.PeerLink);
        Assert.Contains(sent, frame => frame.IsIcmp);
    }

    [Fact]
    public void A_flood_of_requests_leaves_a_bounded_table()
    {
        var peer = new Peer();
        for (uint host = 10; host < 250; host++)
        {
            for (uint again = 0; again < 4; again++)
            {
                peer.Inject(Frames.Arp(
                    1,
                    new LinkAddress(0x020000000000ul + host),
                    0x0A000000 + host,
                    default,
                    Peer.OurAddress,
                    LinkAddress.Broadcast));
            }
        }

        Assert.InRange(peer.Stack.Neighbors.Count, 1, peer.Stack.Options.MostNeighbors);
    }

    [Fact]
    public void A_new_address_is_announced_twice()
    {
        var peer = new Peer(isConfigured: false);
        peer.Stack.Configure(new InterfaceConfiguration { Address = InternetAddress.FromIPv4(Peer.OurAddress) }, peer.Now);
        Frame first = peer.Expect();
        Frame second = peer.Expect(3 * Second);
        Assert.Equal((Peer.OurAddress, Peer.OurAddress), (first.ArpSender, first.ArpTarget));
        Assert.Equal((Peer.OurAddress, Peer.OurAddress), (second.ArpSender, second.ArpTarget));
        Assert.Equal(2 * Second, second.Time - first.Time);
        peer.ExpectNothing(30 * Second);
    }

    [Fact]
    public void Conflicts_with_a_fixed_address_are_answered_once_in_ten_seconds_and_end_nothing()
    {
        var peer = new Peer();
        byte[] claim = Frames.Arp(2, s_other, Peer.OurAddress, default, Peer.OurAddress, LinkAddress.Broadcast);
        peer.Inject(claim);
        Assert.Equal(Peer.OurAddress, peer.Expect().ArpSender);
        Assert.NotNull(peer.Stack.Configuration);
        peer.Inject(claim);
        peer.ExpectNothing();
        Assert.NotNull(peer.Stack.Configuration);
        peer.Run(10 * Second);
        peer.Inject(claim);
        Assert.Equal(Peer.OurAddress, peer.Expect().ArpSender);
    }

    [Theory]
    [InlineData(14, 0)]
    [InlineData(16, 8)]
    [InlineData(18, 0)]
    [InlineData(19, 16)]
    [InlineData(21, 9)]
    public void A_malformed_packet_is_dropped(int offset, byte value)
    {
        var peer = new Peer();
        byte[] frame = Frames.Arp(1, s_other, 0x0A000009, default, Peer.OurAddress, LinkAddress.Broadcast);
        frame[offset] = value == frame[offset] ? (byte)(value + 1) : value;
        peer.Inject(frame);
        peer.ExpectNothing();
    }

    [Fact]
    public void A_cut_packet_is_dropped()
    {
        var peer = new Peer();
        byte[] frame = Frames.Arp(1, s_other, 0x0A000009, default, Peer.OurAddress, LinkAddress.Broadcast);
        for (int length = 0; length < frame.Length; length++)
        {
            peer.Inject(frame[..length]);
        }

        peer.ExpectNothing();
    }
}
