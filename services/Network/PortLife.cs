using RustKernel.User;

namespace RustKernel.Services.Network;

/// <summary>A client's life as a port from which it receives.</summary>
/// <param name="port">The port, with the right to send.</param>
/// <param name="bits">The bits to set when slots have news.</param>
internal sealed class PortLife(Handle<Port> port, ulong bits) : ISessionLife
{
    /// <inheritdoc/>
    public bool IsAlive => Kernel.HandleInfo(port, out HandleInfoResults info) == ErrorCode.None && info.Receivers != 0;

    /// <inheritdoc/>
    public void Tell() => _ = Kernel.Notify(port, bits);

    /// <inheritdoc/>
    public void End() => port.Close();
}
