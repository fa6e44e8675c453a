// How the machine ends. ABI.

namespace RustKernel;

/// <summary>What MachinePower does.</summary>
public enum PowerAction : uint
{
    /// <summary>Powers the machine off.</summary>
    PowerOff = 0,

    /// <summary>Restarts it.</summary>
    Restart = 1,

    /// <summary>Restarts it once into what its firmware was told to try; whatever ends that, the next start is as before.</summary>
    Try = 2,

    /// <summary>What was tried is good: from now on this start is one like any other.</summary>
    Keep = 3,
}
