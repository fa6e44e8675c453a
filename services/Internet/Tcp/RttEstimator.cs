// How long a round trip takes, and how long to wait for an acknowledgment. [RFC 6298]

namespace RustKernel.Services.Internet.Tcp;

/// <summary>Smoothed round-trip time and retransmission time-out, in microseconds.</summary>
internal sealed class RttEstimator(long least)
{
    public const long Initial = 1_000_000;
    public const long Most = 60_000_000;

    private const long Granularity = 1_000;

    /// <summary>Smoothed time; 0: not measured yet.</summary>
    public long Smoothed { get; private set; }

    public long Variation { get; private set; }

    /// <summary>How long to wait, with back-off.</summary>
    public long TimeOut { get; private set; } = Initial;

    /// <summary>Takes the measurement of a segment that was sent only once. [RFC 6298 2]</summary>
    public void Measure(long time)
    {
        long measured = time < 1 ? 1 : time;
        if (Smoothed == 0)
        {
            Smoothed = measured;
            Variation = measured / 2;
        }
        else
        {
            long difference = Smoothed > measured ? Smoothed - measured : measured - Smoothed;
            Variation = ((3 * Variation) + difference) / 4;
            Smoothed = ((7 * Smoothed) + measured) / 8;
        }

        Recover();
    }

    /// <summary>Ends the back-off: new data was acknowledged.</summary>
    public void Recover()
    {
        if (Smoothed == 0)
        {
            TimeOut = Initial;
            return;
        }

        long spread = 4 * Variation < Granularity ? Granularity : 4 * Variation;
        TimeOut = Clamp(Smoothed + spread);
    }

    /// <summary>Doubles the time-out. [RFC 6298 5.5]</summary>
    public void BackOff() => TimeOut = Clamp(2 * TimeOut);

    /// <summary>The SYN timed out: data begins with 3 s. [RFC 6298 5.7]</summary>
    public void AfterLostSyn() => TimeOut = TimeOut < 3_000_000 ? 3_000_000 : TimeOut;

    private long Clamp(long time) => time < least ? least : time > Most ? Most : time;
}
