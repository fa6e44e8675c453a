// Progress on a terminal: coloured results, and below them one line that moves.

using System;
using RustKernel.Hil.Reports;
using Spectre.Console;

namespace RustKernel.Hil.Cli;

/// <summary>Keeps the last line for where the machine is; results scroll above it.</summary>
internal sealed class TerminalProgressDisplay : ProgressDisplay
{
    private const string EraseLine = "\r\u001b[K";
    private readonly IDisposable _drawing = PlainWriter.Draw();

    /// <inheritdoc/>
    public override void Dispose()
    {
        Console.Out.Write(EraseLine);
        _drawing.Dispose();
    }

    /// <inheritdoc/>
    protected override void ShowLine(string text, ProgressTone tone)
    {
        string colour = tone switch
        {
            ProgressTone.Good => "green",
            ProgressTone.Bad => "red",
            ProgressTone.Quiet => "grey",
            _ => "bold",
        };
        Console.Out.Write(EraseLine);
        AnsiConsole.MarkupLine($"[{colour}]{Markup.Escape(PlainText.Of(text))}[/]");
    }

    /// <inheritdoc/>
    protected override void ShowPosition(string position)
    {
        int width = Math.Max(20, AnsiConsole.Profile.Width - 6);
        position = PlainText.Of(position);
        string text = position.Length > width ? position[..width] : position;
        Console.Out.Write($"{EraseLine}  … {text}");
    }
}
