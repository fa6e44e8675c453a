// A client's port: what it hears by, and lives by.

using RustKernel.User;

namespace RustKernel.Services.Network;

/// <summary>A port that the client receives from.</summary>
/// <param name="port">It, with the right to send.</param>
/// <param name="bits">What is set there when slots have news.</param>
internal sealed class PortLife(Handle<Port> port, ulong bits) : ISessionLife
{
    /// <inheritdoc/>
    public bool IsAlive => Kernel.HandleInfo(port, out HandleInfoResults info) == ErrorCode.None && info.Receivers != 0;

    /// <inheritdoc/>
    public void Tell() => _ = Kernel.Notify(port, bits);

    /// <inheritdoc/>
    public void End() => port.Close();
}
