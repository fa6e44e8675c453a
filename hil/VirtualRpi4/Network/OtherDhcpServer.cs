// A stray DHCP server.

using System;
using System.Net;
using RustKernel.Flash.Dhcp;
using RustKernel.Flash.Ethernet;

namespace RustKernel.Hil.VirtualRpi4.Network;

/// <summary>
/// Answers the board's requests before any other server can, and names itself as the server of files, which it does not have.
/// </summary>
internal sealed class OtherDhcpServer : IFrameLink, IDatagramReceiver, IDhcpTransport
{
    private static readonly byte[] s_hardware = [0x02, 0, 0, 0, 0, 0x66];
    private static readonly IPAddress s_address = IPAddress.Parse("192.168.99.1");
    private readonly Action<byte[]> _deliver;
    private readonly UserStack _stack;
    private readonly DhcpServer _server;

    /// <summary>A server whose frames go to <paramref name="deliver"/>.</summary>
    public OtherDhcpServer(Action<byte[]> deliver)
    {
        _deliver = deliver;
        _stack = new UserStack(this, s_hardware, s_address, this);
        DhcpPolicy policy = new()
        {
            Server = s_address,
            First = IPAddress.Parse("192.168.99.100"),
            Last = IPAddress.Parse("192.168.99.200")
        };
        _server = new DhcpServer(policy, new DhcpLeases(policy), this, _ => null, _ => { });
    }

    /// <summary>Sees a frame of the board.</summary>
    public void Take(ReadOnlySpan<byte> frame) => _stack.Receive(frame);

    void IFrameLink.Send(ReadOnlySpan<byte> frame) => _deliver(frame.ToArray());

    void IDatagramReceiver.Receive(IPEndPoint source, int destinationPort, ReadOnlySpan<byte> payload)
    {
        if (destinationPort == DhcpServer.ServerPort)
        {
            _server.Receive(payload, destinationPort, DateTimeOffset.UtcNow);
        }
    }

    void IDhcpTransport.Probe(IPAddress address)
    {
        // It gives addresses without probing them, as many servers do.
    }

    void IDhcpTransport.Send(int sourcePort, IPEndPoint destination, byte[]? hardware, ReadOnlySpan<byte> message)
        => _stack.Send(sourcePort, destination, hardware, message);
}
