// Ways for a service to fail.

namespace RustKernel.Services;

/// <summary>What a service does on order, so that its restart can be seen.</summary>
public enum CrashKind
{
    /// <summary>Uses a null reference.</summary>
    Null = 0,

    /// <summary>Writes where nothing is mapped.</summary>
    BadMemory = 1,

    /// <summary>Calls itself until the stack ends.</summary>
    Stack = 2,

    /// <summary>Never answers again.</summary>
    Loop = 3,

    /// <summary>Throws, and no one catches.</summary>
    Exception = 4,

    /// <summary>Takes memory until its quota ends.</summary>
    Hog = 5,
}
