// The service net as its clients see it.

using RustKernel.Services.Internet;
using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// Sockets. Data goes through rings in memory of the client's (<c>SocketBlock</c>), with bits in both directions (<c>SocketBoard</c>) and
/// no call; calls are for control. A client attaches once, divides its memory into blocks, and numbers its sockets itself: a slot is a
/// socket's number in the session. What became of a socket stands in its block, so no call asks for it. A session outlives the service's
/// process: its successor opens listeners and UDP sockets again, and all connections are closed with ConnectionReset. Errors of all:
/// NotOwned: no such session of the caller's; InvalidArgument: no such slot or piece, or not within the memory; InvalidState: the slot
/// has a socket, or none, or one of another kind, or no block. What the network says against it is in the NetworkError, and then nothing
/// was done.
/// </summary>
[Service(13)]
public interface INetwork
{
    /// <summary>
    /// A session, which lasts as long as <paramref name="life"/>: a port that the client made and receives from, with the rights to send,
    /// duplicate and transfer. The service sets <paramref name="lifeBits"/> there when sockets have
    /// news. <paramref name="memory"/> (as in <see cref="AddMemory"/>) begins with
    /// the session's board, and is piece 0. Slots go from 0 to <paramref name="slots"/> - 1, as many as the caller's manifest
    /// says (<c>sockets=</c>). <paramref name="bell"/>: the bit at the service's port that says that the client set bits in the board.
    /// OutOfMemory: there are as many sessions as can be, or the client's quota is used up.
    /// </summary>
    [Operation(1)]
    ErrorCode Attach(Handle<Port> life, ulong lifeBits, Handle<Memory> memory, out ulong session, out uint slots, out ulong bell);

    /// <summary>
    /// Another piece of memory: an object that the client made, of 4 KiB to 4 MiB, all pages of it, without a pager. Its missing pages are
    /// made now, on the client's quota (a client that did so before, by MemoryCommit, is served faster). It stays as long as the session.
    /// The handle needs the rights to read, write, duplicate and transfer. OutOfMemory: the client's quota, or it has 16 pieces, or all
    /// sessions of its service have 20.
    /// </summary>
    [Operation(2)]
    ErrorCode AddMemory(ulong session, Handle<Memory> memory, out uint piece);

    /// <summary>Ends a session: its sockets are reset, its memory is given back.</summary>
    [Operation(3)]
    ErrorCode Detach(ulong session);

    /// <summary>
    /// Gives a slot without a socket its block: at <paramref name="offset"/> of a piece, a multiple of 64, the header (<c>SocketBlock</c>),
    /// after it the ring of what is sent, then the ring of what is received, each a power of two from 256 bytes on. The slot keeps it, for
    /// all its sockets. Nothing is checked against the blocks of other slots: a client that lets them overlap harms itself.
    /// </summary>
    [Operation(4)]
    ErrorCode Place(ulong session, uint slot, uint piece, uint offset, uint sendBytes, uint receiveBytes);

    /// <summary>
    /// A UDP socket: at <paramref name="local"/>'s port (0: the service chooses), at its address alone unless that is None. Its rings hold
    /// datagrams (<c>DatagramRing</c>) and begin empty. AddressInUse, AddressNotAvailable, QuotaExceeded.
    /// </summary>
    [Operation(5)]
    ErrorCode OpenUdp(ulong session, uint slot, NetworkEndPoint local, out NetworkError error, out ushort port);

    /// <summary>
    /// The only other end that a UDP socket hears from now on, and where datagrams go that name no port; port 0: any, as at the start.
    /// </summary>
    [Operation(6)]
    ErrorCode ConnectUdp(ulong session, uint slot, NetworkEndPoint remote, out NetworkError error);

    /// <summary>
    /// Begins a TCP connection from port <paramref name="localPort"/> (0: the service chooses). Connected or Closed follows in the block.
    /// Rings begin empty. NetworkUnreachable, AddressInUse, InvalidArgument: no host has that address; QuotaExceeded.
    /// </summary>
    [Operation(7)]
    ErrorCode Connect(ulong session, uint slot, NetworkEndPoint remote, ushort localPort, out NetworkError error, out ushort port);

    /// <summary>
    /// Accepts TCP connections at <paramref name="local"/> (port 0: the service chooses; address None: any of ours). The listener needs no
    /// block. Each connection takes the slot that was supplied first; <paramref name="receiveBytes"/> is the least of their receive rings.
    /// AddressInUse, AddressNotAvailable, QuotaExceeded.
    /// </summary>
    [Operation(8)]
    ErrorCode Listen(ulong session, uint slot, NetworkEndPoint local, uint receiveBytes, out NetworkError error, out ushort port);

    /// <summary>
    /// Slot <paramref name="slot"/>, which has a block and no socket, is for the next connection of a listener: the number of slots is the
    /// backlog. Connected in its block says that it has one. InvalidArgument, of the network: a receive ring too small; QuotaExceeded.
    /// </summary>
    [Operation(9)]
    ErrorCode Supply(ulong session, uint listener, uint slot, out NetworkError error);

    /// <summary>The client sends no more: after what is in the ring comes a FIN. Receiving goes on.</summary>
    [Operation(10)]
    ErrorCode Shutdown(ulong session, uint slot);

    /// <summary>
    /// The client is done with a socket. A connection sends what is in its ring, then its FIN; with bytes that the client never took, or if
    /// it <paramref name="resets"/>, the peer hears a reset at once. The slot is free, and its rings the client's, when Closed
    /// is in its block: for all others than connections when this returns. A slot that waits for a connection is withdrawn.
    /// A listener gives its supplied slots back. InvalidState: it has no socket, or none any more.
    /// </summary>
    [Operation(11)]
    ErrorCode Close(ulong session, uint slot, bool resets);

    /// <summary>Sets what a connection, or each connection of a listener that is accepted later, does.</summary>
    [Operation(12)]
    ErrorCode SetOptions(ulong session, uint slot, ConnectionOptions options, out NetworkError error);

    /// <summary>
    /// The addresses of a name, 16 bytes each, at most 8; a text a.b.c.d is its own address. NameNotFound, ServerFailure, TimedOut,
    /// NetworkUnreachable: there is no name server; InvalidArgument: no name can be so; QuotaExceeded. WouldBlock: as many questions of the
    /// caller's as may be are not answered.
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

    /// <summary>The interface.</summary>
    [Operation(15)]
    ErrorCode Describe(out NetworkState state);

    /// <summary>
    /// Gives the interface an address by hand; with a prefix of 0 bits: by DHCP. AccessDenied: the caller's manifest does not say
    /// <c>may=manage</c>. InvalidArgument: no host can have that address, or the gateway is not on its network.
    /// </summary>
    [Operation(16)]
    ErrorCode Configure(NetworkSettings settings);

    /// <summary>What was counted since the service's process began.</summary>
    [Operation(17)]
    ErrorCode Counts(out NetworkCounts counts);

    /// <summary>
    /// The first socket whose number is <paramref name="number"/> or more; <paramref name="next"/>:
    /// where to go on. NotFound: none.
    /// </summary>
    [Operation(18)]
    [Errors(ErrorCode.NotFound)]
    ErrorCode DescribeSocket(uint number, out SocketDescription socket, out uint next);

    /// <summary>From a card's driver that has started for the first time: the service opens it, and starts for that.</summary>
    [Operation(19, IsOneWay = true)]
    ErrorCode CardStarted();
}
