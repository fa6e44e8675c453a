using System;
using System.IO;
using System.Linq;
using RustKernel.EndToEnd.Tests;
using Xunit;

namespace RustKernel.Boards.EndToEnd.Tests;

/// <summary>The board rpi4 on QEMU's raspi4b. Its device tree must have been fetched: ./rk firmware fetch rpi4.</summary>
public sealed class RaspberryPi4Tests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("qemu-rpi4", 3_000_000)]
    [InlineData("qemu-rpi4-miniuart", 350_000_000)]
    public void Every_suite_passes_on_either_uart(string target, int clockOfQemu)
    {
        ToolResult result = Tool.Finish(
            Tool.Start(Tool.Path, ["test", target, "--timeout", "600", "--log", _folder.Path]), TimeSpan.FromMinutes(15));
        string console = EventLog.Console(_folder.Path);
        Assert.True(result.ExitCode == 0, $"{result}\n{console}");
        Assert.Contains("board raspberrypi,4-model-b\n", console, StringComparison.Ordinal);
        Assert.Contains("Boot: Entered at EL2, image at 0x80000,", console, StringComparison.Ordinal);
        Assert.Contains("boot.counter_frequency=54000000 Hz", console, StringComparison.Ordinal);
        Assert.Contains($"Boot: console clock {clockOfQemu} Hz, as the VideoCore says\n", console, StringComparison.Ordinal);
        Assert.DoesNotContain("Boot: stdout-path", console, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_tree_the_console_is_a_guess()
    {
        // Without -dtb QEMU passes ATAGS, like the firmware of older boards.
        string board = File.ReadAllText(Path.Combine(Tool.Root, "boards", "rpi4", "board.yaml"));
        string folder = Directory.CreateDirectory(_folder.File("treeless")).FullName;
        string[] lines = [.. board.Replace("board: rpi4", "board: treeless", StringComparison.Ordinal).Replace(
            "name: qemu-rpi4",
            "name: treeless",
            StringComparison.Ordinal).Replace(
            "name: virtual-rpi4",
            "name: treeless-lab",
            StringComparison.Ordinal)
            .Split('\n').Where(line => !line.Contains("dtb:", StringComparison.Ordinal)
                && !line.Contains("overlays:", StringComparison.Ordinal))];
        File.WriteAllLines(Path.Combine(folder, "board.yaml"), lines);
        string logs = Directory.CreateDirectory(_folder.File("logs")).FullName;
        ToolResult result = Tool.Finish(
            Tool.Start(
                Tool.Path,
                ["test", "treeless", "--timeout", "10", "--log", logs],
                new() { ["RK_ROOT"] = Tool.Root, ["RK_BOARDS"] = _folder.Path }),
            TimeSpan.FromMinutes(15));
        string console = EventLog.Console(logs);
        Assert.True(result.ExitCode == 1, $"{result}\n{console}");
        Assert.Contains(
            "Boot: no device tree was handed over (x0 was 0x100), and none lies at the start of this memory\n",
            console,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_watchdog_restarts_the_machine()
    {
        ToolResult result = Tool.Rk("test", "qemu-rpi4", "--suite", "boot", "--cmdline", "done=reboot", "--log", _folder.Path);
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("fail: the machine reset itself, last stage: # done", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_tree_that_was_not_fetched_is_named_with_the_way_out()
    {
        ToolResult result = Tool.Finish(
            Tool.Start(
                Tool.Path,
                ["test", "qemu-rpi4"],
                new() { ["RK_ROOT"] = Tool.Root, ["XDG_CACHE_HOME"] = _folder.Path }), TimeSpan.FromMinutes(15));
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Equal("rk: bcm2711-rpi-4-b.dtb of board rpi4 is not here: run ./rk firmware fetch rpi4\n", result.Error);
    }

    [Fact]
    public void The_boards_tree_is_printed_and_explained()
    {
        string tree = Path.Combine(Tool.Root, "artifacts", "rpi4", "device-tree", "qemu-rpi4.dtb");
        ToolResult made = Tool.Rk("test", "qemu-rpi4", "--suite", "boot", "--log", _folder.Path);
        Assert.True(made.ExitCode == 0, made.ToString());
        Assert.Equal("\"/soc/serial@7e201000:115200n8\"\n", Tool.Rk("fdt", tree, "/chosen", "stdout-path").Output);
        ToolResult explained = Tool.Rk("boards", "--explain", tree);
        Assert.True(explained.ExitCode == 0, explained.ToString());
        Assert.Contains("Console: PL011 UART, /soc/serial@7e201000, 115200n8\n", explained.Output, StringComparison.Ordinal);
        Assert.Contains("Device: BCM2835 watchdog: /soc/watchdog@7e100000 at 0xfe100000\n", explained.Output, StringComparison.Ordinal);
    }
}
