using System;
using System.Collections.Generic;
using System.IO;
using RustKernel.EndToEnd.Tests;
using Xunit;

namespace RustKernel.Boards.EndToEnd.Tests;

/// <summary>A new board is one folder: the test writes this one, outside the repository.</summary>
public sealed class SyntheticBoardTests : IDisposable
{
    private const string Board = """
        board: toy
        title: a board that exists for a test
        image:
          file: artifacts/Image
          boot_name: toy.img
        boot:
          files: [hello.txt]
          overlays: [toy-overlay.dts]
        targets:
          - name: qemu-toy
            title: one CPU, 512 MiB, GICv3
            driver: qemu
            qemu:
              machine: virt
              options: [gic-version=3]
              cpu: cortex-a53
              memory: 512M
              dtb: board:toy.dts
              overlays: [toy-overlay.dts]

        """;

    // QEMU's "virt" with a GICv3, described by hand; the overlay names the board and its console.
    private const string Tree = """
        /dts-v1/;
        / {
            compatible = "example,unnamed";
            #address-cells = <2>;
            #size-cells = <2>;
            interrupt-parent = <&gic>;
            chosen { };
            memory@40000000 { device_type = "memory"; reg = <0 0x40000000 0 0x20000000>; };
            cpus { #address-cells = <1>; #size-cells = <0>; cpu@0 { device_type = "cpu"; compatible = "arm,cortex-a53"; reg = <0>; }; };
            psci { compatible = "arm,psci-1.0"; method = "hvc"; };
            bus {
                compatible = "simple-bus";
                #address-cells = <1>;
                #size-cells = <1>;
                ranges = <0x100000 0 0x9000000 0x100000>;
                serial@100000 { compatible = "arm,pl011"; reg = <0x100000 0x1000>; interrupts = <0 1 4>; };
                rtc@110000 { compatible = "arm,pl031"; reg = <0x110000 0x1000>; interrupts = <0 2 4>; };
                gpio@130000 { compatible = "arm,pl061"; reg = <0x130000 0x1000>; interrupts = <0 7 4>; };
            };
            gic: intc@8000000 {
                compatible = "arm,gic-v3";
                reg = <0 0x8000000 0 0x10000>, <0 0x80a0000 0 0xf60000>;
                interrupt-controller;
                #interrupt-cells = <3>;
            };
            timer { compatible = "arm,armv8-timer"; interrupts = <1 13 4>, <1 14 4>, <1 11 4>, <1 10 4>; };
        };

        """;

    private const string Overlay = """
        /dts-v1/;
        /plugin/;
        / {
            fragment@0 { target-path = "/"; __overlay__ { compatible = "example,toy"; }; };
            fragment@1 { target-path = "/chosen"; __overlay__ { stdout-path = "/bus/serial@100000:115200"; }; };
        };

        """;

    private readonly TemporaryFolder _folder = new();
    private readonly string _logs;

    public SyntheticBoardTests()
    {
        string board = Directory.CreateDirectory(_folder.File("toy")).FullName;
        File.WriteAllText(Path.Combine(board, "board.yaml"), Board);
        File.WriteAllText(Path.Combine(board, "toy.dts"), Tree);
        File.WriteAllText(Path.Combine(board, "toy-overlay.dts"), Overlay);
        File.WriteAllText(Path.Combine(board, "hello.txt"), "hello\n");
        _logs = Directory.CreateTempSubdirectory("rk-tests-").FullName;
    }

    private Dictionary<string, string> Environment => new() { ["RK_ROOT"] = Tool.Root, ["RK_BOARDS"] = _folder.Path };

    public void Dispose()
    {
        _folder.Dispose();
        Directory.Delete(_logs, recursive: true);
        string made = Path.Combine(Tool.Root, "artifacts", "toy");
        if (Directory.Exists(made))
        {
            Directory.Delete(made, recursive: true);
        }
    }

    [Fact]
    public void A_folder_alone_is_built_booted_and_judged()
    {
        Assert.Contains("qemu-toy", Rk("targets").Output, StringComparison.Ordinal);
        ToolResult image = Rk("image", "toy");
        Assert.True(image.ExitCode == 0, image.ToString());
        foreach (string file in new[] { "toy.img", "hello.txt", "overlays/toy-overlay.dtbo" })
        {
            Assert.True(File.Exists(Path.Combine(Tool.Root, "artifacts", "toy", "boot", file)), file);
        }

        ToolResult test = Rk("test", "qemu-toy", "--log", _logs);
        string console = EventLog.Console(_logs);
        Assert.True(test.ExitCode == 0, $"{test}\n{console}");
        Assert.Contains("board example,toy\n", console, StringComparison.Ordinal);
        Assert.Contains("(Cortex-A53)\n", console, StringComparison.Ordinal);
        Assert.Contains("Boot: Memory region: 0x40000000 - 0x60000000 (512 MB)\n", console, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hello.txt", "does not exist, which boot.files of board toy names")]
    [InlineData("toy-overlay.dts", "toy-overlay.dts does not exist, which boot.overlays of board toy names")]
    public void A_missing_file_is_one_clear_line(string file, string message)
    {
        File.Delete(Path.Combine(_folder.Path, "toy", file));
        ToolResult image = Rk("image", "toy");
        Assert.True(image.ExitCode == 2, image.ToString());
        Assert.Contains(message, image.Error, StringComparison.Ordinal);
    }

    private ToolResult Rk(params string[] arguments) =>
        Tool.Finish(Tool.Start(Tool.Path, arguments, Environment), TimeSpan.FromMinutes(10));
}
