// The console with times and colours.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using RustKernel.Hil.Protocols;
using RustKernel.Hil.Reports.Consoles;

namespace RustKernel.Hil.Reports.Html;

/// <summary>Writes lines with their time since power-on, coloured by what they are; colours that the machine sent are kept.</summary>
internal static class ConsoleView
{
    /// <summary>Writes the console of <paramref name="run"/>.</summary>
    public static void Write(TextWriter html, RunReport run)
    {
        ConsoleExcerpt excerpt = run.Excerpt;
        html.WriteLine($"<h3>Console <span class=\"quiet\">{HtmlText.Bytes(excerpt.Bytes)}, {HtmlText.Count(excerpt.LineCount)} lines; "
            + $"seconds since power-on</span></h3>");
        IReadOnlyList<ConsoleLine> lines = excerpt.Lines;
        if (lines.Count == 0)
        {
            html.WriteLine("<p class=\"quiet\">No bytes were received.</p>");
            return;
        }

        long powerOn = run.Run.PowerOnNanoseconds ?? 0;
        html.WriteLine("<div class=\"console\" tabindex=\"0\" role=\"log\" aria-label=\"console\">");
        long expected = 1, expectedOffset = 0;
        foreach (ConsoleLine line in lines)
        {
            if (line.Number != expected)
            {
                html.WriteLine($"<div class=\"gap\">{HtmlText.Count(line.Number - expected)} lines "
                    + $"({HtmlText.Bytes(Math.Max(0, line.Offset - expectedOffset))}) left out; the event log has them</div>");
            }

            WriteLine(html, line, powerOn);
            expected = line.Number + 1;
            expectedOffset = line.Offset + line.Text.Length;
        }

        html.WriteLine("</div>");
        if (lines.Count < excerpt.LineCount)
        {
            html.WriteLine($"<p class=\"quiet\">Shown: the first {ConsoleExcerpt.HeadLines} and last {ConsoleExcerpt.TailLines} lines, and "
                + $"{ConsoleExcerpt.LinesBefore} lines before and {ConsoleExcerpt.LinesAfter} after each line that reports a "
                    + $"failure.</p>");
        }
    }

    private static void WriteLine(TextWriter html, ConsoleLine line, long powerOn)
    {
        string time = ((line.Nanoseconds - powerOn) / 1e9).ToString("0.000000", CultureInfo.InvariantCulture);
        string cut = line.CutBytes > 0 ? $"<i class=\"odd\"> … {HtmlText.Bytes(line.CutBytes)} more</i>" : "";
        html.WriteLine($"<div class=\"{Tone(line.Text)}\"><b>{time}</b><span>{Coloured(line.Text)}{cut}</span></div>");
    }

    private static string Tone(string text)
    {
        string line = text.TrimStart(' ');
        if (line.StartsWith("ok ", StringComparison.Ordinal))
        {
            return line.Contains("# SKIP", StringComparison.Ordinal) ? "quiet" : "good";
        }

        if (line.StartsWith("not ok ", StringComparison.Ordinal) || line.Contains("PANIC: ", StringComparison.Ordinal))
        {
            return "bad";
        }

        if (line.Contains("\\x", StringComparison.Ordinal) || line.Contains('\uFFFD', StringComparison.Ordinal))
        {
            return "odd";
        }

        if (line.StartsWith('#')
            || line.StartsWith("KTAP version", StringComparison.Ordinal)
            || line.StartsWith("1..", StringComparison.Ordinal))
        {
            return "quiet";
        }

        return BootStage.Recognise(text) is null ? "" : "stage";
    }

    /// <summary>Escape sequences: colours and bold become spans, everything else is left out.</summary>
    private static string Coloured(string text)
    {
        if (!text.Contains('\e', StringComparison.Ordinal))
        {
            return HtmlText.Escape(text);
        }

        StringBuilder html = new();
        int open = 0;
        for (int at = 0; at < text.Length;)
        {
            int escape = text.IndexOf('\e', at);
            html.Append(HtmlText.Escape(escape < 0 ? text[at..] : text[at..escape]));
            if (escape < 0)
            {
                break;
            }

            at = SequenceEnd(text, escape);
            if (at - escape < 3 || text[at - 1] != 'm')
            {
                continue;
            }

            for (; open > 0; open--)
            {
                html.Append("</span>");
            }

            foreach (string code in text[(escape + 2)..(at - 1)].Split(';'))
            {
                if (!int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                    || number is not (1 or (>= 31 and <= 36) or (>= 90 and <= 96)))
                {
                    continue;
                }

                html.Append(CultureInfo.InvariantCulture, $"<span class=\"a{(number > 90 ? number - 60 : number)}\">");
                open++;
            }
        }

        for (; open > 0; open--)
        {
            html.Append("</span>");
        }

        return html.ToString();
    }

    // ESC [ parameters letter; any other sequence is the escape and one character. [ECMA-48 5.4]
    private static int SequenceEnd(string text, int escape)
    {
        int at = escape + 1;
        if (at >= text.Length || text[at] != '[')
        {
            return Math.Min(text.Length, at + 1);
        }

        for (at++; at < text.Length && text[at] is < '@' or > '~'; at++)
        {
            // Parameters and intermediate bytes.
        }

        return Math.Min(text.Length, at + 1);
    }
}
