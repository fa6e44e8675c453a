namespace RustKernel.Arm64;

/// <summary>
/// A mailbox for one request from another CPU: a function number, an argument, a result. Only <see cref="State"/>
/// decides who may touch the other fields; it changes only through <see cref="Publication"/>:
/// Free → Claimed (a sender) → Posted (the sender) → Running (the owner) → Done (the owner) → Free (the sender).
/// A sender that gives up takes Posted back to Free, or turns Running into Abandoned, which the owner then frees.
/// </summary>
public struct CpuMailbox
{
    /// <summary>Any CPU may claim it.</summary>
    public const uint Free = 0;

    /// <summary>A sender writes the request.</summary>
    public const uint Claimed = 1;

    /// <summary>The owner may take the request.</summary>
    public const uint Posted = 2;

    /// <summary>The owner works on it.</summary>
    public const uint Running = 3;

    /// <summary>The result is there.</summary>
    public const uint Done = 4;

    /// <summary>The owner works on it, but no one waits any more.</summary>
    public const uint Abandoned = 5;

    /// <summary>One of the above.</summary>
    public uint State;

    /// <summary>The function's number.</summary>
    public uint Function;

    /// <summary>The argument.</summary>
    public ulong Argument;

    /// <summary>The function's result.</summary>
    public ulong Result;
}
