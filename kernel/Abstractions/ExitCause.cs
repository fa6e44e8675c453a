// Why a process ended. ABI.

namespace RustKernel;

/// <summary>The cause in an exit message.</summary>
public enum ExitCause : uint
{
    /// <summary>It runs.</summary>
    None = 0,

    /// <summary>It ended itself; the code is its own.</summary>
    Exited = 1,

    /// <summary>A fault that no one handled; the code is the fault class.</summary>
    Fault = 2,

    /// <summary>Somebody with the right ended it.</summary>
    Killed = 3,
}
