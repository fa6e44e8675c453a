// A serial line behind a terminal server that speaks RFC 2217.

using System.Net.Sockets;
using System.Threading;

namespace RustKernel.Hil.Drivers.Serial;

/// <summary>Connects and has the server set the port up: 8N1, no flow control, the baud rate.</summary>
/// <param name="Where">HOST:PORT.</param>
/// <param name="Baud">Bits a second.</param>
public sealed record Rfc2217Transport(string Where, int Baud) : ISerialTransport
{
    /// <inheritdoc/>
    public string Driver => "rfc2217";

    /// <inheritdoc/>
    public ISerialConnection Connect(CancellationToken deadline)
    {
        Socket socket = NetworkAddress.Connect(Where, deadline);
        try
        {
            Rfc2217Connection connection = new(new SocketConnection(socket));
            using CancellationTokenRegistration giveUp = deadline.Register(connection.Stop);
            connection.SetUp(Where, Baud, deadline);
            return connection;
        }
        catch (System.Exception e) when (e is InfrastructureException or System.OperationCanceledException)
        {
            socket.Dispose();
            throw;
        }
        catch (System.IO.IOException e)
        {
            // A terminal server that is being restarted accepts and hangs up.
            socket.Dispose();
            throw new InfrastructureException($"{Where}: {e.Message}");
        }
    }
}
