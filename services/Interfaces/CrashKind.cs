namespace RustKernel.Services;

/// <summary>How a service fails on order, so that its restart can be watched.</summary>
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

    /// <summary>Throws an exception that nothing catches.</summary>
    Exception = 4,

    /// <summary>Takes memory until its quota is used up.</summary>
    Hog = 5,
}
