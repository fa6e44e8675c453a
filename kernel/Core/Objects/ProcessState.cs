// What a process is.

namespace RustKernel.Objects;

/// <summary>Life of a process.</summary>
public enum ProcessState : byte
{
    /// <summary>Made or running.</summary>
    Alive = 0,

    /// <summary>Its threads are being stopped.</summary>
    Dying = 1,

    /// <summary>Everything is given back; what remains is how it ended.</summary>
    Dead = 2,
}
