namespace RustKernel.Services.Shell.Blocks;

/// <summary>The state of a transfer, at either end.</summary>
public enum TransferState : byte
{
    /// <summary>Nothing has come yet.</summary>
    Waiting = 0,

    /// <summary>Under way.</summary>
    Moving = 1,

    /// <summary>The receiver has everything and has said so; it waits until the sender has heard that.</summary>
    Accepted = 2,

    /// <summary>Over: both know that all has arrived.</summary>
    Done = 3,

    /// <summary>Over: the receiver refuses it, or the data does not match the offer.</summary>
    Refused = 4,

    /// <summary>Over: nothing came in time.</summary>
    TimedOut = 5,
}
