// The list "needs silicon" of a board's README.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace RustKernel.Hil.Cli.Bringup;

/// <summary>Puts answers under the entries they belong to; an entry answered before gets its new answer instead of the old one.</summary>
internal static class BringupReadme
{
    private const string Heading = "## Needs silicon";
    private const string Mark = "  Seen ";

    /// <summary>Fills in; returns the number of entries that got an answer.</summary>
    public static int FillIn(string path, IEnumerable<BringupFinding> findings, DateTime day)
    {
        List<string> lines = [.. File.ReadAllLines(path)];
        int count = 0;
        foreach (BringupFinding finding in findings.Where(finding => finding.IsAnswered))
        {
            int heading = lines.IndexOf(Heading);
            int entry = heading < 0
                ? -1
                : lines.FindIndex(
                    heading,
                    line => line.StartsWith("- ", StringComparison.Ordinal) && line.Contains(finding.Entry, StringComparison.Ordinal));
            if (entry < 0)
            {
                continue;
            }

            int end = entry + 1;
            while (end < lines.Count
                && lines[end].StartsWith("  ", StringComparison.Ordinal)
                && !lines[end].StartsWith(Mark, StringComparison.Ordinal))
            {
                end++;
            }

            if (end < lines.Count && lines[end].StartsWith(Mark, StringComparison.Ordinal))
            {
                lines.RemoveAt(end);
            }

            lines.Insert(end, string.Create(CultureInfo.InvariantCulture, $"{Mark}{day:yyyy-MM-dd}: {finding.Answer}"));
            count++;
        }

        File.WriteAllLines(path, lines);
        return count;
    }
}
