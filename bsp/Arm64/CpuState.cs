// How far a CPU has come.

namespace RustKernel.Arm64;

/// <summary>States of a CPU's block. None → Starting → Joining → Online; Late, Failed and Stopped are ends.</summary>
public static class CpuState
{
    /// <summary>The slot is free.</summary>
    public const uint None = 0;

    /// <summary>Let go by the boot CPU, not heard of yet.</summary>
    public const uint Starting = 1;

    /// <summary>Runs C# and sets its interrupts up.</summary>
    public const uint Joining = 6;

    /// <summary>Up: takes interrupts and work.</summary>
    public const uint Online = 2;

    /// <summary>Did not come up before the deadline; will never be let in.</summary>
    public const uint Late = 3;

    /// <summary>Came up, but its interrupts do not work; parked.</summary>
    public const uint Failed = 4;

    /// <summary>Stopped by another CPU's panic.</summary>
    public const uint Stopped = 5;
}
