namespace RustKernel.Services;

/// <summary>The commands of <see cref="ISupervisor.Command"/>.</summary>
public enum ServiceCommand : uint
{
    /// <summary>Start it; InvalidState: it runs.</summary>
    Start = 0,

    /// <summary>End it; it stays ended.</summary>
    Kill = 1,

    /// <summary>End it if it runs, then start it.</summary>
    Restart = 2,

    /// <summary>Order it to fail; the argument is a <see cref="CrashKind"/>.</summary>
    Crash = 3,
}
