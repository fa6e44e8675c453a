// The way datagrams leave the server.

using System;
using System.Net;

namespace RustKernel.Flash.Tftp;

/// <summary>Sends datagrams and hands out ports: real sockets, a simulated network, or Ethernet frames made in user space.</summary>
public interface ITftpTransport
{
    /// <summary>Opens a new local port for one transfer (its TID); 0 when there is none.</summary>
    int OpenPort();

    /// <summary>Gives back a port of <see cref="OpenPort"/>.</summary>
    void ClosePort(int port);

    /// <summary>Sends one datagram from a local port. It may get lost; it never waits.</summary>
    void Send(int port, IPEndPoint destination, ReadOnlySpan<byte> datagram);
}
