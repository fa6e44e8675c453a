// A serial line behind a raw TCP port.

using System.Threading;

namespace RustKernel.Hil.Drivers.Serial;

/// <summary>Connects to a terminal server that passes bytes through.</summary>
/// <param name="Where">HOST:PORT.</param>
public sealed record SocketTransport(string Where) : ISerialTransport
{
    /// <inheritdoc/>
    public string Driver => "tcp";

    /// <inheritdoc/>
    public ISerialConnection Connect(CancellationToken deadline) => new SocketConnection(NetworkAddress.Connect(Where, deadline));
}
