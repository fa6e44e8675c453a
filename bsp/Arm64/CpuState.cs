namespace RustKernel.Arm64;

/// <summary>
/// How far a CPU has come: the states of its block. None → Starting → Joining → Online; Late, Failed and Stopped are
/// final.
/// </summary>
public static class CpuState
{
    /// <summary>The slot is free.</summary>
    public const uint None = 0;

    /// <summary>Started by the boot CPU, which has not heard from it yet.</summary>
    public const uint Starting = 1;

    /// <summary>Runs C# and sets up its interrupts.</summary>
    public const uint Joining = 6;

    /// <summary>Up: takes interrupts and work.</summary>
    public const uint Online = 2;

    /// <summary>Did not come up before the deadline; never admitted.</summary>
    public const uint Late = 3;

    /// <summary>Came up, but its interrupts do not work; parked.</summary>
    public const uint Failed = 4;

    /// <summary>Stopped by another CPU's panic.</summary>
    public const uint Stopped = 5;
}
