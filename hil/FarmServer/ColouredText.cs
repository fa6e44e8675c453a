// A machine's line with its colours.

using System.Collections.Generic;
using System.Globalization;
using System.Text.RegularExpressions;
using RustKernel.Hil.Reports;

namespace RustKernel.Hil.FarmServer;

/// <summary>
/// Turns a line's colours and weight into classes of the page's style. Sequences that only move the cursor mean nothing in a list of lines
/// and are left out; every other control character is shown as <see cref="PlainText"/> shows it.
/// </summary>
internal static partial class ColouredText
{
    // SGR's colours by the last digit of 30 to 37 and 90 to 97; black and white stay the page's own.
    private static readonly string[] s_colours = ["", "sgr-red", "sgr-green", "sgr-yellow", "sgr-blue", "sgr-purple", "sgr-cyan", ""];

    /// <summary>The parts of <paramref name="line"/>, in order, each with its classes.</summary>
    public static IReadOnlyList<(string Text, string Classes)> Of(string line)
    {
        List<(string Text, string Classes)> parts = [];
        string colour = "", weight = "";
        int from = 0;
        foreach (Match sequence in Sequence().Matches(line))
        {
            Add(parts, line[from..sequence.Index], colour, weight);
            from = sequence.Index + sequence.Length;
            if (line[from - 1] == 'm')
            {
                (colour, weight) = Next(sequence.Groups[1].Value.Split(';'), colour, weight);
            }
        }

        Add(parts, line[from..], colour, weight);
        return parts;
    }

    private static void Add(List<(string Text, string Classes)> parts, string text, string colour, string weight)
    {
        if (text.Length > 0)
        {
            parts.Add((PlainText.Of(text), $"{weight} {colour}".Trim()));
        }
    }

    private static (string Colour, string Weight) Next(string[] codes, string colour, string weight)
    {
        for (int index = 0; index < codes.Length; index++)
        {
            int code = int.TryParse(codes[index], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
            (colour, weight) = code switch
            {
                0 => ("", ""),
                1 => (colour, "sgr-bold"),
                22 => (colour, ""),
                39 => ("", weight),
                (>= 30 and <= 37) or (>= 90 and <= 97) => (s_colours[code % 10], weight),
                _ => (colour, weight),
            };
            if (code is 38 or 48)
            {
                // A colour by number or by three: what follows is no code of its own.
                index += index + 1 < codes.Length && codes[index + 1] == "2" ? 4 : 2;
            }
        }

        return (colour, weight);
    }

    [GeneratedRegex("\u001b\\[([0-9;]*)(?:m|[0-9;?]*[A-HJKSTfhlsu])")]
    private static partial Regex Sequence();
}
