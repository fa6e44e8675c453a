// The protocol of a serial console.

using System;
using System.Threading;

namespace RustKernel.Hil.Drivers;

/// <summary>
/// A machine's serial line. Opened before power comes on; from then on every byte goes into the event log as
/// serial.rx, on the driver's own thread. Disposing closes the line once all that arrived is in the log.
/// </summary>
public interface IConsole : IDisposable
{
    /// <summary>Opens the line. When this returns no later byte is lost.</summary>
    /// <exception cref="InfrastructureException">It cannot be opened; the message says why.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="deadline"/> passed first.</exception>
    void Open(CancellationToken deadline);

    /// <summary>Sends <paramref name="bytes"/> and logs them as serial.tx; false when the line is closed, or lost at present.</summary>
    bool Send(ReadOnlySpan<byte> bytes);

    /// <summary>Sends a BREAK and logs it; false when the line is closed or has none.</summary>
    bool Break() => false;
}
