namespace RustKernel.Objects;

/// <summary>A process's stage of life.</summary>
public enum ProcessState : byte
{
    /// <summary>Made or running.</summary>
    Alive = 0,

    /// <summary>Its threads are being stopped.</summary>
    Dying = 1,

    /// <summary>Everything is freed, except the record of how it ended.</summary>
    Dead = 2,
}
