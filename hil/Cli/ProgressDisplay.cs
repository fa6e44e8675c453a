// Shows a test run while it happens.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using RustKernel.Hil.Protocols;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Cli;

/// <summary>Prints one line for each result as it comes: plain text for any reader.</summary>
internal class ProgressDisplay : IRunProgress, IDisposable
{
    private int _shownTests;
    private int _shownDocuments;
    private int _shownPanics;
    private readonly Stopwatch _clock = new();
    private string _position = "";
    private double? _usual;

    /// <summary>The display that fits the standard output: live on a terminal, plain lines otherwise.</summary>
    public static ProgressDisplay Create()
        => Console.IsOutputRedirected || Environment.GetEnvironmentVariable("TERM") is null or "dumb"
            ? new ProgressDisplay()
            : new TerminalProgressDisplay();

    /// <summary>A run begins, which takes <paramref name="usual"/> seconds as far as that is known.</summary>
    public virtual void Begin(string title, double? usual)
    {
        _clock.Restart();
        _usual = usual;
        _shownTests = 0;
        _shownDocuments = 0;
        _shownPanics = 0;
        ShowLine(title, ProgressTone.Title);
    }

    /// <summary>A run of a series has ended.</summary>
    public virtual void End(string summary) => ShowLine(summary, ProgressTone.Title);

    /// <inheritdoc/>
    public Action? Collect(RunObserver run)
    {
        List<(string Text, ProgressTone Tone)> lines = [];
        IReadOnlyList<KtapDocument> documents = run.Serial.Documents;
        while (_shownDocuments < documents.Count)
        {
            KtapDocument document = documents[_shownDocuments];
            lines.AddRange(document.Tests.Skip(_shownTests).Select(Describe));
            _shownTests = document.Tests.Count;
            if (document == documents[^1])
            {
                break;
            }

            _shownDocuments++;
            _shownTests = 0;
        }

        for (; _shownPanics < run.Serial.Panics.Count; _shownPanics++)
        {
            lines.Add(($"  PANIC: {run.Serial.Panics[_shownPanics].Reason}", ProgressTone.Bad));
        }

        string position = $"{run.Serial.Position()}, {run.Serial.Bytes} bytes: {Plain(run.Serial.LastLine)}";
        if (lines.Count == 0 && position == _position)
        {
            return null;
        }

        _position = position;
        return () =>
        {
            foreach ((string text, ProgressTone tone) in lines)
            {
                ShowLine(text, tone);
            }

            ShowPosition($"{StepTimes.Line(_clock.Elapsed, _usual)}: {position}");
        };
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }

    /// <summary>Shows one line that stays.</summary>
    protected virtual void ShowLine(string text, ProgressTone tone) => Console.WriteLine(text);

    /// <summary>Shows where the machine is now.</summary>
    protected virtual void ShowPosition(string position)
    {
    }

    /// <summary>Without what would move a terminal's cursor or change its colours.</summary>
    private static string Plain(string line) =>
        string.Concat(line.Select(letter => char.IsControl(letter) || letter == '\uFFFD' ? '·' : letter)).Trim();

    private static (string Text, ProgressTone Tone) Describe(KtapResult test)
    {
        string name = test.FullName;
        string detail = test.Diagnostics.Count > 0 ? ": " + string.Join("; ", test.Reasons) : "";
        return test.Outcome switch
        {
            KtapOutcome.Ok => ($"  ok      {name}", ProgressTone.Good),
            KtapOutcome.NotOk => ($"  not ok  {name}{detail}", ProgressTone.Bad),
            _ => ($"  skip    {name}: {test.SkipReason}", ProgressTone.Quiet),
        };
    }
}
