// How long a process was kept waiting for a CPU.

using System;
using System.Globalization;
using System.IO;

namespace RustKernel.Hil.Programs;

/// <summary>
/// Reads from /proc how much CPU time a process used, and how long its threads were in the run queue. On a loaded
/// host that waiting is not the machine's fault: deadlines leave it out.
/// </summary>
/// <param name="ProcessId">The process.</param>
public sealed record SchedulingDelay(int ProcessId)
{
    /// <summary>CPU time of all its threads so far; zero when the process is gone.</summary>
    public TimeSpan CpuTime() => Sum(0, combineMaximum: false);

    /// <summary>The longest time that one of its threads has waited for a CPU so far; zero when the process is gone.</summary>
    public TimeSpan Waited() => Sum(1, combineMaximum: true);

    private TimeSpan Sum(int column, bool combineMaximum)
    {
        long nanoseconds = 0;
        try
        {
            foreach (string thread in Directory.GetDirectories($"/proc/{ProcessId}/task"))
            {
                // schedstat: time on the CPU in ns, time in the run queue in ns, number of time slices.
                string[] words = File.ReadAllText(Path.Combine(thread, "schedstat")).Split(' ');
                if (words.Length < 2 || !long.TryParse(words[column], NumberStyles.None, CultureInfo.InvariantCulture, out long value))
                {
                    continue;
                }

                nanoseconds = combineMaximum ? Math.Max(nanoseconds, value) : nanoseconds + value;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process or one of its threads has ended in the meantime.
        }

        return TimeSpan.FromTicks(nanoseconds / 100);
    }
}
