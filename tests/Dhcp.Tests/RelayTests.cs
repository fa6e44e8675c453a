// Boards at the other end of a relay, and an answer's data about the network.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using Xunit;

namespace RustKernel.Flash.Dhcp.Tests;

public sealed class RelayTests
{
    private static readonly IPAddress s_near = IPAddress.Parse("192.168.7.200");
    private static readonly IPAddress s_far = IPAddress.Parse("10.2.0.1");

    // A circuit and a remote identifier, as a switch writes them.
    private static readonly byte[] s_information = [1, 4, 0, 1, 0, 7, 2, 6, 0xde, 0xad, 0xbe, 0xef, 0, 1];
    private static readonly DhcpPool s_farPool = new()
    {
        First = IPAddress.Parse("10.2.0.50"),
        Last = IPAddress.Parse("10.2.0.51"),
        SubnetMask = IPAddress.Parse("255.255.0.0"),
        Router = s_far
    };

    [Fact]
    public void A_relay_of_the_servers_own_network_is_answered_and_gets_its_option_back_last()
    {
        DhcpFixture fixture = new();
        SentMessage offer = fixture.Ask(Relayed(DhcpMessageType.Discover, s_near))!;
        Assert.Equal(new IPEndPoint(s_near, 67), offer.Destination);
        Assert.Equal((s_near, IPAddress.Parse("192.168.7.10")), (offer.Packet.Relay, offer.Packet.YourAddress));
        Assert.Equal(DhcpOption.RelayInformation, offer.Packet.Options.Last().Key);
        Assert.Equal(s_information, offer.Packet.Options.Last().Value);
    }

    [Fact]
    public void A_refusal_returns_the_option_too()
    {
        DhcpFixture fixture = new();
        fixture.Lease(1);
        SentMessage refusal = fixture.Ask(Relayed(DhcpMessageType.Request, s_near, (DhcpOption.RequestedAddress, [10, 9, 9, 9])))!;
        Assert.Equal(DhcpMessageType.Refusal, refusal.Packet.Type);
        Assert.Equal(s_information, refusal.Packet.Options[DhcpOption.RelayInformation]);
        Assert.True(refusal.Packet.WantsBroadcast);
    }

    [Fact]
    public void A_relay_of_another_network_is_not_answered_and_reported_once()
    {
        DhcpFixture fixture = new();
        for (byte client = 1; client < 4; client++)
        {
            Assert.Null(fixture.Ask(Relayed(DhcpMessageType.Discover, s_far)));
            Assert.Null(fixture.Ask(Relayed(DhcpMessageType.Inform, s_far)));
        }

        DhcpEvent report = Assert.Single(fixture.Events);
        Assert.Equal(
            (DhcpEventKind.Ignored, "asks through the relay 10.2.0.1: there are no addresses for its network"),
            (report.Kind, report.Text));
    }

    [Fact]
    public void A_relay_with_addresses_of_its_own_gets_these_and_no_others()
    {
        DhcpFixture fixture = new(DhcpFixture.Default with
        {
            Relays = new Dictionary<IPAddress, DhcpPool> { [s_far] = s_farPool },
            ProbeTime = TimeSpan.FromSeconds(1)
        });
        fixture.Owners[IPAddress.Parse("10.2.0.50")] = "02:99:99:99:99:99";
        DhcpPacket offer = fixture.Ask(Relayed(DhcpMessageType.Discover, s_far))!.Packet;
        Assert.Equal(IPAddress.Parse("10.2.0.50"), offer.YourAddress);
        Assert.Equal(
            (s_farPool.SubnetMask, s_far, IPAddress.Parse("10.2.255.255")),
            (offer.AddressOption(
                DhcpOption.SubnetMask), offer.AddressOption(DhcpOption.Router), offer.AddressOption(DhcpOption.BroadcastAddress)));
        Assert.Empty(fixture.Probed);
        SentMessage given =
            fixture.Ask(Relayed(
                DhcpMessageType.Request,
                s_far,
                (DhcpOption.RequestedAddress, [10, 2, 0, 50]),
                (DhcpOption.ServerIdentifier, DhcpFixture.Address.GetAddressBytes())))!;
        Assert.Equal(DhcpMessageType.Acknowledgment, given.Packet.Type);
        Assert.Equal("02:00:00:00:00:01", fixture.Leases.MacOf(IPAddress.Parse("10.2.0.50"), fixture.Now));

        // The board moves to the server's own network, where its old address is wrong.
        Assert.Equal(
            DhcpMessageType.Refusal,
            fixture.Ask(DhcpFixture.Message(DhcpMessageType.Request, 1, (DhcpOption.RequestedAddress, [10, 2, 0, 50])))!.Packet.Type);
        fixture.Ask(DhcpFixture.Message(DhcpMessageType.Discover));
        Assert.Equal([IPAddress.Parse("192.168.7.10")], fixture.Probed);
    }

    [Theory]
    [InlineData(DhcpMode.Full)]
    [InlineData(DhcpMode.Proxy)]
    public void Relays_can_be_left_alone(DhcpMode mode)
    {
        DhcpFixture fixture = new(DhcpFixture.Default with
        {
            ServesRelays = false,
            Mode = mode,
            Relays = new Dictionary<IPAddress, DhcpPool> { [s_far] = s_farPool }
        });
        foreach (IPAddress relay in new[] { s_near, s_far })
        {
            Assert.Null(fixture.Ask(Relayed(DhcpMessageType.Discover, relay, (DhcpOption.VendorClass, "PXEClient"u8.ToArray()))));
        }

        Assert.Equal(2, fixture.Events.Count(report => report.Text.Contains("relays are not answered", StringComparison.Ordinal)));
    }

    [Fact]
    public void As_proxy_a_relays_option_comes_back()
    {
        DhcpFixture fixture = new(DhcpFixture.Default with { Mode = DhcpMode.Proxy });
        SentMessage offer = fixture.Ask(Relayed(DhcpMessageType.Discover, s_near, (DhcpOption.VendorClass, "PXEClient"u8.ToArray())))!;
        Assert.Equal(new IPEndPoint(s_near, 67), offer.Destination);
        Assert.Equal(s_information, offer.Packet.Options[DhcpOption.RelayInformation]);
    }

    [Fact]
    public void Without_a_relay_no_option_of_one_is_made_up()
        => Assert.DoesNotContain(
            DhcpOption.RelayInformation,
            new DhcpFixture().Ask(DhcpFixture.Message(DhcpMessageType.Discover))!.Packet.Options.Keys);

    [Fact]
    public void Offers_and_acknowledgments_say_router_broadcast_address_and_times()
    {
        DhcpFixture fixture = new(DhcpFixture.Default with { Router = DhcpFixture.Address, LeaseTime = TimeSpan.FromSeconds(1000) });
        DhcpPacket offer = fixture.Ask(DhcpFixture.Message(DhcpMessageType.Discover))!.Packet;
        fixture.Lease(1);
        foreach (DhcpPacket packet in new[] { offer, fixture.Sent[^1].Packet })
        {
            Assert.Equal(
                (DhcpFixture.Address, IPAddress.Parse("192.168.7.255")),
                (packet.AddressOption(DhcpOption.Router), packet.AddressOption(DhcpOption.BroadcastAddress)));
            Assert.Equal(
                (1000u, 500u, 875u),
                (Number(packet, DhcpOption.LeaseTime), Number(packet, DhcpOption.RenewalTime), Number(packet, DhcpOption.RebindingTime)));
        }
    }

    [Fact]
    public void Information_alone_has_a_router_and_no_times()
    {
        DhcpFixture fixture = new(DhcpFixture.Default with { Router = DhcpFixture.Address });
        DhcpPacket inform = new() { Hardware = [2, 0, 0, 0, 0, 1], ClientAddress = s_near };
        inform.Options[DhcpOption.MessageType] = [(byte)DhcpMessageType.Inform];
        DhcpPacket answer = fixture.Ask(inform)!.Packet;
        Assert.Equal(DhcpFixture.Address, answer.AddressOption(DhcpOption.Router));
        Assert.DoesNotContain(
            answer.Options.Keys,
            code => code is DhcpOption.LeaseTime or DhcpOption.RenewalTime or DhcpOption.RebindingTime);
    }

    [Fact]
    public void Without_a_router_none_is_named()
        => Assert.DoesNotContain(
            DhcpOption.Router,
            new DhcpFixture().Ask(DhcpFixture.Message(DhcpMessageType.Discover))!.Packet.Options.Keys);

    [Theory]
    [InlineData("88a29e")]
    [InlineData("b827eb")]
    [InlineData("dca632")]
    [InlineData("e45f01")]
    [InlineData("d83add")]
    [InlineData("2ccf67")]
    [InlineData("28cdc1")]
    public void A_pi_with_an_identifier_of_its_own_is_known_by_its_Ethernet_address(string vendor)
    {
        DhcpPacket packet = new() { Hardware = [.. Convert.FromHexString(vendor), 1, 2, 3] };
        packet.Options[DhcpOption.MessageType] = [(byte)DhcpMessageType.Discover];
        packet.Options[DhcpOption.VendorClass] = "PXEClient:Arch:00000:UNDI:002001"u8.ToArray();
        packet.Options[DhcpOption.ClientMachine] = [0, .. "LAB7"u8, .. new byte[8], 0xef, 0xfd, 0xfe, 0x9f];
        DhcpFixture fixture = new();
        Assert.Equal(32, fixture.Ask(packet)!.Packet.Options[DhcpOption.VendorSpecific].Length);
        Assert.Equal("Raspberry Pi, serial 9ffefdef", fixture.Events[0].Board);
    }

    private static uint Number(DhcpPacket packet, byte code) => BinaryPrimitives.ReadUInt32BigEndian(packet.Options[code]);

    private static DhcpPacket Relayed(DhcpMessageType type, IPAddress relay, params (byte Code, byte[] Value)[] options)
    {
        // The option comes first here, and must come last in the answer.
        DhcpPacket packet = new() { Hardware = [2, 0, 0, 0, 0, 1], Relay = relay };
        packet.Options[DhcpOption.RelayInformation] = s_information;
        packet.Options[DhcpOption.MessageType] = [(byte)type];
        foreach ((byte code, byte[] value) in options)
        {
            packet.Options[code] = value;
        }

        return packet;
    }
}
