// A client that writes anything into its rings at any time, even between two reads by the stack.

using System;
using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Tcp;
using Xunit;

namespace RustKernel.Network.Tests;

public sealed class HostileOwnerTests
{
    [Fact]
    public void Positions_that_change_at_every_look_harm_no_one_else()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var peer = new Peer(seed: (ulong)seed);
            LyingRing[] rings = [new(256, random), new(256, random), new(1024, random), new(512, random)];
            _ = peer.Stack.OpenUdp(peer.Owner, 2000, rings[0], rings[1], out UdpSocket? udp);
            _ = peer.Stack.Listen(peer.Owner, 80, 256, out TcpListener? listener);
            Assert.Equal(NetworkError.None, listener!.Supply(rings[2], rings[3]));
            uint initial = Open(peer);
            TcpConnection connection = listener.Accept()!;
            for (int step = 0; step < 200; step++)
            {
                byte[] data = new byte[random.Next(1460)];
                uint number = 100 + (uint)random.Next(3000);
                byte[] tcp = Frames.Tcp(1000, 80, "PA", number, initial + 1 + (uint)random.Next(2000), 5000, data);
                peer.Inject(Frames.ToStack(6, tcp));
                peer.Inject(Frames.ToStack(17, Frames.Udp(Peer.PeerAddress, 1, Peer.OurAddress, 2000, data)));
                connection.RingsChanged(peer.Now);
                udp!.RingsChanged(peer.Now);
                peer.Run(random.Next(1_000_000));
            }

            peer.Drain();
            peer.Inject(Frames.ToStack(1, Frames.Echo(8, 1, 1, [1])));
            Assert.True(peer.Expect().IsIcmp);
        }
    }

    private static uint Open(Peer peer)
    {
        peer.Inject(Frames.ToStack(6, Frames.Tcp(1000, 80, "S", 99, 0, 8000, [], [2, 4, 5, 180, 3, 3, 2, 1])));
        uint initial = peer.Expect().Seq;
        peer.Inject(Frames.ToStack(6, Frames.Tcp(1000, 80, "A", 100, initial + 1, 8000, [])));
        return initial;
    }

    /// <summary>Returns correct values most of the time.</summary>
    private sealed class LyingRing(int capacity, Random random) : ByteRing
    {
        private readonly byte[] _memory = new byte[capacity];
        private uint _produced;
        private uint _consumed;

        public override int Capacity => capacity;

        public override uint Produced
        {
            get => Lie(_produced);
            set => _produced = value;
        }

        public override uint Consumed
        {
            get => Lie(_consumed);
            set => _consumed = value;
        }

        protected override Span<byte> Memory => _memory;

        private uint Lie(uint truth) => random.Next(40) switch
        {
            0 => (uint)random.NextInt64(1L << 32),
            1 => truth + (uint)random.Next(capacity * 2),
            2 => truth - (uint)random.Next(capacity * 2),
            3 => truth + (uint)capacity,
            _ => truth,
        };
    }
}
