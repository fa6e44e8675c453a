using System;
using System.Net;
using RustKernel.Flash.Tftp;

namespace RustKernel.Flash.Netboot.Tests;

public sealed class SilentTransport : ITftpTransport
{
    public int Port { get; private set; }

    public int OpenPort() => ++Port;

    public void ClosePort(int port)
    {
    }

    public void Send(int port, IPEndPoint destination, ReadOnlySpan<byte> datagram)
    {
    }
}
