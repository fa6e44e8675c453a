// The DHCP client with a server of the test's own. [RFC 2131, RFC 2132, RFC 3927, RFC 5227]

using System;
using System.Buffers.Binary;
using System.Linq;
using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Dhcp;
using RustKernel.Services.Internet.Tcp;
using Xunit;

namespace RustKernel.Network.Tests;

public sealed class DhcpTests
{
    private const long Second = 1_000_000;
    private const uint Lease = 0x0A000042;

    private readonly Peer _peer = new(isConfigured: false) { AnswersArp = false };

    [Fact]
    public void A_lease_is_asked_for_probed_and_announced()
    {
        Bind();
        InterfaceConfiguration configuration = _peer.Stack.Configuration!;
        Assert.Equal((InternetAddress.FromIPv4(Lease), 24), (configuration.Address, configuration.PrefixLength));
        Assert.Equal(InternetAddress.FromIPv4(Peer.PeerAddress), configuration.Gateway);
        Assert.Equal([InternetAddress.FromIPv4(0x0A000003)], configuration.NameServers);
        Assert.Equal(("lab.test", 1300), (configuration.Domain, configuration.Mtu));
        Assert.Equal(NetworkError.MessageTooLong, _peer.Stack.SendEcho(configuration.Gateway, 1, 1, 1273, _peer.Now));
        Assert.Equal(NetworkError.None, _peer.Stack.SendEcho(configuration.Gateway, 1, 1, 1272, _peer.Now));
        Assert.Equal(DhcpState.Bound, _peer.Stack.Dhcp!.State);
    }

    [Fact]
    public void A_discover_says_who_asks_and_for_what()
    {
        _peer.Stack.StartDhcp("rk-board", null, _peer.Now);
        Frame frame = _peer.Expect().Verify();
        byte[] message = frame.Data;
        Assert.Equal((68, 67, 0u, uint.MaxValue), (frame.SourcePort, frame.DestinationPort, frame.Source, frame.Destination));
        Assert.Equal(LinkAddress.Broadcast, frame.To);
        Assert.Equal([1], Option(message, 53)!);
        Assert.Equal("rk-board"u8.ToArray(), Option(message, 12)!);
        Assert.Equal(7, Option(message, 61)!.Length);
        Assert.Contains((byte)6, Option(message, 55)!);
        Assert.Equal(Peer.StackLink, LinkAddress.Read(message.AsSpan(28)));
    }

    [Fact]
    public void Without_an_answer_it_asks_after_4_8_16_32_64_seconds_a_second_more_or_less()
    {
        _peer.Stack.StartDhcp("", null, _peer.Now);
        long last = ExpectDhcp(0).Time;
        foreach (int wait in new[] { 4, 8, 16, 32, 64, 64 })
        {
            long time = ExpectDhcp(70 * Second).Time;
            Assert.InRange(time - last, (wait - 1) * Second, (wait + 1) * Second);
            last = time;
        }
    }

    [Fact]
    public void Without_a_server_the_interface_gets_a_link_local_address_and_a_lease_takes_its_place()
    {
        _peer.Stack.StartDhcp("", null, _peer.Now);
        _peer.Run(60 * Second);
        InternetAddress local = _peer.Stack.Configuration!.Address;
        Assert.True(local.IsLinkLocal);
        Assert.Equal(16, _peer.Stack.Configuration.PrefixLength);
        Assert.InRange(local.IPv4 & 0xFFFF, 256u, 65279u);
        _peer.Drain();
        Serve(ExpectDhcp(100 * Second));
        Serve(ExpectDhcp(0));
        _peer.Run(10 * Second);
        Assert.Equal(Lease, _peer.Stack.Configuration!.Address.IPv4);
    }

    [Fact]
    public void A_link_local_address_that_another_host_has_is_changed()
    {
        _peer.Stack.StartDhcp("", null, _peer.Now);
        Frame probe;
        do
        {
            probe = _peer.Expect(60 * Second);
        }
        while (!probe.IsArpRequest);
        Assert.Equal(0u, probe.ArpSender);
        _peer.Inject(Frames.Arp(2, new LinkAddress(0x020000000077), probe.ArpTarget, Peer.StackLink, 0, LinkAddress.Broadcast));
        _peer.Run(20 * Second);
        Assert.True(_peer.Stack.Configuration!.Address.IsLinkLocal);
        Assert.NotEqual(probe.ArpTarget, _peer.Stack.Configuration.Address.IPv4);
    }

    [Fact]
    public void An_address_that_another_host_has_is_declined_and_it_begins_again_after_ten_seconds()
    {
        _peer.Stack.StartDhcp("", null, _peer.Now);
        Serve(ExpectDhcp(0));
        Serve(ExpectDhcp(0));
        Frame probe = _peer.Expect(2 * Second);
        Assert.Equal((0u, Lease), (probe.ArpSender, probe.ArpTarget));
        long now = _peer.Now;
        _peer.Inject(Frames.Arp(2, new LinkAddress(0x020000000077), Lease, Peer.StackLink, 0, LinkAddress.Broadcast));
        byte[] decline = ExpectDhcp(0).Data;
        Assert.Equal([4], Option(decline, 53)!);
        Assert.Equal(Lease, BinaryPrimitives.ReadUInt32BigEndian(Option(decline, 50)));
        Frame next = ExpectDhcp(20 * Second);
        Assert.Equal([1], Option(next.Data, 53)!);
        Assert.InRange(next.Time - now, 10 * Second, 11 * Second);
        Assert.Null(_peer.Stack.Configuration);
    }

    [Fact]
    public void A_lease_is_renewed_at_its_server_at_half_time()
    {
        Bind();
        _peer.AnswersArp = true;
        Frame request = ExpectDhcp(2000 * Second);
        Assert.InRange(request.Time, 1795 * Second, 1810 * Second);
        Assert.Equal((Lease, Peer.PeerAddress), (request.Source, request.Destination));
        Assert.Equal(Lease, BinaryPrimitives.ReadUInt32BigEndian(request.Data.AsSpan(12)));
        Assert.Null(Option(request.Data, 50));
        Assert.Null(Option(request.Data, 54));
        Serve(request);
        Assert.Equal(DhcpState.Bound, _peer.Stack.Dhcp!.State);
        Assert.InRange(ExpectDhcp(2000 * Second).Time - request.Time, 1795 * Second, 1810 * Second);
    }

    [Fact]
    public void A_lease_that_its_server_does_not_renew_is_asked_of_all_and_ends()
    {
        Bind();
        _peer.AnswersArp = true;
        long begun = _peer.Now;
        Frame request = ExpectDhcp(2000 * Second);
        while (request.To != LinkAddress.Broadcast)
        {
            request = ExpectDhcp(2000 * Second);
        }

        Assert.InRange(request.Time - begun, 3140 * Second, 3160 * Second);
        Assert.NotNull(_peer.Stack.Configuration);
        _peer.Run(470 * Second);
        Assert.Null(_peer.Stack.Configuration);
        Assert.Equal(DhcpState.Selecting, _peer.Stack.Dhcp!.State);
    }

    [Fact]
    public void After_a_restart_the_last_address_is_asked_for_first()
    {
        DhcpLease last = new(InternetAddress.FromIPv4(Lease), InternetAddress.FromIPv4(Peer.PeerAddress));
        _peer.Stack.StartDhcp("", last, _peer.Now);
        Frame request = ExpectDhcp(0);
        Assert.Equal([3], Option(request.Data, 53)!);
        Assert.Equal(Lease, BinaryPrimitives.ReadUInt32BigEndian(Option(request.Data, 50)));
        Assert.Null(Option(request.Data, 54));
        Serve(request);
        _peer.Run(10 * Second);
        Assert.Equal(Lease, _peer.Stack.Configuration!.Address.IPv4);
        Assert.Equal(last, _peer.Stack.Dhcp!.Lease);
    }

    [Fact]
    public void A_refusal_begins_again()
    {
        DhcpLease last = new(InternetAddress.FromIPv4(Lease), InternetAddress.FromIPv4(Peer.PeerAddress));
        _peer.Stack.StartDhcp("", last, _peer.Now);
        Inject(ExpectDhcp(0), 6);
        Assert.Equal([1], Option(ExpectDhcp(0).Data, 53)!);
    }

    [Fact]
    public void A_link_that_comes_back_is_asked_whether_the_address_is_still_good()
    {
        Bind();
        _peer.Stack.LinkRestarted(_peer.Now);
        Frame request = ExpectDhcp(Second);
        Assert.Equal(DhcpState.Rebooting, _peer.Stack.Dhcp!.State);
        Assert.Equal(Lease, _peer.Stack.Configuration!.Address.IPv4);
        Serve(request);
        Assert.Equal(DhcpState.Bound, _peer.Stack.Dhcp.State);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(4, 0xFF)]
    [InlineData(28, 0x55)]
    [InlineData(236, 0)]
    [InlineData(241, 0xFF)]
    public void A_message_that_is_malformed_or_anothers_is_ignored(int offset, int value)
    {
        _peer.Stack.StartDhcp("", null, _peer.Now);
        byte[] offer = Message(ExpectDhcp(0).Data, 2);
        offer[offset] = (byte)value;
        Inject(offer);
        Assert.Equal(DhcpState.Selecting, _peer.Stack.Dhcp!.State);
    }

    [Theory]
    [InlineData(0x00000000u)]
    [InlineData(0x7F000001u)]
    [InlineData(0xE0000001u)]
    [InlineData(0xFFFFFFFFu)]
    public void An_offer_of_an_address_that_no_host_has_is_ignored(uint address)
    {
        _peer.Stack.StartDhcp("", null, _peer.Now);
        byte[] offer = Message(ExpectDhcp(0).Data, 2);
        BinaryPrimitives.WriteUInt32BigEndian(offer.AsSpan(16), address);
        Inject(offer);
        Assert.Equal(DhcpState.Selecting, _peer.Stack.Dhcp!.State);
    }

    [Fact]
    public void A_link_that_comes_back_while_the_server_is_down_keeps_its_lease()
    {
        Bind();
        _peer.Stack.LinkRestarted(_peer.Now);
        _peer.Run(60 * Second);
        Assert.Equal(DhcpState.Bound, _peer.Stack.Dhcp!.State);
        Assert.Equal(InternetAddress.FromIPv4(Lease), _peer.Stack.Configuration!.Address);
        _peer.Run(1800 * Second);
        Assert.Equal(DhcpState.Renewing, _peer.Stack.Dhcp.State);
        _peer.Run(1800 * Second);
        Assert.NotEqual(InternetAddress.FromIPv4(Lease), _peer.Stack.Configuration?.Address ?? InternetAddress.None);
    }

    [Fact]
    public void A_second_conflict_ends_a_lease_that_is_being_asked_for_again()
    {
        Bind();
        _peer.Stack.LinkRestarted(_peer.Now);
        Assert.Equal(DhcpState.Rebooting, _peer.Stack.Dhcp!.State);
        byte[] claim = Frames.Arp(2, new LinkAddress(0x020000000009), Lease, default, Lease, LinkAddress.Broadcast);
        _peer.Inject(claim);
        Assert.Equal(DhcpState.Rebooting, _peer.Stack.Dhcp.State);
        _peer.Drain();
        _peer.Inject(claim);
        Assert.Equal((DhcpState.Waiting, null), (_peer.Stack.Dhcp.State, _peer.Stack.Configuration));
        byte[] decline = ExpectDhcp(0).Data;
        Assert.Equal([4], Option(decline, 53)!);
        Assert.Equal([0x0A, 0, 0, 0x42], Option(decline, 50)!);
        Assert.NotNull(Option(decline, 54));
    }

    [Fact]
    public void A_second_conflict_ends_a_lease_that_no_connection_uses_and_spares_one_in_use()
    {
        Bind();
        byte[] claim = Frames.Arp(2, new LinkAddress(0x020000000009), Lease, default, Lease, LinkAddress.Broadcast);
        EndPoint remote = new(InternetAddress.FromIPv4(Peer.PeerAddress), 80);
        NetworkError error = _peer.Stack.Connect(
            _peer.Owner, remote, 0, new MemoryRing(4096), new MemoryRing(4096), _peer.Now, out TcpConnection? connection);
        Assert.Equal(NetworkError.None, error);
        _peer.Inject(claim);
        _peer.Inject(claim);
        Assert.Equal((DhcpState.Bound, false), (_peer.Stack.Dhcp!.State, connection!.IsClosed));
        connection.Abort(_peer.Now);
        _peer.Inject(claim);
        Assert.Equal(DhcpState.Waiting, _peer.Stack.Dhcp.State);
    }

    [Fact]
    public void The_acknowledgment_of_a_server_that_was_not_asked_is_no_lease()
    {
        _peer.Stack.StartDhcp("", null, _peer.Now);
        Serve(ExpectDhcp(0));
        byte[] forged = Message(ExpectDhcp(0).Data, 5);
        forged[240 + 5 + 3] = 9;
        Inject(forged);
        Assert.Equal(DhcpState.Requesting, _peer.Stack.Dhcp!.State);
    }

    [Fact]
    public void A_DECLINE_goes_to_everyone_while_renewing_too()
    {
        Bind();
        _peer.AnswersArp = true;
        _ = ExpectDhcp(1900 * Second);
        _peer.AnswersArp = false;
        Assert.Equal(DhcpState.Renewing, _peer.Stack.Dhcp!.State);
        byte[] claim = Frames.Arp(2, new LinkAddress(0x020000000009), Lease, default, Lease, LinkAddress.Broadcast);
        _peer.Inject(claim);
        _peer.Inject(claim);
        Frame decline = ExpectDhcp(0);
        Assert.Equal([4], Option(decline.Data, 53)!);
        Assert.Equal((uint.MaxValue, LinkAddress.Broadcast), (decline.Destination, decline.To));
    }

    [Fact]
    public void An_address_by_hand_stops_the_probing_of_another_one()
    {
        _peer.Stack.StartDhcp("", null, _peer.Now);
        Serve(ExpectDhcp(0));
        Serve(ExpectDhcp(0));
        Assert.Equal(DhcpState.Probing, _peer.Stack.Dhcp!.State);
        _peer.Stack.StopDhcp();
        _peer.Drain();
        _peer.Run(20 * Second);
        Assert.Null(_peer.Next(0));
        Assert.Null(_peer.Stack.Configuration);
    }

    private static byte[]? Option(byte[] message, byte code)
    {
        for (int at = 240; at < message.Length && message[at] != 255; at += message[at] == 0 ? 1 : 2 + message[at + 1])
        {
            if (message[at] == code)
            {
                return message[(at + 2)..(at + 2 + message[at + 1])];
            }
        }

        return null;
    }

    // The server's answer to the client's message: an offer to a discover, an acknowledgment to a request.
    private static byte[] Message(byte[] asked, byte type)
    {
        byte[] message = [.. asked.Take(240)];
        message[0] = 2;
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(16), Lease);
        byte[] options =
        [
            53, 1, type, 54, 4, 10, 0, 0, 1, 51, 4, 0, 0, 0x0E, 0x10, 1, 4, 255, 255, 255, 0, 3, 4, 10, 0, 0, 1, 6, 4, 10, 0, 0, 3,
            15, 8, .. "lab.test"u8, 26, 2, 5, 0x14, 255,
        ];
        return [.. message, .. options];
    }

    private void Bind()
    {
        _peer.Stack.StartDhcp("", null, _peer.Now);
        Serve(ExpectDhcp(0));
        byte[] request = ExpectDhcp(0).Data;
        Assert.Equal([3], Option(request, 53)!);
        Assert.Equal([10, 0, 0, 1], Option(request, 54)!);
        Inject(Message(request, 5));
        for (int probe = 0; probe < 3; probe++)
        {
            Frame frame = _peer.Expect(3 * Second);
            Assert.Equal((true, 0u, Lease), (frame.IsArpRequest, frame.ArpSender, frame.ArpTarget));
            Assert.Null(_peer.Stack.Configuration);
        }

        Frame announcement = _peer.Expect(3 * Second);
        Assert.Equal((Lease, Lease), (announcement.ArpSender, announcement.ArpTarget));
        Assert.Equal(Lease, _peer.Expect(3 * Second).ArpSender);
        _peer.Know(Peer.PeerAddress, Peer.PeerLink);
        _peer.Drain();
    }

    private Frame ExpectDhcp(long within)
    {
        long end = _peer.Now + within;
        while (true)
        {
            Frame frame = _peer.Expect(end - _peer.Now);
            if (frame.IsUdp && frame.DestinationPort == 67)
            {
                return frame.Verify();
            }
        }
    }

    private void Serve(Frame asked) => Inject(asked, Option(asked.Data, 53)![0] == 1 ? (byte)2 : (byte)5);

    private void Inject(Frame asked, byte type) => Inject(Message(asked.Data, type));

    private void Inject(byte[] message)
    {
        byte[] udp = Frames.Udp(Peer.PeerAddress, 67, Lease, 68, message);
        _peer.Inject(Frames.Ethernet(Peer.StackLink, Peer.PeerLink, 0x0800, Frames.IPv4(Peer.PeerAddress, Lease, 17, udp)));
    }
}
