// The receiver of a host's datagrams.

using System;
using System.Net;

namespace RustKernel.Flash.Ethernet;

/// <summary>Takes the UDP datagrams that came to this machine.</summary>
public interface IDatagramReceiver
{
    /// <summary>One datagram, its checksum verified. The payload is valid during the call only.</summary>
    void Receive(IPEndPoint source, int destinationPort, ReadOnlySpan<byte> payload);
}
