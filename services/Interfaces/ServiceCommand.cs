// What can be done to a service.

namespace RustKernel.Services;

/// <summary>The commands of <see cref="ISupervisor.Command"/>.</summary>
public enum ServiceCommand : uint
{
    /// <summary>Start it; InvalidState: it runs.</summary>
    Start = 0,

    /// <summary>End it, and leave it so.</summary>
    Kill = 1,

    /// <summary>End it if it runs, and start it.</summary>
    Restart = 2,

    /// <summary>Order it to fail; the argument is a <see cref="CrashKind"/>.</summary>
    Crash = 3,
}
