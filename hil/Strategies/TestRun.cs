// One run of suites on one target: off, powered, kernel, suites, off; then the verdict.

using System;
using System.Text.Json.Nodes;
using System.Threading;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Events;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Strategies;

/// <summary>
/// Boots a target with test=… or bench=… on the kernel's command line, listens until it is over, and judges it. Never waits without a
/// deadline.
/// </summary>
public static class TestRun
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Carries out <paramref name="request"/>. <paramref name="progress"/> shows it live; <paramref name="interrupt"/> stops it early with
    /// the verdict infrastructure.
    /// </summary>
    public static RunOutcome Execute(RunRequest request, IRunProgress? progress, CancellationToken interrupt)
    {
        TargetDefinition target = TargetOverride.Apply(request.Target, "cmdline", SuiteConversation.KernelWords(request));
        request = request with { Target = target };
        using EventLogWriter log = EventLogWriter.Create(request.LogPath, RunRecorder.Tool);
        RunObserver observer = new();
        using AutoResetEvent changed = new(false);
        log.Observe(observer.Observe);
        log.Observe(_ => changed.Set());
        log.Observe(logged => RunRecorder.Say(request, logged));
        RunRecorder.Begin(log, request);
        using CancellationTokenRegistration registration = interrupt.Register(
            () => log.Append(EventKind.Interrupt, new JsonObject { ["reason"] = "the tool was asked to stop" }));
        try
        {
            using LabSession session = new(log, RunRecorder.Job(request), request.Drivers(log, target), interrupt);
            session.Start();
            Watch(request, log, observer, session, progress, changed);
        }
        catch (InfrastructureException e)
        {
            RunRecorder.Fail(log, "emulator", e.Message);
        }

        RecordClocks(log, observer);
        RecordPower(log, observer);
        if (log.Locked(() => observer.Serial.LineEnds.Name) is { Length: > 0 } ends)
        {
            RunRecorder.Note(log, "serial.line_ends", ends);
        }

        (Verdict verdict, Action? show) = log.Locked(() => (Judge.OfTest(observer), progress?.Collect(observer)));
        show?.Invoke();
        if (request.Explain is { } explain)
        {
            verdict = explain(observer, verdict);
        }

        RunRecorder.End(log, verdict);
        return new RunOutcome(verdict, observer, log.Path, TimeSpan.FromTicks(log.Nanoseconds / 100));
    }

    private static void Watch(
        RunRequest request,
        EventLogWriter log,
        RunObserver observer,
        LabSession session,
        IRunProgress? progress,
        AutoResetEvent changed)
    {
        SuiteConversation conversation = new(request, session, log);
        TestConditions conditions = new(request.Target.Deadlines, request.OutputLimitBytes);
        RunDecision decision;
        int retries = session.IsEmulated ? 0 : request.Target.Strategy.Retries;
        string state = MachineState.Powered;
        do
        {
            changed.WaitOne(s_tick);
            TimeSpan now = session.Clock.Now;
            string before = state;
            (decision, state, Action? show) = log.Locked(
                () => (conditions.Decide(observer, now), MachineState.Of(observer), progress?.Collect(observer)));
            show?.Invoke();
            if (state != before)
            {
                session.State(state);
            }

            conversation.Continue(log.Locked(() => SuiteConversation.Look(observer)), session.Clock.Now);
            decision = conversation.HasGivenUp && !decision.IsEnd ? RunDecision.End : decision;
            if (decision.LimitName != "first-byte" || retries-- <= 0)
            {
                continue;
            }

            session.StartAgain($"no bytes within {decision.LimitAmount}");
            decision = RunDecision.GoOn;
        }
        while (!decision.IsEnd);

        if (decision.LimitName.Length > 0)
        {
            LogLimit(log, decision, session);
        }
    }

    private static void RecordClocks(EventLogWriter log, RunObserver observer)
    {
        (ClockComparison? clocks, ArrivalJitter? jitter) = log.Locked(() =>
        {
            ClockComparison? compared = ClockComparison.Of(observer.Serial);
            return (compared, compared is null ? null : ArrivalJitter.Of(observer.Serial, compared));
        });
        if (clocks is null || jitter is null)
        {
            return;
        }

        void Figure(string name, double value, string unit)
            => log.Append(EventKind.Figure, new JsonObject { ["name"] = name, ["value"] = Math.Round(value, 1), ["unit"] = unit });
        Figure("clock.rate", clocks.ErrorPpm, "ppm");
        Figure("clock.rate_error", clocks.UncertaintyPpm, "ppm");
        Figure("clock.jitter_p50", jitter.Microseconds50, "us");
        Figure("clock.jitter_p90", jitter.Microseconds90, "us");
        Figure("clock.jitter_p99", jitter.Microseconds99, "us");
    }

    private static void RecordPower(EventLogWriter log, RunObserver observer)
    {
        if (log.Locked(() => observer.Power.IsKnown
            ? (observer.Power.MeanWatts, observer.Power.PeakWatts)
            : ((double, double)?)null) is not var (mean, peak))
        {
            return;
        }

        log.Append(EventKind.Figure, new JsonObject { ["name"] = "power.mean", ["value"] = Math.Round(mean, 3), ["unit"] = "W" });
        log.Append(EventKind.Figure, new JsonObject { ["name"] = "power.peak", ["value"] = Math.Round(peak, 3), ["unit"] = "W" });
    }

    private static void LogLimit(EventLogWriter log, RunDecision decision, LabSession session)
    {
        string counter = session.ProgramCounter();
        string detail = counter.Length > 0
            ? $"the machine lives, CPU 0 is at {counter}; QEMU used {session.CpuTime().TotalSeconds:0.0} s of CPU"
            : "";
        log.Append(
            EventKind.Limit,
            new JsonObject { ["name"] = decision.LimitName, ["amount"] = decision.LimitAmount, ["detail"] = detail });
    }
}
