// Requests of clients that this server never gave anything: another server may be responsible for them. [RFC 2131 4.3.2]

using System;
using System.IO;
using System.Net;
using Xunit;

namespace RustKernel.Flash.Dhcp.Tests;

public sealed class StrangerTests
{
    private static readonly IPAddress s_other = IPAddress.Parse("192.168.7.254");
    private readonly Bench _bench = new();

    [Theory]
    [InlineData("192.168.7.11")]
    [InlineData("192.168.7.99")]
    [InlineData("192.168.7.1")]
    [InlineData("10.0.0.5")]
    [InlineData("0.0.0.0")]
    public void A_client_without_a_record_gets_no_answer_whatever_it_wants_to_keep(string wanted)
    {
        IPAddress address = IPAddress.Parse(wanted);
        Assert.Null(_bench.Ask(Reboot(1, address)));
        Assert.Null(_bench.Ask(Renew(2, address)));
        Assert.Null(_bench.Ask(Renew(3, address, broadcast: true)));
        Assert.Empty(_bench.Leases.All);
        Assert.All(_bench.Events, report => Assert.Equal(DhcpEventKind.Ignored, report.Kind));
        Assert.Contains($"wants to keep {wanted}, which it did not get from here", _bench.Events[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stranger_is_reported_once_and_a_flood_of_them_is_not_remembered()
    {
        for (int i = 0; i < 5; i++)
        {
            _bench.Ask(Reboot(1, IPAddress.Parse("192.168.7.11")));
        }

        Assert.Single(_bench.Events);
        for (int i = 0; i < 2000; i++)
        {
            DhcpPacket packet = new() { Hardware = [2, 0, 0, 1, (byte)(i >> 8), (byte)i], ClientAddress = s_other };
            packet.Options[DhcpOption.MessageType] = [(byte)DhcpMessageType.Request];
            Assert.Null(_bench.Ask(packet));
        }

        Assert.InRange(_bench.Events.Count, 2, 300);
    }

    [Fact]
    public void A_client_with_a_record_is_answered_both_ways()
    {
        IPAddress own = _bench.Lease(1)!;
        Assert.Equal(DhcpMessageType.Acknowledgment, _bench.Ask(Reboot(1, own))!.Packet.Type);
        Assert.Equal(DhcpMessageType.Acknowledgment, _bench.Ask(Renew(1, own))!.Packet.Type);
        foreach (string wrong in new[] { "192.168.7.12", "192.168.7.99", "10.0.0.5" })
        {
            Assert.Equal(DhcpMessageType.Refusal, _bench.Ask(Reboot(1, IPAddress.Parse(wrong)))!.Packet.Type);
        }
    }

    [Fact]
    public void A_record_outlives_its_lease_and_the_server()
    {
        IPAddress own = _bench.Lease(1)!;
        _bench.Now += TimeSpan.FromDays(2);
        Assert.Equal(DhcpMessageType.Acknowledgment, _bench.Ask(Reboot(1, own))!.Packet.Type);
        string path = Path.GetTempFileName();
        try
        {
            _bench.Leases.Save(path);
            Bench restarted = new();
            restarted.Leases.Load(path);
            restarted.Now = _bench.Now.AddDays(2);
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
        Assert.NotNull(_bench.Ask(Bench.Message(DhcpMessageType.Discover, 1)));
        Assert.Null(_bench.Ask(
            Bench.Message(
                DhcpMessageType.Request,
                1,
                (DhcpOption.ServerIdentifier, s_other.GetAddressBytes()),
                (DhcpOption.RequestedAddress, [192, 168, 7, 50]))));
        Assert.Null(_bench.Ask(Reboot(1, IPAddress.Parse("192.168.7.50"))));
        Assert.Null(_bench.Ask(Renew(1, IPAddress.Parse("192.168.7.50"))));
        // An offer that was never taken is no record either.
        Assert.NotNull(_bench.Ask(Bench.Message(DhcpMessageType.Discover, 2)));
        Assert.Null(_bench.Ask(Renew(2, IPAddress.Parse("192.168.7.51"))));
    }

    [Fact]
    public void A_lease_that_was_given_up_for_another_servers_is_to_be_saved()
    {
        _bench.Lease(1);
        DhcpPacket elsewhere = Bench.Message(
            DhcpMessageType.Request,
            1,
            (DhcpOption.ServerIdentifier, s_other.GetAddressBytes()),
            (DhcpOption.RequestedAddress, [192, 168, 7, 50]));
        Assert.True(_bench.Server.Receive(elsewhere.Write(), DhcpServer.ServerPort, _bench.Now));
        Assert.Null(_bench.Ask(Renew(1, IPAddress.Parse("192.168.7.10"))));
    }

    [Fact]
    public void What_another_server_gave_does_not_come_back_to_this_one()
    {
        IPAddress own = _bench.Lease(1)!;
        int events = _bench.Events.Count;
        Give(DhcpMessageType.Release, 2, IPAddress.Parse("192.168.7.50"), s_other);
        Give(DhcpMessageType.Release, 2, own, Bench.Address);
        Give(DhcpMessageType.Release, 1, own, s_other);
        Give(DhcpMessageType.Release, 1, IPAddress.Parse("192.168.7.12"), Bench.Address);
        Assert.Null(_bench.Ask(
            Bench.Message(
                DhcpMessageType.Decline,
                1,
                (DhcpOption.RequestedAddress, own.GetAddressBytes()),
                (DhcpOption.ServerIdentifier, s_other.GetAddressBytes()))));
        Assert.Equal(events, _bench.Events.Count);
        Assert.Equal("02:00:00:00:00:01", _bench.Leases.MacOf(own, _bench.Now));
        Give(DhcpMessageType.Release, 1, own, Bench.Address);
        Assert.Null(_bench.Leases.MacOf(own, _bench.Now));
    }

    [Fact]
    public void Who_names_this_server_is_answered_without_a_record()
    {
        DhcpPacket chosen = Bench.Message(
            DhcpMessageType.Request,
            9,
            (DhcpOption.ServerIdentifier, Bench.Address.GetAddressBytes()),
            (DhcpOption.RequestedAddress, [192, 168, 7, 99]));
        Assert.Equal(DhcpMessageType.Refusal, _bench.Ask(chosen)!.Packet.Type);
    }

    private void Give(DhcpMessageType type, byte client, IPAddress address, IPAddress server)
    {
        DhcpPacket packet = new() { Hardware = [2, 0, 0, 0, 0, client], ClientAddress = address };
        packet.Options[DhcpOption.MessageType] = [(byte)type];
        packet.Options[DhcpOption.ServerIdentifier] = server.GetAddressBytes();
        Assert.Null(_bench.Ask(packet));
    }

    private static DhcpPacket Reboot(byte client, IPAddress wanted) =>
        Bench.Message(DhcpMessageType.Request, client, (DhcpOption.RequestedAddress, wanted.GetAddressBytes()));

    private static DhcpPacket Renew(byte client, IPAddress own, bool broadcast = false)
    {
        DhcpPacket packet = new() { Hardware = [2, 0, 0, 0, 0, client], ClientAddress = own, WantsBroadcast = broadcast };
        packet.Options[DhcpOption.MessageType] = [(byte)DhcpMessageType.Request];
        return packet;
    }
}
