using System;
using System.Device.Gpio;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Drivers.Power;
using RustKernel.Hil.Events;
using RustKernel.Hil.Targets.Settings;
using RustKernel.Rig.Tests.Fakes;

namespace RustKernel.Rig.Tests;

public sealed class PowerTests : IDisposable
{
    private readonly Recording _recording = new();

    public void Dispose() => _recording.Dispose();

    private IPower Power(string settings) =>
        LabFactory.PowerOf(_recording.Log, Rig.Target("{driver: pty, device: /dev/pts/0}", settings).Lab!);

    private string Program(string name, string script)
    {
        string path = Path.Combine(_recording.Folder, name);
        File.WriteAllText(path, "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    [Fact]
    public void Programs_switch_and_tell_and_each_act_is_in_the_log_before_it_happens()
    {
        string program = Program(
            "relay",
            $"case $1 in status) cat {_recording.Folder}/state;; *) echo $1 > {_recording.Folder}/state;; esac");
        using IPower power = Power(
            $"{{driver: command, on: [{program}, on], off: [{program}, off], status: [{program}, status], discharge: 0.01}}");
        power.On(_recording.Deadline);
        Assert.Equal(PowerState.On, power.Status(_recording.Deadline));
        power.Off(_recording.Deadline);
        Assert.Equal(PowerState.Off, power.Status(_recording.Deadline));
        LogEvent[] events = [.. _recording.Events];
        int on = Array.FindIndex(events, logged => logged.Kind == EventKind.Power && logged.Text("state") == "on");
        int started = Array.FindIndex(events, logged => logged.Kind == EventKind.ProcessStart);
        Assert.True(on >= 0 && on < started);
    }

    [Fact]
    public void A_program_that_fails_is_named_with_what_it_said()
    {
        string program = Program("relay", "echo no such outlet >&2; exit 7");
        using IPower power = Power($"{{driver: command, on: [{program}], off: [{program}], discharge: 0.01}}");
        Assert.Equal(
            "relay ended with status 7: no such outlet",
            Assert.Throws<InfrastructureException>(() => power.On(_recording.Deadline)).Message);
    }

    [Fact]
    public async Task A_program_that_hangs_is_ended_at_the_deadline()
    {
        using IPower power = Power("{driver: command, on: [sleep, '100'], off: [sleep, '100'], discharge: 0.01}");
        // The deadline passes when the program runs, however long a busy host takes to start it.
        using CancellationTokenSource deadline = new();
        Task passing = Task.Run(() =>
        {
            _recording.AwaitEvent(EventKind.ProcessStart);
            deadline.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => power.On(deadline.Token));
        _recording.AwaitEvent(EventKind.ProcessExit);
        await passing;
    }

    [Fact]
    public void A_missing_program_is_named()
    {
        using IPower power = Power("{driver: command, on: [rk-no-such-program], off: [x], discharge: 0.01}");
        Assert.Contains(
            "rk-no-such-program, which driver command runs, is not installed",
            Assert.Throws<InfrastructureException>(() => power.On(_recording.Deadline)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_relay_gets_its_requests_and_its_answer_is_read()
    {
        using WebRelay relay = new();
        using IPower power = Power(
            $"{{driver: http, on: '{relay.Address}/cm?cmnd=Power%20On', off: '{relay.Address}/cm?cmnd=Power%20off', status: "
                + $"'{relay.Address}/cm?cmnd=Power', status_on: 'POWER\":\"ON', method: POST, headers: ['X-Key: secret'], discharge: "
                    + $"0.01}}");
        await Task.Run(() => power.On(_recording.Deadline));
        Assert.Equal(PowerState.On, await Task.Run(() => power.Status(_recording.Deadline)));
        await Task.Run(() => power.Off(_recording.Deadline));
        Assert.Equal(PowerState.Off, await Task.Run(() => power.Status(_recording.Deadline)));
        Assert.Equal(
            [
                "POST /cm?cmnd=Power%20On secret",
                "GET /cm?cmnd=Power secret",
                "POST /cm?cmnd=Power%20off secret",
                "GET /cm?cmnd=Power secret"
            ],
            relay.Requests);
        relay.Status = 403;
        Assert.Contains(
            "403",
            Assert.Throws<InfrastructureException>(() => power.On(_recording.Deadline)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_socket_relay_is_asked_line_by_line_and_its_refusal_is_passed_on()
    {
        string path = Path.Combine(_recording.Folder, "relay");
        using SocketRelay relay = new(path);
        using IPower power = Power(
            $"{{driver: socket, address: 'unix:{path}', on: 'set 1', off: 'set 0', status: 'get', discharge: 0.01}}");
        power.On(_recording.Deadline);
        Assert.Equal(PowerState.On, power.Status(_recording.Deadline));
        power.Off(_recording.Deadline);
        Assert.Equal(PowerState.Off, power.Status(_recording.Deadline));
        relay.Refuses = true;
        Assert.Contains(
            "refuses set 1: error: fuse",
            Assert.Throws<InfrastructureException>(() => power.On(_recording.Deadline)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Snmp_and_uhubctl_are_called_as_their_manuals_say()
    {
        PowerCommands snmp = PowerCommands.Snmp(Settings("{driver: snmp, address: pdu, oid: .1.3.6.1.4.1.318.1.1.4.4.2.1.3.5}"));
        Assert.Equal("snmpset -v 2c -c private pdu .1.3.6.1.4.1.318.1.1.4.4.2.1.3.5 i 1", string.Join(' ', snmp.On));
        Assert.Equal("snmpset -v 2c -c private pdu .1.3.6.1.4.1.318.1.1.4.4.2.1.3.5 i 2", string.Join(' ', snmp.Off));
        Assert.Equal("snmpget -v 2c -c private -Oqv pdu .1.3.6.1.4.1.318.1.1.4.4.2.1.3.5", string.Join(' ', snmp.Status));
        PowerCommands hub = PowerCommands.Hub(Settings("{driver: uhubctl, location: 1-1.4, port: 3}"));
        Assert.Equal("uhubctl -l 1-1.4 -p 3 -a on", string.Join(' ', hub.On));
    }

    [Theory]
    [InlineData("snmp, address: pdu, oid: .1.5", "1", PowerState.On)]
    [InlineData("snmp, address: pdu, oid: .1.5", "outletOn(1)", PowerState.On)]
    [InlineData("snmp, address: pdu, oid: .1.5", "2", PowerState.Off)]
    [InlineData("snmp, address: pdu, oid: .1.5", "12", PowerState.Off)]
    [InlineData(
        "uhubctl, location: 1-1, port: 2",
        "Current status for hub 1-1 [2109:3431, USB 2.10, 4 ports, ppps]\n  Port 2: 0507 power highspeed suspend enable connect",
        PowerState.On)]
    [InlineData(
        "uhubctl, location: 1-1, port: 2",
        "Current status for hub 1-1 [2109:3431, USB 2.10, 4 ports, ppps]\n  Port 2: 0000 off",
        PowerState.Off)]
    public void Their_answers_are_understood(string settings, string answer, PowerState expected)
    {
        DriverSettings read = Settings($"{{driver: {settings}}}");
        PowerCommands commands = read.Driver == "snmp" ? PowerCommands.Snmp(read) : PowerCommands.Hub(read);
        string program = Program("tool", $"cat <<'END'\n{answer}\nEND");
        using CommandPower power = new(_recording.Log, "tool", commands with { Status = [program] }, TimeSpan.Zero);
        Assert.Equal(expected, power.Status(_recording.Deadline));
    }

    [Fact]
    public void A_person_is_asked_and_answers_with_the_enter_key()
    {
        StringWriter questions = new();
        using ManualPower power = new(_recording.Log, new StringReader("\n"), questions);
        power.On(_recording.Deadline);
        Assert.Contains("switch the board ON now", questions.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            "standard input is no terminal where a person could answer",
            Assert.Throws<InfrastructureException>(() => power.Off(_recording.Deadline)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_gpio_structures_have_the_kernel_s_layout()
    {
        // linux/gpio.h: sizes as the compiler gives them, and the sizes that are part of the request numbers.
        Assert.Equal(592, GpioRequest.ForLine(5, "rk").Length);
        Assert.Equal(16, GpioRequest.Question().Length);
        Assert.Equal(592u, (GpioRequest.GetLine >> 16) & 0x3FFF);
        Assert.Equal(16u, (GpioRequest.GetValues >> 16) & 0x3FFF);
        foreach (uint request in new[] { GpioRequest.GetLine, GpioRequest.GetValues })
        {
            Assert.Equal((3u, 0xB4u), (request >> 30, (request >> 8) & 0xFF));
        }
    }

    [Fact]
    public void A_gpio_line_is_looked_at_as_it_is_and_given_back()
    {
        FakeGpioChip chip = new() { Level = true };
        Assert.True(GpioLevel.Of(chip, "chip line 17", 17));
        Assert.Equal((17, "rk power", true), (chip.Line, chip.Consumer, chip.IsReleased));
        Assert.Equal(
            "chip line 17 cannot be taken: Device or resource busy",
            Assert.Throws<InfrastructureException>(() => GpioLevel.Of(new FakeGpioChip { IsBusy = true }, "chip line 17", 17)).Message);
    }

    [Theory]
    [InlineData(false, "5 high", "5 low")]
    [InlineData(true, "5 low", "5 high")]
    public void A_relay_at_a_gpio_line_is_looked_at_without_moving_it_and_switched_without_a_wrong_level(
        bool activeLow,
        string on,
        string off)
    {
        FakeGpioDriver chip = new();
        using (GpioPower power = new(
            _recording.Log,
            "gpio",
            new ControllerLine(new GpioController(chip), "chip line 5", 5, () => activeLow),
            activeLow,
            TimeSpan.Zero))
        {
            Assert.Equal(PowerState.Off, power.Status(_recording.Deadline));
            Assert.Empty(chip.Changes);
            power.On(_recording.Deadline);
            Assert.Equal(PowerState.On, power.Status(_recording.Deadline));
            power.Off(_recording.Deadline);
            Assert.Equal(PowerState.Off, power.Status(_recording.Deadline));
        }

        Assert.Equal([on, off], chip.Changes);
        Assert.True(chip.IsDisposed);
    }

    [Fact]
    public void A_gpio_line_that_another_program_has_is_named()
    {
        using ControllerLine line = new(new GpioController(new FakeGpioDriver { IsBusy = true }), "chip line 5", 5, () => null);
        Assert.Equal(
            "chip line 5 cannot be driven: Error 16. Device or resource busy",
            Assert.Throws<InfrastructureException>(() => line.Write(true)).Message);
    }

    [Theory]
    [InlineData("/dev/gpiochip99", "/dev/gpiochip99 cannot be opened: No such file or directory")]
    [InlineData("/dev/null", "/dev/null is no GPIO chip")]
    [InlineData("ft4222", "ft4222 line 5 cannot be used: ")]
    [InlineData("ft232h", "ft232h")]
    public void A_chip_that_is_not_there_is_named(string chip, string message)
    {
        Assert.StartsWith(
            message,
            Assert.Throws<InfrastructureException>(() => ControllerLine.Open(chip, 5)).Message,
            StringComparison.Ordinal);
        // A half-made driver of the package would end this process here.
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static DriverSettings Settings(string yaml) => Rig.Target("{driver: pty, device: /dev/pts/0}", yaml).Lab!.Power;
}
