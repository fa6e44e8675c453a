// A target's drivers in use: makes the rig's transitions, each with its deadline and its event.

using System;
using System.Text.Json.Nodes;
using System.Threading;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Events;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Strategies;

/// <summary>
/// Brings a machine from off to powered and back. Every transition is a state event; one that does not end in time is an
/// <see cref="InfrastructureException"/> that names it. Disposing leaves the machine as its strategy says.
/// </summary>
public sealed class LabSession : IDisposable
{
    private readonly EventLogWriter _log;
    private readonly BootJob _job;
    private readonly Lab _lab;
    private readonly CancellationToken _interrupt;
    private bool _isTouched;
    private TimeSpan _cpuTime;
    private TimeSpan _waited;

    /// <summary>A session over <paramref name="lab"/>, which it owns, for <paramref name="job"/>.</summary>
    public LabSession(EventLogWriter log, BootJob job, Lab lab, CancellationToken interrupt)
    {
        _log = log;
        _job = job;
        _lab = lab;
        _interrupt = interrupt;
        Clock = new MachineClock(Waited);
    }

    /// <summary>The machine's own time since power-on.</summary>
    public MachineClock Clock { get; private set; }

    /// <summary>True when the machine is emulated.</summary>
    public bool IsEmulated => _lab.Emulation is not null;

    private StrategySettings Strategy => _job.Target.Strategy;

    /// <summary>Switches off, prepares the media, opens the console, switches on: every boot starts this way.</summary>
    /// <exception cref="InfrastructureException">A transition failed or did not end in time.</exception>
    public void Start()
    {
        _isTouched = true;
        if (!IsEmulated)
        {
            Step("switching the power off", Strategy.PowerLimit, _lab.Power.Off);
        }

        Step("preparing what it boots from", Strategy.PrepareLimit, deadline => _lab.Media.Prepare(_job, deadline));
        Step("opening the serial line", Strategy.OpenLimit, _lab.Console.Open);
        if (_lab.Meter is { } meter)
        {
            Step("starting the current sensor", Strategy.OpenLimit, meter.Start);
        }

        PowerOn();
    }

    /// <summary>Switches off and on again while the console stays open.</summary>
    /// <exception cref="InfrastructureException">A transition failed or did not end in time.</exception>
    public void StartAgain(string reason)
    {
        _log.Append(EventKind.Retry, new JsonObject { ["what"] = "power", ["reason"] = reason });
        Step("switching the power off", Strategy.PowerLimit, _lab.Power.Off);
        PowerOn();
    }

    /// <summary>Sends <paramref name="bytes"/> to the console; false when it is closed.</summary>
    public bool Send(ReadOnlySpan<byte> bytes) => _lab.Console.Send(bytes);

    /// <summary>Sends a BREAK to the console; false when it is closed or has none.</summary>
    public bool Break() => _lab.Console.Break();

    /// <summary>What the emulator reports about its machine; empty for a real one.</summary>
    public string ProgramCounter() => _lab.Emulation?.ProgramCounter() ?? "";

    /// <summary>CPU time that an emulator has used, as last read while it ran; zero for a real machine.</summary>
    public TimeSpan CpuTime() => _cpuTime = Later(_cpuTime, _lab.Emulation?.CpuTime());

    /// <summary>How long an emulator has waited for a CPU, likewise; zero for a real machine.</summary>
    public TimeSpan Waited()
    {
        CpuTime();
        return _waited = Later(_waited, _lab.Emulation?.Waited());
    }

    /// <summary>Logs a state of the machine.</summary>
    public void State(string state) => _log.Append(EventKind.State, new JsonObject { ["state"] = state });

    /// <summary>
    /// Ends the run: logs the figures, and leaves power as the strategy says. Never throws: a failure becomes a failure event.
    /// </summary>
    public void Finish()
    {
        if (!_isTouched)
        {
            return;
        }

        _isTouched = false;
        if (IsEmulated)
        {
            Figure("emulator.cpu_time", CpuTime());
            Figure("emulator.waited", Waited());
        }

        if (Strategy.LeavesOn && !IsEmulated)
        {
            return;
        }

        using CancellationTokenSource limit = new(Strategy.PowerLimit);
        try
        {
            _lab.Power.Off(limit.Token);
            State("off");
        }
        catch (Exception e) when (e is InfrastructureException or OperationCanceledException)
        {
            RunRecorder.Fail(
                _log,
                "power",
                e is InfrastructureException
                    ? e.Message
                    : $"switching the power off took longer than {Strategy.PowerLimit.TotalSeconds} s");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Finish();
        _lab.Dispose();
    }

    // A process that has ended reads as zero.
    private static TimeSpan Later(TimeSpan before, TimeSpan? now) => now > before ? now.Value : before;

    private void PowerOn()
    {
        State(MachineState.Powered);
        Step("switching the power on", Strategy.PowerLimit, _lab.Power.On);
        Clock = new MachineClock(Waited);
    }

    private void Step(string what, TimeSpan limit, Action<CancellationToken> act)
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(_interrupt);
        deadline.CancelAfter(limit);
        try
        {
            act(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new InfrastructureException(
                _interrupt.IsCancellationRequested ? $"interrupted while {what}" : $"{what} took longer than {limit.TotalSeconds} s");
        }
    }

    private void Figure(string name, TimeSpan value)
        => _log.Append(EventKind.Figure, new JsonObject { ["name"] = name, ["value"] = value.TotalMilliseconds, ["unit"] = "ms" });
}
