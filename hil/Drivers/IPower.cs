// The protocol of a power switch.

using System;
using System.Threading;

namespace RustKernel.Hil.Drivers;

/// <summary>
/// Switches a machine's power. Each act logs a power event just before the switch moves and returns when it has moved.
/// Switching to the present state is no error.
/// </summary>
public interface IPower : IDisposable
{
    /// <summary>Switches on.</summary>
    /// <exception cref="InfrastructureException">The switch does not work.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="deadline"/> passed first.</exception>
    void On(CancellationToken deadline);

    /// <summary>Switches off, and waits as long as the board needs to lose its charge.</summary>
    /// <exception cref="InfrastructureException">The switch does not work.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="deadline"/> passed first.</exception>
    void Off(CancellationToken deadline);

    /// <summary>Asks the switch.</summary>
    /// <exception cref="InfrastructureException">The switch does not answer.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="deadline"/> passed first.</exception>
    PowerState Status(CancellationToken deadline);
}
