// The architecture's per-CPU timer as the kernel's timer device. Keeps only the frequency.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.GenericTimer;

/// <summary>One of the Arm generic timers. [DDI0487, The Generic Timer in AArch64 state]</summary>
/// <typeparam name="TSystem">Which one: its system registers; a struct without state.</typeparam>
public sealed class GenericTimer<TSystem> : TimerDevice
    where TSystem : struct, IGenericTimerRegisters
{
    private const ulong Enable = 1;
    private const ulong Masked = 2;
    private const ulong Condition = 4;

    private ulong _frequencyHz;

    /// <inheritdoc/>
    public override ulong FrequencyHz => _frequencyHz;

    /// <inheritdoc/>
    public override bool IsAsserted => (default(TSystem).ReadControl() & (Enable | Masked | Condition)) == (Enable | Condition);

    /// <summary>Determines the frequency and stops the calling CPU's timer, whatever firmware did with it.</summary>
    /// <param name="treeFrequencyHz">The timer node's clock-frequency, 0 when it has none.</param>
    /// <returns><see cref="ErrorCode.NotFound"/> when neither source gives a plausible frequency; the counter still counts.</returns>
    public ErrorCode Initialise(ulong treeFrequencyHz)
    {
        Stop();
        Result<ulong> frequency = TimerFrequency.Resolve(default(TSystem).ReadFrequency(), treeFrequencyHz);
        _frequencyHz = frequency.Value;
        return frequency.Error;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override ulong ReadCounter() => default(TSystem).ReadCounter();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override void SetCompare(ulong counterTicks) => default(TSystem).WriteCompare(counterTicks);

    /// <inheritdoc/>
    public override void Start() => default(TSystem).WriteControl(Enable);

    /// <inheritdoc/>
    public override void Stop() => default(TSystem).WriteControl(Masked);
}

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
    /// The frequency to use. The tree's clock-frequency exists to correct firmware that set
    /// CNTFRQ_EL0 wrong or not at all, so it wins when plausible.
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
