// A question to the recordings.

using System;
using System.Linq;
using System.Text.RegularExpressions;

namespace RustKernel.Hil.Cli.Bringup;

/// <summary>Looks for a pattern in a recording and words what it found.</summary>
internal sealed class BringupQuestion
{
    // A pattern that runs away on a hostile log must not hang the tool.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    /// <summary>Words by which the README's entry is known.</summary>
    public string Entry { get; set; } = "";

    /// <summary>uart, requests or dhcp.</summary>
    public string In { get; set; } = "uart";

    /// <summary>The regular expression; its first group goes into the answer.</summary>
    public string Pattern { get; set; } = "";

    /// <summary>The answer; {0} is the first group of the first match, {all} the first groups of all matches.</summary>
    public string Answer { get; set; } = "";

    /// <summary>Asks <paramref name="recording"/>.</summary>
    public BringupFinding Judge(BringupRecording recording)
    {
        string text = In switch
        {
            "requests" => string.Join('\n', recording.Requests),
            "dhcp" => recording.Discovers,
            _ => recording.Uart.Replace("\r", "", StringComparison.Ordinal),
        };
        Match[] matches = Regex.Matches(text, Pattern, RegexOptions.Multiline, s_limit).ToArray();
        if (matches.Length == 0)
        {
            return new BringupFinding(Entry, "");
        }

        string[] groups = [.. matches.Select(match => (match.Groups.Count > 1 ? match.Groups[1] : match).Value.Trim())];
        string answer = Answer
            .Replace("{0}", groups[0], StringComparison.Ordinal)
            .Replace("{all}", string.Join(", ", groups), StringComparison.Ordinal);
        return new BringupFinding(Entry, answer);
    }
}
