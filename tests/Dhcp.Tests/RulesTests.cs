// Rules of RFC 2131, 2132, 3046 and 3396 that clients and relays in the field require of a server.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using Xunit;

namespace RustKernel.Flash.Dhcp.Tests;

public sealed class RulesTests
{
    private static readonly IPAddress s_relay = IPAddress.Parse("10.2.0.1");
    private static readonly IPAddress s_far = IPAddress.Parse("10.2.0.50");
    private static readonly DhcpPolicy s_twoNetworks = DhcpFixture.Default with
    {
        Relays = new Dictionary<IPAddress, DhcpPool>
        {
            [s_relay] = new DhcpPool { First = s_far, Last = IPAddress.Parse("10.2.0.51"), Router = s_relay },
        },
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_got_its_address_through_a_relay_renews_it_past_the_relay(bool broadcast)
    {
        DhcpFixture fixture = new(s_twoNetworks);
        Lease(fixture);
        SentMessage kept = fixture.Ask(Keep(s_far, broadcast))!;
        Assert.Equal(DhcpMessageType.Acknowledgment, kept.Packet.Type);
        Assert.Equal(new IPEndPoint(s_far, 68), kept.Destination);
        // It is not on this cable.
        Assert.Null(kept.Hardware);
        Assert.Equal((s_relay, s_far), (kept.Packet.AddressOption(DhcpOption.Router), kept.Packet.YourAddress));
        Assert.Equal(IPAddress.Parse("10.2.0.255"), kept.Packet.AddressOption(DhcpOption.BroadcastAddress));
    }

    [Fact]
    public void Who_got_its_address_through_a_relay_gives_it_back_past_the_relay()
    {
        DhcpFixture fixture = new(s_twoNetworks);
        Lease(fixture);
        Assert.Null(fixture.Ask(From(DhcpMessageType.Release, s_far)));
        Assert.Null(fixture.Leases.MacOf(s_far, fixture.Now));
    }

    [Fact]
    public void Rebinding_through_the_relay_is_granted_and_goes_back_the_same_way()
    {
        DhcpFixture fixture = new(s_twoNetworks);
        Lease(fixture);
        DhcpPacket packet = new() { Hardware = [2, 0, 0, 0, 0, 1], ClientAddress = s_far, Relay = s_relay };
        packet.Options[DhcpOption.MessageType] = [(byte)DhcpMessageType.Request];
        SentMessage kept = fixture.Ask(packet)!;
        Assert.Equal((DhcpMessageType.Acknowledgment, new IPEndPoint(s_relay, 67)), (kept.Packet.Type, kept.Destination));
    }

    [Fact]
    public void Without_relays_an_address_of_another_network_is_not_kept()
    {
        DhcpFixture fixture = new(s_twoNetworks with { ServesRelays = false });
        fixture.Lease(1);
        Assert.Equal(DhcpMessageType.Refusal, fixture.Ask(Keep(s_far, broadcast: false))!.Packet.Type);
    }

    [Fact]
    public void Who_renews_is_answered_at_its_own_address_whatever_it_asks_for_beside()
    {
        DhcpFixture fixture = new();
        IPAddress own = fixture.Lease(1)!;
        foreach (bool broadcast in new[] { false, true })
        {
            DhcpPacket packet = Keep(own, broadcast);
            packet.Options[DhcpOption.RequestedAddress] = [192, 168, 7, 99];
            SentMessage kept = fixture.Ask(packet)!;
            Assert.Equal(
                (DhcpMessageType.Acknowledgment, own, new IPEndPoint(own, 68)),
                (kept.Packet.Type, kept.Packet.YourAddress, kept.Destination));
            Assert.Null(kept.Hardware);
        }
    }

    [Fact]
    public void A_request_for_nothing_gets_no_answer()
    {
        DhcpFixture fixture = new();
        fixture.Lease(1);
        Assert.Null(fixture.Ask(DhcpFixture.Message(DhcpMessageType.Request)));
        Assert.NotNull(fixture.Leases.MacOf(IPAddress.Parse("192.168.7.10"), fixture.Now));
    }

    [Theory]
    [InlineData("192.168.7.77", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("172.16.0.5", false)]
    public void Information_is_of_the_network_that_the_client_is_in(string client, bool isAnswered)
    {
        DhcpFixture fixture = new(s_twoNetworks);
        SentMessage? answer = fixture.Ask(From(DhcpMessageType.Inform, IPAddress.Parse(client)));
        Assert.Equal(isAnswered, answer is not null);
        Assert.Empty(fixture.Leases.All);
    }

    [Fact]
    public void Information_for_the_far_network_names_its_router()
    {
        DhcpFixture fixture = new(s_twoNetworks);
        DhcpPacket answer = fixture.Ask(From(DhcpMessageType.Inform, IPAddress.Parse("10.2.0.77")))!.Packet;
        Assert.Equal(s_relay, answer.AddressOption(DhcpOption.Router));
        Assert.Equal(IPAddress.Any, answer.YourAddress);
    }

    [Theory]
    // The same twice, a contradiction, in two halves, with padding between, without an end.
    [InlineData("350103 350103 3204c0a8070a ff")]
    [InlineData("350103 3204c0a8070a 350101 3204c0a80763 ff")]
    [InlineData("350103 3202c0a8 0000 3202070a ff")]
    [InlineData("000000 350103 00 3204c0a8070a 00")]
    [InlineData("350103 3204c0a8070a")]
    // The last option claims to be longer than the message.
    [InlineData("350103 3204c0a8070a 3cff41")]
    [InlineData("350103 3204c0a8070a 3c")]
    public void Options_doubled_split_or_unended_are_understood(string options)
    {
        DhcpFixture fixture = new();
        fixture.Lease(1);
        DhcpPacket read = DhcpPacket.Parse(With(options))!;
        Assert.Equal(
            (DhcpMessageType.Request, IPAddress.Parse("192.168.7.10")),
            (read.Type, read.AddressOption(DhcpOption.RequestedAddress)));
        fixture.Sent.Clear();
        fixture.Server.Receive(With(options), DhcpServer.ServerPort, fixture.Now);
        Assert.Equal(DhcpMessageType.Acknowledgment, Assert.Single(fixture.Sent).Packet.Type);
    }

    [Theory]
    // The kind in the file field, the address in the server name's; also when the fields have no end.
    [InlineData("340103 ff", "350103 ff", "3204c0a8070a ff")]
    [InlineData("340103 340101 ff", "350103", "3204c0a8070a")]
    // Half of the address here, half there: options, file, server name, in this order. [RFC 3396 5]
    [InlineData("350103 3202c0a8 340103 ff", "320107 ff", "32010a ff")]
    // An overload within an overloaded field means nothing.
    [InlineData("350103 3204c0a8070a 340101 ff", "340103 ff", "320463636363 ff")]
    public void Options_lie_where_the_overload_option_says(string options, string file, string name)
    {
        byte[] message = With(options);
        Hex(file).CopyTo(message, 108);
        Hex(name).CopyTo(message, 44);
        DhcpPacket read = DhcpPacket.Parse(message)!;
        Assert.Equal(
            (DhcpMessageType.Request, IPAddress.Parse("192.168.7.10")),
            (read.Type, read.AddressOption(DhcpOption.RequestedAddress)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("52 06 01 02 03 04 05")] // longer than it claims to be
    [InlineData("52 04 01 02 03 04 52 02 05 06")]
    public void A_relays_option_comes_back_byte_for_byte_or_not_at_all(string option)
    {
        DhcpFixture fixture = new(s_twoNetworks);
        byte[] message = With("350101" + option);
        s_relay.GetAddressBytes().CopyTo(message, 24);
        fixture.Server.Receive(message, DhcpServer.ServerPort, fixture.Now);
        DhcpPacket offer = Assert.Single(fixture.Sent).Packet;
        Assert.Equal(s_far, offer.YourAddress);
        byte[] returned = offer.Options.GetValueOrDefault(DhcpOption.RelayInformation) ?? [];
        Assert.Equal(option.Contains("52 02", StringComparison.Ordinal) ? [1, 2, 3, 4, 5, 6] : [], returned);
        Assert.True(returned.Length == 0 || offer.Options.Keys.Last() == DhcpOption.RelayInformation);
    }

    [Fact]
    public void Two_boards_that_ask_at_once_get_two_addresses_also_while_the_network_is_asked()
    {
        DhcpFixture fixture = new(DhcpFixture.Default with { ProbeTime = TimeSpan.FromMilliseconds(300) });
        fixture.Ask(DhcpFixture.Message(DhcpMessageType.Discover, 1));
        fixture.Ask(DhcpFixture.Message(DhcpMessageType.Discover, 2));
        for (int i = 0; i < 4; i++)
        {
            fixture.Now += TimeSpan.FromMilliseconds(300);
            fixture.Server.Tick(fixture.Now);
        }

        Assert.Equal(2, fixture.Sent.Select(sent => sent.Packet.YourAddress).Distinct().Count());
        Assert.Equal(2, fixture.Sent.Select(sent => sent.Packet.Mac).Distinct().Count());
    }

    [Theory]
    [InlineData(2, 1, 6)] // a reply
    [InlineData(1, 6, 6)] // not Ethernet
    [InlineData(1, 1, 16)]
    [InlineData(3, 1, 6)]
    public void What_is_no_request_over_Ethernet_is_not_answered(byte operation, byte kind, byte length)
    {
        DhcpFixture fixture = new();
        byte[] message = With("350101 ff");
        (message[0], message[1], message[2]) = (operation, kind, length);
        Assert.False(fixture.Server.Receive(message, DhcpServer.ServerPort, fixture.Now));
        Assert.Empty(fixture.Sent);
    }

    [Theory]
    [InlineData("ff")]
    [InlineData("350100 ff")]
    [InlineData("350102 ff")]
    [InlineData("350105 ff")]
    [InlineData("350106 ff")]
    [InlineData("350109 ff")]
    [InlineData("3500 ff")]
    [InlineData("35020101 ff")]
    public void Plain_BOOTP_and_kinds_that_clients_do_not_send_get_no_answer(string options)
    {
        DhcpFixture fixture = new();
        fixture.Server.Receive(With(options), DhcpServer.ServerPort, fixture.Now);
        Assert.Empty(fixture.Sent);
    }

    private static void Lease(DhcpFixture fixture)
    {
        DhcpPacket packet = new() { Hardware = [2, 0, 0, 0, 0, 1], Relay = s_relay };
        packet.Options[DhcpOption.MessageType] = [(byte)DhcpMessageType.Request];
        packet.Options[DhcpOption.RequestedAddress] = s_far.GetAddressBytes();
        packet.Options[DhcpOption.ServerIdentifier] = DhcpFixture.Address.GetAddressBytes();
        Assert.Equal(DhcpMessageType.Acknowledgment, fixture.Ask(packet)!.Packet.Type);
    }

    private static DhcpPacket Keep(IPAddress own, bool broadcast)
    {
        DhcpPacket packet = new() { Hardware = [2, 0, 0, 0, 0, 1], ClientAddress = own, WantsBroadcast = broadcast };
        packet.Options[DhcpOption.MessageType] = [(byte)DhcpMessageType.Request];
        return packet;
    }

    private static DhcpPacket From(DhcpMessageType type, IPAddress client)
    {
        DhcpPacket packet = new() { Hardware = [2, 0, 0, 0, 0, 1], ClientAddress = client };
        packet.Options[DhcpOption.MessageType] = [(byte)type];
        return packet;
    }

    /// <summary>A request of board 1 with exactly these bytes for options.</summary>
    private static byte[] With(string options)
        => [.. new DhcpPacket { Transaction = 7, Hardware = [2, 0, 0, 0, 0, 1] }.Write().AsSpan(0, 240), .. Hex(options)];

    private static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));
}
