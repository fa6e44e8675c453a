// What hil/CpuCount writes: a line for each CPU.

using System;
using System.Globalization;
using System.Linq;

namespace RustKernel.Hil.Cli;

/// <summary>What one CPU did in the window: messages of its pair, instructions, looks at a lock that another CPU held.</summary>
internal sealed record CpuCounts(long Messages, long Instructions, long Spins)
{
    /// <summary>The CPUs of a report, in order of index; none when a line is not four numbers.</summary>
    internal static CpuCounts[] Parse(string report)
    {
        long[][] lines = [.. report.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Numbers)];
        return lines.All(line => line.Length == 4) ? [.. lines.Select(line => new CpuCounts(line[1], line[2], line[3]))] : [];
    }

    private static long[] Numbers(string line)
    {
        string[] words = line.Split(' ');
        long[] numbers = [.. words.Select(Number)];
        return numbers.Contains(-1) ? [] : numbers;
    }

    private static long Number(string word)
        => long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : -1;
}
