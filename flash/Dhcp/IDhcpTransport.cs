// The way messages leave the server.

using System;
using System.Net;

namespace RustKernel.Flash.Dhcp;

/// <summary>Sends messages on the one interface that the server was given.</summary>
public interface IDhcpTransport
{
    /// <summary>
    /// Sends from <paramref name="sourcePort"/> of the server's address. <paramref name="hardware"/> is the client's Ethernet
    /// address when the destination has no address it could be asked for by ARP: a transport that cannot address frames
    /// broadcasts instead.
    /// </summary>
    void Send(int sourcePort, IPEndPoint destination, byte[]? hardware, ReadOnlySpan<byte> message);

    /// <summary>
    /// Has the network asked who uses <paramref name="address"/> (ARP), without waiting; the server's look-up of owners finds a host that
    /// answers soon after.
    /// </summary>
    void Probe(IPAddress address);
}
