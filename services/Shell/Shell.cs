using System;
using System.Collections.Generic;
using System.Text;
using RustKernel.Services.Shell.Blocks;
using RustKernel.Services.Text;
using RustKernel.User;

namespace RustKernel.Services.Shell;

/// <summary>
/// The shell: prompts, edits a line, does the command. Console sends keys. If a command throws, the error is shown and the shell continues.
/// </summary>
internal sealed class Shell : Service, IStream
{
    private const byte InterruptKey = 3;
    private const ulong PassMilliseconds = 10;
    private readonly Terminal _terminal = new();
    private readonly LineEditor _editor = new("rk> ");
    private readonly LineEditor _input = new("");
    private readonly ProgramStore _store = new();
    private readonly CommandTable _commands;
    private readonly JobTable _jobs;
    private Handle<Timer> _timer;
    private Transfer? _transfer;
    private bool _isPassing;

    // Only frames have come since the other end's program read its input, or could have.
    private readonly FrameTail _tail = new();
    private bool _hasTail;
    private bool _hasEnded;

    internal Shell()
    {
        _jobs = new JobTable(_terminal, _store);
        _commands = new CommandTable(_terminal, () => _editor.History, _store, _jobs, Receive);
        Serve(new StreamDispatcher(this));
    }

    /// <summary>Greets.</summary>
    internal void Begin()
    {
        _ = _terminal.Write(Own.Starts == 0 ? "\nRustKernel shell; 'help' lists the commands\n" : "\nshell: back again\n");
        _editor.Begin();
        Show();

        // A person who sees the prompt can go back without help.
        if (Kernel.SystemInfo(SystemItem.OnTrial) == 1)
        {
            _ = _terminal.Write(UpdateCommand.Keep());
        }

        TakeKeys();
    }

    /// <inheritdoc/>
    ErrorCode IStream.Write(ReadOnlySpan<byte> bytes)
    {
        _jobs.Write(Badge, bytes);
        LookForEnded();
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    protected override void OnBits(ulong bits)
    {
        _hasEnded |= (bits & Supervision.EndedBit) != 0;
        LookForEnded();
        TakeKeys();
    }

    /// <inheritdoc/>
    protected override void OnQuestion()
    {
        _hasEnded |= _jobs.IsAny;
        LookForEnded();
    }

    // A program's last output may still wait at this port: it is shown before its end.
    private void LookForEnded()
    {
        if (_hasEnded && Kernel.HandleInfo(Port, out HandleInfoResults info) == ErrorCode.None && info.Waiting == 0)
        {
            bool isFree = _jobs.LookForEnded();
            _hasEnded = _jobs.HasUnheard;
            if (isFree)
            {
                _editor.Begin();
                Show();
            }
        }

        ShowAgain();
    }

    /// <inheritdoc/>
    protected override void OnSignal(Badge badge)
    {
        if (_transfer is null)
        {
            PassInput();
        }
        else if (_transfer.Answer())
        {
            EndTransfer();
        }
    }

    // While a program has no room for its input, the timer tries again.
    private void PassInput()
    {
        bool isWaiting = _jobs.PassInput();
        if (isWaiting != _isPassing)
        {
            _isPassing = isWaiting;
            ulong period = Own.Ticks(PassMilliseconds);
            _ = isWaiting ? Kernel.TimerSet(_timer, Own.In(PassMilliseconds), period) : Kernel.TimerCancel(_timer);
        }
    }

    // A program in the background has written over the prompt's line.
    private void ShowAgain()
    {
        if (_jobs.HasWritten)
        {
            _jobs.HasWritten = false;
            if (_jobs.Foreground is null && _transfer is null)
            {
                _editor.Redraw();
                Show();
            }
        }
    }

    private void Receive()
    {
        if (_timer.IsNone && Kernel.TimerCreate(Port, default, out _timer) is ErrorCode error and not ErrorCode.None)
        {
            _ = _terminal.Write($"receive: {FaultText.Of(error)}\n");
            return;
        }

        _transfer = new Transfer(_terminal, _timer, _store);
    }

    private void EndTransfer()
    {
        Transfer transfer = _transfer!;
        _transfer = null;
        _store.Forget();
        if (transfer.State != TransferState.Done)
        {
            _ = _terminal.Write($"receive: {transfer.Reason}\n");
        }
        else if (transfer.Offer!.Purpose == BlockPurpose.ProgramToRun)
        {
            string words = transfer.Offer.Words;
            _hasTail = true;
            _jobs.Run($"{transfer.Offer.Name}{(words.Length == 0 ? "" : "\n" + words)}".Split('\n'), isRemote: true);
        }

        if (_jobs.Foreground is null)
        {
            _editor.Begin();
            Show();
        }
    }

    private void TakeKeys()
    {
        ReadOnlySpan<byte> keys;
        do
        {
            keys = _terminal.Read();
            if (_terminal.IsLineLost)
            {
                // The new Console does not know the line.
                _editor.Redraw();
            }

            for (int i = 0; i < keys.Length; i++)
            {
                if (_transfer is not null)
                {
                    // What follows the last frame is for the program.
                    if (_transfer.Take(keys.Slice(i, 1)))
                    {
                        EndTransfer();
                    }
                }
                else if (_jobs.Foreground is not null)
                {
                    TakeForJob(keys[i]);
                }
                else if (!_hasTail || !_tail.Feed(keys[i]))
                {
                    _hasTail = false;
                    Take(keys[i]);
                }
            }

            Show();
        }
        while (keys.Length > 0);
    }

    private void TakeForJob(byte key)
    {
        // The other end sends its program's input in frames; only the key that ends the program comes without.
        if (_jobs.Foreground!.Remote is { } remote && key != InterruptKey)
        {
            remote.Feed(key);
            _ = _tail.Feed(key);
            _hasTail = true;
            PassInput();
            return;
        }

        switch (_input.Feed(key))
        {
            case EditorEvent.Line:
                _jobs.Type(_input.Text);
                ShowInput();
                _input.Begin();
                _ = _input.TakeOutput();
                break;
            case EditorEvent.Interrupt:
                _ = _terminal.Write("^C\n");
                _jobs.Interrupt();
                break;
            case EditorEvent.End:
                _jobs.CloseInput();
                break;
            default:
                break;
        }

        ShowInput();
    }

    private void ShowInput()
    {
        string output = _input.TakeOutput();
        if (output.Length > 0)
        {
            _ = _terminal.Write(output);
        }
    }

    private void Show()
    {
        string output = _jobs.Foreground is null && _transfer is null ? _editor.TakeOutput() : "";
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
                if (_jobs.Foreground is not null || _transfer is not null)
                {
                    // The prompt comes when the command is over.
                    _ = _editor.TakeOutput();
                }

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

    // Types a single candidate; shows several when they have nothing more in common.
    private void Complete()
    {
        string before = _editor.BeforeCursor;
        int start = before.LastIndexOf(' ') + 1;
        string begun = before.Substring(start);
        List<string> fitting = new();
        foreach (string candidate in _commands.Candidates(before.Substring(0, start), begun))
        {
            if (candidate.StartsWith(begun))
            {
                fitting.Add(candidate);
            }
        }

        if (fitting.Count == 1)
        {
            // The path continues within a directory.
            _editor.Insert(fitting[0].Substring(begun.Length) + (fitting[0].EndsWith('/') ? "" : " "));
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
