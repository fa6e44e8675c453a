// One HTML file for people: everything in it, nothing from elsewhere.

using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RustKernel.Hil.History;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Reports.Html;

/// <summary>
/// Writes runs, of one target or of many, as one self-contained page. Of very many runs, only the latest and those that did not pass are
/// shown in full, the others as a line of the table.
/// </summary>
public static class HtmlReport
{
    /// <summary>Runs shown in full.</summary>
    public const int MostInFull = 40;

    /// <summary>
    /// Writes <paramref name="runs"/>, judged together as <paramref name="verdict"/>, to the file
    /// at <paramref name="path"/>.
    /// </summary>
    /// <param name="path">The file; replaced.</param>
    /// <param name="title">What was tested.</param>
    /// <param name="runs">The runs, in the order in which they began.</param>
    /// <param name="verdict">The verdict of all.</param>
    /// <param name="trends">What past runs measured, the present ones among them; may be empty.</param>
    /// <param name="unrun">Targets that no run was made of, each with the reason.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(
        string path,
        string title,
        IReadOnlyList<RunReport> runs,
        Verdict verdict,
        IReadOnlyList<MetricTrend> trends,
        IReadOnlyList<(string Target, string Reason)> unrun)
    {
        using StreamWriter html = new(path);
        html.WriteLine("<!DOCTYPE html>");
        html.WriteLine("<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, "
            + "initial-scale=1\">");
        html.WriteLine($"<title>{verdict.Word}: {HtmlText.Escape(title)}</title><style>{HtmlStyle.Sheet}</style></head><body>");
        html.WriteLine($"<h1><span class=\"badge {HtmlText.Tone(verdict.Word)}\">{verdict.Word}</span> {HtmlText.Escape(title)}</h1>");
        html.WriteLine($"<p class=\"reason\">{HtmlText.Escape(verdict.Reason)}</p>");
        html.WriteLine($"<p class=\"quiet\">{Summary(runs)}</p>");
        foreach ((string target, string reason) in unrun)
        {
            html.WriteLine($"<p class=\"reason\"><span class=\"badge odd\">no run</span> <b>{HtmlText.Escape(target)}</b>: "
                + $"{HtmlText.Escape(reason)}</p>");
        }

        HashSet<int> full = [.. InFull(runs)];
        if (runs.Count > 1)
        {
            WriteTable(html, runs, full);
        }

        if (runs.Count > 1)
        {
            html.WriteLine("<h2>Runs</h2>");
        }

        foreach (int index in full.Order())
        {
            RunView.Write(
                html,
                runs[index],
                Anchor(index),
                TitleOf(runs[index], index, runs.Count),
                isOpen: runs.Count == 1 || runs[index].Verdict.Kind != VerdictKind.Pass);
        }

        TrendView.Write(html, trends);
        html.WriteLine("</body></html>");
    }

    private static string Anchor(int index) => string.Create(CultureInfo.InvariantCulture, $"run{index + 1}");

    private static string Summary(IReadOnlyList<RunReport> runs)
    {
        if (runs.Count == 0)
        {
            return "no run";
        }

        double seconds = runs.Sum(run => run.Duration.TotalSeconds);
        string[] builds = [.. runs
            .Select(run => run.Environment.TryGetValue("image.build", out string? build) ? build : "")
            .Where(build => build.Length > 0)
            .Distinct()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{runs[0].Started:yyyy-MM-dd HH:mm:ss zzz} · {runs.Count} run{(runs.Count == 1 ? "" : "s")}, {seconds:0.0} s in all · image "
                + $"of build {HtmlText.Escape(builds.Length > 0 ? string.Join(", ", builds) : "unknown")}");
    }

    private static string TitleOf(RunReport run, int index, int count)
        => string.Create(
            CultureInfo.InvariantCulture,
            $"{(count > 1 ? $"{index + 1}. " : "")}{run.Run.Target}"
                + $"{(run.Run.Suites.Count > 0 ? ": " + string.Join(", ", run.Run.Suites) : "")} ({run.Duration.TotalSeconds:0.00} s)");

    private static IEnumerable<int> InFull(IReadOnlyList<RunReport> runs)
    {
        IEnumerable<int> all = Enumerable.Range(0, runs.Count);
        return runs.Count <= MostInFull
            ? all
            : all.OrderBy(index => runs[index].Verdict.Kind == VerdictKind.Pass ? 1 : 0).ThenByDescending(index => index).Take(MostInFull);
    }

    private static void WriteTable(TextWriter html, IReadOnlyList<RunReport> runs, HashSet<int> full)
    {
        html.WriteLine($"<div class=\"scroll{(runs.Count > MostInFull ? " many" : "")}\" tabindex=\"0\"><table class=\"stack "
            + $"runs\"><tr><th>run</th><th>target</th><th>verdict</th><th class=\"n\">time</th><th>reason</th></tr>");
        for (int index = 0; index < runs.Count; index++)
        {
            RunReport run = runs[index];
            string number = full.Contains(index) ? $"<a href=\"#{Anchor(index)}\">{index + 1}</a>" : $"{index + 1}";
            html.WriteLine($"<tr><td>{number}</td><td>{HtmlText.Escape(run.Run.Target)}</td><td><span class=\"badge "
                + $"{HtmlText.Tone(run.Verdict.Word)}\">{run.Verdict.Word}</span></td><td "
                    + $"class=\"n\">{HtmlText.Time(run.Run.LastNanoseconds)}</td><td "
                        + $"class=\"w\">{HtmlText.Escape(run.Verdict.Reason)}</td></tr>");
        }

        html.WriteLine("</table></div>");
    }
}
