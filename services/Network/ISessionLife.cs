// How a client is told, and whether it lives.

namespace RustKernel.Services.Network;

/// <summary>A client's process as its session knows it.</summary>
internal interface ISessionLife
{
    /// <summary>The process is there.</summary>
    bool IsAlive { get; }

    /// <summary>Slots have news.</summary>
    void Tell();

    /// <summary>The session is over.</summary>
    void End();
}
