namespace RustKernel;

/// <summary>What MachinePower does to the machine. ABI.</summary>
public enum PowerAction : uint
{
    /// <summary>Powers the machine off.</summary>
    PowerOff = 0,

    /// <summary>Restarts it.</summary>
    Restart = 1,

    /// <summary>
    /// Restarts it once into the kernel that its firmware has for a trial. However that ends, the next start is as before.
    /// </summary>
    Try = 2,

    /// <summary>Confirms the kernel on trial: from now on this start counts as an ordinary one.</summary>
    Keep = 3,
}
