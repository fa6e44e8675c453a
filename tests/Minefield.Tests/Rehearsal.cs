// A run in the test's own lab: the rig's observer, conditions and judge, with a counted clock.

using System;
using System.Text.Json.Nodes;
using RustKernel.Hil.Events;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Minefield.Tests;

/// <summary>Plays bytes to the rig, live with its deadlines, or as a log with all of them.</summary>
internal sealed class Rehearsal
{
    private static readonly Deadlines s_deadlines = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(120));
    private static readonly TimeSpan s_powerOff = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(500);
    private readonly RunObserver _observer = new();
    private readonly TrueRun _run;
    private TimeSpan _now;

    /// <summary>A rehearsal of <paramref name="run"/>.</summary>
    public Rehearsal(TrueRun run)
    {
        _run = run;
        Add(EventKind.RunStart, new JsonObject
        {
            ["verb"] = "test",
            ["target"] = "field",
            ["driver"] = run.IsBoard ? "lab" : "qemu",
            ["powers_off"] = run.IsBoard ? "false" : "true",
            ["suites"] = new JsonArray("boot", "lang"),
        });
        Add(EventKind.Environment, new JsonObject { ["name"] = "image.build", ["value"] = TrueRuns.Commit });
        Add(EventKind.Power, new JsonObject { ["state"] = "on" });
    }

    /// <summary>How many bytes the rig has taken.</summary>
    public int Taken { get; private set; }

    /// <summary>What the rig saw.</summary>
    public RunObserver Observer => _observer;

    /// <summary>True when it ended by the latest time at which it may.</summary>
    public bool IsInTime => _now <= s_deadlines.Total + s_powerOff + s_tick;

    /// <summary>The verdict after <paramref name="bytes"/>, at the moment when the rig ends the run.</summary>
    public Verdict Live(byte[] bytes, Random random)
    {
        TestConditions conditions = new(s_deadlines, 1 << 20);
        RunDecision decision = RunDecision.GoOn;
        while (!decision.IsEnd && Taken < bytes.Length)
        {
            Feed(bytes, random);
            decision = conditions.Decide(_observer, _now);
        }

        if (!decision.IsEnd && _run.SwitchesOff && !_run.IsBoard)
        {
            SwitchOff();
        }

        while (!decision.IsEnd && IsInTime)
        {
            _now += s_tick;
            decision = conditions.Decide(_observer, _now);
        }

        if (decision.LimitName.Length > 0)
        {
            Add(EventKind.Limit, new JsonObject { ["name"] = decision.LimitName, ["amount"] = decision.LimitAmount, ["detail"] = "" });
        }

        return Judge.OfTest(_observer);
    }

    /// <summary>The verdict for a log with all of <paramref name="bytes"/>.</summary>
    public Verdict Replayed(byte[] bytes, Random random)
    {
        while (Taken < bytes.Length)
        {
            Feed(bytes, random);
        }

        if (_run.SwitchesOff && !_run.IsBoard)
        {
            SwitchOff();
        }
        else if (!_run.SwitchesOff)
        {
            Add(
                EventKind.Limit,
                new JsonObject { ["name"] = _run.IsBoard ? "silence" : "power-off", ["amount"] = "30 s", ["detail"] = "" });
        }

        return Judge.OfTest(_observer);
    }

    private void Feed(byte[] bytes, Random random)
    {
        int count = Math.Min(bytes.Length - Taken, random.Next(1, 600));
        _now += TimeSpan.FromMilliseconds(random.Next(1, 60));
        _observer.Observe(new LogEvent(_now.Ticks * 100, EventKind.SerialReceived, [], bytes.AsMemory(Taken, count)));
        Taken += count;
    }

    private void SwitchOff()
    {
        Add(
            EventKind.Emulator,
            new JsonObject { ["event"] = "SHUTDOWN", ["detail"] = new JsonObject { ["guest"] = true, ["reason"] = "guest-shutdown" } });
        Add(EventKind.ProcessExit, new JsonObject { ["name"] = "qemu", ["code"] = 0 });
    }

    private void Add(string kind, JsonObject fields) => _observer.Observe(new LogEvent(_now.Ticks * 100, kind, fields, default));
}
