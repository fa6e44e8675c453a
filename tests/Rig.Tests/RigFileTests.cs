using System;
using System.Linq;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Rig.Tests;

/// <summary>rig.yaml: its values, and the message for each mistake.</summary>
public sealed class RigFileTests
{
    private const string Good = """
        hosts:
          - name: lab
            ssh: rig@lab.example
        targets:
          - name: pi4
            board: toy
            driver: lab
            console: {driver: tty, device: /dev/ttyUSB0, baud: 921600, host: lab}
            power:
              driver: uhubctl
              location: 1-1
              port: 2
            media: {driver: netboot, address: 10.0.0.1}
            strategy: {suites: serial, retries: 2, leave: off, power: 5}
            deadlines: {first_byte: 20}
        """;

    [Fact]
    public void A_target_has_its_drivers_hosts_strategy_and_deadlines()
    {
        TargetDefinition target = Rig.Read(Good).Single();
        Assert.Equal(("pi4", "toy", "lab", "kernel.img"), (target.Name, target.Board, target.Driver, target.BootName));
        Assert.Equal(921600, target.Lab!.Console.Integer("baud"));
        Assert.Equal("rig@lab.example", target.Lab.Hosts["lab"].Destination);
        Assert.Equal(
            (true, 2, false, 5.0),
            (target.Strategy.AsksOverSerial, target.Strategy.Retries, target.Strategy.LeavesOn, target.Strategy.PowerLimit.TotalSeconds));
        Assert.Equal(20, target.Deadlines.FirstByte.TotalSeconds);
        Assert.Equal(["lab:/dev/ttyUSB0", "10.0.0.1"], target.Lab.Resources());
        Assert.False(target.Qemu.PowersOff);
    }

    [Theory]
    [InlineData("board: toy", "board: tyo", "rig.yaml:6:12: targets[0].board is tyo, which no board is called (did you mean toy?")]
    [InlineData(
        "driver: lab",
        "driver: lba",
        "rig.yaml:7:13: targets[0].driver is lba, which no driver is called (did you mean lab?")]
    [InlineData(
        "driver: tty",
        "driver: tyt",
        "rig.yaml:8:23: targets[0].console.driver is tyt, which no driver is called (did you mean tty?")]
    [InlineData("baud: 921600", "baud: fast", "rig.yaml:8:56: targets[0].console.baud is a whole number from 50 to 12000000, not \"fast\"")]
    [InlineData("device: /dev/ttyUSB0", "devise: /dev/ttyUSB0", "rig.yaml:8:14: targets[0].console.device is missing")]
    [InlineData("baud: 921600", "buad: 921600", "rig.yaml:8:50: unknown key targets[0].console.buad (did you mean baud?")]
    [InlineData("host: lab}", "host: lob}", "rig.yaml:8:70: targets[0].console.host is lob, which hosts: has not (did you mean lab?")]
    [InlineData("location: 1-1", "", "targets[0].power.location is missing")]
    [InlineData("port: 2", "port: 99", "rig.yaml:12:13: targets[0].power.port is a whole number from 1 to 31, not \"99\"")]
    [InlineData(
        "address: 10.0.0.1",
        "address: 10.0.0.1, dhcp: half",
        "targets[0].media.dhcp is half, which it cannot be (did you mean full?")]
    [InlineData("suites: serial", "suites: seriall", "targets[0].strategy.suites is seriall, which it cannot be (did you mean serial?")]
    [InlineData("name: pi4", "name: pi 4/5", "rig.yaml:5:11: targets[0].name is pi 4/5: letters, digits")]
    [InlineData("ssh: rig@lab.example", "ssh: -oProxyCommand=x", "rig.yaml:3:10: hosts[0].ssh is USER@HOST, not \"-oProxyCommand=x\"")]
    [InlineData(
        "    media: {driver: netboot, address: 10.0.0.1}",
        "",
        "targets[0].media is missing: driver: none, sd-file, sd-mux, netboot")]
    [InlineData("targets:", "targest:", "unknown key targest (did you mean targets?")]
    [InlineData("targets:\n  - name: pi4", "targets: 5\nx:\n  - name: pi4", "rig.yaml:4:10: targets is a list")]
    [InlineData("port: 2", "port: [", "not YAML")]
    public void A_mistake_is_named_with_line_column_and_a_suggestion(string right, string wrong, string message)
    {
        string yaml = Good.Replace(right, wrong, StringComparison.Ordinal);
        Assert.NotEqual(Good, yaml);
        Assert.Contains(message, Assert.Throws<ConfigurationException>(() => Rig.Read(yaml)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_earlier_name_of_driver_lab_works_and_is_remarked_on()
    {
        TargetDefinition target = Rig.Read(Good.Replace("driver: lab", "driver: bench", StringComparison.Ordinal)).Single();
        Assert.Equal(("lab", 921600), (target.Driver, target.Lab!.Console.Integer("baud")));
        Assert.Equal("rig.yaml:7:13: targets[0].driver is bench, which is called lab now: write driver: lab", target.Remark);
        Assert.Empty(Rig.Read(Good).Single().Remark);
    }

    [Fact]
    public void Emulated_targets_have_the_same_form_here()
    {
        TargetDefinition target = Rig.Read("targets: [{name: mine, board: toy, driver: qemu, qemu: {machine: virt, memory: 4G}}]").Single();
        Assert.Equal(("mine", "virt", "4G"), (target.Name, target.Qemu.Machine, target.Qemu.Memory));
        Assert.Null(target.Lab);
    }

    [Fact]
    public void An_emulator_s_setting_on_a_real_board_is_refused()
        => Assert.Contains(
            "target pi4 is no emulator: cpu",
            Assert.Throws<ConfigurationException>(() => TargetOverride.Apply(Rig.Read(Good).Single(), "cpu", "max")).Message,
            StringComparison.Ordinal);

    private const string Merged = """
        x-pi: &pi
          board: toy
          driver: lab
          console: &line {driver: tty, device: /dev/ttyUSB0, baud: 921600}
          power: {driver: manual}
          media: {driver: none}
        x-slow: &slow
          deadlines: {first_byte: 60}
          title: slow
        targets:
          - <<: *pi
            name: a
          - name: b
            <<: [*slow, *pi]
            title: own
          - &c
            <<: *pi
            name: c
            console: {<<: *line, device: /dev/ttyUSB1}
          - <<: *c
            name: d
        """;

    [Fact]
    public void Merge_keys_take_over_what_a_target_does_not_say_itself()
    {
        TargetDefinition[] targets = [.. Rig.Read(Merged)];
        Assert.Equal(["a", "b", "c", "d"], targets.Select(target => target.Name));
        Assert.All(targets, target => Assert.Equal("toy", target.Board));
        Assert.Equal(("own", 60.0), (targets[1].Title, targets[1].Deadlines.FirstByte.TotalSeconds));
        Assert.Equal(
            ["/dev/ttyUSB0", "/dev/ttyUSB0", "/dev/ttyUSB1", "/dev/ttyUSB1"],
            targets.Select(target => target.Lab!.Console.Text("device")));
        Assert.Equal(921600, targets[3].Lab!.Console.Integer("baud"));
    }

    [Theory]
    [InlineData("  - <<: *pi\n    name: a", "  - <<: pi\n    name: a", "<< merges a mapping")]
    [InlineData("[*slow, *pi]", "[*slow, 5]", "<< merges a mapping")]
    [InlineData("  - <<: *pi\n    name: a", "  - <<: *nosuch\n    name: a", "nosuch")]
    [InlineData("power: {driver: manual}", "power: {driver: manual}\n  pwoer: 1", "rig.yaml:6:3: unknown key targets[0].pwoer")]
    [InlineData("x-pi:", "pi:", "unknown key pi")]
    public void A_mistake_in_what_is_merged_is_named_where_it_stands(string right, string wrong, string message)
    {
        string text = Merged.Replace("\r", "", StringComparison.Ordinal).Replace(right, wrong, StringComparison.Ordinal);
        Assert.NotEqual(Merged, text);
        Assert.Contains(message, Assert.Throws<ConfigurationException>(() => Rig.Read(text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("console: {driver: tcp, address: 'a:1', character_delay: 0.002, line_delay: 0.25}", 2, 250)]
    [InlineData("console: {driver: tcp, address: 'a:1', character_delay: 0}", 0, 0)]
    [InlineData("console: {driver: command, command: [cat]}", 0, 0)]
    public void Every_console_has_delays_of_what_is_typed(string console, int character, int line)
    {
        DriverSettings settings =
            Rig.Read($"targets: [{{name: a, board: toy, driver: lab, {console}, power: {{driver: manual}}, media: {{driver: "
                + $"none}}}}]").Single().Lab!.Console;
        Assert.Equal(
            (character, line),
            (settings.Seconds("character_delay").TotalMilliseconds, settings.Seconds("line_delay").TotalMilliseconds));
    }
}
