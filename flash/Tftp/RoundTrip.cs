// How long an answer takes on this link.

using System;

namespace RustKernel.Flash.Tftp;

/// <summary>
/// Jacobson's estimate of the round trip and the timeout that follows from it. [RFC 6298; RFC 1123 4.2.3.2 asks for an
/// adaptive timeout.] A timeout that the client asked for overrides it. [RFC 2349]
/// </summary>
internal sealed class RoundTrip(TftpPolicy policy, TimeSpan? asked, bool windowed)
{
    private double _smoothed;
    private double _variation;
    private int _losses;
    private bool _known;

    /// <summary>The smoothed round trip; zero while unknown.</summary>
    public TimeSpan Smoothed => TimeSpan.FromSeconds(_smoothed);

    /// <summary>The wait before sending again; doubled by each loss in a row.</summary>
    public TimeSpan Timeout
    {
        get
        {
            if (asked is { } fixedTimeout)
            {
                return fixedTimeout;
            }

            TimeSpan least = windowed ? policy.MinimumWindowTimeout : policy.MinimumTimeout;
            TimeSpan plain = _known ? TimeSpan.FromSeconds(_smoothed + (4 * _variation)) : policy.InitialTimeout;
            TimeSpan raised = (plain < least ? least : plain) * (1 << Math.Min(_losses, 8));
            return raised > policy.MaximumTimeout ? policy.MaximumTimeout : raised;
        }
    }

    /// <summary>An answer came after <paramref name="elapsed"/>, to a packet sent once (Karn's rule).</summary>
    public void Measured(TimeSpan elapsed)
    {
        double seconds = elapsed.TotalSeconds;
        _variation = _known ? (0.75 * _variation) + (0.25 * Math.Abs(_smoothed - seconds)) : seconds / 2;
        _smoothed = _known ? (0.875 * _smoothed) + (0.125 * seconds) : seconds;
        _known = true;
    }

    /// <summary>Something was acknowledged: the link works again.</summary>
    public void Progressed() => _losses = 0;

    /// <summary>A timeout passed.</summary>
    public void Lost() => _losses++;
}
