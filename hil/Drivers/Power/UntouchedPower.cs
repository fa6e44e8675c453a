// Power that rk does not control.

using System.Threading;

namespace RustKernel.Hil.Drivers.Power;

/// <summary>Switches nothing and logs nothing.</summary>
public sealed class UntouchedPower : IPower
{
    /// <inheritdoc/>
    public void On(CancellationToken deadline) => deadline.ThrowIfCancellationRequested();

    /// <inheritdoc/>
    public void Off(CancellationToken deadline) => deadline.ThrowIfCancellationRequested();

    /// <inheritdoc/>
    public PowerState Status(CancellationToken deadline) => PowerState.Unknown;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
