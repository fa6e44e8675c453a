using System;
using System.Threading;
using RustKernel.Flash.Ethernet;

namespace RustKernel.Flash.Netboot.EndToEnd.Tests;

/// <summary>
/// Joins an interface with a datagram socket: frames of a packet socket to a board's "-netdev dgram" and back. Make it
/// inside the namespace.
/// </summary>
public sealed class Cable : IDisposable
{
    private const int UdpChecksumOffset = 14 + 20 + 6;
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(100);
    private readonly PacketSocket _port;
    private readonly QemuDatagramLink _board;
    private readonly Thread[] _threads;
    private volatile bool _stopping;

    public Cable(string port)
    {
        BoardPort = QemuDatagramLink.FreePort();
        _port = new PacketSocket(port);
        _board = new QemuDatagramLink(BoardPort + 1, BoardPort, null);
        _threads = [new Thread(ToBoard) { IsBackground = true }, new Thread(FromBoard) { IsBackground = true }];
        foreach (Thread thread in _threads)
        {
            thread.Start();
        }
    }

    /// <summary>The port where the board listens.</summary>
    public int BoardPort { get; }

    /// <summary>The port to which it sends: the next one.</summary>
    public int CablePort => _board.LocalPort;

    public void Dispose()
    {
        _stopping = true;
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }

        _port.Dispose();
        _board.Dispose();
    }

    private void ToBoard()
    {
        byte[] buffer = new byte[65536];
        while (!_stopping)
        {
            int length = _port.Receive(buffer, s_poll, out bool isOutgoing);
            if (length == 0 || isOutgoing)
            {
                continue;
            }
            // Between namespaces nothing fills in the UDP checksum (a network card would): 0 means that there is none.
            if (length > UdpChecksumOffset + 2 && buffer[12] == 8 && buffer[13] == 0 && buffer[14] == 0x45 && buffer[23] == 17)
            {
                buffer.AsSpan(UdpChecksumOffset, 2).Clear();
            }

            _board.Send(buffer.AsSpan(0, length));
        }
    }

    private void FromBoard()
    {
        byte[] buffer = new byte[65536];
        while (!_stopping)
        {
            int length = _board.Receive(buffer, s_poll);
            if (length > 0)
            {
                _port.Send(buffer.AsSpan(0, length));
            }
        }
    }
}
