using System;
using System.IO;
using System.Linq;
using RustKernel.Hil.Drivers.Qemu;
using RustKernel.Hil.Targets;
using Xunit;

namespace RustKernel.Hil.Tests;

public sealed class TargetTests : IDisposable
{
    private const string Board = """
        board: toy
        image:
          file: artifacts/Image
          boot_name: kernel.img
        targets:
          - name: qemu-toy
            driver: qemu
            qemu:
              machine: virt
              cpu: cortex-a53
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("rk-tests-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private BoardCatalog Load(string yaml, string folder = "toy")
    {
        string path = Path.Combine(_root, "boards", folder);
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "board.yaml"), yaml);
        return BoardCatalog.Load(_root);
    }

    private string Mistake(string yaml) => Assert.Throws<ConfigurationException>(() => Load(yaml)).Message;

    [Fact]
    public void The_repository_s_boards_are_right_and_have_qemu_virt()
        => Assert.Equal("virt", BoardCatalog.Load(RepositoryRoot.Path).Target("qemu-virt").Qemu.Machine);

    [Fact]
    public void A_folder_with_a_file_is_a_board_with_its_targets()
    {
        TargetDefinition target = Load(Board).Target("qemu-toy");
        Assert.Equal(("toy", "qemu", "cortex-a53", "artifacts/Image"), (target.Board, target.Driver, target.Qemu.Cpu, target.Image));
        Assert.Equal(Deadlines.Default, target.Deadlines);
    }

    [Theory]
    [InlineData("cpu: cortex-a53", "cup: cortex-a53", "boards/toy/board.yaml:10:7: unknown key targets[0].qemu.cup (did you mean cpu?")]
    [InlineData("machine: virt", "machine: [virt]", "boards/toy/board.yaml:9:16: targets[0].qemu.machine is a single value")]
    [InlineData(
        "cpu: cortex-a53",
        "smp: many",
        "boards/toy/board.yaml:10:12: targets[0].qemu.smp is a whole number from 1 to 512, not \"many\"")]
    [InlineData("cpu: cortex-a53", "powers_off: yes", "targets[0].qemu.powers_off is true or false")]
    [InlineData(
        "driver: qemu",
        "driver: qmeu",
        "boards/toy/board.yaml:7:13: targets[0].driver is qmeu, which no driver is called (did you mean qemu?")]
    [InlineData("board: toy", "board: tox", "boards/toy/board.yaml:1:8: board is tox, but the folder is boards/toy")]
    [InlineData("  boot_name: kernel.img", "  #", "boards/toy/board.yaml:3:3: image.boot_name is missing")]
    [InlineData("board: toy", "board: [", "not YAML")]
    public void A_mistake_is_named_with_its_place_and_a_suggestion(string right, string wrong, string message)
        => Assert.Contains(message, Mistake(Board.Replace(right, wrong, StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public void Two_targets_of_one_name_are_refused()
    {
        Load(Board);
        Assert.Contains(
            "a target qemu-toy: toy, toz",
            Assert.Throws<ConfigurationException>(
                () => Load(Board.Replace("board: toy", "board: toz", StringComparison.Ordinal), "toz")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_target_is_answered_with_a_suggestion()
        => Assert.Contains(
            "did you mean qemu-toy?",
            Assert.Throws<ConfigurationException>(() => Load(Board).Target("qemu-tyo")).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("memory", "8G", "-m 8G")]
    [InlineData("cpu", "max", "-cpu max")]
    [InlineData("smp", "4", "-smp 4")]
    [InlineData("gic", "3", "-machine virt,gic-version=3")]
    [InlineData("machine-option", "virtualization=on", "-machine virt,virtualization=on")]
    [InlineData("cmdline", "log=debug", "-append log=debug")]
    [InlineData("qemu-arg", "-icount", "-serial chardev:console -icount")]
    [InlineData("image", "/x/Image", "-kernel /x/Image")]
    [InlineData("dtb", "/x/a.dtb", "-dtb /x/a.dtb")]
    public void A_setting_for_one_run_reaches_the_emulator(string name, string value, string expected)
    {
        TargetDefinition target = TargetOverride.Apply(Load(Board).Target("qemu-toy"), name, value);
        Assert.Contains(expected, string.Join(' ', QemuCommand.Build(target, _root, "c", "m")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("memory", "8")]
    [InlineData("memory", "-1G")]
    [InlineData("smp", "0")]
    [InlineData("gic", "5")]
    [InlineData("cpu", "")]
    [InlineData("machine-option", "virtualization")]
    [InlineData("machine-option", "a=b,c=d")]
    [InlineData("cmdline", "a\nb")]
    [InlineData("timeout", "0")]
    [InlineData("nosuch", "1")]
    public void A_value_that_a_setting_cannot_have_is_refused(string name, string value)
    {
        TargetDefinition target = Load(Board).Target("qemu-toy");
        Assert.Throws<ConfigurationException>(() => TargetOverride.Apply(target, name, value));
    }

    [Fact]
    public void A_timeout_shortens_every_deadline()
    {
        TargetDefinition target = TargetOverride.Apply(Load(Board).Target("qemu-toy"), "timeout", "2.5");
        Assert.All(
            [target.Deadlines.FirstByte, target.Deadlines.Silence, target.Deadlines.Total],
            span => Assert.Equal(2.5, span.TotalSeconds));
    }

    [Fact]
    public void A_repeated_machine_option_replaces_the_first()
    {
        TargetDefinition target = Load(Board).Target("qemu-toy");
        target = TargetOverride.Apply(TargetOverride.Apply(target, "gic", "2"), "gic", "3");
        Assert.Equal("gic-version=3", Assert.Single(target.Qemu.Options));
    }

    [Theory]
    [InlineData(4, 2, true)]
    [InlineData(4, 4, false)]
    [InlineData(1, 1, false)]
    [InlineData(4, 2, false, "-icount")]
    [InlineData(4, 2, false, "-accel", "tcg,thread=multi")]
    public void More_CPUs_than_the_host_has_take_turns_unless_somebody_says_how(
        int cpus,
        int hostCpus,
        bool inTurns,
        params string[] arguments)
    {
        TargetDefinition target = TargetOverride.Apply(Load(Board).Target("qemu-toy"), "smp", $"{cpus}");
        target = arguments.Aggregate(target, (settings, argument) => TargetOverride.Apply(settings, "qemu-arg", argument));
        Assert.Equal(
            inTurns,
            string.Join(' ', QemuCommand.Build(target, _root, "c", "m", hostCpus)).Contains(
                "-accel tcg,thread=single",
                StringComparison.Ordinal));
    }

    [Fact]
    public void The_second_serial_line_can_be_the_console()
    {
        TargetDefinition target = Load(Board + "\n      serial: 1").Target("qemu-toy");
        Assert.Contains(
            "-serial null -serial chardev:console",
            string.Join(' ', QemuCommand.Build(target, _root, "c", "m")),
            StringComparison.Ordinal);
    }
}
