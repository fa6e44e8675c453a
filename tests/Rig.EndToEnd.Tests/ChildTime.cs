using System;
using System.Globalization;
using System.IO;

namespace RustKernel.Rig.EndToEnd.Tests;

/// <summary>The processor time of this process's children that have ended, as Linux counts it.</summary>
internal static class ChildTime
{
    // USER_HZ, which is 100 in every Linux ABI. [proc(5), /proc/pid/stat: cutime, cstime]
    private const double TicksPerSecond = 100;

    public static TimeSpan Now
    {
        get
        {
            // The name is in parentheses and may contain spaces; cutime and cstime are fields 16 and 17, the 13th and 14th after it.
            string stat = File.ReadAllText("/proc/self/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return TimeSpan.FromSeconds(
                (long.Parse(fields[13], CultureInfo.InvariantCulture)
                    + long.Parse(fields[14], CultureInfo.InvariantCulture)) / TicksPerSecond);
        }
    }
}
