// The views that a call of rk is asked for.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using RustKernel.Hil.History;
using RustKernel.Hil.Reports;
using RustKernel.Hil.Reports.Consoles;
using RustKernel.Hil.Reports.Html;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Cli;

/// <summary>--junit, --json, --html, --console: files made of event logs.</summary>
internal sealed class ReportFiles
{
    private readonly Option<string?> _junit = new("--junit") { Description = "write JUnit XML for CI systems", HelpName = "FILE" };
    private readonly Option<string?> _json = new("--json")
    {
        Description = "write a JSON summary; - prints it, and all else goes to standard error",
        HelpName = "FILE"
    };

    private readonly Option<string?> _html = new("--html") { Description = "write one self-contained HTML page", HelpName = "FILE" };
    private readonly Option<string?> _console = new("--console") { Description = "write the console, byte for byte", HelpName = "FILE" };

    private IEnumerable<Option<string?>> All => [_junit, _json, _html, _console];

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        foreach (Option<string?> option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Keeps standard output for <c>--json -</c>, if that is asked for, until the result is disposed of.</summary>
    public IDisposable Reserve(ParseResult parsed) => JsonOption.Reserve(parsed.GetValue(_json));

    /// <summary>True when any of them is asked for.</summary>
    public bool AreWanted(ParseResult parsed) => All.Any(option => parsed.GetValue(option) is not null);

    /// <summary>
    /// Writes those asked for about <paramref name="runs"/>, judged together as
    /// <paramref name="verdict"/>; <paramref name="unrun"/>: targets that no run was made of, and why.
    /// </summary>
    public void Write(
        ParseResult parsed,
        string title,
        IReadOnlyList<RunReport> runs,
        Verdict verdict,
        Func<IReadOnlyList<MetricTrend>> trends,
        IReadOnlyList<(string Target, string Reason)> unrun)
    {
        if (parsed.GetValue(_junit) is { } junit)
        {
            JUnitReport.Write(junit, runs, unrun);
        }

        if (parsed.GetValue(_json) is { } json)
        {
            using Stream file = JsonOption.Open(json);
            JsonReport.Write(file, runs, verdict);
        }

        if (parsed.GetValue(_console) is { } console)
        {
            ConsoleFile.Write(console, runs.Select(run => run.LogPath));
        }

        if (parsed.GetValue(_html) is { } html)
        {
            HtmlReport.Write(html, title, runs, verdict, trends(), unrun);
        }
    }
}
