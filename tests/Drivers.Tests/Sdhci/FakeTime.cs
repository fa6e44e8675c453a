// Time that passes when a driver looks or waits, and what happens in it.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Drivers.Sdhci;

namespace RustKernel.Drivers.Tests.Sdhci;

/// <summary>Nanoseconds, and what is to happen at which of them.</summary>
public sealed class FakeTime
{
    private readonly List<(long At, Action What)> _events = [];

    public long Nanoseconds { get; private set; }

    public bool IsIdle => _events.Count == 0;

    public void After(long nanoseconds, Action what) => _events.Add((Nanoseconds + nanoseconds, what));

    public void Forget() => _events.Clear();

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

/// <summary>The same as a driver has it.</summary>
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

    public void Wait(uint microseconds) => time.Pass(microseconds * 1000L);
}
