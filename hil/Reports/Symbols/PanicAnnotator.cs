// Adds functions and lines to the addresses of a panic; every other line stays as it is.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace RustKernel.Hil.Reports.Symbols;

/// <summary>Finds the addresses in a log's panics, and adds to each its place in the sources.</summary>
public static partial class PanicAnnotator
{
    /// <summary>The image is linked here and above; log addresses are link addresses.</summary>
    private const ulong ImageBase = 0xFFFF_FFFF_8000_0000;
    private const ulong InstructionBytes = 4;
    private const int OctalBase = 8;
    private const int HexadecimalBase = 16;

    /// <summary>How addresses are looked up: see <see cref="Symbolizer.Locate"/>.</summary>
    public delegate IReadOnlyDictionary<ulong, IReadOnlyList<SymbolLocation>> Lookup(IReadOnlyCollection<ulong> addresses);

    /// <summary>
    /// The commits that the log's "Build:" lines name, each once, whatever comes before them: a time stamp, a host's or a service's name, a
    /// JSON key, colours.
    /// </summary>
    public static IReadOnlyList<string> Builds(IEnumerable<string> lines)
        => [.. lines
            .SelectMany(line => BuildLine().Matches(Plain(line)))
            .Select(match => match.Groups[1].Value.ToLowerInvariant())
            .Distinct()];

    /// <summary>The lines with places added.</summary>
    public static IReadOnlyList<string> Annotate(IReadOnlyList<string> lines, Lookup lookup)
    {
        List<(int Line, Match Match)> found = [];
        bool inPanic = false;
        for (int index = 0; index < lines.Count; index++)
        {
            inPanic = (inPanic || lines[index].Contains("PANIC: ", StringComparison.Ordinal))
                && !lines[index].Contains("# panic end", StringComparison.Ordinal);
            if (inPanic || Frame().IsMatch(lines[index]))
            {
                found.AddRange(Address().Matches(lines[index]).Where(match => Value(match) >= ImageBase).Select(match => (index, match)));
            }
        }

        IReadOnlyDictionary<ulong, IReadOnlyList<SymbolLocation>> places = lookup(
            [.. found.Select(item => Target(lines[item.Line], item.Match)).Distinct()]);
        List<string> annotated = [];
        for (int index = 0; index < lines.Count; index++)
        {
            Match[] matches = [.. found.Where(item => item.Line == index).Select(item => item.Match)];
            annotated.AddRange(AnnotateLine(lines[index], matches, places));
        }

        return annotated;
    }

    // Turns other programs' escapes back into control characters, then removes these and the sequences that they start.
    private static string Plain(string line)
    {
        string text = EscapedCharacter().Replace(
            line,
            found => ((char)Convert.ToInt32(found.Groups["code"].Value, found.Value[1] == '0' ? OctalBase : HexadecimalBase)).ToString());
        text = EscapeSequence().Replace(text.Replace("\\e[", "\e[", StringComparison.Ordinal), "");
        return string.Concat(text.Where(letter => !char.IsControl(letter) || letter == '\t'));
    }

    private static IEnumerable<string> AnnotateLine(
        string line,
        Match[] matches,
        IReadOnlyDictionary<ulong, IReadOnlyList<SymbolLocation>> places)
    {
        List<string> below = [];
        foreach (Match match in matches)
        {
            IReadOnlyList<SymbolLocation> known =
                places.TryGetValue(Target(line, match), out IReadOnlyList<SymbolLocation>? list) ? list : [];
            if (known.Count == 0)
            {
                continue;
            }

            if (matches.Length == 1)
            {
                line += $"  {known[0]}";
            }
            else
            {
                below.Add($"      {match.Value}  {known[0]}");
            }

            below.AddRange(known.Skip(1).Select(outer => $"      inlined into {outer}"));
        }

        return below.Prepend(line);
    }

    /// <summary>A return address names the instruction after the call: the call itself is what a reader wants to see.</summary>
    private static ulong Target(string line, Match match)
    {
        bool isCaller = Frame().Match(line) is { Success: true } frame && frame.Groups[1].Value != "0";
        bool isLinkRegister = LinkRegister().IsMatch(line[..match.Index]);
        return Value(match) - (isCaller || isLinkRegister ? InstructionBytes : 0);
    }

    private static ulong Value(Match match) =>
        ulong.Parse(match.Value.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"0x[0-9A-Fa-f]{16}\b")]
    private static partial Regex Address();

    [GeneratedRegex(@"(?<![\w#])#(\d+) 0x")]
    private static partial Regex Frame();

    [GeneratedRegex(@"(?i)\b(x30|lr)\s*[=:]?\s*$")]
    private static partial Regex LinkRegister();

    [GeneratedRegex(@"(?i)Build:\s*([0-9a-f]{7,40}(?:-dirty)?)(?![0-9a-z])")]
    private static partial Regex BuildLine();

    // ESC [ parameters letter, ESC ] text BEL or ESC \, and both with one control character; U+FFFD is what a reader of UTF-8 makes of one
    // byte. [ECMA-48 5.4, 5.6]
    [GeneratedRegex(@"(?:\e\[|\u009b)[0-?]*[ -/]*[@-~]|\uFFFD[0-9;]*m|(?:\e\]|\u009d)[^\a\e\u009c]*(?:\a|\e\\|\u009c)|\e[ -/]*[0-~]")]
    private static partial Regex EscapeSequence();

    // As in JSON, in C, and as rk shows them.
    [GeneratedRegex(@"\\(?:u|x|0(?=33))(?<code>(?<=u)[0-9A-Fa-f]{4}|(?<=x)[0-9A-Fa-f]{2}|33)")]
    private static partial Regex EscapedCharacter();
}
