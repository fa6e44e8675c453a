// A trace of a real interface.

using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Threading;

namespace RustKernel.Flash.Ethernet;

/// <summary>
/// Writes frames that concern netboot to a pcap file: ARP, DHCP of all hosts (another server's answers are the interesting ones), and this
/// machine's UDP and ICMP. Leaves out the rest of the network's traffic, which is private.
/// </summary>
public sealed class PacketCapture : IDisposable
{
    private const int EthernetBytes = 14;
    private const ushort ArpType = 0x0806;
    private const ushort Ipv4Type = 0x0800;
    private const byte IcmpProtocol = 1;
    private const byte UdpProtocol = 17;
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_lookInterval = TimeSpan.FromMilliseconds(500);
    private readonly string _name;
    private readonly PcapWriter _pcap;
    private readonly byte[] _address;
    private readonly Thread _thread;
    private PacketSocket _socket;
    private volatile bool _stopping;

    /// <summary>Begins to capture on <paramref name="interfaceName"/>, where this machine has <paramref name="address"/>.</summary>
    /// <exception cref="IOException">The interface may not be listened to, or the file cannot be made.</exception>
    public PacketCapture(string interfaceName, IPAddress address, string path)
    {
        _name = interfaceName;
        _address = address.GetAddressBytes();
        _socket = new PacketSocket(interfaceName);
        _pcap = new PcapWriter(path);
        _thread = new Thread(Capture) { IsBackground = true, Name = "capture" };
        _thread.Start();
    }

    /// <summary>True for a frame that belongs in the trace.</summary>
    public static bool Concerns(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> address)
    {
        if (frame.Length < EthernetBytes + 20)
        {
            return false;
        }

        int type = (frame[12] << 8) | frame[13];
        if (type == ArpType)
        {
            return true;
        }

        ReadOnlySpan<byte> ip = frame[EthernetBytes..];
        int header = (ip[0] & 15) * 4;
        if (type != Ipv4Type || ip[9] is not (IcmpProtocol or UdpProtocol))
        {
            return false;
        }

        if (ip.Slice(12, 4).SequenceEqual(address) || ip.Slice(16, 4).SequenceEqual(address))
        {
            return true;
        }

        return ip[9] == UdpProtocol && ip.Length >= header + 4 && (IsDhcp(ip[header..]) || IsDhcp(ip[(header + 2)..]));
    }

    /// <summary>Why the trace is incomplete; null when it is whole. Final after <see cref="Dispose"/>.</summary>
    public string? Problem => _pcap.Problem;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
        _socket.Dispose();
        _pcap.Dispose();
    }

    private static bool IsDhcp(ReadOnlySpan<byte> port) => ((port[0] << 8) | port[1]) is 67 or 68 or 4011;

    // An adapter that was taken out and put in again is another one to the system.
    private void FollowAdapter()
    {
        if (!_socket.IsReplacedBy(_name))
        {
            return;
        }

        try
        {
            PacketSocket opened = new(_name);
            _socket.Dispose();
            _socket = opened;
        }
        catch (IOException)
        {
            // Gone again: look for it again.
        }
    }

    private void Capture()
    {
        byte[] buffer = new byte[65536];
        Stopwatch sinceLook = Stopwatch.StartNew();
        while (!_stopping)
        {
            if (sinceLook.Elapsed >= s_lookInterval)
            {
                FollowAdapter();
                sinceLook.Restart();
            }

            int length = _socket.Receive(buffer, s_poll, out _);
            if (length > 0 && Concerns(buffer.AsSpan(0, length), _address))
            {
                _pcap.Write(buffer.AsSpan(0, length), DateTimeOffset.UtcNow);
            }
        }
    }
}
