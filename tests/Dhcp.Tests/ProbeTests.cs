// Addresses that others use, and servers run by others.

using System;
using System.Net;
using Xunit;

namespace RustKernel.Flash.Dhcp.Tests;

public sealed class ProbeTests
{
    private static readonly IPAddress s_first = IPAddress.Parse("192.168.7.10");
    private static readonly IPAddress s_second = IPAddress.Parse("192.168.7.11");
    private readonly DhcpFixture _fixture = new(DhcpFixture.Default with { ProbeTime = TimeSpan.FromMilliseconds(300) });

    [Fact]
    public void An_address_is_asked_for_before_it_is_offered()
    {
        Assert.Null(_fixture.Ask(DhcpFixture.Message(DhcpMessageType.Discover)));
        Assert.Equal([s_first], _fixture.Probed);
        Pass(299);
        Assert.Empty(_fixture.Sent);
        Assert.Null(_fixture.Ask(DhcpFixture.Message(DhcpMessageType.Discover)));
        Pass(1);
        Assert.Equal(s_first, Assert.Single(_fixture.Sent).Packet.YourAddress);
        Assert.Equal([s_first], _fixture.Probed);
        Pass(1000);
        Assert.Single(_fixture.Sent);
    }

    [Fact]
    public void An_address_that_answers_is_reported_and_the_next_one_offered()
    {
        _fixture.Ask(DhcpFixture.Message(DhcpMessageType.Discover));
        _fixture.Owners[s_first] = "02:aa:aa:aa:aa:aa";
        Pass(300);
        Assert.Empty(_fixture.Sent);
        Assert.Equal([s_first, s_second], _fixture.Probed);
        DhcpEvent conflict = Assert.Single(_fixture.Events);
        Assert.Equal(
            (DhcpEventKind.Conflict, "192.168.7.10 is used by 02:aa:aa:aa:aa:aa, which did not get it from here"),
            (conflict.Kind, conflict.Text));
        Pass(300);
        Assert.Equal(s_second, Assert.Single(_fixture.Sent).Packet.YourAddress);
    }

    [Fact]
    public void A_board_that_holds_its_address_is_not_kept_waiting()
    {
        _fixture.Leases.Assign("02:00:00:00:00:01", s_second, _fixture.Now.AddHours(1), bound: true);
        Assert.Equal(s_second, _fixture.Ask(DhcpFixture.Message(DhcpMessageType.Discover))!.Packet.YourAddress);
        Assert.Empty(_fixture.Probed);
    }

    [Fact]
    public void Looking_for_others_asks_as_a_board_and_reports_who_offers()
    {
        _fixture.Server.LookForOthers();
        SentMessage question = Assert.Single(_fixture.Sent);
        Assert.Equal(
            (DhcpMessageType.Discover, DhcpServer.ClientPort, DhcpServer.ServerPort),
            (question.Packet.Type, question.SourcePort, question.Destination.Port));
        Assert.False(_fixture.Server.Receive(question.Packet.Write(), DhcpServer.ServerPort, _fixture.Now));
        Assert.Single(_fixture.Sent);
        DhcpPacket offer = new() { IsReply = true, Hardware = question.Packet.Hardware, Transaction = question.Packet.Transaction };
        offer.Options[DhcpOption.MessageType] = [(byte)DhcpMessageType.Offer];
        offer.Options[DhcpOption.ServerIdentifier] = [192, 168, 7, 254];
        _fixture.Server.Receive(offer.Write(), DhcpServer.ClientPort, _fixture.Now);
        _fixture.Server.Receive(offer.Write(), DhcpServer.ClientPort, _fixture.Now);
        DhcpEvent report = Assert.Single(_fixture.Events);
        Assert.Equal(DhcpEventKind.ForeignServer, report.Kind);
        Assert.Contains(
            "another DHCP server, 192.168.7.254, is on this network; two servers that give addresses disturb each other: use --proxy",
            report.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_flood_of_boards_is_answered_without_remembering_all_of_them()
    {
        IPAddress last = IPAddress.Parse("192.168.9.250");
        DhcpFixture fixture = new(DhcpFixture.Default with { ProbeTime = TimeSpan.FromSeconds(1), Last = last });
        for (int i = 0; i < 1000; i++)
        {
            DhcpPacket packet = new() { Hardware = [2, 0, 0, 0, (byte)(i >> 8), (byte)i] };
            packet.Options[DhcpOption.MessageType] = [(byte)DhcpMessageType.Discover];
            fixture.Server.Receive(packet.Write(), DhcpServer.ServerPort, fixture.Now);
        }

        Assert.InRange(fixture.Probed.Count, 1, 256);
        Assert.True(fixture.Sent.Count > 0);
    }

    private void Pass(int milliseconds)
    {
        _fixture.Now += TimeSpan.FromMilliseconds(milliseconds);
        _fixture.Server.Tick(_fixture.Now);
    }
}
