// What all power switches have in common.

using System;
using System.Text.Json.Nodes;
using System.Threading;
using RustKernel.Hil.Events;

namespace RustKernel.Hil.Drivers.Power;

/// <summary>Logs each act before it happens and waits after power-off until the board has lost its charge.</summary>
public abstract class PowerSwitch : IPower
{
    private readonly EventLogWriter _log;
    private readonly string _name;
    private readonly TimeSpan _discharge;

    /// <summary>A switch that the log calls <paramref name="name"/>.</summary>
    protected PowerSwitch(EventLogWriter log, string name, TimeSpan discharge)
    {
        _log = log;
        _name = name;
        _discharge = discharge;
    }

    /// <inheritdoc/>
    public void On(CancellationToken deadline)
    {
        Log("on");
        Switch(on: true, deadline);
    }

    /// <inheritdoc/>
    public void Off(CancellationToken deadline)
    {
        Log("off");
        Switch(on: false, deadline);
        if (deadline.WaitHandle.WaitOne(_discharge))
        {
            deadline.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    public abstract PowerState Status(CancellationToken deadline);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Moves the switch.</summary>
    protected abstract void Switch(bool on, CancellationToken deadline);

    /// <summary>Releases what the driver holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    private void Log(string state) => _log.Append(EventKind.Power, new JsonObject { ["state"] = state, ["by"] = _name });
}
