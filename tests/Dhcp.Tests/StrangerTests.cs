// Requests from clients that got nothing from this server: another server may be responsible for them. [RFC 2131 4.3.2]

using System;
using System.IO;
using System.Net;
using Xunit;

namespace RustKernel.Flash.Dhcp.Tests;

public sealed class StrangerTests
{
    private static readonly IPAddress s_other = IPAddress.Parse("192.168.7.254");
    private readonly DhcpFixture _fixture = new();

    [Theory]
    [InlineData("192.168.7.11")]
    [InlineData("192.168.7.99")]
    [InlineData("192.168.7.1")]
    [InlineData("10.0.0.5")]
    [InlineData("0.0.0.0")]
    public void A_client_without_a_record_gets_no_answer_whatever_it_wants_to_keep(string wanted)
    {
        IPAddress address = IPAddress.Parse(wanted);
        Assert.Null(_fixture.Ask(Reboot(1, address)));
        Assert.Null(_fixture.Ask(Renew(2, address)));
        Assert.Null(_fixture.Ask(Renew(3, address, broadcast: true)));
        Assert.Empty(_fixture.Leases.All);
        Assert.All(_fixture.Events, report => Assert.Equal(DhcpEventKind.Ignored, report.Kind));
        Assert.Contains($"wants to keep {wanted}, which it did not get from here", _fixture.Events[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stranger_is_reported_once_and_a_flood_of_them_is_not_remembered()
    {
        for (int i = 0; i < 5; i++)
        {
            _fixture.Ask(Reboot(1, IPAddress.Parse("192.168.7.11")));
        }

        Assert.Single(_fixture.Events);
        for (int i = 0; i < 2000; i++)
        {
            DhcpPacket packet = new() { Hardware = [2, 0, 0, 1, (byte)(i >> 8), (byte)i], ClientAddress = s_other };
            packet.Options[DhcpOption.MessageType] = [(byte)DhcpMessageType.Request];
            Assert.Null(_fixture.Ask(packet));
        }

        Assert.InRange(_fixture.Events.Count, 2, 300);
    }

    [Fact]
    public void A_client_with_a_record_is_answered_both_ways()
    {
        IPAddress own = _fixture.Lease(1)!;
        Assert.Equal(DhcpMessageType.Acknowledgment, _fixture.Ask(Reboot(1, own))!.Packet.Type);
        Assert.Equal(DhcpMessageType.Acknowledgment, _fixture.Ask(Renew(1, own))!.Packet.Type);
        foreach (string wrong in new[] { "192.168.7.12", "192.168.7.99", "10.0.0.5" })
        {
            Assert.Equal(DhcpMessageType.Refusal, _fixture.Ask(Reboot(1, IPAddress.Parse(wrong)))!.Packet.Type);
        }
    }

    [Fact]
    public void A_record_outlives_its_lease_and_the_server()
    {
        IPAddress own = _fixture.Lease(1)!;
        _fixture.Now += TimeSpan.FromDays(2);
        Assert.Equal(DhcpMessageType.Acknowledgment, _fixture.Ask(Reboot(1, own))!.Packet.Type);
        string path = Path.GetTempFileName();
        try
        {
            _fixture.Leases.Save(path);
            DhcpFixture restarted = new();
            restarted.Leases.Load(path);
            restarted.Now = _fixture.Now.AddDays(2);
            Assert.Equal(DhcpMessageType.Acknowledgment, restarted.Ask(Reboot(1, own))!.Packet.Type);
            Assert.Null(restarted.Ask(Reboot(2, own)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_client_that_took_another_servers_offer_is_a_stranger_again()
    {
        Assert.NotNull(_fixture.Ask(DhcpFixture.Message(DhcpMessageType.Discover, 1)));
        Assert.Null(_fixture.Ask(
            DhcpFixture.Message(
                DhcpMessageType.Request,
                1,
                (DhcpOption.ServerIdentifier, s_other.GetAddressBytes()),
                (DhcpOption.RequestedAddress, [192, 168, 7, 50]))));
        Assert.Null(_fixture.Ask(Reboot(1, IPAddress.Parse("192.168.7.50"))));
        Assert.Null(_fixture.Ask(Renew(1, IPAddress.Parse("192.168.7.50"))));
        // An offer that was never accepted is no record either.
        Assert.NotNull(_fixture.Ask(DhcpFixture.Message(DhcpMessageType.Discover, 2)));
        Assert.Null(_fixture.Ask(Renew(2, IPAddress.Parse("192.168.7.51"))));
    }

    [Fact]
    public void A_lease_that_was_given_up_for_another_servers_is_to_be_saved()
    {
        _fixture.Lease(1);
        DhcpPacket elsewhere = DhcpFixture.Message(
            DhcpMessageType.Request,
            1,
            (DhcpOption.ServerIdentifier, s_other.GetAddressBytes()),
            (DhcpOption.RequestedAddress, [192, 168, 7, 50]));
        Assert.True(_fixture.Server.Receive(elsewhere.Write(), DhcpServer.ServerPort, _fixture.Now));
        Assert.Null(_fixture.Ask(Renew(1, IPAddress.Parse("192.168.7.10"))));
    }

    [Fact]
    public void What_another_server_gave_does_not_come_back_to_this_one()
    {
        IPAddress own = _fixture.Lease(1)!;
        int events = _fixture.Events.Count;
        Give(DhcpMessageType.Release, 2, IPAddress.Parse("192.168.7.50"), s_other);
        Give(DhcpMessageType.Release, 2, own, DhcpFixture.Address);
        Give(DhcpMessageType.Release, 1, own, s_other);
        Give(DhcpMessageType.Release, 1, IPAddress.Parse("192.168.7.12"), DhcpFixture.Address);
        Assert.Null(_fixture.Ask(
            DhcpFixture.Message(
                DhcpMessageType.Decline,
                1,
                (DhcpOption.RequestedAddress, own.GetAddressBytes()),
                (DhcpOption.ServerIdentifier, s_other.GetAddressBytes()))));
        Assert.Equal(events, _fixture.Events.Count);
        Assert.Equal("02:00:00:00:00:01", _fixture.Leases.MacOf(own, _fixture.Now));
        Give(DhcpMessageType.Release, 1, own, DhcpFixture.Address);
        Assert.Null(_fixture.Leases.MacOf(own, _fixture.Now));
    }

    [Fact]
    public void Who_names_this_server_is_answered_without_a_record()
    {
        DhcpPacket chosen = DhcpFixture.Message(
            DhcpMessageType.Request,
            9,
            (DhcpOption.ServerIdentifier, DhcpFixture.Address.GetAddressBytes()),
            (DhcpOption.RequestedAddress, [192, 168, 7, 99]));
        Assert.Equal(DhcpMessageType.Refusal, _fixture.Ask(chosen)!.Packet.Type);
    }

    private void Give(DhcpMessageType type, byte client, IPAddress address, IPAddress server)
    {
        DhcpPacket packet = new() { Hardware = [2, 0, 0, 0, 0, client], ClientAddress = address };
        packet.Options[DhcpOption.MessageType] = [(byte)type];
        packet.Options[DhcpOption.ServerIdentifier] = server.GetAddressBytes();
        Assert.Null(_fixture.Ask(packet));
    }

    private static DhcpPacket Reboot(byte client, IPAddress wanted) =>
        DhcpFixture.Message(DhcpMessageType.Request, client, (DhcpOption.RequestedAddress, wanted.GetAddressBytes()));

    private static DhcpPacket Renew(byte client, IPAddress own, bool broadcast = false)
    {
        DhcpPacket packet = new() { Hardware = [2, 0, 0, 0, 0, client], ClientAddress = own, WantsBroadcast = broadcast };
        packet.Options[DhcpOption.MessageType] = [(byte)DhcpMessageType.Request];
        return packet;
    }
}
