// A serial port of this machine, or a pseudo-terminal.

using System.Threading;

namespace RustKernel.Hil.Drivers.Serial;

/// <summary>Opens a tty.</summary>
/// <param name="Driver">tty or pty.</param>
/// <param name="Where">The device.</param>
/// <param name="Baud">Bits a second; 0 for a pseudo-terminal, which has no rate.</param>
public sealed record TerminalTransport(string Driver, string Where, int Baud) : ISerialTransport
{
    /// <summary>
    /// Whether DTR is raised when the port is opened. Linux always raises it first; some boards reset when it changes.
    /// </summary>
    public bool Dtr { get; init; } = true;

    /// <summary>Whether RTS is raised when the port is opened, likewise.</summary>
    public bool Rts { get; init; } = true;

    /// <inheritdoc/>
    public ISerialConnection Connect(CancellationToken deadline)
    {
        deadline.ThrowIfCancellationRequested();
        return TerminalLine.Open(this);
    }
}
