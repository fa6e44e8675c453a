// A socket as the network's service gives it.

using System;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace RustKernel.Runtime;

/// <summary>
/// What Socket stands on. Nothing here waits for the network: what is asked for happens later, and <see cref="Watch"/> gives the task of
/// the next news. From any thread; <see cref="Read"/>, <see cref="Write"/> and their like from one at a time.
/// </summary>
public abstract class ProvidedSocket
{
    /// <summary>What has happened. Read it before the bytes: what came before a sign is there.</summary>
    public abstract SocketSigns Signs { get; }

    /// <summary>What went wrong last.</summary>
    public abstract SocketError Error { get; }

    /// <summary>Our end of a connection.</summary>
    public abstract SocketEnd Local { get; }

    /// <summary>The other end of a connection.</summary>
    public abstract SocketEnd Remote { get; }

    /// <summary>Bytes that can be read; of datagrams those of the next one, -1: there is none.</summary>
    public abstract int Available { get; }

    /// <summary>A connection waits for <see cref="Accept"/>.</summary>
    public abstract bool HasConnection { get; }

    /// <summary>A UDP socket. AddressAlreadyInUse, AddressNotAvailable, TooManyOpenSockets, NoBufferSpaceAvailable.</summary>
    public abstract SocketError OpenUdp(SocketEnd local, int sendBytes, int receiveBytes, out ushort port);

    /// <summary>The only other end that a UDP socket hears; port 0: any.</summary>
    public abstract SocketError ConnectUdp(SocketEnd remote);

    /// <summary>Begins a connection: <see cref="Signs"/> says how it ended. Errors as of <see cref="OpenUdp"/>.</summary>
    public abstract SocketError Connect(SocketEnd remote, ushort localPort, int sendBytes, int receiveBytes);

    /// <summary>Looks whether it could listen there, and at which port. Errors as of <see cref="OpenUdp"/>.</summary>
    public abstract SocketError Reserve(SocketEnd local, out ushort port);

    /// <summary>Listens, with as many connections waiting as there is memory for, up to <paramref name="backlog"/>.</summary>
    public abstract SocketError Listen(SocketEnd local, int backlog, int sendBytes, int receiveBytes, out ushort port);

    /// <summary>The connection that waits longest; null: none.</summary>
    public abstract ProvidedSocket? Accept();

    /// <summary>Sends no more: what is in the ring goes, then the end.</summary>
    public abstract SocketError Shutdown();

    /// <summary>It is done with. A connection is reset if so wished, or if bytes are left that came.</summary>
    public abstract void Close(bool resets);

    /// <summary>
    /// Nagle's algorithm off; seconds of silence until the other end is asked (0: never), between questions, and how many.
    /// </summary>
    public abstract SocketError SetOptions(bool hasNoDelay, int keepAliveSeconds, int interval, int count);

    /// <summary>Takes bytes out, or only looks at them; how many.</summary>
    public abstract int Read(Span<byte> bytes, bool peeks);

    /// <summary>Puts bytes in; how many.</summary>
    public abstract int Write(ReadOnlySpan<byte> bytes);

    /// <summary>Takes a datagram out, cut to the span's length, or only looks at it; its own length, -1: there is none.</summary>
    public abstract int ReadFrom(Span<byte> bytes, bool peeks, out SocketEnd from);

    /// <summary>Puts a datagram in. False: there is no room for it.</summary>
    public abstract bool WriteTo(SocketEnd to, ReadOnlySpan<byte> bytes);

    /// <summary>Whether a datagram of so many bytes fits into the ring when it is empty.</summary>
    public abstract bool CanHold(int bytes);

    /// <summary>Room for bytes, or for a datagram of so many.</summary>
    public abstract bool HasRoom(int bytes);

    /// <summary>
    /// A task that ends with the next news: bytes (if wanted), room for <paramref name="room"/> bytes (if not 0), signs, connections. Look
    /// once more after this and before waiting.
    /// </summary>
    public abstract Task Watch(bool bytes, int room);

    /// <summary>Ends the task of <see cref="Watch"/> now.</summary>
    public abstract void Poke();
}
