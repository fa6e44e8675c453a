// The protocol of what a machine boots from.

using System;
using System.Threading;

namespace RustKernel.Hil.Drivers;

/// <summary>
/// Puts an image where the machine will find it: an emulator's kernel, a card, a network server.
/// Disposing stops whatever serves the image.
/// </summary>
public interface IBootMedia : IDisposable
{
    /// <summary>Prepares <paramref name="job"/>; the machine is off. When this returns it may be switched on.</summary>
    /// <exception cref="InfrastructureException">It cannot be prepared.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="deadline"/> passed first.</exception>
    void Prepare(BootJob job, CancellationToken deadline);
}
