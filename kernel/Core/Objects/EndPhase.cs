namespace RustKernel.Objects;

/// <summary>The steps of a process's end: what it gives back now.</summary>
public enum EndPhase : byte
{
    /// <summary>Its threads are killed.</summary>
    Threads,

    /// <summary>Calls that it received and has not answered end.</summary>
    Calls,

    /// <summary>Processes that live on its quotas end.</summary>
    Children,

    /// <summary>Its ports end.</summary>
    Ports,

    /// <summary>Its handles are closed.</summary>
    Handles,

    /// <summary>Its tables are freed, then its regions.</summary>
    Space,

    /// <summary>Its supervisor gets the report.</summary>
    Report,
}
