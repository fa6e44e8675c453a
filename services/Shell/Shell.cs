// Prompt, line, command, and again.

using System;
using System.Collections.Generic;
using System.Text;

namespace RustKernel.Services.Shell;

/// <summary>The shell: Console tells of keys, a complete line is done. A command that throws is told and forgotten.</summary>
internal sealed class Shell : Service
{
    private readonly Terminal _terminal = new();
    private readonly LineEditor _editor = new("rk> ");
    private readonly CommandTable _commands;

    internal Shell() => _commands = new CommandTable(_terminal, () => _editor.History);

    /// <summary>Greets.</summary>
    internal void Begin()
    {
        _ = _terminal.Write(Own.Starts == 0 ? "\nRustKernel shell; 'help' lists the commands\n" : "\nshell: back again\n");
        _editor.Begin();
        Show();
        TakeKeys();
    }

    /// <inheritdoc/>
    protected override void OnBits(ulong bits) => TakeKeys();

    private void TakeKeys()
    {
        ReadOnlySpan<byte> keys;
        do
        {
            keys = _terminal.Read();
            if (_terminal.IsLineLost)
            {
                // The new Console knows nothing of the line.
                _editor.Redraw();
            }

            foreach (byte key in keys)
            {
                Take(key);
            }

            Show();
        }
        while (keys.Length > 0);
    }

    private void Show()
    {
        string output = _editor.TakeOutput();
        if (output.Length > 0)
        {
            _ = _terminal.Write(output);
        }
    }

    private void Take(byte key)
    {
        switch (_editor.Feed(key))
        {
            case EditorEvent.Line:
                Show();
                Execute(_editor.Text);
                _editor.Begin();
                break;
            case EditorEvent.Complete:
                Complete();
                break;
            case EditorEvent.Interrupt:
                Show();
                _ = _terminal.Write("^C\n");
                _editor.Begin();
                break;
            default:
                break;
        }
    }

    private void Execute(string line)
    {
        try
        {
            _commands.Execute(line);
        }
        catch (Exception exception)
        {
            _ = _terminal.Write($"that failed: {exception.Message}\n");
        }
    }

    // One candidate is typed; several are shown when nothing more is common to them.
    private void Complete()
    {
        string before = _editor.BeforeCursor;
        int start = before.LastIndexOf(' ') + 1;
        string begun = before.Substring(start);
        List<string> fitting = new();
        foreach (string candidate in _commands.Candidates(before.Substring(0, start)))
        {
            if (candidate.StartsWith(begun))
            {
                fitting.Add(candidate);
            }
        }

        if (fitting.Count == 1)
        {
            _editor.Insert(fitting[0].Substring(begun.Length) + " ");
        }
        else if (fitting.Count > 1)
        {
            string common = CommonStart(fitting);
            if (common.Length > begun.Length)
            {
                _editor.Insert(common.Substring(begun.Length));
                return;
            }

            Show();
            StringBuilder list = new("\n");
            foreach (string one in fitting)
            {
                list.Append(one).Append("  ");
            }

            _ = _terminal.Write(list.Append('\n').ToString());
            _editor.Redraw();
        }
    }

    private static string CommonStart(List<string> texts)
    {
        int length = texts[0].Length;
        foreach (string text in texts)
        {
            int same = 0;
            while (same < length && same < text.Length && text[same] == texts[0][same])
            {
                same++;
            }

            length = same;
        }

        return texts[0].Substring(0, length);
    }
}
