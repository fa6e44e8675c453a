// When an interactive run is over.

using System;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Strategies;

/// <summary>
/// A person ends a run by leaving. A script's run ends when its input has ended, was sent, and the machine has
/// been quiet for a while, or at the target's deadlines. Not thread-safe.
/// </summary>
public sealed class InteractiveConditions
{
    private static readonly TimeSpan s_settled = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(2);
    private readonly Deadlines _deadlines;
    private readonly bool _isPerson;
    private long _seenBytes;
    private TimeSpan _lastByte;
    private TimeSpan _lastInput;

    /// <summary>Conditions for a run with these limits, by a person or a script.</summary>
    public InteractiveConditions(Deadlines deadlines, bool isPerson)
    {
        _deadlines = deadlines;
        _isPerson = isPerson;
    }

    /// <summary>True when the machine has printed something and then paused: a script's input may go to it.</summary>
    public bool HasSettled { get; private set; }

    /// <summary>What to do at machine time <paramref name="now"/>; <paramref name="inputEnded"/> when no input is left or the person left.</summary>
    public RunDecision Decide(RunObserver run, TimeSpan now, bool inputEnded)
    {
        if (run.Serial.Bytes != _seenBytes)
        {
            _seenBytes = run.Serial.Bytes;
            _lastByte = now;
        }

        TimeSpan quiet = now - _lastByte;
        HasSettled |= _seenBytes > 0 && quiet >= s_settled;
        if (run.HasEmulatorEnded || run.Failures.Count > 0 || run.Interrupt.Length > 0)
            return RunDecision.End;
        if (run.Serial.Panics.Count > 0 && run.Serial.Panics[^1].IsEnded && quiet >= s_settled)
            return RunDecision.End;
        if (_isPerson)
            return inputEnded ? RunDecision.End : RunDecision.GoOn;
        if (_seenBytes == 0)
            return now >= _deadlines.FirstByte ? RunDecision.Pass("first-byte", $"{_deadlines.FirstByte.TotalSeconds} s") : RunDecision.GoOn;
        if (inputEnded && quiet >= s_quiet && now - _lastInput >= s_quiet)
            return RunDecision.End;
        return now >= _deadlines.Total ? RunDecision.Pass("total", $"{_deadlines.Total.TotalSeconds} s") : RunDecision.GoOn;
    }

    /// <summary>Input waits for or went to the machine at machine time <paramref name="now"/>: it gets time to answer.</summary>
    public void NoteInput(TimeSpan now) => _lastInput = now;
}
