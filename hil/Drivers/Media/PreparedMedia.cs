// Media that rk does not write.

using System.Threading;

namespace RustKernel.Hil.Drivers.Media;

/// <summary>Does nothing: the user has put the image where the board boots from.</summary>
public sealed class PreparedMedia : IBootMedia
{
    /// <inheritdoc/>
    public void Prepare(BootJob job, CancellationToken deadline) => deadline.ThrowIfCancellationRequested();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
