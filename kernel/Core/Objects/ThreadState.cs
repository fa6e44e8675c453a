// What a thread is doing.

namespace RustKernel.Objects;

/// <summary>A thread's state; only Ready and Running threads have anything to do with a CPU.</summary>
public enum ThreadState : byte
{
    /// <summary>Made, not started.</summary>
    New = 0,

    /// <summary>In a CPU's queue.</summary>
    Ready = 1,

    /// <summary>On a CPU, or being put there.</summary>
    Running = 2,

    /// <summary>In a port's list of receivers.</summary>
    Receiving = 3,

    /// <summary>In a port's list of senders: waits for room.</summary>
    Sending = 4,

    /// <summary>Its call is queued or being served.</summary>
    AwaitingReply = 5,

    /// <summary>Waits for a time.</summary>
    Sleeping = 6,

    /// <summary>Faulted; a handler may reply.</summary>
    Faulted = 7,

    /// <summary>Ended.</summary>
    Dead = 8,
}
