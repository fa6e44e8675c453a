using System;
using System.Threading;
using RustKernel.Services.Internet;
using RustKernel.Services.Network;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Tester;

/// <summary>A minimal client of the service net: a session with slots of small rings. One thread.</summary>
internal sealed class SocketSession
{
    private const ulong PageBytes = 4096;
    private const ulong NewsBit = 1;
    private const Rights Given = Rights.Duplicate | Rights.Transfer;

    private readonly Handle<Port> _port = InitClient.PortOf("net");
    private readonly Handle<Port> _life;
    private readonly MappedMemory? _memory;
    private readonly SocketBoard? _board;
    private readonly SocketBlock?[] _blocks;
    private readonly uint _ringBytes;
    private readonly ulong _bell;

    /// <summary>A session with this many slots, each with two rings of this many bytes.</summary>
    internal SocketSession(uint count = 8, uint ringBytes = 4096)
    {
        _blocks = new SocketBlock?[count];
        _ringBytes = ringBytes;
        uint blockBytes = SocketBlock.Header + (2 * ringBytes);
        ulong memoryBytes = (SocketBoard.Bytes + (count * blockBytes) + PageBytes - 1) & ~(PageBytes - 1);
        Net = new NetworkClient(_port) { TimeoutTicks = Own.Ticks(World.LongestMilliseconds) };
        Check.Ok(Kernel.PortCreate(1, out _life));
        Check.Ok(MappedMemory.Create(memoryBytes, out _memory));
        Check.Ok(Kernel.HandleDuplicate(_life, Rights.Send | Given, out Handle<Port> life));
        Check.Ok(Kernel.HandleDuplicate(_memory!.Handle, Rights.Read | Rights.Write | Given, out Handle<Memory> memory));
        Check.Ok(Net.Attach(life, NewsBit, memory, out ulong number, out uint slots, out _bell));
        Number = number;
        Check.That(slots >= count);
        _board = new SocketBoard(_memory);
        for (uint i = 0; i < count; i++)
        {
            uint offset = SocketBoard.Bytes + (i * blockBytes);
            Check.Ok(Net.Place(number, i, 0, offset, ringBytes, ringBytes));
            _blocks[i] = new SocketBlock(_memory, (int)offset, (int)ringBytes, (int)ringBytes);
        }
    }

    /// <summary>The service.</summary>
    internal NetworkClient Net { get; }

    /// <summary>The session.</summary>
    internal ulong Number { get; }

    /// <summary>This machine.</summary>
    internal static NetworkEndPoint Loopback(ushort port) =>
        NetworkEndPoint.From(new EndPoint(InternetAddress.FromIPv4(127, 0, 0, 1), port));

    /// <summary>The block of a slot.</summary>
    internal SocketBlock Block(uint slot) => _blocks[slot]!;

    /// <summary>Makes the service check a slot.</summary>
    internal void Ring(uint slot)
    {
        if (_board!.Ring((int)slot))
        {
            _ = Kernel.Notify(_port, _bell);
        }
    }

    /// <summary>Waits for a condition; false: it did not become true in time.</summary>
    internal bool WaitFor(Func<bool> isSo)
    {
        ulong end = Own.Milliseconds + World.LongestMilliseconds;
        while (!isSo())
        {
            Message message = default;
            if (Kernel.Receive(_life, Own.In(World.LongestMilliseconds), ref message) != ErrorCode.None || Own.Milliseconds > end)
            {
                return isSo();
            }

            _board!.TakeNews([]);
        }

        return true;
    }

    /// <summary>Waits for news of any slot; false: there was none.</summary>
    internal bool WaitForNews(ulong milliseconds)
    {
        Message message = default;
        ErrorCode error = Kernel.Receive(_life, Own.In(milliseconds), ref message);
        _board!.TakeNews([]);
        return error == ErrorCode.None;
    }

    /// <summary>Waits until a slot shows a sign.</summary>
    internal bool WaitFor(uint slot, SocketEvents sign) => WaitFor(() => (Block(slot).Signs & sign) != 0);

    /// <summary>Puts all bytes into a slot's send ring as it gets room. False: the connection has ended, or nothing moves.</summary>
    internal bool Send(uint slot, ReadOnlySpan<byte> data)
    {
        SocketBlock block = Block(slot);
        while (data.Length > 0)
        {
            int count = block.SendRing.Write(data);
            data = data[count..];
            Ring(slot);
            block.WantedToSend = 1;
            Interlocked.MemoryBarrier();
            if (data.Length > 0 && !WaitFor(() => HasRoom(block) || IsOver(block)))
            {
                return false;
            }

            if (IsOver(block))
            {
                return false;
            }
        }

        block.WantedToSend = 0;
        return true;
    }

    /// <summary>Takes at least a byte out of a slot's receive ring; 0: none will come.</summary>
    internal int Receive(uint slot, Span<byte> data)
    {
        SocketBlock block = Block(slot);
        block.WantedReceived = 1;
        Interlocked.MemoryBarrier();
        _ = WaitFor(() => Waiting(block) > 0 || (block.Signs & (SocketEvents.PeerClosed | SocketEvents.Closed)) != 0);
        bool wasFull = Waiting(block) > _ringBytes / 2;
        int count = block.ReceiveRing.Read(data);
        if (wasFull)
        {
            Ring(slot);
        }

        return count;
    }

    /// <summary>Listens, with this many slots, beginning with <paramref name="first"/>.</summary>
    internal void Listen(uint slot, ushort port, uint first, uint count)
    {
        Check.Ok(Net.Listen(Number, slot, new NetworkEndPoint { Port = port }, _ringBytes, out NetworkError error, out _));
        Check.Equal(0, (ulong)error);
        for (uint i = first; i < first + count; i++)
        {
            Supply(slot, i);
        }
    }

    /// <summary>Supplies a slot for a listener's next connection.</summary>
    internal void Supply(uint listener, uint slot)
    {
        Check.Ok(Net.Supply(Number, listener, slot, out NetworkError error));
        Check.Equal(0, (ulong)error);
    }

    /// <summary>Connects a slot to this machine, and waits for that.</summary>
    internal bool Connect(uint slot, ushort port)
    {
        Check.Ok(Net.Connect(Number, slot, Loopback(port), 0, out NetworkError error, out _));
        Check.Equal(0, (ulong)error);
        return WaitFor(slot, SocketEvents.Connected | SocketEvents.Closed) && !IsOver(Block(slot));
    }

    private static uint Waiting(SocketBlock block) => block.ReceiveRing.Produced - block.ReceiveRing.Consumed;

    private bool HasRoom(SocketBlock block) => block.SendRing.Produced - block.SendRing.Consumed < _ringBytes;

    private static bool IsOver(SocketBlock block) => (block.Signs & SocketEvents.Closed) != 0;
}
