// A verdict as a small picture.

using System.Globalization;

namespace RustKernel.Hil.FarmServer;

/// <summary>Draws a badge as SVG: name and verdict, which is a word and not a colour alone.</summary>
internal static class Badge
{
    // About what 11 px sans-serif takes for a letter; textLength makes it exact.
    private const int LetterWidth = 7;
    private const int Padding = 12;

    /// <summary>The badge. Both words are of letters that SVG does not have to escape.</summary>
    public static string Of(string name, string verdict)
    {
        int left = (name.Length * LetterWidth) + Padding;
        int right = (verdict.Length * LetterWidth) + Padding;
        // White on each of these has a contrast of 4.5 at least.
        string colour = verdict switch
        {
            "pass" => "#116329",
            "fail" or "flaky" => "#a40e26",
            _ => "#57606a",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" aria-label="{name}: {verdict}">
            <title>{name}: {verdict}</title>
            <rect width="{left}" height="20" fill="#24292f"/><rect x="{left}" width="{right}" height="20" fill="{colour}"/>
            <g fill="#fff" font-family="sans-serif" font-size="11">
            <text x="6" y="14" textLength="{left - Padding}">{name}</text>
            <text x="{left + 6}" y="14" textLength="{right - Padding}">{verdict}</text>
            </g></svg>
            """);
    }
}
