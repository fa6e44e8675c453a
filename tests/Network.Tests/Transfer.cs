// A connection between the two stacks of a link, and bytes in both directions.

using System;
using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Tcp;
using Xunit;

namespace RustKernel.Network.Tests;

/// <summary>Sends a seeded stream in each direction, closes both ends, and compares.</summary>
internal static class Transfer
{
    private const ushort Port = 80;
    private const long Second = 1_000_000;

    /// <summary>Returns its duration in µs.</summary>
    public static long Run(Link link, int forth, int back, int ring)
    {
        long begin = link.Now;
        TcpListener listener = Listen(link, 0, ring);
        MemoryRing[] rings = [new(ring), new(ring), new(ring), new(ring)];
        Assert.Equal(NetworkError.None, listener.Supply(rings[2], rings[3]));
        EndPoint remote = new(InternetAddress.FromIPv4(Link.SecondAddress), Port);
        Assert.Equal(
            NetworkError.None,
            link.Stacks[0].Connect(link.Owners[0], remote, 0, rings[0], rings[1], link.Now, out TcpConnection? client));
        End[] ends = [new(forth, back, rings[0], rings[1]) { Connection = client }, new(back, forth, rings[2], rings[3])];
        bool isDone = link.Run(36_000 * Second, () =>
        {
            ends[1].Connection ??= listener.Accept();
            ends[0].Work(link.Now);
            ends[1].Work(link.Now);
            link.Collect();
            return ends[0].IsDone && ends[1].IsDone && ends[0].Connection!.IsClosed && ends[1].Connection!.IsClosed;
        });
        Assert.True(isDone, $"{ends[0]} {ends[1]} at {link.Now}");
        Assert.Equal((NetworkError.None, NetworkError.None), (ends[0].Connection!.Error, ends[1].Connection!.Error));
        return link.Now - begin;
    }

    public static TcpListener Listen(Link link, int pairs, int ring)
    {
        Assert.Equal(NetworkError.None, link.Stacks[1].Listen(link.Owners[1], Port, ring, out TcpListener? listener));
        for (int i = 0; i < pairs; i++)
        {
            Assert.Equal(NetworkError.None, listener!.Supply(new MemoryRing(ring), new MemoryRing(ring)));
        }

        return listener!;
    }

    public static TcpConnection Connect(Link link, int send, int receive)
    {
        EndPoint remote = new(InternetAddress.FromIPv4(Link.SecondAddress), Port);
        NetworkError error = link.Stacks[0].Connect(
            link.Owners[0], remote, 0, new MemoryRing(send), new MemoryRing(receive), link.Now, out TcpConnection? client);
        Assert.Equal(NetworkError.None, error);
        return client!;
    }

    // A byte of the stream is a function of its position.
    private static byte At(int place) => (byte)((place * 31) ^ (place >> 8) ^ (place >> 16));

    private sealed class End(int toSend, int toReceive, MemoryRing send, MemoryRing receive)
    {
        private readonly byte[] _buffer = new byte[4096];
        private int _sent;
        private int _received;
        private bool _isShut;

        public TcpConnection? Connection { get; set; }

        public bool IsDone => _sent == toSend && _received == toReceive && _isShut;

        public void Work(long now)
        {
            if (Connection is null)
            {
                return;
            }

            bool isChanged = false;
            while (_sent < toSend && send.Produced - send.Consumed < send.Capacity)
            {
                int count = Math.Min(_buffer.Length, toSend - _sent);
                for (int i = 0; i < count; i++)
                {
                    _buffer[i] = At(_sent + i);
                }

                _sent += send.Write(_buffer.AsSpan(0, count));
                isChanged = true;
            }

            while (receive.Produced != receive.Consumed)
            {
                int count = receive.Read(_buffer);
                for (int i = 0; i < count; i++)
                {
                    Assert.Equal(At(_received + i), _buffer[i]);
                }

                _received += count;
                isChanged = true;
            }

            if (isChanged)
            {
                Connection.RingsChanged(now);
            }

            if (_sent == toSend && !_isShut)
            {
                _isShut = true;
                Connection.Shutdown(now);
            }
        }

        public override string ToString() =>
            $"sent {_sent}/{toSend} received {_received}/{toReceive} {Connection?.State} {Connection?.Error}";
    }
}
