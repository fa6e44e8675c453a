// Adds functions and lines to the addresses of programs.

using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace RustKernel.Hil.Reports.Symbols;

/// <summary>
/// Programs all lie at the same addresses, so a line that shows one names the program's build: "   at 0x0000000000401ab4 in 3f2a9c01", or
/// "PC 0x401ab4 in 3f2a9c01".
/// </summary>
public sealed partial class ProgramPlaces
{
    /// <summary>How an address of a file is looked up: <see cref="Symbolizer.Locate"/>.</summary>
    public delegate IReadOnlyDictionary<ulong, IReadOnlyList<SymbolLocation>> Lookup(string elf, IReadOnlyCollection<ulong> addresses);

    private readonly ProgramFiles _files;
    private readonly Lookup _lookup;
    private readonly Dictionary<(string Id, ulong Address), IReadOnlyList<SymbolLocation>> _known = [];
    private readonly SortedDictionary<string, int> _missing = [];

    /// <summary>Places of the programs in <paramref name="files"/>.</summary>
    public ProgramPlaces(ProgramFiles files, Lookup lookup)
    {
        _files = files;
        _lookup = lookup;
    }

    /// <summary>A sentence for each address that stayed a number; empty when all were found.</summary>
    public IReadOnlyList<string> Problems
        => [.. _missing.Select(missing => missing.Key.Length == 0
            ? $"{missing.Value} addresses of programs name no build and stay numbers: the machine runs an older image"
            : $"{missing.Value} addresses stay numbers: no program in {_files.Folder} has build id {missing.Key}; build what "
                + "ran, or name its folder with --programs")];

    /// <summary>True when <paramref name="line"/> shows an address of a program.</summary>
    public static bool IsIn(string line) => Place().IsMatch(line);

    /// <summary>The lines with places added; those without an address of a program are as they were.</summary>
    public IReadOnlyList<string> Annotate(IReadOnlyList<string> lines)
    {
        Look(lines.SelectMany(line => Place().Matches(line)));
        List<string> annotated = [];
        foreach (string line in lines)
        {
            Match match = Place().Match(line);
            if (!match.Success)
            {
                Miss(Nameless().IsMatch(line) ? "" : null);
                annotated.Add(line);
                continue;
            }

            string id = match.Groups["id"].Value;
            IReadOnlyList<SymbolLocation> places = _known.GetValueOrDefault((id, AddressOf(match)), []);
            Miss(_files.Find(id) is null ? id : null);
            string program = Path.GetFileNameWithoutExtension(_files.Find(id) ?? "");
            annotated.Add(places.Count == 0 ? line : $"{line}  {program}: {places[0]}");
            annotated.AddRange(places.Skip(1).Select(outer => $"      inlined into {outer}"));
        }

        return annotated;
    }

    /// <summary>The places of <paramref name="addresses"/> in the program of build <paramref name="id"/>; none known: not in it.</summary>
    public IReadOnlyDictionary<ulong, IReadOnlyList<SymbolLocation>> Locate(string id, IReadOnlyCollection<ulong> addresses)
        => _files.Find(id) is { } file ? _lookup(file, addresses) : new Dictionary<ulong, IReadOnlyList<SymbolLocation>>();

    private void Miss(string? id)
    {
        if (id is not null)
        {
            _missing[id] = _missing.GetValueOrDefault(id) + 1;
        }
    }

    private void Look(IEnumerable<Match> matches)
    {
        IEnumerable<(string Id, ulong Address)> wanted = matches.Select(match => (match.Groups["id"].Value, AddressOf(match))).Distinct();
        foreach (IGrouping<string, ulong> group in wanted
            .Where(place => !_known.ContainsKey(place))
            .GroupBy(place => place.Id, place => place.Address))
        {
            foreach ((ulong address, IReadOnlyList<SymbolLocation> places) in Locate(group.Key, [.. group]))
            {
                _known[(group.Key, address)] = places;
            }
        }
    }

    // A frame's address follows its call; a fault's is its own.
    private static ulong AddressOf(Match match)
        => ulong.Parse(match.Groups["address"].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            - (match.Groups["kind"].Value == "at" ? 1u : 0);

    [GeneratedRegex(@"\b(?<kind>at|PC) 0x(?<address>[0-9a-f]{1,16}) in (?<id>[0-9a-f]{8})\b")]
    private static partial Regex Place();

    [GeneratedRegex(@"   at 0x0000[0-9a-f]{12}\s*$")]
    private static partial Regex Nameless();
}
