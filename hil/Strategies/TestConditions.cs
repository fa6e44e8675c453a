// When a test run is over.

using System;
using System.Linq;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Strategies;

/// <summary>
/// Decides after each event and at each deadline whether to continue. Time is the machine's own (see
/// <see cref="MachineClock"/>). Not thread-safe.
/// </summary>
public sealed class TestConditions
{
    private static readonly TimeSpan s_panicSilence = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_panicUnfinishedSilence = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_doneSilence = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_powerOffLimit = TimeSpan.FromSeconds(10);
    private readonly Deadlines _deadlines;
    private readonly long _outputLimitBytes;
    private long _seenBytes;
    private TimeSpan _lastByte;
    private TimeSpan? _firstByte;
    private TimeSpan? _finished;

    /// <summary>Conditions for a run with these limits.</summary>
    public TestConditions(Deadlines deadlines, long outputLimitBytes)
    {
        _deadlines = deadlines;
        _outputLimitBytes = outputLimitBytes;
    }

    /// <summary>What to do at machine time <paramref name="now"/>, given what is known.</summary>
    public RunDecision Decide(RunObserver run, TimeSpan now)
    {
        if (run.Serial.Bytes != _seenBytes)
        {
            _seenBytes = run.Serial.Bytes;
            _lastByte = now;
            _firstByte ??= now;
        }

        TimeSpan silence = now - _lastByte;
        if (run.HasEmulatorEnded
            || run.Failures.Count > 0
            || run.Interrupt.Length > 0
            || run.Serial.Restarts > 0
            || run.Resets.Count > 0
            || IsLoaderLoop(run))
        {
            return RunDecision.End;
        }

        if (_seenBytes > _outputLimitBytes)
        {
            return RunDecision.OverLimit("output", $"{_outputLimitBytes} bytes");
        }

        if (run.Serial.Panics.Count > 0 && silence >= (run.Serial.Panics[^1].IsEnded ? s_panicSilence : s_panicUnfinishedSilence))
        {
            return RunDecision.End;
        }

        if (IsFinished(run))
        {
            return DecideFinished(run, now, silence);
        }

        if (_seenBytes == 0 && now >= _deadlines.FirstByte)
        {
            return RunDecision.OverLimit("first-byte", Seconds(_deadlines.FirstByte));
        }

        if (_deadlines.Kernel is { } kernel && run.Serial.Stages.Count == 0 && now - _firstByte >= kernel)
        {
            return RunDecision.OverLimit("kernel", Seconds(kernel));
        }

        if (now >= _deadlines.Total)
        {
            return RunDecision.OverLimit("total", Seconds(_deadlines.Total));
        }

        if (_seenBytes > 0 && silence >= _deadlines.Silence)
        {
            return RunDecision.OverLimit("silence", Seconds(_deadlines.Silence));
        }

        return RunDecision.GoOn;
    }

    /// <summary>
    /// A loader that starts again and again never gets to the kernel. One start too many may come from a power switch that bounces.
    /// </summary>
    private static bool IsLoaderLoop(RunObserver run) => run.Serial.Stages.Count == 0 && run.Serial.Firmware.Starts > 2;

    private static bool IsFinished(RunObserver run)
        => run.Serial.UnknownSuites.Any(
            unknown => !run.Conversation.IsAsked || run.Suites.Contains(unknown.Name)) || run.Serial.UnknownPanicClasses.Count > 0
            || (run.Serial.Documents.Count > 0 && run.Serial.Documents.All(document => document.IsComplete));

    private RunDecision DecideFinished(RunObserver run, TimeSpan now, TimeSpan silence)
    {
        if (!run.PowersOff)
        {
            return silence >= s_doneSilence ? RunDecision.End : RunDecision.GoOn;
        }

        _finished ??= now;
        TimeSpan limit = s_powerOffLimit < _deadlines.Total ? s_powerOffLimit : _deadlines.Total;
        return now - _finished >= limit ? RunDecision.OverLimit("power-off", Seconds(limit)) : RunDecision.GoOn;
    }

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.###", null) + " s";
}
