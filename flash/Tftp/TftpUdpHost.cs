// The server on real sockets.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace RustKernel.Flash.Tftp;

/// <summary>
/// Binds one address and port, gives every transfer a socket of its own, and drives a <see cref="TftpServer"/> under one
/// lock. IPv4 or IPv6, as the address is.
/// </summary>
public sealed class TftpUdpHost : ITftpTransport, IDisposable
{
    private const int RequestBufferBytes = 2048;
    private const int SocketBufferBytes = 1 << 20;
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(20);
    private readonly Lock _gate = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Dictionary<int, Socket> _sockets = [];
    private readonly TftpServer _server;
    private readonly IPAddress _address;
    private readonly Socket _requests;
    private readonly Timer _timer;
    private bool _disposed;

    /// <summary>Begins to serve.</summary>
    /// <param name="endpoint">Where requests come in; port 0 takes any free one.</param>
    /// <param name="policy">The limits.</param>
    /// <param name="files">What is served.</param>
    /// <param name="log">Called for each request at its verdict, one call at a time.</param>
    /// <exception cref="SocketException">The port is taken or not allowed.</exception>
    public TftpUdpHost(IPEndPoint endpoint, TftpPolicy policy, ITftpFiles files, Action<TftpRequestRecord> log)
    {
        _address = endpoint.Address;
        _server = new TftpServer(policy, this, files, log);
        _requests = Bind(endpoint.Port);
        Endpoint = (IPEndPoint)_requests.LocalEndPoint!;
        _ = ReceiveLoop(_requests, 0);
        _timer = new Timer(_ => Tick(), null, s_tick, s_tick);
    }

    /// <summary>Where requests come in.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Calls <paramref name="view"/> with the requests being served, while nothing changes.</summary>
    public void Inspect(Action<IEnumerable<TftpRequestRecord>> view)
    {
        lock (_gate)
            view(_server.Running);
    }

    /// <summary>Ends every transfer and closes the sockets.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _server.Stop(_clock.Elapsed);
            _disposed = true;
        }

        _timer.Dispose();
        _requests.Dispose();
    }

    int ITftpTransport.OpenPort()
    {
        try
        {
            Socket socket = Bind(0);
            int port = ((IPEndPoint)socket.LocalEndPoint!).Port;
            _sockets[port] = socket;
            _ = ReceiveLoop(socket, port);
            return port;
        }
        catch (SocketException)
        {
            // Out of ports or descriptors: this request is refused, the others go on.
            return 0;
        }
    }

    void ITftpTransport.ClosePort(int port)
    {
        if (_sockets.Remove(port, out Socket? socket))
            socket.Dispose();
    }

    void ITftpTransport.Send(int port, IPEndPoint destination, ReadOnlySpan<byte> datagram)
    {
        Socket socket = _sockets.GetValueOrDefault(port, _requests);
        try
        {
            socket.SendTo(datagram, SocketFlags.None, destination);
        }
        catch (SocketException)
        {
            // A full buffer, a host that is gone: as good as lost on the way, and healed in the same manner.
        }
    }

    private Socket Bind(int port)
    {
        Socket socket = new(_address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.ReceiveBufferSize = SocketBufferBytes;
            socket.SendBufferSize = SocketBufferBytes;
            socket.Bind(new IPEndPoint(_address, port));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task ReceiveLoop(Socket socket, int port)
    {
        byte[] buffer = new byte[RequestBufferBytes];
        IPEndPoint any = new(_address.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        SocketAddress from = any.Serialize();
        IPEndPoint sender = any;
        SocketAddress known = any.Serialize();
        while (true)
        {
            int length;
            try
            {
                length = await socket.ReceiveFromAsync(buffer, SocketFlags.None, from).ConfigureAwait(false);
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                if (e.SocketErrorCode is SocketError.OperationAborted or SocketError.Interrupted or SocketError.NotSocket)
                    return;
                continue;
            }

            if (!from.Equals(known))
            {
                sender = (IPEndPoint)any.Create(from);
                from.Buffer.CopyTo(known.Buffer);
                known.Size = from.Size;
            }

            lock (_gate)
            {
                if (_disposed)
                    return;
                if (port == 0)
                    _server.ReceiveRequest(sender, buffer.AsSpan(0, length), 0, _clock.Elapsed);
                else
                    _server.Receive(port, sender, buffer.AsSpan(0, length), _clock.Elapsed);
            }
        }
    }

    private void Tick()
    {
        lock (_gate)
        {
            if (!_disposed)
                _server.Tick(_clock.Elapsed);
        }
    }
}
