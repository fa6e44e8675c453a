// The dumps that failed programs leave in the log.

using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace RustKernel.Hil.Reports.Symbols;

/// <summary>Finds the lines of dumps in a log; docs/PROTOCOL.md, "A dump".</summary>
public static partial class CrashDumps
{
    /// <summary>The dumps in <paramref name="lines"/>, in the order in which they begin.</summary>
    public static IReadOnlyList<CrashDump> Find(IEnumerable<string> lines)
    {
        List<CrashDump> dumps = [];
        foreach (Match match in lines.SelectMany(line => DumpLine().Matches(line)))
        {
            string id = match.Groups["id"].Value;
            int index = int.Parse(match.Groups["index"].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            CrashDump? dump = dumps.LastOrDefault(known => known.Build == id);
            if (index == 0 || dump is null)
            {
                dump = new CrashDump(id);
                dumps.Add(dump);
            }

            dump.Add(index, Word(match.Groups["first"]), Word(match.Groups["second"]));
        }

        return dumps;
    }

    private static ulong Word(Group group) => ulong.Parse(group.ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"#d (?<id>[0-9a-f]{8}) (?<index>[0-9a-f]{2}) (?<first>[0-9a-f]{16}) (?<second>[0-9a-f]{16})")]
    private static partial Regex DumpLine();
}
