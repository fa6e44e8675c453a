// One connection over a bad wire.

using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Tcp;

namespace RustKernel.Hil.NetworkPeer;

/// <summary>A connection of a <see cref="LossyHost"/>, and how far its streams are.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Send">What goes to the machine.</param>
/// <param name="Receive">What comes from it.</param>
internal sealed record LossyStream(TcpConnection Connection, MemoryRing Send, MemoryRing Receive)
{
    /// <summary>Bytes that were put into <see cref="Send"/>.</summary>
    public int Sent { get; set; }

    /// <summary>Bytes that were taken out of <see cref="Receive"/>.</summary>
    public int Received { get; set; }
}
