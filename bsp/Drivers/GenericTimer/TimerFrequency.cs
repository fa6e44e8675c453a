// What the counter's frequency is, from what firmware and device tree claim.

namespace RustKernel.Drivers.GenericTimer;

/// <summary>The counter's frequency, checked.</summary>
public static class TimerFrequency
{
    /// <summary>Least plausible frequency in hertz; slower counters cannot time a character.</summary>
    public const ulong LeastHz = 1_000_000;

    /// <summary>
    /// Greatest plausible frequency in hertz; the architecture's fastest counter has 1 GHz.
    /// [DDI0487, The system counter]
    /// </summary>
    public const ulong GreatestHz = 4_000_000_000;

    /// <summary>
    /// The frequency to reckon with. The tree's clock-frequency exists to correct firmware that set
    /// CNTFRQ_EL0 wrong or not at all, so it goes first when plausible.
    /// </summary>
    /// <param name="claimedHz">CNTFRQ_EL0.</param>
    /// <param name="treeHz">The timer node's clock-frequency, 0 when it has none.</param>
    /// <returns><see cref="ErrorCode.NotFound"/> when neither is plausible.</returns>
    public static Result<ulong> Resolve(ulong claimedHz, ulong treeHz)
    {
        if (IsPlausible(treeHz))
        {
            return treeHz;
        }

        if (IsPlausible(claimedHz))
        {
            return claimedHz;
        }

        return ErrorCode.NotFound;
    }

    private static bool IsPlausible(ulong hz) => hz is >= LeastHz and <= GreatestHz;
}
