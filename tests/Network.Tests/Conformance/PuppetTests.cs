// The peer's orders apply to its newest connection, even when that came between the puppet's look at its slots and the order.

using System;
using System.Buffers.Binary;
using System.Linq;
using RustKernel.Services.Internet;
using RustKernel.Services.Network;
using RustKernel.Services.Storage;
using RustKernel.Services.Tester;
using Xunit;

namespace RustKernel.Network.Tests.Conformance;

public sealed class PuppetTests
{
    private static readonly EndPoint s_peer = new(default, 7000);

    [Fact]
    public void An_order_finds_the_connection_that_came_after_the_last_look()
    {
        LateSockets sockets = new();
        Puppet puppet = new(sockets);
        sockets.IsPeerNext = true;
        puppet.Step();
        byte[] answer = new byte[64];
        int length = DatagramRing.TryRead(sockets.Block(LateSockets.OrderSlot).SendRing, out _, answer);
        Assert.Equal((11, 1, 1u), (length, answer[2], BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(3))));
    }

    // Blocks without a service: when the puppet looks for an order, a connection with a byte opens, and the order to read comes after it.
    private sealed class LateSockets : IPuppetSockets
    {
        internal const uint OrderSlot = 0;
        private const uint ConnectionSlot = 13;
        private static readonly byte[] s_read = [0, 1, 4, 0x7F, 0xFF, 0xFF, 0xFF];

        private readonly SocketBlock[] _blocks = Enumerable.Range(0, (int)Puppet.Slots).Select(_ => NewBlock()).ToArray();

        internal bool IsPeerNext { get; set; }

        public SocketBlock Block(uint slot)
        {
            if (slot == OrderSlot && IsPeerNext)
            {
                IsPeerNext = false;
                _ = _blocks[ConnectionSlot].ReceiveRing.Write([1]);
                _blocks[ConnectionSlot].Signs = SocketEvents.Connected;
                Assert.True(DatagramRing.TryWrite(_blocks[OrderSlot].ReceiveRing, s_peer, s_read));
            }

            return _blocks[slot];
        }

        public void Ring(uint slot)
        {
        }

        public void OpenUdp(uint slot, ushort port)
        {
        }

        public void Listen(uint slot, ushort port)
        {
        }

        public void Supply(uint listener, uint slot)
        {
        }

        public bool Connect(uint slot, EndPoint remote) => false;

        public bool Shutdown(uint slot) => false;

        public bool Close(uint slot, bool resets) => false;

        public bool Crash(string service, uint kind) => false;

        public void Say(string line)
        {
        }

        private static SocketBlock NewBlock()
        {
            MappedMemory memory = new((int)SocketBlock.SizeOf(Puppet.RingBytes, Puppet.RingBytes));
            return new SocketBlock(memory, 0, (int)Puppet.RingBytes, (int)Puppet.RingBytes);
        }
    }
}
