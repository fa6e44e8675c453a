// One UDP socket of the server.

using System;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace RustKernel.Flash.Tftp;

/// <summary>Remembers the last peer in both of its forms: a transfer has one peer, and converting costs more than sending.</summary>
internal sealed class TftpSocket : IDisposable
{
    private const int BufferBytes = 1 << 20;
    private const int DoNotWait = 0x40;
    private readonly Socket _socket;
    private readonly int _descriptor;
    private readonly IPEndPoint _any;
    private readonly SocketAddress _from;
    private readonly SocketAddress _known;
    private IPEndPoint _sender;
    private IPEndPoint? _receiver;
    private SocketAddress? _to;

    /// <param name="address">The local address.</param>
    /// <param name="port">The local port; 0 for any free one.</param>
    /// <param name="patienceMilliseconds">How long a <see cref="Receive"/> waits.</param>
    /// <exception cref="SocketException">The port is taken or not allowed.</exception>
    public TftpSocket(IPAddress address, int port, int patienceMilliseconds)
    {
        _any = new IPEndPoint(address.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        _sender = _any;
        _from = _any.Serialize();
        _known = _any.Serialize();
        _socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            _socket.ReceiveBufferSize = BufferBytes;
            _socket.SendBufferSize = BufferBytes;
            _socket.ReceiveTimeout = patienceMilliseconds;
            _socket.Bind(new IPEndPoint(address, port));
            _descriptor = (int)_socket.Handle;
        }
        catch (SocketException)
        {
            _socket.Dispose();
            throw;
        }
    }

    public int Descriptor => _descriptor;

    public IPEndPoint Local => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>
    /// Takes a datagram, if need be after a wait. -1 when there is none, or when an earlier one met a closed port, which the transfer's
    /// timeout handles.
    /// </summary>
    public int Receive(Span<byte> buffer, bool wait, out IPEndPoint sender)
    {
        int addressLength = _from.Buffer.Length;
        nint length = ReceiveFrom(
            _descriptor,
            ref buffer[0],
            (nuint)buffer.Length,
            wait ? 0 : DoNotWait,
            ref _from.Buffer.Span[0],
            ref addressLength);
        if (length >= 0)
        {
            _from.Size = addressLength;
            if (!_from.Equals(_known))
            {
                _sender = (IPEndPoint)_any.Create(_from);
                _from.Buffer.CopyTo(_known.Buffer);
                _known.Size = _from.Size;
            }
        }

        sender = _sender;
        return (int)length;
    }

    /// <summary>Sends. A full buffer or a host that is gone counts as a loss on the way, and retransmission handles it.</summary>
    public void Send(IPEndPoint destination, ReadOnlySpan<byte> datagram)
    {
        if (!ReferenceEquals(destination, _receiver))
        {
            _receiver = destination;
            _to = destination.Serialize();
        }

        _ = SendTo(_descriptor, in datagram[0], (nuint)datagram.Length, DoNotWait, in _to!.Buffer.Span[0], _to.Size);
    }

    public void Dispose() => _socket.Dispose();

    // .NET's own calls throw when there is nothing to receive, and cost more than the system's.
    [DllImport("libc", EntryPoint = "recvfrom")]
    private static extern nint ReceiveFrom(int socket, ref byte buffer, nuint length, int flags, ref byte address, ref int addressLength);

    [DllImport("libc", EntryPoint = "sendto")]
    private static extern nint SendTo(int socket, in byte buffer, nuint length, int flags, in byte address, int addressLength);
}
