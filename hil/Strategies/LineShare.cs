// A run's serial line for another process.

using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;

namespace RustKernel.Hil.Strategies;

/// <summary>
/// Listens at a socket until it is disposed. One client at a time gets every byte of the machine from then on, and its own bytes go to the
/// machine. A client that reads nothing for five seconds while the socket is full is dropped.
/// </summary>
public sealed class LineShare : IDisposable
{
    private const int BufferBytes = 4096;
    // Far more than a reader on a busy host needs.
    private const int SendLimitMilliseconds = 5000;
    private readonly Socket _listener;
    private readonly string _path;
    private readonly Send _send;
    private volatile Socket? _peer;
    private volatile bool _isOver;

    private LineShare(Socket listener, string path, Send send)
    {
        _listener = listener;
        _path = path;
        _send = send;
    }

    /// <summary>Sends bytes to the machine; false when the line is closed.</summary>
    public delegate bool Send(ReadOnlySpan<byte> bytes);

    /// <summary>True while a client is connected.</summary>
    public bool IsInUse => _peer is not null;

    /// <summary>Offers the line at <paramref name="path"/>; null: another run of the same target offers its line there.</summary>
    public static LineShare? TryOffer(string path, Send send)
    {
        Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (File.Exists(path) && !IsServed(path))
            {
                File.Delete(path);
            }

            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen(1);
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            listener.Dispose();
            return null;
        }

        LineShare share = new(listener, path, send);
        new Thread(share.Serve) { IsBackground = true, Name = "shared line" }.Start();
        return share;
    }

    /// <summary>Connects with the run that shares the line at <paramref name="path"/>; null: no run does.</summary>
    public static Socket? TryConnect(string path)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return socket;
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            socket.Dispose();
            return null;
        }
    }

    /// <summary>The machine has sent <paramref name="bytes"/>.</summary>
    public void Pass(ReadOnlySpan<byte> bytes)
    {
        if (_peer is not { } peer)
        {
            return;
        }

        try
        {
            peer.Send(bytes);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has left, or reads nothing: the next bytes must not wait for it again. Its reader notices.
            _ = Interlocked.CompareExchange(ref _peer, null, peer);
            peer.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isOver = true;
        _listener.Dispose();
        _peer?.Dispose();
        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next run finds that no process serves it.
        }
    }

    private static bool IsServed(string path)
    {
        using Socket? other = TryConnect(path);
        return other is not null;
    }

    private void Serve()
    {
        byte[] buffer = new byte[BufferBytes];
        while (!_isOver)
        {
            try
            {
                using Socket peer = _listener.Accept();
                peer.SendTimeout = SendLimitMilliseconds;
                _peer = peer;
                for (int count = peer.Receive(buffer); count > 0 && _send(buffer.AsSpan(0, count)); count = peer.Receive(buffer))
                {
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The peer is gone, or this end is.
            }
            finally
            {
                _peer = null;
            }
        }
    }
}
