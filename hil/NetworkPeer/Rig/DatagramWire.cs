// The wire to a machine in QEMU: one datagram of a unix socket is one frame.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net.Sockets;

namespace RustKernel.Hil.NetworkPeer.Rig;

/// <summary>
/// Receives at a path with <c>.peer</c> added and sends to the same with <c>.board</c>. No frame is lost: each side waits.
/// </summary>
internal sealed class DatagramWire : IWire, IDisposable
{
    private const int MostFrame = 2048;
    private const int LeastFrame = 14;
    private const long SendMicroseconds = 10_000_000;
    private const int SendPoll = 1000;
    private const int LongestPoll = 100_000;
    private readonly Queue<Frame> _arrived = new();
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly byte[] _buffer = new byte[MostFrame];
    private readonly string _own;
    private readonly UnixDomainSocketEndPoint _machine;

    /// <summary>The peer's end at <paramref name="path"/>.</summary>
    public DatagramWire(string path)
    {
        _own = path + ".peer";
        _machine = new UnixDomainSocketEndPoint(path + ".board");
        _socket.Bind(new UnixDomainSocketEndPoint(_own));
        _socket.Blocking = false;
    }

    /// <inheritdoc/>
    public long Now => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);

    /// <inheritdoc/>
    public bool IsExact => false;

    /// <summary>Stops a reader that waits for frames.</summary>
    public bool IsOver { get; set; }

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> frame)
    {
        if (frame.IsEmpty)
        {
            // QEMU takes an empty datagram for the end of the wire, and stops receiving.
            return;
        }

        long end = Now + SendMicroseconds;
        while (!TrySend(frame) && !IsOver && Now < end)
        {
            // The machine may wait in the same way: each side reads before it continues.
            if (Receive(SendPoll) is { } frameOfMachine)
            {
                _arrived.Enqueue(frameOfMachine);
            }
        }
    }

    /// <inheritdoc/>
    public Frame? Next(long within)
    {
        if (_arrived.Count > 0)
        {
            return _arrived.Dequeue();
        }

        long end = Now + within;
        do
        {
            // In parts, so that an end is seen.
            int part = (int)Math.Clamp(end - Now, 0, LongestPoll);
            if (Receive(part) is { } frame)
            {
                return frame;
            }
        }
        while (!IsOver && Now < end);
        return null;
    }

    // True: it was sent, or the receiver has gone.
    private bool TrySend(ReadOnlySpan<byte> frame)
    {
        try
        {
            _ = _socket.SendTo(frame, SocketFlags.None, _machine);
            return true;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode is not (SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable);
        }
    }

    private Frame? Receive(int microseconds)
    {
        if (!_socket.Poll(microseconds, SelectMode.SelectRead))
        {
            return null;
        }

        int length = _socket.Receive(_buffer);
        return length >= LeastFrame ? new Frame(_buffer.AsSpan(0, length).ToArray(), Now) : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        File.Delete(_own);
    }
}
