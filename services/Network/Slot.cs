using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Tcp;

namespace RustKernel.Services.Network;

/// <summary>A slot of a session: its block, and its socket.</summary>
internal sealed class Slot(Session session, int number)
{
    private const SocketEvents Lasting = SocketEvents.Connected | SocketEvents.PeerClosed | SocketEvents.Closed | SocketEvents.Failed;
    private const long Second = 1_000_000;

    /// <summary>Its session.</summary>
    internal Session Session => session;

    /// <summary>Its number.</summary>
    internal int Number => number;

    /// <summary>What is in it.</summary>
    internal SocketKind Kind { get; set; }

    /// <summary>Its block; null: it has none.</summary>
    internal SocketBlock? Block { get; set; }

    /// <summary>Where the block lies.</summary>
    internal SlotPlace Place { get; set; }

    /// <summary>The stack's socket; null: none, or none yet.</summary>
    internal InternetSocket? Socket { get; set; }

    /// <summary>The listener that it is supplied to.</summary>
    internal Slot? Listener { get; set; }

    /// <summary>For a listener, the least size of its connections' receive rings.</summary>
    internal uint LeastReceive { get; set; }

    /// <summary>Options of its connection, or of a listener's connections.</summary>
    internal ConnectionOptions Options { get; set; }

    /// <summary>Its entry in the kept table; negative: none.</summary>
    internal int Kept { get; set; } = -1;

    /// <summary>Whether the rings have as many bytes, or as much room, as the client waits for.</summary>
    internal bool IsWanted(SocketEvents events)
    {
        SocketBlock block = Block!;
        if ((events & SocketEvents.Readable) != 0 && block.WantedReceived is uint wanted and not 0)
        {
            ByteRing ring = block.ReceiveRing;
            if (ring.Produced - ring.Consumed >= wanted)
            {
                return true;
            }
        }

        if ((events & SocketEvents.Writable) != 0 && block.WantedToSend is uint room and not 0)
        {
            ByteRing ring = block.SendRing;
            return (uint)ring.Capacity - (ring.Produced - ring.Consumed) >= room;
        }

        return false;
    }

    /// <summary>Writes lasting signs into the block. True: there are some; the client always gets news of them.</summary>
    internal bool Show(SocketEvents events, NetworkError error)
    {
        SocketEvents signs = events & Lasting;
        if (signs == SocketEvents.None)
        {
            return false;
        }

        SocketBlock block = Block!;
        if ((signs & (SocketEvents.Closed | SocketEvents.Failed)) != 0)
        {
            block.Error = error;
        }

        block.Signs |= signs;
        return true;
    }

    /// <summary>Takes over a connection.</summary>
    internal void Adopt(TcpConnection connection)
    {
        Kind = SocketKind.Connection;
        Socket = connection;
        Options = Listener?.Options ?? Options;
        Listener = null;
        Block!.Local = connection.Local;
        Block.Remote = connection.Remote;
    }

    /// <summary>Sets the connection's options.</summary>
    internal NetworkError Apply(TcpConnection connection, long now)
    {
        ConnectionOptions options = Options;
        NetworkError error = options.KeepAliveSeconds == 0
            ? connection.SetKeepAlive(long.MaxValue, Second, 1, now)
            : connection.SetKeepAlive(
                options.KeepAliveSeconds * Second, options.KeepAliveInterval * Second, (int)options.KeepAliveCount, now);
        connection.NoDelay = error == NetworkError.None ? options.HasNoDelay : connection.NoDelay;
        return error;
    }
}
