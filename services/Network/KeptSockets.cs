// The table that is kept over a restart: each slot's place and socket, in memory whose handle is in the vault. Only this service writes it.
// A process that ends while it writes an entry leaves one without a socket.
//
//   offset   bytes
//   0        248     configuration (KeptInterface)
//   248      8       entries used so far, free ones among them
//   256      …       entries of 128 bytes:
//     0      8       session; 0: the entry is free; all ones: a connection whose peer gets resets (LostConnection)
//     8      8       kind, slot (16 bits from bit 8), listener's slot (16 from 24)
//     16     16      place: piece, offset, bytes to send, bytes to receive
//     32     8       ports: ours, the other's
//     40     32      addresses: ours, the other's
//     72     8       base of the numbers sent, least receive ring
//     80     8       options

using System.Collections.Generic;
using RustKernel.Services.Internet;
using RustKernel.Services.Storage;

namespace RustKernel.Services.Network;

/// <summary>The table.</summary>
internal sealed class KeptSockets
{
    /// <summary>Where the entries begin.</summary>
    internal const int Header = 256;

    /// <summary>Bytes of an entry.</summary>
    internal const int EntryBytes = 128;

    /// <summary>The session of a connection that ended with an earlier process.</summary>
    internal const ulong Lost = ulong.MaxValue;

    /// <summary>Most entries of <see cref="Lost"/>, so that they leave room for sockets.</summary>
    internal const int MostLost = 1024;

    private const int Used = 248;
    private readonly MappedMemory _memory;
    private readonly Stack<int> _free = new();
    private int _used;
    private int _lost;

    /// <summary>The table in <paramref name="memory"/>, with the entries that are in it.</summary>
    internal KeptSockets(MappedMemory memory)
    {
        _memory = memory;
        _used = (int)memory.Read(Used);
        for (int entry = _used - 1; entry >= 0; entry--)
        {
            ulong session = memory.Read(At(entry));
            _lost += session == Lost ? 1 : 0;
            if (session == 0)
            {
                _free.Push(entry);
            }
        }
    }

    /// <summary>All entries in use, with their numbers.</summary>
    internal List<(int Entry, KeptSocket Socket)> ReadAll()
    {
        List<(int Entry, KeptSocket Socket)> all = [];
        for (int entry = 0; entry < _used; entry++)
        {
            if (_memory.Read(At(entry)) != 0)
            {
                all.Add((entry, Read(At(entry))));
            }
        }

        return all;
    }

    /// <summary>A free entry; negative: there is none.</summary>
    internal int Take()
    {
        if (_free.Count != 0)
        {
            return _free.Pop();
        }

        if (_used >= (_memory.Bytes.Length - Header) / EntryBytes)
        {
            return -1;
        }

        _memory.Write(Used, (ulong)(_used + 1));
        return _used++;
    }

    /// <summary>Writes an entry that <see cref="Take"/> gave.</summary>
    internal void Write(int entry, in KeptSocket socket)
    {
        int at = At(entry);
        ulong place = ((ulong)(uint)socket.Slot << 8) | ((ulong)(uint)socket.Listener << 24);
        _memory.Write(at + 8, place);
        _memory.Write(at, socket.Session);
        _memory.Write(at + 16, socket.Place.Piece | ((ulong)socket.Place.Offset << 32));
        _memory.Write(at + 24, socket.Place.SendBytes | ((ulong)socket.Place.ReceiveBytes << 32));
        _memory.Write(at + 32, socket.Local.Port | ((ulong)socket.Remote.Port << 16));
        _memory.Write(at + 40, socket.Local.Address.High);
        _memory.Write(at + 48, socket.Local.Address.Low);
        _memory.Write(at + 56, socket.Remote.Address.High);
        _memory.Write(at + 64, socket.Remote.Address.Low);
        _memory.Write(at + 72, socket.SendBase | ((ulong)socket.LeastReceive << 32));
        ConnectionOptions options = socket.Options;
        _memory.Write(
            at + 80,
            (options.HasNoDelay ? 1ul : 0) | ((ulong)options.KeepAliveSeconds << 8) | ((ulong)options.KeepAliveInterval << 32)
                | ((ulong)options.KeepAliveCount << 56));
        _memory.Write(at + 8, place | (byte)socket.Kind);
    }

    /// <summary>
    /// Keeps <paramref name="one"/> until <see cref="Release"/>, so that the next process knows it, too, if this one ends before the peer
    /// is notified. What it returns has the entry, or none if there is no room.
    /// </summary>
    internal LostConnection Keep(in LostConnection one)
    {
        int entry = _lost < MostLost ? Take() : -1;
        if (entry >= 0)
        {
            _lost++;
            Write(
                entry,
                new KeptSocket(Lost, 0, SocketKind.Connection, default, one.Local, one.Remote, one.Number, 0, 0, default));
        }

        return one with { Entry = entry };
    }

    /// <summary>Gives an entry back.</summary>
    internal void Release(int entry)
    {
        _lost -= _memory.Read(At(entry)) == Lost ? 1 : 0;
        _memory.Write(At(entry), 0);
        _free.Push(entry);
    }

    private static int At(int entry) => Header + (entry * EntryBytes);

    private KeptSocket Read(int at)
    {
        ulong place = _memory.Read(at + 8);
        ulong where = _memory.Read(at + 16);
        ulong sizes = _memory.Read(at + 24);
        ulong ports = _memory.Read(at + 32);
        ulong numbers = _memory.Read(at + 72);
        ulong options = _memory.Read(at + 80);
        return new KeptSocket(
            _memory.Read(at),
            (ushort)(place >> 8),
            (SocketKind)(byte)place,
            new SlotPlace((uint)where, (uint)(where >> 32), (uint)sizes, (uint)(sizes >> 32)),
            new EndPoint(new InternetAddress(_memory.Read(at + 40), _memory.Read(at + 48)), (ushort)ports),
            new EndPoint(new InternetAddress(_memory.Read(at + 56), _memory.Read(at + 64)), (ushort)(ports >> 16)),
            (uint)numbers,
            (uint)(numbers >> 32),
            (ushort)(place >> 24),
            new ConnectionOptions
            {
                HasNoDelay = (options & 1) != 0,
                KeepAliveSeconds = (uint)(options >> 8) & 0xFFFFFF,
                KeepAliveInterval = (uint)(options >> 32) & 0xFFFFFF,
                KeepAliveCount = (uint)(options >> 56),
            });
    }
}
