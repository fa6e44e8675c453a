// The end of a process, which comes in steps.

namespace RustKernel.Objects;

/// <summary>What of a process is being given back.</summary>
public enum EndPhase : byte
{
    /// <summary>Its threads are killed.</summary>
    Threads,

    /// <summary>Calls that it received and has not answered end.</summary>
    Calls,

    /// <summary>Processes made from its quotas end.</summary>
    Children,

    /// <summary>Ports that it made end.</summary>
    Ports,

    /// <summary>Its handles are closed.</summary>
    Handles,

    /// <summary>Its tables go, then its regions.</summary>
    Space,

    /// <summary>Its supervisor is told.</summary>
    Report,
}
