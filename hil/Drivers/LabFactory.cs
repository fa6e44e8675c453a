// From a target's definition to its drivers.

using System;
using System.Collections.Generic;
using RustKernel.Hil.Drivers.Buses;
using RustKernel.Hil.Drivers.Media;
using RustKernel.Hil.Drivers.Meters;
using RustKernel.Hil.Drivers.Power;
using RustKernel.Hil.Drivers.Qemu;
using RustKernel.Hil.Drivers.Remote;
using RustKernel.Hil.Drivers.Serial;
using RustKernel.Hil.Events;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Hil.Drivers;

/// <summary>Makes the drivers that a target names.</summary>
public static class LabFactory
{
    /// <summary>The drivers of <paramref name="target"/>, nothing opened or switched yet.</summary>
    /// <exception cref="ConfigurationException">The target is a virtual board that does not run.</exception>
    public static Lab Create(EventLogWriter log, TargetDefinition target)
    {
        if (target.Lab is { Program.Count: > 0 })
        {
            return ProgramLab.Start(log, target);
        }

        if (target.Lab is { } lab)
        {
            return new Lab(MediaOf(log, lab), ConsoleOf(log, lab), PowerOf(log, lab), null) { Meter = MeterOf(log, lab) };
        }

        QemuMachine machine = new(log);
        return new Lab(machine, machine, machine, machine);
    }

    /// <summary>The serial line of <paramref name="lab"/>.</summary>
    /// <exception cref="ConfigurationException">It belongs to a virtual board, which exists only during a run.</exception>
    public static IConsole ConsoleOf(EventLogWriter log, LabDefinition lab)
    {
        RequireThere(lab);
        DriverSettings settings = lab.Console;
        ISerialTransport transport = settings.Driver switch
        {
            "tty" when HostOf(lab, settings) is { } host =>
                There(
                    log,
                    settings,
                    host,
                    $"{host.Name}:{settings.Text("device")}",
                    RemoteCommand.Terminal(settings.Text("device"), settings.Integer("baud"))),
            "tty" => new TerminalTransport("tty", settings.Text("device"), settings.Integer("baud"))
            {
                Dtr = settings.Text("dtr") == "on",
                Rts = settings.Text("rts") == "on"
            },
            "pty" => new TerminalTransport("pty", settings.Text("device"), 0),
            "tcp" => new SocketTransport(settings.Text("address")),
            "rfc2217" => new Rfc2217Transport(settings.Text("address"), settings.Integer("baud")),
            "command" when HostOf(lab, settings) is { } host =>
                There(log, settings, host, $"{host.Name}: {string.Join(' ', settings.Texts("command"))}", settings.Texts("command")),
            "command" => new ProgramTransport(log, "command", string.Join(' ', settings.Texts("command")), settings.Texts("command")),
            _ => throw NotHere(settings),
        };
        return new SerialConsole(log, transport, settings.Seconds("reconnect"))
        {
            Pace = new TypingPace(settings.Seconds("character_delay"), settings.Seconds("line_delay")),
        };
    }

    /// <summary>The power switch of <paramref name="lab"/>.</summary>
    /// <exception cref="ConfigurationException">It belongs to a virtual board, which exists only during a run.</exception>
    public static IPower PowerOf(EventLogWriter log, LabDefinition lab)
    {
        RequireThere(lab);
        DriverSettings settings = lab.Power;
        HostDefinition? host = HostOf(lab, settings);
        return settings.Driver switch
        {
            "manual" => new ManualPower(log, Console.In, Console.Error),
            "gpio" => new LazyPower(() => Relay(log, settings, ControllerLine.Open(settings.Text("chip"), settings.Integer("line")))),
            "expander" => new LazyPower(() => Relay(log, settings, Expander(settings))),
            "http" => new HttpPower(log, settings),
            "socket" => new SocketPower(log, settings),
            "snmp" => Commands(log, settings, PowerCommands.Snmp(settings), host),
            "uhubctl" => Commands(log, settings, PowerCommands.Hub(settings), host),
            "command" => Commands(
                log,
                settings,
                new PowerCommands(settings.Texts("on"), settings.Texts("off"), settings.Texts("status"), settings.Text("status_on")),
                host),
            _ => throw NotHere(settings),
        };
    }

    /// <summary>The current sensor of <paramref name="lab"/>, not opened yet; null when it has none.</summary>
    internal static MeterRecorder? MeterOf(EventLogWriter log, LabDefinition lab)
        => lab.Meter is { } settings
            ? new MeterRecorder(log, settings.Driver, settings.Integer("rate"), () => InaMeter.Open(settings))
            : null;

    /// <summary>What the machine of <paramref name="lab"/> boots from.</summary>
    internal static IBootMedia MediaOf(EventLogWriter log, LabDefinition lab)
        => lab.Media.Driver switch
        {
            "sd-file" => new CardFile(log, lab.Media.Text("file"), HostOf(lab, lab.Media)),
            "sd-mux" => new CardMultiplexer(log, lab.Media),
            "netboot" => new NetbootMedia(log, lab.Media),
            _ => new PreparedMedia(),
        };

    private static CommandPower Commands(EventLogWriter log, DriverSettings settings, PowerCommands commands, HostDefinition? host)
        => new(log, settings.Driver, commands, settings.Seconds("discharge")) { Host = host };

    private static GpioPower Relay(EventLogWriter log, DriverSettings settings, IGpioLine line)
        => new(log, settings.Driver, line, settings.Boolean("active_low"), settings.Seconds("discharge"));

    private static ExpanderLine Expander(DriverSettings settings)
    {
        (string kind, string bus, int address, int line) =
            (settings.Text("chip"), settings.Text("bus"), settings.Integer("address"), settings.Integer("line"));
        return new ExpanderLine(I2cBuses.Open(bus, address), kind, $"{kind} at I2C bus {bus} address 0x{address:X2}", line);
    }

    private static HostDefinition? HostOf(LabDefinition lab, DriverSettings settings)
        => settings.Has("host") && settings.Text("host") is { Length: > 0 } name ? lab.Hosts[name] : null;

    private static ISerialTransport There(
        EventLogWriter log,
        DriverSettings settings,
        HostDefinition host,
        string where,
        IReadOnlyList<string> command)
        => host.IsOpenSsh
            ? new ProgramTransport(log, settings.Driver, where, OpenSsh.Command(host, command))
            : new RemoteTransport(log, settings.Driver, where, host, command);

    private static void RequireThere(LabDefinition lab)
    {
        if (lab.Program.Count > 0)
        {
            throw new ConfigurationException("a virtual board is there only while a run lasts: rk run and rk test start it");
        }
    }

    private static ConfigurationException NotHere(DriverSettings settings)
        => new($"driver {settings.Driver} has a schema and no code");
}
