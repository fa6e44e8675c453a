// How long each test of a run took.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Hil.Protocols;

namespace RustKernel.Hil.Reports;

/// <summary>
/// Seconds by test. A test begins where the one before it ended, the first of a document where the boot's last stage was seen, so a boot is
/// part of none. The times are the kernel's own. If these add up to more than the run, as with a fast clock, the times of arrival are used.
/// So the sum of all suites never exceeds the run.
/// </summary>
internal sealed class SuiteTimes
{
    private readonly Dictionary<KtapResult, (double Seconds, TimeSpan Begin)> _tests = new(ReferenceEqualityComparer.Instance);

    private SuiteTimes()
    {
    }

    /// <summary>All tests together, seconds.</summary>
    public double Sum => _tests.Values.Sum(test => test.Seconds);

    /// <summary>The times of <paramref name="run"/>.</summary>
    public static SuiteTimes Of(RunReport run)
    {
        SuiteTimes times = new();
        times.Take(run, test => test.TimeMicroseconds * 1e3);
        if (times.Sum > run.Duration.TotalSeconds)
        {
            times._tests.Clear();
            times.Take(run, test => test.HostNanoseconds);
        }

        return times;
    }

    /// <summary>Seconds that <paramref name="test"/> took.</summary>
    public double Of(KtapResult test) => _tests[test].Seconds;

    /// <summary>When <paramref name="test"/> began, since the run's start.</summary>
    public TimeSpan Begin(KtapResult test) => _tests[test].Begin;

    private void Take(RunReport run, Func<KtapResult, double> clock)
    {
        long[] stages = [.. run.Run.Serial.Stages.Select(stage => stage.HostNanoseconds)];
        long hostBefore = 0;
        foreach (KtapDocument document in run.Run.Serial.Documents)
        {
            KtapResult? before = null;
            foreach (KtapResult test in document.Tests)
            {
                double start = Math.Max(hostBefore, stages.Where(stage => stage <= test.HostNanoseconds).DefaultIfEmpty(0).Max());
                double taken = before is null ? Math.Min(clock(test), test.HostNanoseconds - start) : clock(test) - clock(before);
                _tests[test] = (Math.Max(0, taken) / 1e9, TimeSpan.FromTicks(
                    (long)(before is null ? start : before.HostNanoseconds) / 100));
                (before, hostBefore) = (test, test.HostNanoseconds);
            }
        }
    }
}
