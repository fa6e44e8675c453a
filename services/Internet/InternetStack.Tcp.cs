// TCP as the stack's caller sees it.

using RustKernel.Services.Internet.Tcp;

namespace RustKernel.Services.Internet;

/// <content>Listeners and connections.</content>
public sealed partial class InternetStack
{
    /// <summary>Connections that are not closed.</summary>
    public int ConnectionCount => Tcp.Count;

    /// <summary>Connections in TIME-WAIT.</summary>
    public int TimeWaitCount => Tcp.TimeWaits;

    /// <summary>Handshakes that peers began.</summary>
    public int HalfOpenCount => Tcp.HalfOpenCount;

    /// <summary>
    /// Opens a connection to <paramref name="remote"/> from <paramref name="port"/> (0: the stack chooses), on two empty rings of the
    /// owner. Connected or Closed follows. QuotaExceeded; InvalidArgument: a ring or an address; NetworkUnreachable; AddressInUse.
    /// </summary>
    public NetworkError Connect(
        SocketOwner owner, EndPoint remote, ushort port, ByteRing send, ByteRing receive, long now, out TcpConnection? connection) =>
        Tcp.Connect(owner, remote, port, send, receive, now, out connection);

    /// <summary>
    /// Listens at <paramref name="port"/> (0: one of 49152-65535). <see cref="TcpListener.Supply"/> brings the rings of connections;
    /// receive rings must have at least <paramref name="receiveCapacity"/> bytes. QuotaExceeded; InvalidArgument; AddressInUse.
    /// </summary>
    public NetworkError Listen(SocketOwner owner, ushort port, int receiveCapacity, out TcpListener? listener) =>
        Tcp.Listen(owner, port, receiveCapacity, out listener);

    /// <summary>
    /// Sends a reset to the peer of a connection that this stack had before a restart. <paramref name="number"/> is the sequence number
    /// after the last byte that the peer has acknowledged. False: call it again later, as ARP is in progress or too many packets wait.
    /// True: it was sent; or there is no route, the address is no longer ours, or both ends have a new connection.
    /// </summary>
    public bool ResetPeer(EndPoint local, EndPoint remote, uint number, long now)
    {
        TcpKey key = new(local.Address, local.Port, remote.Address, remote.Port);
        if (local.Address.IPv4 != Address || IsOwn(remote.Address.IPv4) || Tcp.Has(key))
        {
            return true;
        }

        ErrorCode found = FindLink(remote.Address.IPv4, now, out _);
        if (found == ErrorCode.WouldBlock || (found == ErrorCode.None && !HasRoomToReset))
        {
            return false;
        }

        if (found == ErrorCode.None)
        {
            Tcp.SendReset(key, number, now);
        }

        return true;
    }

    // Half of the packets are reserved for live connections.
    private bool HasRoomToReset => _ready.Count < Options.MostPackets / 2;
}
