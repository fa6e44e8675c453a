// Bytes over a socket.

using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Sockets;

namespace RustKernel.Hil.Drivers.Serial;

/// <summary>A connected stream socket, whose bytes are the line's.</summary>
internal sealed class SocketConnection : ISerialConnection
{
    private const int WriteLimitMilliseconds = 5000;
    private readonly Socket _socket;
    private volatile bool _stops;

    /// <summary>A connection over <paramref name="socket"/>, which it owns.</summary>
    public SocketConnection(Socket socket)
    {
        _socket = socket;
        socket.SendTimeout = WriteLimitMilliseconds;
        if (socket.AddressFamily != AddressFamily.Unix)
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long> Counters { get; } = new Dictionary<string, long>();

    /// <inheritdoc/>
    public int Read(Span<byte> buffer)
    {
        try
        {
            return _stops && _socket.Available == 0 ? 0 : _socket.Receive(buffer);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return _stops ? 0 : throw new IOException(e.Message);
        }
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            while (bytes.Length > 0)
            {
                bytes = bytes[_socket.Send(bytes)..];
            }
        }
        catch (SocketException e)
        {
            throw new IOException(e.Message);
        }
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _stops = true;
        try
        {
            // A receive under way returns what is there, then 0.
            _socket.Shutdown(SocketShutdown.Receive);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other end closed first.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
