// Boards that boot what they have.

using System.Threading;

namespace RustKernel.Hil.Drivers.Media;

/// <summary>Brings nothing: somebody else has put the image where the board boots from.</summary>
public sealed class PreparedMedia : IBootMedia
{
    /// <inheritdoc/>
    public void Prepare(BootJob job, CancellationToken deadline) => deadline.ThrowIfCancellationRequested();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
