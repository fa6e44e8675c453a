using RustKernel.Services.Internet;
using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// The service net: sockets. Data goes through rings in the client's memory (<c>SocketBlock</c>), with notices in both directions
/// (<c>SocketBoard</c>); only control needs calls. A client attaches once, divides its memory into blocks, and numbers its sockets itself:
/// a slot is a socket's number in the session. A socket's state is in its block, so no call asks for it. A session outlives the
/// service's process: after a restart, listeners and UDP sockets are open again, and all connections are closed with ConnectionReset.
/// Errors of all calls: NotOwned: the caller has no such session; InvalidArgument: no such slot or piece, or not within the memory;
/// InvalidState: the slot has a socket, or none, or one of another kind, or no block. A refusal by the network comes as NetworkError; the
/// call has then changed nothing.
/// </summary>
[Service(13)]
public interface INetwork
{
    /// <summary>
    /// Begins a session, which lasts as long as <paramref name="life"/>: a port that the client made and receives from, with the rights to
    /// send, duplicate and transfer. The service sets <paramref name="lifeBits"/> there when sockets have news. <paramref name="memory"/>
    /// (as in <see cref="AddMemory"/>) becomes piece 0 and begins with the session's board. Slots go from 0 to <paramref name="slots"/> -
    /// 1; the caller's manifest sets their number (<c>sockets=</c>). <paramref name="bell"/> is the bit that the client sets at the
    /// service's port after it set bits in the board. OutOfMemory: the most sessions are open, or the client's quota is used up.
    /// WouldBlock: Init cannot report the caller's number now.
    /// </summary>
    [Operation(1)]
    ErrorCode Attach(Handle<Port> life, ulong lifeBits, Handle<Memory> memory, out ulong session, out uint slots, out ulong bell);

    /// <summary>
    /// Adds a piece of memory for as long as the session lasts: a whole object that the client made, of 4 KiB to 4 MiB, without a pager.
    /// The service makes its missing pages now, on the client's quota; a client that made them before, by MemoryCommit, is served faster.
    /// The handle needs the rights to read, write, duplicate and transfer. OutOfMemory: the client's quota is used up, the session has 16
    /// pieces, or all sessions of its service have 20.
    /// </summary>
    [Operation(2)]
    ErrorCode AddMemory(ulong session, Handle<Memory> memory, out uint piece);

    /// <summary>Ends a session: resets its sockets and gives its memory back.</summary>
    [Operation(3)]
    ErrorCode Detach(ulong session);

    /// <summary>
    /// Gives a slot without a socket its block. At <paramref name="offset"/> of a piece, a multiple of 64, lies the header
    /// (<c>SocketBlock</c>), then the send ring, then the receive ring, each a power of two of at least 256 bytes. The slot keeps the block
    /// for all its sockets. The service does not check whether blocks overlap: that harms only the client itself.
    /// </summary>
    [Operation(4)]
    ErrorCode Place(ulong session, uint slot, uint piece, uint offset, uint sendBytes, uint receiveBytes);

    /// <summary>
    /// Opens a UDP socket at <paramref name="local"/>'s port (0: the service chooses) and address (None: all of ours). Its rings hold
    /// datagrams (<c>DatagramRing</c>) and begin empty. AddressInUse, AddressNotAvailable, QuotaExceeded.
    /// </summary>
    [Operation(5)]
    ErrorCode OpenUdp(ulong session, uint slot, NetworkEndPoint local, out NetworkError error, out ushort port);

    /// <summary>
    /// Connects a UDP socket: it receives only from this end, and sends datagrams without a port to it. Port 0: from any, as at the start.
    /// </summary>
    [Operation(6)]
    ErrorCode ConnectUdp(ulong session, uint slot, NetworkEndPoint remote, out NetworkError error);

    /// <summary>
    /// Begins a TCP connection from port <paramref name="localPort"/> (0: the service chooses). Connected or Closed follows in the block.
    /// Rings begin empty. NetworkUnreachable, AddressInUse, QuotaExceeded; InvalidArgument: no host can have that address.
    /// </summary>
    [Operation(7)]
    ErrorCode Connect(ulong session, uint slot, NetworkEndPoint remote, ushort localPort, out NetworkError error, out ushort port);

    /// <summary>
    /// Accepts TCP connections at <paramref name="local"/> (port 0: the service chooses; address None: any of ours). The listener needs no
    /// block. Each connection takes the slot supplied longest ago; <paramref name="receiveBytes"/> is the least size of their receive
    /// rings. AddressInUse, AddressNotAvailable, QuotaExceeded.
    /// </summary>
    [Operation(8)]
    ErrorCode Listen(ulong session, uint slot, NetworkEndPoint local, uint receiveBytes, out NetworkError error, out ushort port);

    /// <summary>
    /// Supplies a listener with slot <paramref name="slot"/>, which has a block and no socket, for a coming connection: the number of
    /// supplied slots is the backlog. Connected in the block says that it has one. NetworkError InvalidArgument: the receive ring is too
    /// small; QuotaExceeded.
    /// </summary>
    [Operation(9)]
    ErrorCode Supply(ulong session, uint listener, uint slot, out NetworkError error);

    /// <summary>Ends sending: the bytes in the ring are sent, then a FIN. Receiving continues.</summary>
    [Operation(10)]
    ErrorCode Shutdown(ulong session, uint slot);

    /// <summary>
    /// Closes a socket. A connection sends what is in its ring, then its FIN; if the client left received bytes in the ring, or
    /// <paramref name="resets"/>, it resets the peer at once. When Closed is in its block, the slot is free and the rings belong to the
    /// client; except for connections, that is so when this returns. A slot that waits for a connection is withdrawn. A listener gives its
    /// supplied slots back. InvalidState: it has no socket, or none any more.
    /// </summary>
    [Operation(11)]
    ErrorCode Close(ulong session, uint slot, bool resets);

    /// <summary>Sets the options of a connection, or of the connections that a listener accepts from now on.</summary>
    [Operation(12)]
    ErrorCode SetOptions(ulong session, uint slot, ConnectionOptions options, out NetworkError error);

    /// <summary>
    /// The addresses of a name, 16 bytes each, at most 8; a text a.b.c.d is its own address. NameNotFound, ServerFailure, TimedOut,
    /// QuotaExceeded; NetworkUnreachable: there is no name server; InvalidArgument: it is not a possible name. WouldBlock: too many of the
    /// caller's questions are unanswered.
    /// </summary>
    [Operation(13)]
    ErrorCode Resolve(ulong session, [AtMost(255)] string name, out NetworkError error, [AtMost(128)] out byte[] addresses);

    /// <summary>
    /// Asks a host for an echo of <paramref name="bytes"/> bytes (ICMP) and waits at most <paramref name="milliseconds"/>.
    /// TimedOut, HostUnreachable, NetworkUnreachable, MessageTooLong. WouldBlock as <see cref="Resolve"/>.
    /// </summary>
    [Operation(14)]
    ErrorCode Echo(
        ulong session, ulong addressHigh, ulong addressLow, uint bytes, uint milliseconds, out NetworkError error, out uint microseconds);

    /// <summary>Describes the interface.</summary>
    [Operation(15)]
    ErrorCode Describe(out NetworkState state);

    /// <summary>
    /// Gives the interface an address by hand, or with a prefix of 0 bits by DHCP. AccessDenied: the caller's manifest does not say
    /// <c>may=manage</c>. InvalidArgument: no host can have that address, or the gateway is not on its network.
    /// </summary>
    [Operation(16)]
    ErrorCode Configure(NetworkSettings settings);

    /// <summary>The counts since the service's process began.</summary>
    [Operation(17)]
    ErrorCode Counts(out NetworkCounts counts);

    /// <summary>
    /// The first socket whose number is <paramref name="number"/> or more; <paramref name="next"/>:
    /// where to continue. NotFound: none.
    /// </summary>
    [Operation(18)]
    [Errors(ErrorCode.NotFound)]
    ErrorCode DescribeSocket(uint number, out SocketDescription socket, out uint next);

    /// <summary>A card's driver calls this when it first starts: that starts this service, which then opens the card.</summary>
    [Operation(19, IsOneWay = true)]
    ErrorCode CardStarted();
}
