// A stack after a restart: the peers of its old connections, and its lease. And what ends with an address.

using System;
using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Dhcp;
using RustKernel.Services.Internet.Tcp;
using RustKernel.Services.Network;
using RustKernel.Services.Storage;
using Xunit;

namespace RustKernel.Network.Tests;

public sealed class RestartTests
{
    private const long Second = 1_000_000;
    private const ushort Port = 80;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_peer_of_a_connection_that_is_gone_hears_a_reset_within_a_second(bool isInFlight)
    {
        var link = new Link(3);
        MemoryRing send = new(65536);
        (TcpConnection ours, TcpConnection theirs) = Connect(link, send);
        _ = send.Write(new byte[5000]);
        ours.RingsChanged(link.Now);
        _ = link.Run(Second);
        uint known = ours.SendBase + send.Consumed;
        Assert.Equal(5000u, send.Consumed);
        if (isInFlight)
        {
            // Bytes that the peer has and whose ACK never reached us.
            _ = send.Write(new byte[3000]);
            ours.RingsChanged(link.Now);
            link.Collect();
            _ = link.Run(600);
            Assert.Equal(5000u, send.Consumed);
        }

        Replace(link);
        (EndPoint local, EndPoint remote) = (ours.Local, ours.Remote);
        bool isDone = false;
        for (int i = 0; i < 10 && !isDone; i++)
        {
            isDone = link.Stacks[0].ResetPeer(local, remote, known, link.Now);
            _ = link.Run(Second / 20);
        }

        Assert.True(isDone);
        Assert.True(link.Run(Second / 2, () => theirs.IsClosed));
        Assert.Equal(NetworkError.ConnectionReset, theirs.Error);
    }

    [Fact]
    public void A_reset_that_is_lost_goes_again_when_the_card_starts_too_and_ends_no_new_connection()
    {
        var link = new Link(4);
        (TcpConnection ours, TcpConnection theirs) = Connect(link, new MemoryRing(65536));
        Replace(link);
        InternetStack stack = link.Stacks[0];
        _ = stack.SendEcho(InternetAddress.FromIPv4(Link.SecondAddress), 0, 0, 0, link.Now);
        _ = link.Run(Second);
        LostConnections lost = new(stack, Table());
        lost.Left.Enqueue(new LostConnection(ours.Local, ours.Remote, ours.SendBase));
        lost.Begin(link.Now);

        link.Faults = new LinkFaults { Loss = 1000 };
        Run(link, lost, 5 * Second);
        lost.LinkRestarted(link.Now);
        Run(link, lost, Second / 2);
        Assert.InRange(stack.Counts.ResetsSent, 4, 6);
        Assert.False(theirs.IsClosed);
        link.Faults = new LinkFaults();
        Run(link, lost, Second);
        Assert.True(theirs.IsClosed);
        Assert.Equal(NetworkError.ConnectionReset, theirs.Error);

        // Both ends have another connection with the same ports.
        NetworkError error = stack.Connect(
            stack.AddOwner(new OwnerLimits(2)), ours.Remote, ours.Local.Port, new MemoryRing(65536), new MemoryRing(65536), link.Now,
            out TcpConnection? newer);
        Assert.Equal(NetworkError.None, error);
        long sent = stack.Counts.ResetsSent;
        Run(link, lost, 20 * Second);
        Assert.Equal((long.MaxValue, sent), (lost.NextDeadline, stack.Counts.ResetsSent));
        Assert.Equal(TcpState.Established, newer!.State);
    }

    [Fact]
    public void A_peer_that_is_gone_keeps_no_other_from_its_reset_and_the_resets_of_many_need_no_time()
    {
        var link = new Link(5);
        (TcpConnection ours, TcpConnection theirs) = Connect(link, new MemoryRing(65536));
        Replace(link);
        InternetStack stack = link.Stacks[0];
        LostConnections lost = new(stack, Table());
        EndPoint gone = new(InternetAddress.FromIPv4(Link.SecondAddress + 5), 7);
        for (ushort port = 1; port <= 200; port++)
        {
            EndPoint local = ours.Local with { Port = port };
            lost.Left.Enqueue(new LostConnection(local, port == 1 ? gone : ours.Remote with { Port = 9 }, 1));
        }

        lost.Left.Enqueue(new LostConnection(ours.Local, ours.Remote, ours.SendBase));
        lost.Begin(link.Now);
        Run(link, lost, Second / 10);
        Assert.Equal(NetworkError.ConnectionReset, theirs.Error);
        Assert.Equal(200L, stack.Counts.ResetsSent);
        Assert.Equal(gone, Assert.Single(lost.Left).Remote);
        Run(link, lost, 20 * Second);
        Assert.Equal((long.MaxValue, 800L), (lost.NextDeadline, stack.Counts.ResetsSent));
    }

    [Fact]
    public void Nobody_is_reset_from_an_address_that_is_not_ours()
    {
        var peer = new Peer();
        EndPoint remote = new(InternetAddress.FromIPv4(Peer.PeerAddress), 7);
        Assert.True(peer.Stack.ResetPeer(new EndPoint(InternetAddress.FromIPv4(0x0A000063), 80), remote, 1, peer.Now));
        Assert.True(peer.Stack.ResetPeer(Loopback, Loopback, 1, peer.Now));
        peer.ExpectNothing();
    }

    [Fact]
    public void Many_resets_leave_room_for_others_and_all_go()
    {
        var peer = new Peer();
        EndPoint local = new(InternetAddress.FromIPv4(Peer.OurAddress), 80);
        int sent = 0;
        while (peer.Stack.ResetPeer(local, new EndPoint(InternetAddress.FromIPv4(Peer.PeerAddress), (ushort)(sent + 1)), 1, peer.Now))
        {
            sent++;
        }

        Assert.InRange(sent, 16, 64);
        peer.Drain();
        Assert.True(peer.Stack.ResetPeer(local, new EndPoint(InternetAddress.FromIPv4(Peer.PeerAddress), 7), 1, peer.Now));
        Assert.Equal(0L, peer.Stack.Counts.NotSent);
    }

    [Fact]
    public void A_lease_goes_on_without_a_question_until_it_is_time_to_renew()
    {
        var peer = new Peer(isConfigured: false) { AnswersArp = false };
        InternetAddress address = InternetAddress.FromIPv4(0x0A000042);
        InternetAddress server = InternetAddress.FromIPv4(Peer.PeerAddress);
        DhcpHold held = new(
            new DhcpLease(address, server),
            peer.Now + (100 * Second),
            peer.Now + (150 * Second),
            peer.Now + (200 * Second));
        peer.Stack.ResumeDhcp("rk", held, new InterfaceConfiguration { Address = address, Gateway = server }, peer.Now);
        Assert.Equal(address, peer.Stack.Configuration!.Address);
        Assert.Equal(held, peer.Stack.Dhcp!.Held);
        Frame announcement = peer.Expect();
        Assert.Equal((address.IPv4, address.IPv4), (announcement.ArpSender, announcement.ArpTarget));
        _ = peer.Expect(3 * Second);
        peer.ExpectNothing(90 * Second);
        peer.AnswersArp = true;
        Frame request = peer.Expect(20 * Second);
        Assert.Equal((67, Peer.PeerAddress), (request.DestinationPort, request.Destination));
        Assert.Equal(DhcpState.Renewing, peer.Stack.Dhcp.State);
        peer.Run(200 * Second);
        Assert.Null(peer.Stack.Configuration);
        Assert.Null(peer.Stack.Dhcp.Held);
    }

    [Fact]
    public void With_an_address_go_its_connections_and_handshakes_and_not_those_of_loopback()
    {
        var peer = new Peer();
        InternetStack stack = peer.Stack;
        Assert.Equal(NetworkError.None, stack.Listen(peer.Owner, Port, 4096, out TcpListener? listener));
        Assert.Equal(NetworkError.None, listener!.Supply(new MemoryRing(4096), new MemoryRing(4096)));
        TcpConnection loopback = Open(peer, Loopback with { Port = Port });
        peer.Collect();
        Assert.Equal(TcpState.Established, loopback.State);
        TcpConnection outside = Open(peer, new EndPoint(InternetAddress.FromIPv4(Peer.PeerAddress), 7));
        peer.Inject(Frames.ToStack(6, Frames.Tcp(1000, Port, "S", 5, 0, 4096, [])));
        Assert.Equal(1, stack.HalfOpenCount);
        stack.Configure(new InterfaceConfiguration { Address = InternetAddress.FromIPv4(0x0A000009) }, peer.Now);
        Assert.Equal((0, true, false), (stack.HalfOpenCount, outside.IsClosed, loopback.IsClosed));
    }

    [Fact]
    public void A_cookie_is_not_good_again_when_its_five_bits_of_time_are()
    {
        var peer = new Peer(new StackOptions { LinkAddress = Peer.StackLink, MostHalfOpen = 0 });
        Assert.Equal(NetworkError.None, peer.Stack.Listen(peer.Owner, Port, 4096, out TcpListener? listener));
        Assert.Equal(NetworkError.None, listener!.Supply(new MemoryRing(4096), new MemoryRing(4096)));
        uint Cookie(ushort port)
        {
            peer.Inject(Frames.ToStack(6, Frames.Tcp(port, Port, "S", 5, 0, 4096, [])));
            return peer.Expect().Verify().Seq;
        }

        uint cookie = Cookie(1000);
        peer.Run(32 * 64 * Second);
        _ = Cookie(1001);
        peer.Inject(Frames.ToStack(6, Frames.Tcp(1000, Port, "A", 6, cookie + 1, 4096, [])));
        Assert.Equal("R", peer.Expect().Verify().Flags);
        cookie = Cookie(1000);
        peer.Inject(Frames.ToStack(6, Frames.Tcp(1000, Port, "A", 6, cookie + 1, 4096, [])));
        Assert.Equal(1, listener.Waiting);
    }

    [Fact]
    public void Loopback_answers_an_echo()
    {
        var peer = new Peer(isConfigured: false);
        int replies = 0;
        peer.Stack.EchoReplied = (_, _, _, _) => replies++;
        Assert.Equal(NetworkError.None, peer.Stack.SendEcho(Loopback.Address, 1, 1, 8, peer.Now));
        peer.ExpectNothing();
        Assert.Equal(1, replies);
    }

    [Fact]
    public void Nobody_connects_to_a_broadcast_address()
    {
        var peer = new Peer();
        EndPoint everyone = new(InternetAddress.FromIPv4(0x0A0000FF), 7);
        NetworkError error = peer.Stack.Connect(
            peer.Owner, everyone, 0, new MemoryRing(4096), new MemoryRing(4096), peer.Now, out TcpConnection? connection);
        Assert.Equal((NetworkError.InvalidArgument, true), (error, connection is null));
    }

    [Fact]
    public void A_listener_at_port_0_gets_a_port_that_none_has()
    {
        var peer = new Peer();
        Assert.Equal(NetworkError.None, peer.Stack.Listen(peer.Owner, 0, 4096, out TcpListener? first));
        Assert.Equal(NetworkError.None, peer.Stack.Listen(peer.Owner, 0, 4096, out TcpListener? second));
        Assert.InRange(first!.Port, (ushort)49152, ushort.MaxValue);
        Assert.NotEqual(first.Port, second!.Port);
    }

    private static KeptSockets Table() => new(new MappedMemory(KeptSockets.Header + (64 * KeptSockets.EntryBytes)));

    private static EndPoint Loopback => new(InternetAddress.FromIPv4(127, 0, 0, 1), 0);

    private static TcpConnection Open(Peer peer, EndPoint remote)
    {
        NetworkError error = peer.Stack.Connect(
            peer.Owner, remote, 0, new MemoryRing(4096), new MemoryRing(4096), peer.Now, out TcpConnection? connection);
        Assert.Equal(NetworkError.None, error);
        return connection!;
    }

    private static (TcpConnection Ours, TcpConnection Theirs) Connect(Link link, MemoryRing send)
    {
        Assert.Equal(NetworkError.None, link.Stacks[1].Listen(link.Owners[1], Port, 65536, out TcpListener? listener));
        Assert.Equal(NetworkError.None, listener!.Supply(new MemoryRing(65536), new MemoryRing(65536)));
        EndPoint remote = new(InternetAddress.FromIPv4(Link.SecondAddress), Port);
        Assert.Equal(
            NetworkError.None,
            link.Stacks[0].Connect(link.Owners[0], remote, 0, send, new MemoryRing(65536), link.Now, out TcpConnection? ours));
        _ = link.Run(Second);
        TcpConnection? theirs = listener.Accept();
        Assert.NotNull(theirs);

        // For one more from the same port.
        Assert.Equal(NetworkError.None, listener.Supply(new MemoryRing(65536), new MemoryRing(65536)));
        return (ours!, theirs);
    }

    private static void Run(Link link, LostConnections lost, long time)
    {
        for (long end = link.Now + time; link.Now < end;)
        {
            lost.Advance(link.Now);
            _ = link.Run(Math.Clamp(lost.NextDeadline - link.Now, 1, end - link.Now));
        }
    }

    private static void Replace(Link link)
    {
        link.Stacks[0] = new InternetStack(new StackOptions { LinkAddress = new LinkAddress(0x020000000001) }, 99, 1);
        link.Stacks[0].Configure(new InterfaceConfiguration { Address = InternetAddress.FromIPv4(Link.FirstAddress) }, link.Now);
    }
}
