// Time that passes when a driver looks or waits, and the events in it.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Drivers.Sdhci;

namespace RustKernel.Drivers.Tests.Sdhci;

/// <summary>The time in nanoseconds, with events at given times.</summary>
public sealed class FakeTime
{
    private const uint LongMicroseconds = 50;
    private readonly List<(long At, Action What)> _events = [];
    private long _lastWait;
    private long _longestRun;

    public long Nanoseconds { get; private set; }

    /// <summary>The longest time, in nanoseconds, without a wait of the driver that was long enough for others to run.</summary>
    public long LongestRun => Math.Max(_longestRun, Nanoseconds - _lastWait);

    public bool IsIdle => _events.Count == 0;

    public void After(long nanoseconds, Action what) => _events.Add((Nanoseconds + nanoseconds, what));

    public void Forget() => _events.Clear();

    public void Wait(uint microseconds)
    {
        long longest = LongestRun;
        Pass(microseconds * 1000L);
        if (microseconds >= LongMicroseconds)
        {
            (_longestRun, _lastWait) = (longest, Nanoseconds);
        }
    }

    public void Pass(long nanoseconds)
    {
        long end = Nanoseconds + nanoseconds;
        while (_events.Count != 0 && _events.MinBy(one => one.At) is var next && next.At <= end)
        {
            _ = _events.Remove(next);
            Nanoseconds = Math.Max(Nanoseconds, next.At);
            next.What();
        }

        Nanoseconds = end;
    }
}

/// <summary>The same for a driver.</summary>
public readonly struct FakeClock(FakeTime time) : ISdhciClock
{
    public ulong Microseconds
    {
        get
        {
            time.Pass(100);
            return (ulong)time.Nanoseconds / 1000;
        }
    }

    public void Wait(uint microseconds) => time.Wait(microseconds);
}
