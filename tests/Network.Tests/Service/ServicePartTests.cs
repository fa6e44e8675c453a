// Smaller parts of the service net.

using System;
using System.Collections.Generic;
using RustKernel.Services;
using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Dhcp;
using RustKernel.Services.Network;
using RustKernel.Services.Storage;
using Xunit;

namespace RustKernel.Network.Tests.Service;

public sealed class ServicePartTests
{
    private static readonly InternetAddress s_address = InternetAddress.FromIPv4(10, 0, 2, 15);
    private static readonly InternetAddress s_gateway = InternetAddress.FromIPv4(10, 0, 2, 2);

    [Fact]
    public void A_configuration_with_its_lease_is_found_again()
    {
        KeptInterface kept = new(new MappedMemory(KeptSockets.Header));
        Assert.Null(kept.Read(out DhcpHold? held));
        Assert.Null(held);
        DhcpHold lease = new(new DhcpLease(s_address, s_gateway), 1, 2, long.MaxValue);
        InterfaceConfiguration configuration = new()
        {
            Address = s_address,
            PrefixLength = 20,
            Gateway = s_gateway,
            NameServers = [s_gateway, s_address],
            Domain = "lab.test",
            Mtu = 1400,
        };
        kept.Write(configuration, lease);
        InterfaceConfiguration? read = kept.Read(out held);
        Assert.Equal(lease, held);
        Assert.Equal(
            (s_address, 20, s_gateway, "lab.test", 1400), (read!.Address, read.PrefixLength, read.Gateway, read.Domain, read.Mtu));
        Assert.Equal([s_gateway, s_address], read.NameServers);
        kept.Write(new InterfaceConfiguration { Address = s_address }, null);
        Assert.Equal(s_address, kept.Read(out held)!.Address);
        Assert.Null(held);
        kept.Write(null, null);
        Assert.Null(kept.Read(out _));
    }

    [Fact]
    public void A_successor_has_the_address_before_its_card_is_open_and_what_clients_wrote_goes_when_it_is()
    {
        Desk first = new();
        KeptInterface kept = new(first.Kept);
        EndPoint far = new(s_gateway, 53);
        InterfaceConfiguration configuration = new() { Address = s_address, PrefixLength = 24, Gateway = s_gateway };
        kept.Write(configuration, new DhcpHold(new DhcpLease(s_address, s_gateway), 1L << 40, 1L << 41, 1L << 42));
        first.Stack.Configure(configuration, first.Now);
        Client client = new(first.Sockets, 1);
        Assert.Equal(ErrorCode.None, first.Sockets.OpenUdp(client.Session, 0, default, out _, out _));
        Assert.True(DatagramRing.TryWrite(client.Block(0).SendRing, far, [1, 2, 3]));

        Desk next = first.Succeed();
        Assert.True(new KeptInterface(first.Kept).TryResume(next.Stack, "rk", next.Now));
        Assert.Equal(DhcpState.Bound, next.Stack.Dhcp!.State);
        _ = client.Attach(next.Sockets);
        next.Sockets.Recover([], next.Now);
        next.Run();
        Assert.False(client.Has(0, SocketEvents.Failed), $"{client.Block(0).Error}");

        // The card has appeared.
        LinkAddress link = new(0x525400123456);
        next.Stack.SetCard(link, false, 1500);
        next.Stack.Announce(next.Now);
        byte[] frame = new byte[1514];
        Assert.Equal(60, next.Stack.Transmit(frame, next.Now).Length);
        Assert.Equal((link, s_address), (LinkAddress.Read(frame.AsSpan(6)), InternetAddress.FromIPv4(
            System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(28)))));
        LinkAddress router = new(0x020000000007);
        next.Stack.Receive(Frames.Arp(2, router, s_gateway.IPv4, link, s_address.IPv4, link), FrameMarks.None, next.Now);
        Frame sent = new(frame, next.Now, next.Stack.Transmit(frame, next.Now));
        Assert.Equal((router, (ushort)53), (sent.To, sent.DestinationPort));
        Assert.Equal([1, 2, 3], sent.Data[..3]);
        Assert.False(new KeptInterface(new MappedMemory(KeptSockets.Header)).TryResume(next.Stack, "rk", next.Now));
    }

    [Fact]
    public void A_lease_that_ended_before_the_card_came_and_a_link_local_address_are_not_kept()
    {
        Desk first = new();
        KeptInterface kept = new(first.Kept);
        InterfaceConfiguration configuration = new() { Address = s_address, PrefixLength = 24, Gateway = s_gateway };
        first.Stack.Configure(configuration, first.Now);
        Assert.True(KeptInterface.IsToBeKept(first.Stack));
        kept.Write(configuration, new DhcpHold(new DhcpLease(s_address, s_gateway), Minutes(1), Minutes(2), Minutes(3)));

        Desk next = first.Succeed();
        Assert.True(new KeptInterface(first.Kept).TryResume(next.Stack, "rk", next.Now));
        Assert.True(KeptInterface.IsToBeKept(next.Stack));
        next.Stack.SetCard(new LinkAddress(0x525400123456), false, 1500);
        next.Run(Minutes(4) - next.Now);
        Assert.False(KeptInterface.IsToBeKept(next.Stack));
        next.Run(Minutes(20) - next.Now);
        Assert.Equal(16, next.Stack.Configuration?.PrefixLength);
        Assert.False(KeptInterface.IsToBeKept(next.Stack));

        long Minutes(int count) => first.Now + (count * 60_000_000L);
    }

    [Fact]
    public void What_the_services_end_interrupted_is_asked_again_and_what_it_had_opened_is_closed_first()
    {
        Queue<ErrorCode> answers = new([ErrorCode.ServerEnded, ErrorCode.InvalidState, ErrorCode.None]);
        int closed = 0;
        Assert.Equal((ErrorCode.None, NetworkError.None), RepeatedCall.Open(Answer, Close));
        Assert.Equal((0, 1), (answers.Count, closed));

        // No leftover is closed when a call fails for another reason.
        answers = new([ErrorCode.OutOfMemory]);
        Assert.Equal(ErrorCode.OutOfMemory, RepeatedCall.Open(Answer, Close).Error);
        answers = new([ErrorCode.ServerEnded, ErrorCode.InvalidState]);
        Assert.Equal(ErrorCode.None, RepeatedCall.Supply(Answer).Error);
        answers = new([ErrorCode.InvalidState]);
        Assert.Equal(ErrorCode.InvalidState, RepeatedCall.Supply(Answer).Error);
        answers = new([ErrorCode.ServerEnded, ErrorCode.ServerEnded, ErrorCode.ServerEnded, ErrorCode.ServerEnded, ErrorCode.None]);
        Assert.Equal(ErrorCode.ServerEnded, RepeatedCall.Ask(Answer).Error);
        Assert.Equal((1, 1), (answers.Count, closed));

        (ErrorCode Error, NetworkError Network) Answer() => (answers.Dequeue(), NetworkError.None);

        ErrorCode Close()
        {
            closed++;
            return ErrorCode.None;
        }
    }

    [Fact]
    public void Pieces_are_where_the_service_numbered_them_though_an_answer_was_lost()
    {
        MappedMemory first = new(8);
        MappedMemory second = new(8);
        MappedMemory third = new(8);
        List<MappedMemory> pieces = [first];
        Assert.True(PieceNumbers.IsPossible(2, pieces.Count));
        PieceNumbers.Add(pieces, second, 2);
        PieceNumbers.Add(pieces, third, 3);
        Assert.Equal([first, second, second, third], pieces);
        Assert.False(PieceNumbers.IsPossible(3, pieces.Count));
        Assert.False(PieceNumbers.IsPossible(PieceNumbers.Most, pieces.Count));
    }

    [Fact]
    public void The_table_of_sockets_gives_entries_out_once_and_keeps_what_is_in_them()
    {
        MappedMemory memory = new(KeptSockets.Header + (3 * KeptSockets.EntryBytes));
        KeptSockets kept = new(memory);
        KeptSocket socket = new(
            7,
            4095,
            SocketKind.Listener,
            new SlotPlace(3, 0x123440, 256, 65536),
            new EndPoint(s_address, 80),
            new EndPoint(s_gateway, 65535),
            0xFFFFFFFF,
            4096,
            4094,
            new ConnectionOptions { HasNoDelay = true, KeepAliveSeconds = 86_400, KeepAliveInterval = 75, KeepAliveCount = 127 });
        int[] entries = [kept.Take(), kept.Take(), kept.Take()];
        Assert.Equal([0, 1, 2], entries);
        Assert.Equal(-1, kept.Take());
        foreach (int entry in entries)
        {
            kept.Write(entry, socket with { Session = 1 + (ulong)entry });
        }

        kept.Release(1);
        KeptSockets next = new(memory);
        Assert.Equal([(0, socket with { Session = 1 }), (2, socket with { Session = 3 })], next.ReadAll());
        Assert.Equal(1, next.Take());
        Assert.Equal(-1, next.Take());
    }

    [Fact]
    public void An_echo_is_answered_by_its_host_and_number_alone_or_given_up()
    {
        Echoes<string> echoes = new();
        (ushort id, ushort sequence) = echoes.Add(s_address, "first", 100, 1100);
        _ = echoes.Add(s_gateway, "second", 200, 900);
        Assert.Equal(900, echoes.NextDeadline);
        Assert.False(echoes.TryTake(s_gateway, id, sequence, out _, out _));
        Assert.False(echoes.TryTake(s_address, (ushort)(id + 1), sequence, out _, out _));
        Assert.False(echoes.TryTakeOld(899, out _));
        Assert.True(echoes.TryTakeOld(900, out string? old));
        Assert.Equal("second", old);
        Assert.True(echoes.TryTake(s_address, id, sequence, out string? who, out long sentAt));
        Assert.Equal(("first", 100L), (who, sentAt));
        Assert.Equal(long.MaxValue, echoes.NextDeadline);
    }

    [Theory]
    [InlineData("10.0.2.15", 24, "10.0.2.2", true)]
    [InlineData("10.0.2.15", 24, "", true)]
    [InlineData("10.0.2.15", 24, "10.0.3.2", false)]
    [InlineData("10.0.2.15", 24, "10.0.2.15", false)]
    [InlineData("10.0.2.0", 24, "", false)]
    [InlineData("10.0.2.255", 24, "", false)]
    [InlineData("10.0.2.1", 31, "", false)]
    [InlineData("10.0.2.1", 0, "", false)]
    [InlineData("127.0.0.1", 8, "", false)]
    [InlineData("224.0.0.1", 8, "", false)]
    [InlineData("0.0.0.1", 8, "", false)]
    public void An_address_by_hand_is_one_that_a_host_can_have(string address, uint prefix, string gateway, bool isGood)
    {
        NetworkSettings settings = new() { Address = EndOf(address), PrefixLength = prefix, Gateway = EndOf(gateway) };
        InterfaceConfiguration? configuration = ManualSettings.Read(settings);
        Assert.Equal(isGood, configuration is not null);
        if (isGood)
        {
            string via = gateway.Length == 0 ? "" : " via " + gateway;
            Assert.Equal($"{address}/{prefix}{via}", ManualSettings.TextOf(configuration));
        }
    }

    [Fact]
    public void Bits_of_the_board_go_both_ways_and_are_told_once()
    {
        SocketBoard board = new(new MappedMemory(SocketBoard.Bytes));
        Assert.True(board.Ring(0));
        Assert.False(board.Ring(4095));
        Assert.True(board.Tell(64));
        System.Collections.Generic.List<int> slots = [];
        board.TakeRings(slots);
        Assert.Equal([0, 4095], slots);
        slots.Clear();
        board.TakeRings(slots);
        Assert.Empty(slots);
        board.TakeNews(slots);
        Assert.Equal([64], slots);
        Assert.True(board.Ring(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => board.Ring(100_000));
    }

    private static NetworkEndPoint EndOf(string text) =>
        InternetAddress.TryParseIPv4(text, out InternetAddress address) ? NetworkEndPoint.From(new EndPoint(address, 0)) : default;
}
