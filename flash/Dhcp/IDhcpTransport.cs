// The way messages leave the server.

using System;
using System.Net;

namespace RustKernel.Flash.Dhcp;

/// <summary>Sends messages on the one interface that the server was given.</summary>
public interface IDhcpTransport
{
    /// <summary>
    /// Sends from <paramref name="sourcePort"/> of the server's address. <paramref name="hardware"/> is the client's Ethernet
    /// address when the destination has no address that ARP could resolve. A transport that cannot address frames broadcasts instead.
    /// </summary>
    void Send(int sourcePort, IPEndPoint destination, byte[]? hardware, ReadOnlySpan<byte> message);

    /// <summary>
    /// Asks the network by ARP which host uses <paramref name="address"/>, without waiting. If a host answers soon after, the server's
    /// look-up of owners finds it.
    /// </summary>
    void Probe(IPAddress address);
}
