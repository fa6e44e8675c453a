// One request from another CPU: a function number, an argument, a result.

namespace RustKernel.Arm64;

/// <summary>
/// A mailbox with room for one request. <see cref="State"/> alone decides who may touch the other
/// fields; it changes through <see cref="Publication"/> only:
/// Free → Claimed (a sender) → Posted (the sender) → Running (the owner) → Done (the owner) → Free (the sender).
/// A sender that gives up takes Posted back to Free, or turns Running into Abandoned, which the owner then frees.
/// </summary>
public struct CpuMailbox
{
    /// <summary>Anybody may claim it.</summary>
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

    /// <summary>Which function.</summary>
    public uint Function;

    /// <summary>What it is called with.</summary>
    public ulong Argument;

    /// <summary>What it returned.</summary>
    public ulong Result;
}
