// How the machine ends. ABI.

namespace RustKernel;

/// <summary>What MachinePower does.</summary>
public enum PowerAction : uint
{
    /// <summary>Powers the machine off.</summary>
    PowerOff = 0,

    /// <summary>Restarts it.</summary>
    Restart = 1,
}
