// The cost of one client or one host: no call works without end, and nothing grows without a bound.

using System;
using System.Linq;
using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Dns;
using RustKernel.Services.Internet.Tcp;
using Xunit;

namespace RustKernel.Network.Tests;

public sealed class BoundTests
{
    private const long Second = 1_000_000;

    [Fact]
    public void Datagrams_to_nowhere_without_end_do_not_keep_a_call()
    {
        var peer = new Peer();
        MemoryRing filled = new(4096);
        while (DatagramRing.TryWrite(filled, new EndPoint(InternetAddress.None, 5), [1]))
        {
        }

        EndlessRing send = new(filled);
        Assert.Equal(NetworkError.None, peer.Stack.OpenUdp(peer.Owner, 2000, send, new MemoryRing(4096), out UdpSocket? socket));
        socket!.RingsChanged(peer.Now);
        Assert.Equal(0, peer.Stack.Transmit(new byte[1600], peer.Now).Length);
        Assert.True(peer.Stack.HasMore);
        peer.Stack.Receive(Frames.ToStack(1, Frames.Echo(8, 1, 1, [1])), FrameMarks.None, peer.Now);
        Assert.NotEqual(0, peer.Stack.Transmit(new byte[1600], peer.Now).Length);
        socket.Abort(peer.Now);
        Assert.Equal(0, peer.Stack.Transmit(new byte[1600], peer.Now).Length);
        Assert.False(peer.Stack.HasMore);
    }

    [Fact]
    public void A_megabyte_through_our_own_address_arrives()
    {
        const int Length = 1 << 20;
        var peer = new Peer();
        MemoryRing[] rings = [new(Length), new(4096), new(4096), new(Length)];
        Assert.Equal(NetworkError.None, peer.Stack.Listen(peer.Owner, 80, 65536, out TcpListener? listener));
        Assert.Equal(NetworkError.None, listener!.Supply(rings[2], rings[3]));
        EndPoint self = new(InternetAddress.FromIPv4(127, 0, 0, 1), 80);
        Assert.Equal(
            NetworkError.None,
            peer.Stack.Connect(peer.Owner, self, 0, rings[0], rings[1], peer.Now, out TcpConnection? client));
        peer.Collect();
        byte[] data = TcpScript.Stream(0, Length);
        Assert.Equal(Length, rings[0].Write(data));
        client!.RingsChanged(peer.Now);
        peer.Collect();
        byte[] got = new byte[Length];
        Assert.Equal(Length, rings[3].Read(got));
        Assert.Equal(data, got);
        Assert.False(peer.Stack.HasMore);
    }

    [Fact]
    public void A_FIN_repeated_in_the_oldest_rest_leaves_no_rests_that_are_over()
    {
        TcpScript script = TcpScript.Listening(pairs: 40);
        uint first = Rest(script, 3000);
        for (ushort port = 3001; port < 3010; port++)
        {
            _ = Rest(script, port);
            script.Peer.Run(50 * Second);
            Inject(script, "FA", 0, first + 2, 3000);
        }

        Assert.InRange(script.Stack.Tcp.RestingInOrder, 1, 2);
        Assert.Equal(script.Stack.TimeWaitCount, script.Stack.Tcp.RestingInOrder);
        script.Peer.Run(61 * Second);
        Assert.Equal((0, 0), (script.Stack.TimeWaitCount, script.Stack.Tcp.RestingInOrder));
    }

    [Theory]
    [InlineData(long.MaxValue - 1, 1_000_000, 3)]
    [InlineData(-1, 1_000_000, 3)]
    [InlineData(0, 1_000_000, 3)]
    [InlineData(1_000_000, 0, 3)]
    [InlineData(1_000_000, -1_000_000, 3)]
    [InlineData(1_000_000, long.MaxValue, 3)]
    [InlineData(1_000_000, 1_000_000, 0)]
    [InlineData(1_000_000, 1_000_000, int.MaxValue)]
    public void A_keep_alive_out_of_range_is_refused_and_changes_nothing(long idle, long interval, int count)
    {
        TcpScript script = TcpScript.Accepted();
        long before = script.Stack.NextDeadline;
        Assert.Equal(NetworkError.InvalidArgument, script.Connection.SetKeepAlive(idle, interval, count, script.Peer.Now));
        Assert.Equal(before, script.Stack.NextDeadline);
    }

    [Fact]
    public void Connections_that_end_before_they_are_accepted_count_until_they_are_taken()
    {
        TcpScript script = TcpScript.Listening();
        SocketOwner owner = script.Stack.AddOwner(new OwnerLimits(5));
        Assert.Equal(NetworkError.None, script.Stack.Listen(owner, 81, 4096, out TcpListener? listener));
        for (ushort port = 3000; port < 3020; port++)
        {
            _ = listener!.Supply(new MemoryRing(4096), new MemoryRing(4096));
            OpenAndReset(script, port);
        }

        Assert.Equal(4, listener!.Waiting);
        Assert.Equal(NetworkError.QuotaExceeded, listener.Supply(new MemoryRing(4096), new MemoryRing(4096)));
        Assert.True(listener.Accept()!.IsClosed);
        Assert.Equal(NetworkError.None, listener.Supply(new MemoryRing(4096), new MemoryRing(4096)));
        OpenAndReset(script, 4000);
        Assert.Equal(4, listener.Waiting);
        listener.Close(script.Peer.Now);
        Assert.Equal(NetworkError.None, script.Stack.Listen(owner, 81, 4096, out listener));
    }

    [Fact]
    public void An_answer_longer_than_what_was_asked_for_is_none()
    {
        byte[] name = [4, (byte)'h', (byte)'o', (byte)'s', (byte)'t', 0];
        byte[] record = [0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 1, 2, 3, 4];
        byte[] message = [0, 7, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, .. name, 0, 1, 0, 1, .. record];
        Assert.NotNull(DnsAnswer.Read([.. message, .. new byte[1232 - message.Length]], 7, "host"));
        Assert.Null(DnsAnswer.Read([.. message, .. new byte[1233 - message.Length]], 7, "host"));
    }

    [Fact]
    public void Records_after_the_sixty_fourth_are_not_read()
    {
        byte[] name = [4, (byte)'h', (byte)'o', (byte)'s', (byte)'t', 0];
        byte[] other = [0, 0, 16, 0, 1, 0, 0, 0, 60, 0, 0];
        byte[] record = [0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 1, 2, 3, 4];
        foreach (int others in new[] { 63, 64 })
        {
            byte[] filler = [.. Enumerable.Repeat(other, others).SelectMany(bytes => bytes)];
            byte[] message = [0, 7, 0x81, 0x80, 0, 1, 0, (byte)(others + 1), 0, 0, 0, 0, .. name, 0, 1, 0, 1, .. filler, .. record];
            Assert.Equal(others == 63 ? 1 : 0, DnsAnswer.Read(message, 7, "host")!.Addresses.Count);
        }
    }

    private static void OpenAndReset(TcpScript script, ushort port)
    {
        script.Peer.Drain();
        script.Peer.Inject(Frames.ToStack(6, Frames.Tcp(port, 81, "S", 99, 0, 1000, [])));
        uint initial = script.Peer.Expect().Seq;
        script.Peer.Inject(Frames.ToStack(6, Frames.Tcp(port, 81, "A", 100, initial + 1, 1000, [])));
        script.Peer.Inject(Frames.ToStack(6, Frames.Tcp(port, 81, "R", 100, 0, 1000, [])));
    }

    private static uint Rest(TcpScript script, ushort port)
    {
        script.Peer.Drain();
        script.In("S", -1, null, port: port);
        uint initial = script.Peer.Expect().Seq;
        Inject(script, "A", 0, initial + 1, port);
        script.Listener!.Accept()!.Shutdown(script.Peer.Now);
        script.Peer.Drain();
        Inject(script, "FA", 0, initial + 2, port);
        return initial;
    }

    private static void Inject(TcpScript script, string flags, uint seq, uint ack, ushort port) =>
        script.Peer.Inject(Frames.ToStack(6, Frames.Tcp(port, 80, flags, TcpScript.PeerInitial + 1 + seq, ack, 1000, [])));

    /// <summary>However much is taken, the same amount is there again.</summary>
    private sealed class EndlessRing(MemoryRing filled) : ByteRing
    {
        private readonly byte[] _memory = Copy(filled);
        private int _looks;

        public override int Capacity => _memory.Length;

        public override uint Produced
        {
            get => ++_looks < 100_000 ? Consumed + 32 : throw new InvalidOperationException("the stack does not stop looking");
            set => throw new InvalidOperationException();
        }

        public override uint Consumed { get; set; }

        protected override Span<byte> Memory => _memory;

        private static byte[] Copy(MemoryRing ring)
        {
            byte[] copy = new byte[ring.Capacity];
            ring.CopyOut(0, copy);
            return copy;
        }
    }
}
