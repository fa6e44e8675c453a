// A socket's block, in memory of its client. The client's words and the service's lie in different cache lines.
//
//   offset   bytes
//   0        4      position: bytes put into the send ring            the client's
//   4        4      position: bytes taken out of the receive ring     the client's
//   8        4      wanted: bytes in the receive ring                 the client's
//   12       4      wanted: room in the send ring                     the client's
//   64       4      position: bytes taken out of the send ring        the service's
//   68       4      position: bytes put into the receive ring         the service's
//   72       4      signs                                             the service's
//   76       4      error                                             the service's
//   80       2, 2   ports: ours, the other end's                      the service's
//   88       16     our address                                       the service's
//   104      16     the other end's address                           the service's
//   128      …      the send ring, then the receive ring

using RustKernel.Services.Internet;
using RustKernel.Services.Storage;

namespace RustKernel.Services.Network;

/// <summary>
/// The block of a slot (<see cref="INetwork.Place"/>). The client writes its own words, the service the rest. Each side keeps its own copy
/// of what it wrote, as the other may overwrite the block.
/// </summary>
public sealed class SocketBlock
{
    /// <summary>Bytes before the send ring.</summary>
    public const int Header = 128;

    /// <summary>What the offset of a block must be a multiple of.</summary>
    public const int Alignment = 64;

    private const int Sent = 0;
    private const int Received = 4;
    private const int WantedBytes = 8;
    private const int WantedRoom = 12;
    private const int SignsAt = 72;
    private const int ErrorAt = 76;
    private const int PortsAt = 80;
    private const int LocalAt = 88;
    private const int RemoteAt = 104;
    private const int OfService = 64;
    private readonly MappedMemory _memory;
    private readonly int _offset;

    /// <summary>
    /// The block at <paramref name="offset"/> of <paramref name="memory"/>, which has room for it:
    /// <see cref="Header"/> and both rings.
    /// </summary>
    public SocketBlock(MappedMemory memory, int offset, int sendBytes, int receiveBytes)
    {
        _memory = memory;
        _offset = offset;
        int rings = offset + Header;
        SendRing = new SharedRing(memory, rings, sendBytes, offset + Sent, offset + OfService + Sent);
        ReceiveRing = new SharedRing(memory, rings + sendBytes, receiveBytes, offset + OfService + Received, offset + Received);
    }

    /// <summary>What the client sends.</summary>
    public ByteRing SendRing { get; }

    /// <summary>What the client receives.</summary>
    public ByteRing ReceiveRing { get; }

    /// <summary>
    /// The client's: it wants news (<see cref="SocketBoard"/>) when at least this many bytes are in the receive ring; 0: it does not. A
    /// client that sets it, issues a barrier and then finds nothing in the ring will get news.
    /// </summary>
    public uint WantedReceived
    {
        get => Read(WantedBytes);
        set => Write(WantedBytes, value);
    }

    /// <summary>The client's: it wants news when the send ring has room for at least this many bytes; 0: it does not.</summary>
    public uint WantedToSend
    {
        get => Read(WantedRoom);
        set => Write(WantedRoom, value);
    }

    /// <summary>
    /// The service's: which of Connected, PeerClosed, Closed and Failed has happened to the slot's socket. Each brings news. After Closed
    /// the service touches neither the rings nor the header until the slot has its next socket.
    /// </summary>
    public SocketEvents Signs
    {
        get => (SocketEvents)Read(SignsAt);
        set => Write(SignsAt, (uint)value);
    }

    /// <summary>The service's: what went wrong last; with Closed why it ended. Written before the sign.</summary>
    public NetworkError Error
    {
        get => (NetworkError)Read(ErrorAt);
        set => Write(ErrorAt, (uint)value);
    }

    /// <summary>The service's: our end. Written before Connected.</summary>
    public EndPoint Local
    {
        get => ReadEnd(LocalAt, 0);
        set => WriteEnd(LocalAt, 0, value);
    }

    /// <summary>The service's: the other end of a connection. Written before Connected.</summary>
    public EndPoint Remote
    {
        get => ReadEnd(RemoteAt, 16);
        set => WriteEnd(RemoteAt, 16, value);
    }

    /// <summary>Bytes of a block with rings of these capacities.</summary>
    public static long SizeOf(uint sendBytes, uint receiveBytes) => Header + (long)sendBytes + receiveBytes;

    /// <summary>The service's side, before the slot gets a socket: clears the signs and empties the rings.</summary>
    public void Clear()
    {
        for (int offset = 0; offset < Header; offset += sizeof(ulong))
        {
            _memory.Write(_offset + offset, 0);
        }
    }

    private uint Read(int offset) => SharedWords.Read32(_memory, _offset + offset);

    private void Write(int offset, uint value) => SharedWords.Write32(_memory, _offset + offset, value);

    private EndPoint ReadEnd(int offset, int portShift) =>
        new(
            new InternetAddress(_memory.Read(_offset + offset), _memory.Read(_offset + offset + sizeof(ulong))),
            (ushort)(Read(PortsAt) >> portShift));

    private void WriteEnd(int offset, int portShift, EndPoint end)
    {
        _memory.Write(_offset + offset, end.Address.High);
        _memory.Write(_offset + offset + sizeof(ulong), end.Address.Low);
        Write(PortsAt, (Read(PortsAt) & ~(0xFFFFu << portShift)) | ((uint)end.Port << portShift));
    }
}
