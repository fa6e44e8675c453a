// The server on real sockets.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace RustKernel.Flash.Tftp;

/// <summary>
/// Binds one address and port, gives every transfer a socket of its own, and drives a <see cref="TftpServer"/> from one
/// thread. IPv4 or IPv6, as the address is.
/// </summary>
public sealed class TftpUdpHost : ITftpTransport, IDisposable
{
    private const int BufferBytes = 2048;
    private const int TickMilliseconds = 20;

    // Requests are taken in batches, so that a flood of them does not keep transfers waiting.
    private const int RequestsAtOnce = 16;
    private static readonly TimeSpan s_aloneLimit = TimeSpan.FromMilliseconds(2);
    private readonly Lock _gate = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Dictionary<int, TftpSocket> _sockets = [];
    private readonly TftpServer _server;
    private readonly IPAddress _address;
    private readonly TftpSocket _requests;
    private readonly Epoll _epoll = new();
    private readonly Thread _thread;
    private TimeSpan _nextTick;
    private volatile bool _stopping;

    /// <summary>Starts to serve.</summary>
    /// <param name="endpoint">Where requests come in; port 0 takes any free one.</param>
    /// <param name="policy">The limits.</param>
    /// <param name="files">What is served.</param>
    /// <param name="log">Called for each request at its verdict, one call at a time.</param>
    /// <exception cref="SocketException">The port is taken or not allowed.</exception>
    public TftpUdpHost(IPEndPoint endpoint, TftpPolicy policy, ITftpFiles files, Action<TftpRequestRecord> log)
    {
        _address = endpoint.Address;
        _server = new TftpServer(policy, this, files, log);
        try
        {
            _requests = new TftpSocket(_address, endpoint.Port, TickMilliseconds);
        }
        catch (SocketException)
        {
            _epoll.Dispose();
            throw;
        }

        Endpoint = _requests.Local;
        _epoll.Watch(_requests.Descriptor, 0);
        _thread = new Thread(Serve) { IsBackground = true, Name = "tftp" };
        _thread.Start();
    }

    /// <summary>Where requests come in.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Calls <paramref name="view"/> with the requests being served, while the server is locked.</summary>
    public void Inspect(Action<IEnumerable<TftpRequestRecord>> view)
    {
        lock (_gate)
        {
            view(_server.Running);
        }
    }

    /// <summary>Ends every transfer and closes the sockets.</summary>
    public void Dispose()
    {
        if (_stopping)
        {
            return;
        }

        _stopping = true;
        _epoll.Wake();
        _thread.Join();
        lock (_gate)
        {
            _server.Stop(_clock.Elapsed);
        }

        _requests.Dispose();
        _epoll.Dispose();
    }

    int ITftpTransport.OpenPort()
    {
        try
        {
            TftpSocket socket = new(_address, 0, TickMilliseconds);
            int port = socket.Local.Port;
            if (_epoll.Watch(socket.Descriptor, (ulong)port))
            {
                _sockets[port] = socket;
                return port;
            }

            socket.Dispose();
        }
        catch (SocketException)
        {
            // Out of ports or descriptors: this request is refused, and the others continue.
        }

        return 0;
    }

    void ITftpTransport.ClosePort(int port)
    {
        if (_sockets.Remove(port, out TftpSocket? socket))
        {
            socket.Dispose();
        }
    }

    void ITftpTransport.Send(int port, IPEndPoint destination, ReadOnlySpan<byte> datagram) =>
        _sockets.GetValueOrDefault(port, _requests).Send(destination, datagram);

    private void Serve()
    {
        byte[] buffer = new byte[BufferBytes];
        bool isBusy = false;
        while (!_stopping)
        {
            // After a transfer was served alone, first take what other sockets received in that time, without a pause.
            isBusy |= ServeAll(buffer, _sockets.Count == 0 ? -1 : isBusy ? 0 : TickMilliseconds);
            isBusy = isBusy && _sockets.Count == 1 && ServeAlone(buffer);
        }
    }

    // True when something came.
    private bool ServeAll(byte[] buffer, int patience)
    {
        int count = _epoll.Wait(patience);
        lock (_gate)
        {
            for (int i = 0; i < count; i++)
            {
                if (_epoll.Key(i) is { } key)
                {
                    Receive((int)key, buffer);
                }
            }

            if (_clock.Elapsed >= _nextTick)
            {
                _server.Tick(_clock.Elapsed);
                _nextTick = _clock.Elapsed + TimeSpan.FromMilliseconds(TickMilliseconds);
            }
        }

        return count > 0;
    }

    // Waits for the only transfer at its own socket. That spares one of three system calls for each block, which matters in lockstep. Other
    // requests wait for at most this long. False when the client was silent.
    private bool ServeAlone(byte[] buffer)
    {
        (int port, TftpSocket socket) = _sockets.First();
        TimeSpan end = _clock.Elapsed + s_aloneLimit;
        TimeSpan now;
        do
        {
            int length = socket.Receive(buffer, wait: true, out IPEndPoint sender);
            if (length < 0)
            {
                return false;
            }

            now = _clock.Elapsed;
            lock (_gate)
            {
                _server.Receive(port, sender, buffer.AsSpan(0, length), now);
            }
        }
        while (now < end && _sockets.Count == 1);
        return true;
    }

    private void Receive(int port, byte[] buffer)
    {
        IPEndPoint sender;
        int length;
        if (port != 0)
        {
            // Gone when an earlier datagram of this batch ended the transfer.
            if (_sockets.TryGetValue(port, out TftpSocket? socket) && (length = socket.Receive(buffer, wait: false, out sender)) >= 0)
            {
                _server.Receive(port, sender, buffer.AsSpan(0, length), _clock.Elapsed);
            }

            return;
        }

        for (int i = 0; i < RequestsAtOnce && (length = _requests.Receive(buffer, wait: false, out sender)) >= 0; i++)
        {
            _server.ReceiveRequest(sender, buffer.AsSpan(0, length), 0, _clock.Elapsed);
        }
    }
}
