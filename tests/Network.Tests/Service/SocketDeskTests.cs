// The service's desk: sessions, slots, clients' memory, and restarts with the kept data.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Services;
using RustKernel.Services.Internet;
using RustKernel.Services.Network;
using Xunit;

namespace RustKernel.Network.Tests.Service;

public sealed class SocketDeskTests
{
    private const ushort Port = 80;

    private Desk _desk = new();

    [Fact]
    public void A_supplied_slot_becomes_the_connection_and_both_ends_see_addresses()
    {
        (Client server, Client client) = Pair();
        Connect(client);
        Assert.True(server.Has(1, SocketEvents.Connected) && client.Has(0, SocketEvents.Connected));
        Assert.Equal(client.Block(0).Local, server.Block(1).Remote);
        Assert.Equal(Desk.Loopback(Port), client.Block(0).Remote);
        Assert.Equal([1], server.TakeNews());
        Assert.Equal([0], client.TakeNews());
        Assert.True(server.Told > 0 && client.Told > 0);
    }

    [Fact]
    public void Bytes_are_news_only_when_as_many_are_there_as_the_client_wants()
    {
        (Client server, Client client) = Pair();
        Connect(client);
        _ = server.TakeNews();
        server.Block(1).WantedReceived = 100;
        Send(client, 0, new byte[99]);
        Assert.Empty(server.TakeNews());
        Send(client, 0, new byte[1]);
        Assert.Equal([1], server.TakeNews());
        Assert.Equal(100, server.Block(1).ReceiveRing.Read(new byte[200]));
    }

    [Fact]
    public void Room_is_news_when_there_is_as_much_as_the_client_wants()
    {
        (Client server, Client client) = Pair();
        Connect(client);
        client.Block(0).WantedToSend = Client.RingBytes;
        Send(client, 0, new byte[Client.RingBytes]);
        Send(client, 0, new byte[Client.RingBytes]);
        _ = client.TakeNews();
        Assert.Equal((int)Client.RingBytes, server.Block(1).ReceiveRing.Read(new byte[Client.RingBytes]));
        _desk.Ring(server, 1);
        _desk.Run(10_000_000);
        Assert.Equal([0], client.TakeNews());
    }

    [Fact]
    public void A_client_is_told_once_until_it_takes_the_news()
    {
        (Client server, Client client) = Pair();
        Connect(client);
        int told = server.Told;
        server.Block(1).WantedReceived = 1;
        Send(client, 0, [1]);
        Send(client, 0, [2]);
        Assert.Equal(told, server.Told);
        _ = server.TakeNews();
        Send(client, 0, [3]);
        Assert.Equal(told + 1, server.Told);
    }

    [Fact]
    public void Positions_that_cannot_be_cost_the_client_that_socket_alone()
    {
        (Client server, Client client) = Pair();
        Connect(client);
        Connect(client, 1);
        client.Block(0).SendRing.Produced = 0x80000000;
        _desk.Ring(client, 0);
        _desk.Run();
        Assert.True(client.Has(0, SocketEvents.Closed));
        Assert.Equal(NetworkError.InvalidArgument, client.Block(0).Error);
        Send(client, 1, [1, 2, 3]);
        Assert.Equal(3, server.Block(2).ReceiveRing.Read(new byte[10]));
    }

    [Fact]
    public void Whatever_is_in_the_memory_the_service_goes_on()
    {
        var random = new Random(7);
        (Client server, Client client) = Pair();
        for (int round = 0; round < 3000; round++)
        {
            Span<byte> memory = client.Memory.Bytes;
            int at = random.Next(2) == 0
                ? random.Next(memory.Length)
                : (int)Client.PlaceOf((uint)random.Next((int)Client.Slots)).Offset + random.Next(SocketBlock.Header);
            memory[at] = (byte)random.Next(256);
            uint slot = (uint)random.Next(12);
            _ = random.Next(8) switch
            {
                0 => _desk.Sockets.Connect(client.Session, slot, Desk.Loopback(Port), 0, _desk.Now, out _, out _),
                1 => _desk.Sockets.OpenUdp(client.Session, slot, default, out _, out _),
                2 => _desk.Sockets.Close(client.Session, slot, random.Next(2) == 0, _desk.Now),
                3 => _desk.Sockets.Shutdown(client.Session, slot, _desk.Now),
                4 => _desk.Sockets.Listen(client.Session, slot, default, 4096, out _, out _),
                5 => _desk.Sockets.Supply(client.Session, (uint)random.Next(8), slot, out _),
                6 => _desk.Sockets.Place(
                    client.Session,
                    slot,
                    new SlotPlace((uint)random.Next(2), (uint)random.Next(90_000) & ~63u, 4096, 4096)),
                _ => ErrorCode.None,
            };
            _desk.Ring(client, slot % Client.Slots);
            _desk.Sockets.OnBells(ulong.MaxValue, _desk.Now);
            _desk.Run(random.Next(2_000_000));
        }

        Client other = new(_desk.Sockets, 3, 3);
        Supply(server, 3);
        Assert.Equal(
            ErrorCode.None,
            _desk.Sockets.Connect(other.Session, 0, Desk.Loopback(Port), 0, _desk.Now, out NetworkError error, out _));
        Assert.Equal(NetworkError.None, error);
        _desk.Run();
        Assert.True(other.Has(0, SocketEvents.Connected));
    }

    [Fact]
    public void Calls_about_slots_that_are_not_so_are_refused()
    {
        (Client server, Client client) = Pair();
        SocketDesk desk = _desk.Sockets;
        Assert.Equal(ErrorCode.InvalidArgument, desk.Close(client.Session, Client.Slots, false, 0));
        Assert.Equal(ErrorCode.InvalidState, desk.Close(client.Session, 0, false, 0));
        Assert.Equal(ErrorCode.InvalidState, desk.Shutdown(server.Session, 0, 0));
        Assert.Equal(ErrorCode.InvalidState, desk.Supply(client.Session, 0, 1, out _));
        Assert.Equal(ErrorCode.InvalidState, desk.OpenUdp(server.Session, 0, default, out _, out _));
        Assert.Equal(ErrorCode.InvalidArgument, desk.Place(client.Session, 0, Client.PlaceOf(0) with { Piece = 1 }));
        Assert.Equal(ErrorCode.InvalidArgument, desk.Place(client.Session, 0, new SlotPlace(0, 32, 4096, 4096)));
        Assert.Equal(ErrorCode.InvalidArgument, desk.Place(client.Session, 0, new SlotPlace(0, 64, 4095, 4096)));
        Assert.Equal(ErrorCode.InvalidArgument, desk.Place(client.Session, 0, new SlotPlace(0, 0xFFFFFFC0, 4096, 4096)));
        Assert.Equal(ErrorCode.InvalidArgument, desk.Place(client.Session, 0, new SlotPlace(0, 0, 1 << 29, 1 << 29)));
        Assert.Equal(
            ErrorCode.None,
            desk.OpenUdp(client.Session, 0, new EndPoint(InternetAddress.FromIPv4(10, 0, 0, 9), 0), out NetworkError error, out _));
        Assert.Equal(NetworkError.AddressNotAvailable, error);
    }

    [Fact]
    public void A_slot_that_waits_is_withdrawn_and_a_listener_gives_its_slots_back()
    {
        (Client server, Client client) = Pair();
        Assert.Equal(ErrorCode.None, _desk.Sockets.Close(server.Session, 1, false, _desk.Now));
        Connect(client);
        Assert.False(server.Has(1, SocketEvents.Connected));
        Assert.True(server.Has(2, SocketEvents.Connected));
        Supply(server, 1);
        Supply(server, 3);
        Assert.Equal(ErrorCode.None, _desk.Sockets.Close(server.Session, 0, false, _desk.Now));
        _desk.Run();
        Assert.True(server.Has(1, SocketEvents.Closed) && server.Has(3, SocketEvents.Closed) && !server.Has(2, SocketEvents.Closed));
        Assert.Equal(
            ErrorCode.None,
            _desk.Sockets.Listen(server.Session, 0, new EndPoint(default, Port), Client.RingBytes, out NetworkError error, out _));
        Assert.Equal(NetworkError.None, error);
        Supply(server, 1);
    }

    [Fact]
    public void A_listener_of_one_address_does_not_hear_the_others()
    {
        Client server = new(_desk.Sockets, 1);
        Assert.Equal(ErrorCode.None, _desk.Sockets.Listen(server.Session, 0, Desk.Loopback(Port), Client.RingBytes, out _, out _));
        Supply(server, 1);
        EndPoint other = new(InternetAddress.FromIPv4(127, 0, 0, 2), Port);
        Assert.Equal(ErrorCode.None, _desk.Sockets.Connect(server.Session, 2, other, 0, _desk.Now, out _, out _));
        _desk.Run();
        Assert.Equal(NetworkError.ConnectionRefused, server.Block(2).Error);
        Assert.Equal(ErrorCode.None, _desk.Sockets.Connect(server.Session, 2, Desk.Loopback(Port), 0, _desk.Now, out _, out _));
        _desk.Run();
        Assert.True(server.Has(1, SocketEvents.Connected));
    }

    [Fact]
    public void A_service_has_as_many_sockets_as_its_quota_in_all_its_sessions()
    {
        Client first = new(_desk.Sockets, 1, badge: 5, limit: 3);
        Client second = new(_desk.Sockets, 2, badge: 5, limit: 3);
        Client other = new(_desk.Sockets, 3, badge: 6, limit: 3);
        NetworkError error = NetworkError.None;
        for (uint i = 0; i < 3; i++)
        {
            Assert.Equal(ErrorCode.None, _desk.Sockets.OpenUdp(first.Session, i, default, out error, out _));
            Assert.Equal(NetworkError.None, error);
        }

        Assert.Equal(ErrorCode.None, _desk.Sockets.OpenUdp(second.Session, 0, default, out error, out _));
        Assert.Equal(NetworkError.QuotaExceeded, error);
        Assert.Equal(ErrorCode.None, _desk.Sockets.OpenUdp(other.Session, 0, default, out error, out _));
        Assert.Equal(NetworkError.None, error);
        _desk.Sockets.End(first.Session, _desk.Now);
        Assert.Equal(ErrorCode.None, _desk.Sockets.OpenUdp(second.Session, 0, default, out error, out _));
        Assert.Equal(NetworkError.None, error);
        for (ulong i = 10; i < 13; i++)
        {
            _ = new Client(_desk.Sockets, i, badge: 5, limit: 3);
        }

        Assert.Null(_desk.Sockets.Open(20, 5, 3, other));
    }

    [Fact]
    public void When_a_client_dies_its_peers_hear_a_reset_and_its_memory_is_touched_no_more()
    {
        (Client server, Client client) = Pair();
        Connect(client);
        Send(client, 0, new byte[1000]);
        _desk.Sockets.End(server.Session, _desk.Now);
        Assert.True(server.HasEnded && server.Memory.IsDisposed);
        _desk.Run(100_000_000);
        Assert.True(client.Has(0, SocketEvents.Closed));
        Assert.Equal(NetworkError.ConnectionReset, client.Block(0).Error);
        Assert.Equal(0u, SocketsOf(server));
        Client next = new(_desk.Sockets, 9);
        Assert.Equal(
            ErrorCode.None,
            _desk.Sockets.Listen(next.Session, 0, new EndPoint(default, Port), Client.RingBytes, out NetworkError error, out _));
        Assert.Equal(NetworkError.None, error);
    }

    [Fact]
    public void A_successor_ends_connections_and_has_listeners_and_datagrams()
    {
        (Client server, Client client) = Pair();
        Connect(client);
        Assert.Equal(ErrorCode.None, _desk.Sockets.OpenUdp(client.Session, 5, new EndPoint(default, 53), out _, out _));
        Assert.Equal(ErrorCode.None, _desk.Sockets.OpenUdp(server.Session, 5, default, out _, out ushort port));
        Assert.True(DatagramRing.TryWrite(server.Block(5).SendRing, Desk.Loopback(53), [1, 2, 3]));
        _ = server.TakeNews();
        _ = client.TakeNews();
        client.Block(5).WantedReceived = 1;

        _desk = _desk.Succeed();
        _ = server.Attach(_desk.Sockets);
        _ = client.Attach(_desk.Sockets);
        Queue<LostConnection> lost = [];
        _desk.Sockets.Recover(lost, _desk.Now);
        _desk.Run();
        Assert.Empty(lost);
        Assert.True(server.Has(1, SocketEvents.Closed) && client.Has(0, SocketEvents.Closed));
        Assert.Equal((NetworkError.ConnectionReset, NetworkError.ConnectionReset), (server.Block(1).Error, client.Block(0).Error));
        Assert.Equal([1], server.TakeNews());
        Assert.Equal([0, 5], client.TakeNews());

        // Bytes that the client wrote to the ring while no service ran have arrived.
        byte[] data = new byte[10];
        Assert.Equal(3, DatagramRing.TryRead(client.Block(5).ReceiveRing, out EndPoint from, data));
        Assert.Equal(Desk.Loopback(port), from);
        Connect(client);
        Assert.True(server.Has(2, SocketEvents.Connected));
        Supply(server, 1);
        Connect(client, 3);
        Assert.True(server.Has(1, SocketEvents.Connected));
    }

    // The process ended between a sign and its notice: without a check of all slots both sides would wait for each other.
    [Fact]
    public void A_successor_looks_at_rings_and_tells_news_that_the_process_before_it_left()
    {
        (Client server, Client client) = Pair();
        Assert.Equal(ErrorCode.None, _desk.Sockets.OpenUdp(client.Session, 5, new EndPoint(default, 53), out _, out _));
        Assert.Equal(ErrorCode.None, _desk.Sockets.OpenUdp(server.Session, 5, default, out _, out _));
        _ = server.TakeNews();
        _ = client.TakeNews();
        Assert.True(server.Board.Ring(5));
        Assert.True(client.Board.Tell(6));
        (int toldServer, int toldClient) = (server.Told, client.Told);

        _desk = _desk.Succeed();
        _ = server.Attach(_desk.Sockets);
        _ = client.Attach(_desk.Sockets);
        _desk.Sockets.Recover([], _desk.Now);
        _desk.Run();
        Assert.Equal((toldServer + 1, toldClient + 1), (server.Told, client.Told));
        Assert.Contains(6, client.TakeNews());
        Assert.True(server.Board.Ring(5));
    }

    // News without its summary: the client finds it after the notice that follows the restart.
    [Fact]
    public void A_successor_shows_news_of_which_the_summary_was_not_written()
    {
        (_, Client client) = Pair();
        _ = client.TakeNews();
        Assert.True(client.Board.Tell(6));
        client.Memory.Write(64, 0);
        _desk = _desk.Succeed();
        _ = client.Attach(_desk.Sockets);
        _desk.Sockets.Recover([], _desk.Now);
        Assert.Contains(6, client.TakeNews());
    }

    [Fact]
    public void A_successor_knows_which_peers_to_tell_and_forgets_clients_that_are_gone()
    {
        _desk.Stack.Configure(new InterfaceConfiguration { Address = InternetAddress.FromIPv4(10, 0, 0, 2) }, _desk.Now);
        (Client server, Client client) = Pair();
        EndPoint far = new(InternetAddress.FromIPv4(10, 0, 0, 1), 7);
        Assert.Equal(ErrorCode.None, _desk.Sockets.Connect(client.Session, 0, far, 0, _desk.Now, out NetworkError error, out ushort port));
        Assert.Equal(NetworkError.None, error);
        client.Block(0).SendRing.Consumed = 100;
        _desk = _desk.Succeed();
        _ = client.Attach(_desk.Sockets);
        Queue<LostConnection> lost = [];
        _desk.Sockets.Recover(lost, _desk.Now);
        LostConnection one = Assert.Single(lost);
        Assert.Equal(far, one.Remote);
        Assert.Equal(new EndPoint(InternetAddress.FromIPv4(10, 0, 0, 2), port), one.Local);
        Assert.Equal(
            ErrorCode.None,
            _desk.Sockets.Listen(client.Session, 1, new EndPoint(default, Port), Client.RingBytes, out error, out _));
        Assert.Equal(NetworkError.None, error);
        Assert.False(server.HasEnded);

        // The entries of the departed client are free again: 64 in all, of which this client has 8, and its peer one.
        for (ulong i = 0; i < 6; i++)
        {
            _ = new Client(_desk.Sockets, 100 + i, badge: 100 + i);
        }
    }

    // The process ends again before all peers have their resets; one peer's client is gone, and nothing more is known of the
    // others than before.
    [Fact]
    public void The_process_after_a_successor_knows_its_peers_until_the_last_round_is_over()
    {
        _desk.Stack.Configure(new InterfaceConfiguration { Address = InternetAddress.FromIPv4(10, 0, 0, 2) }, _desk.Now);
        (Client server, Client client) = Pair();
        EndPoint far = new(InternetAddress.FromIPv4(10, 0, 0, 1), 7);
        Assert.Equal(ErrorCode.None, _desk.Sockets.Connect(client.Session, 0, far, 0, _desk.Now, out _, out _));
        Assert.Equal(ErrorCode.None, _desk.Sockets.Connect(server.Session, 5, far, 0, _desk.Now, out _, out _));
        client.Block(0).SendRing.Consumed = 100;
        LostConnection[] first = Recover(client);
        Assert.Equal(2, first.Length);
        Assert.Equal(first, Recover(client));

        LostConnections lost = new(_desk.Stack, _desk.Table);
        foreach (LostConnection one in first)
        {
            lost.Left.Enqueue(one);
        }

        lost.Begin(_desk.Now);
        while (lost.NextDeadline != long.MaxValue)
        {
            _desk.Run(lost.NextDeadline - _desk.Now);
            lost.Advance(_desk.Now);
        }

        Assert.Empty(Recover(client));
        Assert.All(_desk.Table.ReadAll(), kept => Assert.Equal(client.Number, kept.Socket.Session));
    }

    private LostConnection[] Recover(Client client)
    {
        _desk = _desk.Succeed();
        _ = client.Attach(_desk.Sockets);
        Queue<LostConnection> lost = [];
        _desk.Sockets.Recover(lost, _desk.Now);
        return [.. lost.OrderBy(one => one.Local.Port)];
    }

    [Fact]
    public void Sockets_are_found_in_order()
    {
        (Client server, Client client) = Pair();
        Connect(client);
        List<SocketKind> kinds = [];
        uint number = 0;
        while (_desk.Sockets.Next(ref number) is { } slot)
        {
            kinds.Add(slot.Kind);
        }

        Assert.Equal([SocketKind.Listener, SocketKind.Connection, SocketKind.Supplied, SocketKind.Connection], kinds);
        Assert.Equal(4u, _desk.Sockets.SocketCount);
    }

    // A server that listens in slot 0 with slots 1 and 2, and a client.
    private (Client Server, Client Client) Pair()
    {
        Client server = new(_desk.Sockets, 1);
        Client client = new(_desk.Sockets, 2, badge: 2);
        Assert.Equal(
            ErrorCode.None,
            _desk.Sockets.Listen(server.Session, 0, new EndPoint(default, Port), Client.RingBytes, out NetworkError error, out _));
        Assert.Equal(NetworkError.None, error);
        Supply(server, 1);
        Supply(server, 2);
        return (server, client);
    }

    private void Supply(Client server, uint slot)
    {
        Assert.Equal(ErrorCode.None, _desk.Sockets.Supply(server.Session, 0, slot, out NetworkError error));
        Assert.Equal(NetworkError.None, error);
    }

    private void Connect(Client client, uint slot = 0)
    {
        Assert.Equal(
            ErrorCode.None,
            _desk.Sockets.Connect(client.Session, slot, Desk.Loopback(Port), 0, _desk.Now, out NetworkError error, out _));
        Assert.Equal(NetworkError.None, error);
        _desk.Run();
        Assert.True(client.Has(slot, SocketEvents.Connected));
    }

    private void Send(Client client, uint slot, ReadOnlySpan<byte> data)
    {
        Assert.Equal(data.Length, client.Block(slot).SendRing.Write(data));
        _desk.Ring(client, slot);
        _desk.Run(1_000_000);
    }

    private uint SocketsOf(Client client)
    {
        uint count = 0;
        uint number = 0;
        while (_desk.Sockets.Next(ref number) is { } slot)
        {
            count += slot.Session.Number == client.Number ? 1u : 0;
        }

        return count;
    }
}
