// Runs written by hand: the events that the rig would have logged.

using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json.Nodes;
using RustKernel.Hil.Events;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Tests;

/// <summary>Builds the events of a run and observes them.</summary>
internal sealed class Story
{
    private readonly List<LogEvent> _events = [];
    private long _time;

    public Story(params string[] suites)
        => Add(EventKind.RunStart, new JsonObject
        {
            ["verb"] = "test",
            ["target"] = "qemu-virt",
            ["driver"] = "qemu",
            ["powers_off"] = true,
            ["suites"] = new JsonArray([.. Array.ConvertAll(suites, suite => (JsonNode)suite)]),
        }).Add(EventKind.Power, new JsonObject { ["state"] = "on" });

    /// <summary>Begins this story's run differently: with another driver and a command line.</summary>
    public Story Begin(string driver, string commandLine, params string[] suites)
        => Add(EventKind.RunStart, new JsonObject
        {
            ["verb"] = "test",
            ["target"] = driver == "qemu" ? "qemu-virt" : "pi4-desk",
            ["driver"] = driver,
            ["powers_off"] = driver == "qemu",
            ["cmdline"] = commandLine,
            ["suites"] = new JsonArray([.. Array.ConvertAll(suites, suite => (JsonNode)suite)]),
        });

    /// <summary>Puts it on another target.</summary>
    public Story OnTarget(string target)
    {
        _events[0].Fields["target"] = target;
        return this;
    }

    public IReadOnlyList<LogEvent> Events => _events;

    public Story Add(string kind, JsonObject fields, byte[]? data = null)
    {
        _time += 1_000_000;
        _events.Add(new LogEvent(_time, kind, fields, data ?? []));
        return this;
    }

    public Story Receives(string text) => Receives(Encoding.UTF8.GetBytes(text));

    public Story Receives(byte[] bytes) => Add(EventKind.SerialReceived, [], bytes);

    public Story PowersOff() =>
        Add(
            EventKind.Emulator,
            new JsonObject { ["event"] = "SHUTDOWN", ["detail"] = new JsonObject { ["guest"] = true, ["reason"] = "guest-shutdown" } })
        .Add(EventKind.ProcessExit, new JsonObject { ["name"] = "qemu", ["code"] = 0 });

    public Story Passes(string limit, string amount) =>
        Add(EventKind.Limit, new JsonObject { ["name"] = limit, ["amount"] = amount, ["detail"] = "" })
        .Add(EventKind.Power, new JsonObject { ["state"] = "off", ["by"] = "rk" })
        .Add(EventKind.ProcessExit, new JsonObject { ["name"] = "qemu", ["signal"] = 9 });

    public RunObserver Observe()
    {
        RunObserver run = new();
        foreach (LogEvent logged in _events)
        {
            run.Observe(logged);
        }

        return run;
    }

    public Verdict Verdict() => Judge.OfTest(Observe());
}
