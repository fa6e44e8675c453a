// Time as the machine experiences it.

using System;
using System.Diagnostics;
using RustKernel.Hil.Programs;

namespace RustKernel.Hil.Strategies;

/// <summary>
/// Counts the time since power-on without the time that the emulator waited for a CPU of the host. On a loaded
/// host deadlines stretch by it, up to <see cref="MaximumStretch"/> times the wall clock; real boards have no such delay.
/// </summary>
public sealed class MachineClock
{
    /// <summary>How much slower than the wall clock machine time may go.</summary>
    public const int MaximumStretch = 5;

    private static readonly TimeSpan s_sampleInterval = TimeSpan.FromMilliseconds(50);
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Func<TimeSpan> _waited;
    private TimeSpan _sampledAt;
    private TimeSpan _sample;

    /// <summary>A clock for an emulator, starting now.</summary>
    public MachineClock(SchedulingDelay delay)
        : this(delay.Waited)
    {
    }

    /// <summary>A clock that leaves out what <paramref name="waited"/> returns (a growing total), starting now.</summary>
    public MachineClock(Func<TimeSpan> waited)
    {
        _waited = waited;
        _sample = waited();
        Base = _sample;
    }

    /// <summary>Machine time since power-on.</summary>
    public TimeSpan Now
    {
        get
        {
            TimeSpan wall = Stopwatch.GetElapsedTime(_start);
            if (wall - _sampledAt >= s_sampleInterval)
            {
                TimeSpan waited = _waited();
                // A process that has ended reads as zero: keep the last value.
                _sample = waited > _sample ? waited : _sample;
                _sampledAt = wall;
            }

            TimeSpan own = wall - (_sample - Base);
            TimeSpan least = wall / MaximumStretch;
            return own > least ? own : least;
        }
    }

    private TimeSpan Base { get; }
}
