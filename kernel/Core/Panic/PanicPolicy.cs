// What happens after a panic's report: sleep for ever (a person reads it), or power off (a rig waits for the end).

namespace RustKernel.Panic;

/// <summary>Set once the command line is known; used at the end of a panic.</summary>
public static class PanicPolicy
{
    private static MachinePower? s_power;

    /// <summary>Power off with <paramref name="power"/> at the end of a panic.</summary>
    public static void PowerOffWith(MachinePower power) => s_power = power;

    /// <summary>Powers off if that was asked for; returns when it was not, or when it fails.</summary>
    public static void Stop()
    {
        // A failure has no remedy here: the caller halts the CPU.
        _ = s_power is null ? ErrorCode.NotSupported : s_power.PowerOff();
    }
}
