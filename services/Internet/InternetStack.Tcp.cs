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
    /// Opens a connection to <paramref name="remote"/> from <paramref name="port"/> (0: the stack chooses) on two empty rings of the
    /// owner's. Connected or Closed follows. QuotaExceeded; InvalidArgument: a ring or an address; NetworkUnreachable; AddressInUse.
    /// </summary>
    public NetworkError Connect(
        SocketOwner owner, EndPoint remote, ushort port, ByteRing send, ByteRing receive, long now, out TcpConnection? connection) =>
        Tcp.Connect(owner, remote, port, send, receive, now, out connection);

    /// <summary>
    /// Listens at <paramref name="port"/>; connections get rings that <see cref="TcpListener.Supply"/> brings, the receive ring of at least
    /// <paramref name="receiveCapacity"/> bytes. QuotaExceeded; InvalidArgument; AddressInUse.
    /// </summary>
    public NetworkError Listen(SocketOwner owner, ushort port, int receiveCapacity, out TcpListener? listener) =>
        Tcp.Listen(owner, port, receiveCapacity, out listener);
}
