namespace RustKernel.Objects;

/// <summary>What a thread is doing; only Ready and Running threads involve a CPU.</summary>
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

    /// <summary>Sleeps until a time.</summary>
    Sleeping = 6,

    /// <summary>Faulted; a handler may reply.</summary>
    Faulted = 7,

    /// <summary>Ended.</summary>
    Dead = 8,
}
