// A way to reach a serial line.

using System;
using System.Threading;

namespace RustKernel.Hil.Drivers.Serial;

/// <summary>Connects to one serial line, as often as it is lost.</summary>
public interface ISerialTransport
{
    /// <summary>The driver's name in rig.yaml.</summary>
    string Driver { get; }

    /// <summary>Where the line is, for messages.</summary>
    string Where { get; }

    /// <summary>Connects.</summary>
    /// <exception cref="InfrastructureException">It cannot.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="deadline"/> passed first.</exception>
    ISerialConnection Connect(CancellationToken deadline);
}
