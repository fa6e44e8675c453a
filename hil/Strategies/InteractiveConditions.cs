// When an interactive run is over.

using System;
using RustKernel.Hil.Protocols;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Strategies;

/// <summary>
/// A person ends a run by leaving. A script's run ends when its input has ended, was sent, and the machine has
/// been quiet for a while, or at the target's deadlines. A machine at a prompt is done at once. One that has reached the start of its
/// services gets time to show the prompt. Not thread-safe.
/// </summary>
public sealed class InteractiveConditions
{
    private static readonly TimeSpan s_settled = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_atPrompt = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_servicesStart = TimeSpan.FromSeconds(5);
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

    /// <summary>
    /// True when the machine has shown a prompt, or has printed something and then paused: a
    /// script's input may be sent.
    /// </summary>
    public bool HasSettled { get; private set; }

    /// <summary>
    /// What to do at machine time <paramref name="now"/>; <paramref name="inputEnded"/> when no input is left, or when the person has left.
    /// </summary>
    public RunDecision Decide(RunObserver run, TimeSpan now, bool inputEnded)
    {
        if (run.Serial.Bytes != _seenBytes)
        {
            _seenBytes = run.Serial.Bytes;
            _lastByte = now;
        }

        TimeSpan quiet = now - _lastByte;
        HasSettled |= run.Serial.AwaitsCommand || (_seenBytes > 0 && quiet >= (AwaitsShell(run) ? s_servicesStart : s_settled));
        if (run.HasEmulatorEnded || run.Failures.Count > 0 || run.Interrupt.Length > 0)
        {
            return RunDecision.End;
        }

        if (run.Serial.Panics.Count > 0 && run.Serial.Panics[^1].IsEnded && quiet >= s_settled)
        {
            return RunDecision.End;
        }

        if (_isPerson)
        {
            return inputEnded ? RunDecision.End : RunDecision.GoOn;
        }

        if (_seenBytes == 0)
        {
            return now >= _deadlines.FirstByte
                ? RunDecision.OverLimit("first-byte", $"{_deadlines.FirstByte.TotalSeconds} s")
                : RunDecision.GoOn;
        }

        TimeSpan patience = Patience(run);
        if (inputEnded && quiet >= patience && now - _lastInput >= patience)
        {
            return RunDecision.End;
        }

        return now >= _deadlines.Total ? RunDecision.OverLimit("total", $"{_deadlines.Total.TotalSeconds} s") : RunDecision.GoOn;
    }

    // The kernel's own lines are complete; services come next.
    private static bool AwaitsShell(RunObserver run) => !run.Serial.HasShell && run.Serial.Stages.Count == BootStage.All.Count;

    /// <summary>How long a machine must be quiet after its input has ended: a shell command may compute for long.</summary>
    private TimeSpan Patience(RunObserver run)
        => run.Serial.AwaitsCommand ? s_atPrompt
            : run.Serial.HasUnenteredCommand ? s_quiet
            : run.Serial.HasShell ? _deadlines.Silence
            : AwaitsShell(run) ? s_servicesStart
            : s_quiet;

    /// <summary>Input is waiting, or was sent, at machine time <paramref name="now"/>: the machine gets time to answer.</summary>
    public void NoteInput(TimeSpan now) => _lastInput = now;
}
