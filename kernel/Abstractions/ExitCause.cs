namespace RustKernel;

/// <summary>Why a process ended, in an exit message. ABI.</summary>
public enum ExitCause : uint
{
    /// <summary>It is running.</summary>
    None = 0,

    /// <summary>It ended itself; the code is its own.</summary>
    Exited = 1,

    /// <summary>A fault that no one handled; the code is the fault class.</summary>
    Fault = 2,

    /// <summary>A process with the right to do so ended it.</summary>
    Killed = 3,
}
