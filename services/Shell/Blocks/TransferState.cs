// How a transfer is.

namespace RustKernel.Services.Shell.Blocks;

/// <summary>The states of either end.</summary>
public enum TransferState : byte
{
    /// <summary>Nothing has come yet.</summary>
    Waiting = 0,

    /// <summary>Under way.</summary>
    Moving = 1,

    /// <summary>The receiver has everything and has said so; it waits for the sender to have heard it.</summary>
    Accepted = 2,

    /// <summary>Over: both know that all has arrived.</summary>
    Done = 3,

    /// <summary>Over: the receiver does not want it, or what came is not what was offered.</summary>
    Refused = 4,

    /// <summary>Over: nothing came in time.</summary>
    TimedOut = 5,
}
