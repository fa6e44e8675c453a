// Power by programs.

using System;
using System.Collections.Generic;
using System.Threading;
using RustKernel.Hil.Events;
using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Hil.Drivers.Power;

/// <summary>Runs one program to switch on, one to switch off, one to ask. Exit status 0 is success.</summary>
public sealed class CommandPower : PowerSwitch
{
    private readonly EventLogWriter _log;
    private readonly string _name;
    private readonly PowerCommands _commands;

    /// <summary>A switch whose programs' output goes to <paramref name="log"/>.</summary>
    public CommandPower(EventLogWriter log, string name, PowerCommands commands, TimeSpan discharge)
        : base(log, name, discharge)
    {
        _log = log;
        _name = name;
        _commands = commands;
    }

    /// <summary>Where the programs run; null for here.</summary>
    public HostDefinition? Host { get; init; }

    /// <inheritdoc/>
    public override PowerState Status(CancellationToken deadline)
    {
        if (_commands.Status.Count == 0)
        {
            return PowerState.Unknown;
        }

        string answer = Run(_commands.Status, deadline);
        return StatusPattern.Matches(answer, _commands.StatusOn) ? PowerState.On : PowerState.Off;
    }

    /// <inheritdoc/>
    protected override void Switch(bool on, CancellationToken deadline) => Run(on ? _commands.On : _commands.Off, deadline);

    private string Run(IReadOnlyList<string> command, CancellationToken deadline) =>
        CommandRun.Execute(_log, _name, Host, command, deadline);
}
