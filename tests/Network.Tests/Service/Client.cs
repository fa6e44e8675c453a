using System.Collections.Generic;
using RustKernel.Services.Internet;
using RustKernel.Services.Network;
using RustKernel.Services.Storage;
using Xunit;

namespace RustKernel.Network.Tests.Service;

/// <summary>A client with eight slots of 4 KiB rings.</summary>
internal sealed class Client : ISessionLife
{
    public const uint Slots = 8;
    public const uint RingBytes = 4096;
    public const uint BlockBytes = SocketBlock.Header + (2 * RingBytes);

    private readonly SocketBlock[] _blocks = new SocketBlock[Slots];

    public Client(SocketDesk desk, ulong number, ulong badge = 1, uint limit = Slots)
    {
        Memory = new MappedMemory((int)(SocketBoard.Bytes + (Slots * BlockBytes)));
        Board = new SocketBoard(Memory);
        Badge = badge;
        Number = number;
        Session = Attach(desk, limit);
        for (uint i = 0; i < Slots && i < limit; i++)
        {
            Assert.Equal(ErrorCode.None, desk.Place(Session, i, PlaceOf(i)));
            _blocks[i] = new SocketBlock(Memory, (int)PlaceOf(i).Offset, (int)RingBytes, (int)RingBytes);
        }
    }

    public MappedMemory Memory { get; }

    public SocketBoard Board { get; }

    public ulong Number { get; }

    public ulong Badge { get; }

    public Session Session { get; private set; }

    public bool IsAlive { get; set; } = true;

    public bool HasEnded { get; private set; }

    public int Told { get; private set; }

    public static SlotPlace PlaceOf(uint slot) => new(0, SocketBoard.Bytes + (slot * BlockBytes), RingBytes, RingBytes);

    public SocketBlock Block(uint slot) => _blocks[slot];

    public void Tell() => Told++;

    public void End() => HasEnded = true;

    /// <summary>The same session at a desk after a restart, which knows only the kept data.</summary>
    public Session Attach(SocketDesk desk, uint limit = Slots)
    {
        Session = desk.Open(Number, Badge, limit, this)!;
        Session.Add(0, Memory);
        return Session;
    }

    public SortedSet<int> TakeNews()
    {
        List<int> slots = [];
        Board.TakeNews(slots);
        return [.. slots];
    }

    public bool Has(uint slot, SocketEvents sign) => (Block(slot).Signs & sign) != 0;
}
