// One connection of a stack, and a peer that sends exactly what the script says. Numbers are relative: 0 is the first byte after the SYN.

using System;
using System.Buffers.Binary;
using System.Linq;
using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Tcp;
using Xunit;

namespace RustKernel.Network.Tests;

/// <summary>Drives a connection by hand.</summary>
internal sealed class TcpScript
{
    public const ushort PeerPort = 1000;
    public const ushort OurPort = 80;
    public const uint PeerInitial = 0xFFFF_F000;

    private readonly ushort _ourPort;

    private TcpScript(Peer peer, MemoryRing send, MemoryRing receive, ushort ourPort, uint ourInitial)
    {
        Peer = peer;
        Send = send;
        Receive = receive;
        _ourPort = ourPort;
        OurInitial = ourInitial;
    }

    public Peer Peer { get; }

    public MemoryRing Send { get; }

    public MemoryRing Receive { get; }

    public uint OurInitial { get; private set; }

    public TcpConnection Connection { get; private set; } = null!;

    public TcpListener? Listener { get; private set; }

    /// <summary>The peer's window in every segment without another value.</summary>
    public int Window { get; set; } = 65535;

    /// <summary>Options of every segment of the peer's without other options.</summary>
    public Func<byte[]>? Options { get; set; }

    public InternetStack Stack => Peer.Stack;

    public static byte[] Mss(int size) => [2, 4, (byte)(size >> 8), (byte)size];

    public static byte[] Timestamp(uint value, uint echo)
    {
        byte[] option = [1, 1, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(option.AsSpan(4), value);
        BinaryPrimitives.WriteUInt32BigEndian(option.AsSpan(8), echo);
        return option;
    }

    /// <summary>A listener of the stack, with rings for so many connections.</summary>
    public static TcpScript Listening(int pairs = 1, int ring = 65536, StackOptions? options = null)
    {
        var peer = new Peer(options);
        Assert.Equal(NetworkError.None, peer.Stack.Listen(peer.Owner, OurPort, ring, out TcpListener? listener));
        MemoryRing send = new(ring);
        MemoryRing receive = new(ring);
        for (int i = 0; i < pairs; i++)
        {
            Assert.Equal(
                NetworkError.None,
                listener!.Supply(i == 0 ? send : new MemoryRing(ring), i == 0 ? receive : new MemoryRing(ring)));
        }

        return new TcpScript(peer, send, receive, OurPort, 0) { Listener = listener };
    }

    /// <summary>A connection after the peer's SYN and the stack's SYN-ACK.</summary>
    public static TcpScript HalfOpen(byte[]? synOptions = null, int ring = 65536, StackOptions? options = null)
    {
        TcpScript script = Listening(1, ring, options);
        script.Syn(synOptions ?? Mss(1460));
        return script;
    }

    /// <summary>A connection that the peer opened.</summary>
    public static TcpScript Accepted(byte[]? synOptions = null, int ring = 65536, StackOptions? options = null, int window = 65535)
    {
        TcpScript script = HalfOpen(synOptions, ring, options);
        script.Window = window;
        if (synOptions is not null && Array.IndexOf(synOptions, (byte)8) >= 0 && synOptions.Length >= 10)
        {
            script.Options = () => Timestamp((uint)(script.Peer.Now / 1000), 0);
        }

        script.In("A", 0, 0);
        script.Connection = script.Listener!.Accept()!;
        Assert.NotNull(script.Connection);
        Assert.Equal(TcpState.Established, script.Connection.State);
        script.Peer.Drain();
        return script;
    }

    /// <summary>A connection that the stack is opening, after its SYN.</summary>
    public static TcpScript Connecting(int ring = 65536, StackOptions? options = null)
    {
        var peer = new Peer(options);
        MemoryRing send = new(ring);
        MemoryRing receive = new(ring);
        EndPoint remote = new(InternetAddress.FromIPv4(Peer.PeerAddress), PeerPort);
        Assert.Equal(NetworkError.None, peer.Stack.Connect(peer.Owner, remote, 0, send, receive, peer.Now, out TcpConnection? connection));
        Frame syn = peer.Expect().Verify();
        Assert.Equal("S", syn.Flags);
        return new TcpScript(peer, send, receive, syn.SourcePort, syn.Seq) { Connection = connection! };
    }

    /// <summary>A connection that the stack opened.</summary>
    public static TcpScript Connected(int ring = 65536, byte[]? synOptions = null, StackOptions? options = null)
    {
        TcpScript script = Connecting(ring, options);
        script.In("SA", -1, 0, options: synOptions ?? Mss(1460));
        script.Out("A", 0, 0, 0);
        Assert.Equal(TcpState.Established, script.Connection.State);
        return script;
    }

    /// <summary>Sends a SYN and takes the SYN-ACK.</summary>
    public Frame Syn(byte[] options)
    {
        In("S", -1, null, options: options);
        Frame reply = Peer.Expect().Verify();
        Assert.Equal("SA", reply.Flags);
        Assert.Equal(PeerInitial + 1, reply.Ack);
        OurInitial = reply.Seq;
        return reply;
    }

    /// <summary>A segment from the peer: its first byte and its acknowledgment, relative; null: 0 in the field.</summary>
    public void In(
        string flags,
        long seq,
        long? ack,
        byte[]? data = null,
        int? window = null,
        byte[]? options = null,
        ushort port = PeerPort)
    {
        uint number = PeerInitial + 1 + (uint)seq;
        uint acknowledged = ack is null ? 0 : OurInitial + 1 + (uint)ack.Value;
        byte[] tcp = Frames.Tcp(port, _ourPort, flags, number, acknowledged, window ?? Window, data, options ?? Options?.Invoke());
        Peer.Inject(Frames.ToStack(6, tcp));
    }

    /// <summary>The next segment from the stack must be this one.</summary>
    public Frame Out(string flags, long seq, long ack, int length, long within = 0)
    {
        Frame frame = Peer.Expect(within).Verify();
        Assert.True(frame.IsTcp, frame.ToString());
        string got = $"{frame.Flags} seq {(int)(frame.Seq - OurInitial - 1)} ack {(int)(frame.Ack - PeerInitial - 1)} length "
            + $"{frame.Data.Length}";
        Assert.Equal($"{flags} seq {seq} ack {ack} length {length}", got);
        return frame;
    }

    /// <summary>The owner writes.</summary>
    public void Write(int length)
    {
        byte[] data = Enumerable.Range((int)(Send.Produced % 251), length).Select(i => (byte)(i % 251)).ToArray();
        Assert.Equal(length, Send.Write(data));
        Connection.RingsChanged(Peer.Now);
    }

    /// <summary>The owner reads everything.</summary>
    public byte[] Read()
    {
        byte[] data = new byte[Receive.Produced - Receive.Consumed];
        Assert.Equal(data.Length, Receive.Read(data));
        Connection.RingsChanged(Peer.Now);
        return data;
    }

    /// <summary>Bytes of the peer's stream from a position on.</summary>
    public static byte[] Stream(int from, int length) => Enumerable.Range(from, length).Select(i => (byte)((i * 31) ^ (i >> 8))).ToArray();
}
