// QEMU's "-netdev dgram": one UDP datagram on the loopback interface is one Ethernet frame.

using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace RustKernel.Flash.Ethernet;

/// <summary>
/// Joins an emulated network card, without any privilege. The emulator sends to <see cref="LocalPort"/> and listens at the
/// peer's port: <c>-netdev dgram,id=n0,local.type=inet,local.host=127.0.0.1,local.port=PEER,remote.type=inet,
/// remote.host=127.0.0.1,remote.port=LOCAL</c>.
/// </summary>
public sealed class QemuDatagramLink : IFrameLink, IDisposable
{
    private const int LargestFrame = 65536;
    private readonly Socket _socket;
    private readonly IPEndPoint _peer;
    private readonly PcapWriter? _pcap;
    private readonly Lock _pcapGate = new();
    private volatile bool _disposed;

    /// <summary>Binds a port of the loopback interface.</summary>
    /// <param name="localPort">Where frames come in; 0 takes any free one.</param>
    /// <param name="peerPort">Where the emulator listens.</param>
    /// <param name="pcap">Takes every frame of both directions; null without.</param>
    public QemuDatagramLink(int localPort, int peerPort, PcapWriter? pcap)
    {
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveBufferSize = 1 << 20,
            SendBufferSize = 1 << 20
        };
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, localPort));
        _peer = new IPEndPoint(IPAddress.Loopback, peerPort);
        _pcap = pcap;
    }

    /// <summary>Where frames come in.</summary>
    public int LocalPort => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>
    /// A port of the loopback interface, for the emulator. At this moment no program uses it or the next one. It lies below
    /// the ports that Linux gives to programs that ask for any [ip(7), ip_local_port_range], so it stays free until it is bound.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            int port = Random.Shared.Next(16384, 32767);
            try
            {
                using QemuDatagramLink first = new(port, port, null), second = new(port + 1, port, null);
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> frame)
    {
        Record(frame);
        try
        {
            _socket.SendTo(frame, SocketFlags.None, _peer);
        }
        catch (SocketException)
        {
            // The emulator is gone or not there yet: the frame is lost, as on an unplugged cable.
        }
    }

    /// <summary>Waits for a frame at most <paramref name="limit"/>; its length in <paramref name="buffer"/>, or 0 when none came.</summary>
    public int Receive(byte[] buffer, TimeSpan limit)
    {
        try
        {
            int microseconds = (int)Math.Clamp(limit.TotalMicroseconds, 0, 1_000_000);
            if (_disposed || !_socket.Poll(microseconds, SelectMode.SelectRead))
            {
                return 0;
            }

            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            int length = _socket.ReceiveFrom(buffer, 0, Math.Min(buffer.Length, LargestFrame), SocketFlags.None, ref from);
            Record(buffer.AsSpan(0, length));
            return length;
        }
        catch (SocketException)
        {
            return 0;
        }
        catch (ObjectDisposedException)
        {
            return 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _socket.Dispose();
    }

    private void Record(ReadOnlySpan<byte> frame)
    {
        if (_pcap is null)
        {
            return;
        }

        lock (_pcapGate)
        {
            _pcap.Write(frame, DateTimeOffset.UtcNow);
        }
    }
}
