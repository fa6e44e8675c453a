// The other end of a machine's wire: frames over two unix sockets.

using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;

namespace RustKernel.EndToEnd.Tests;

/// <summary>
/// Sends each frame of type 0x88B5 back once, in order, with its two addresses exchanged; drops all others. It holds the first
/// answer back until a second frame has arrived. One datagram is one frame.
/// </summary>
internal sealed class FramePeer : IDisposable
{
    private const int MostFrame = 2048;
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly string _own;
    private readonly string _board;
    private readonly Thread _thread;
    private volatile bool _isOver;

    /// <summary>A peer for a machine with <c>--net dgram:</c><paramref name="path"/>.</summary>
    internal FramePeer(string path)
    {
        _own = path + ".peer";
        _board = path + ".board";
        _socket.Bind(new UnixDomainSocketEndPoint(_own));
        _socket.ReceiveTimeout = 200;
        _thread = new Thread(Serve) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Frames that were sent back.</summary>
    internal int Returned { get; private set; }

    /// <summary>Bytes of the shortest frame received.</summary>
    internal int Shortest { get; private set; } = int.MaxValue;

    public void Dispose()
    {
        _isOver = true;
        _thread.Join();
        _socket.Dispose();
        File.Delete(_own);
    }

    private void Serve()
    {
        byte[] frame = new byte[MostFrame];
        byte[]? late = null;
        UnixDomainSocketEndPoint board = new(_board);
        while (!_isOver)
        {
            int bytes = Receive(frame);
            if (bytes > 0)
            {
                Shortest = Math.Min(Shortest, bytes);
            }

            if (bytes >= 14 && frame[12] == 0x88 && frame[13] == 0xB5)
            {
                byte[] answer = [.. frame[6..12], .. frame[..6], .. frame[12..bytes]];

                // Like a busy host: the first answer comes only after the target has asked again, and each question gets one.
                if (Returned == 0 && late is null)
                {
                    late = answer;
                    continue;
                }

                if (late is not null)
                {
                    Return(late, board);
                    late = null;
                }

                Return(answer, board);
            }
        }
    }

    private int Receive(byte[] frame)
    {
        try
        {
            return _socket.Receive(frame);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            return 0;
        }
    }

    // A machine that has ended receives no more.
    private void Return(ReadOnlySpan<byte> frame, UnixDomainSocketEndPoint board)
    {
        try
        {
            _ = _socket.SendTo(frame, SocketFlags.None, board);
            Returned++;
        }
        catch (SocketException)
        {
        }
    }
}
