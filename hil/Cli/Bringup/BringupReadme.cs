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
            int entry = heading < 0 ? -1 : Find(lines, heading, finding.Entry);
            if (entry < 0)
            {
                continue;
            }

            int end = EndOf(lines, entry);
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

    // The entry that has the words; they may continue on its next line.
    private static int Find(List<string> lines, int from, string words)
    {
        for (int at = from; at < lines.Count; at++)
        {
            if (lines[at].StartsWith("- ", StringComparison.Ordinal)
                && string.Join(' ', lines[at..EndOf(lines, at)].Select(line => line.Trim())).Contains(words, StringComparison.Ordinal))
            {
                return at;
            }
        }

        return -1;
    }

    // Past the entry's own lines: at its answer, or at the next entry.
    private static int EndOf(List<string> lines, int entry)
    {
        int end = entry + 1;
        while (end < lines.Count
            && lines[end].StartsWith("  ", StringComparison.Ordinal)
            && !lines[end].StartsWith(Mark, StringComparison.Ordinal))
        {
            end++;
        }

        return end;
    }
}
