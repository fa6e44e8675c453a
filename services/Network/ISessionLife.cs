namespace RustKernel.Services.Network;

/// <summary>A session's view of its client's process: notifies it, and knows whether it lives.</summary>
internal interface ISessionLife
{
    /// <summary>The process exists.</summary>
    bool IsAlive { get; }

    /// <summary>Notifies the process that slots have news.</summary>
    void Tell();

    /// <summary>Ends with the session.</summary>
    void End();
}
