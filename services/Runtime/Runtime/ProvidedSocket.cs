using System;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace RustKernel.Runtime;

/// <summary>
/// A socket of the network service, which System.Net.Sockets.Socket uses. Nothing here waits for the network: operations complete later,
/// and <see cref="Watch"/> gives a task for the next news. Usable from any thread, but only one at a time may call <see cref="Read"/>,
/// <see cref="Write"/> and similar methods.
/// </summary>
public abstract class ProvidedSocket
{
    /// <summary>What has happened. Read it before the bytes: then everything that came before a sign is in the ring.</summary>
    public abstract SocketSigns Signs { get; }

    /// <summary>What went wrong last.</summary>
    public abstract SocketError Error { get; }

    /// <summary>Our end of a connection.</summary>
    public abstract SocketEnd Local { get; }

    /// <summary>The other end of a connection.</summary>
    public abstract SocketEnd Remote { get; }

    /// <summary>Bytes that can be read; for a datagram socket, those of the next datagram, or -1 without one.</summary>
    public abstract int Available { get; }

    /// <summary>A connection is waiting for <see cref="Accept"/>.</summary>
    public abstract bool HasConnection { get; }

    /// <summary>Opens it for UDP. AddressAlreadyInUse, AddressNotAvailable, TooManyOpenSockets, NoBufferSpaceAvailable.</summary>
    public abstract SocketError OpenUdp(SocketEnd local, int sendBytes, int receiveBytes, out ushort port);

    /// <summary>Connects a UDP socket: it receives only from this end; port 0: from any.</summary>
    public abstract SocketError ConnectUdp(SocketEnd remote);

    /// <summary>Begins a connection: <see cref="Signs"/> reports the result. Errors as of <see cref="OpenUdp"/>.</summary>
    public abstract SocketError Connect(SocketEnd remote, ushort localPort, int sendBytes, int receiveBytes);

    /// <summary>Checks whether it could listen there, and at which port. Errors as of <see cref="OpenUdp"/>.</summary>
    public abstract SocketError Reserve(SocketEnd local, out ushort port);

    /// <summary>Listens, with as many waiting connections as there is memory for, up to <paramref name="backlog"/>.</summary>
    public abstract SocketError Listen(SocketEnd local, int backlog, int sendBytes, int receiveBytes, out ushort port);

    /// <summary>The connection that has waited longest; null: none.</summary>
    public abstract ProvidedSocket? Accept();

    /// <summary>Ends sending: the bytes in the ring are sent, then the end.</summary>
    public abstract SocketError Shutdown();

    /// <summary>Closes it. Resets a connection if requested, or if received bytes are left in the ring.</summary>
    public abstract void Close(bool resets);

    /// <summary>
    /// Sets options: Nagle's algorithm off; keep-alive's seconds of silence before the first probe (0: none) and between probes, and their
    /// number.
    /// </summary>
    public abstract SocketError SetOptions(bool hasNoDelay, int keepAliveSeconds, int interval, int count);

    /// <summary>Takes bytes out, or only copies them. Returns how many.</summary>
    public abstract int Read(Span<byte> bytes, bool peeks);

    /// <summary>Puts bytes in. Returns how many.</summary>
    public abstract int Write(ReadOnlySpan<byte> bytes);

    /// <summary>
    /// Takes a datagram out, truncated to the span's length, or only copies it. Returns its full length; -1: there is none.
    /// </summary>
    public abstract int ReadFrom(Span<byte> bytes, bool peeks, out SocketEnd from);

    /// <summary>Puts a datagram in. False: there is no room for it.</summary>
    public abstract bool WriteTo(SocketEnd to, ReadOnlySpan<byte> bytes);

    /// <summary>Whether a datagram of this many bytes fits into an empty ring.</summary>
    public abstract bool CanHold(int bytes);

    /// <summary>Whether there is room for bytes, or for a datagram of this many.</summary>
    public abstract bool HasRoom(int bytes);

    /// <summary>
    /// A task that ends with the next news: bytes (if wanted), room for <paramref name="room"/> bytes (if not 0), signs, connections. After
    /// this call, look once more before you wait.
    /// </summary>
    public abstract Task Watch(bool bytes, int room);

    /// <summary>Ends the task of <see cref="Watch"/> now.</summary>
    public abstract void Poke();
}
