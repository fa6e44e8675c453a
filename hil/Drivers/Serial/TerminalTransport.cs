// A serial port of this machine, or a pseudo-terminal.

using System.Threading;

namespace RustKernel.Hil.Drivers.Serial;

/// <summary>Opens a tty.</summary>
/// <param name="Driver">tty or pty.</param>
/// <param name="Where">The device.</param>
/// <param name="Baud">Bits a second; 0 leaves the rate, as pseudo-terminals have none.</param>
public sealed record TerminalTransport(string Driver, string Where, int Baud) : ISerialTransport
{
    /// <inheritdoc/>
    public ISerialConnection Connect(CancellationToken deadline)
    {
        deadline.ThrowIfCancellationRequested();
        return TerminalLine.Open(Where, Baud);
    }
}
