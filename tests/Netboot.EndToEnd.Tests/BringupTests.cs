// rk bringup: a person answers, a board starts, the recordings are queried, and the README gets the answers.

using System;
using System.IO;
using System.Linq;
using RustKernel.EndToEnd.Tests;
using RustKernel.Hil.VirtualRpi4;
using RustKernel.Hil.VirtualRpi4.Faults;
using RustKernel.Hil.VirtualRpi4.Serial;
using Xunit;

namespace RustKernel.Flash.Netboot.EndToEnd.Tests;

public sealed class BringupTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);
    private readonly WorkingTree _tree = new();

    private string Readme => _tree.PathOf("boards", "rpi4", "README.md");

    private string Console => _tree.PathOf("console");

    private string Records => _tree.PathOf("artifacts", "bringup", "rpi4");

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void A_board_that_starts_from_its_card_is_recorded_and_answers_the_open_questions()
    {
        ToolResult image = Tool.Finish(Tool.Start(Tool.Path, ["image", "rpi4"]), TimeSpan.FromMinutes(10));
        Assert.True(image.ExitCode == 0, image.ToString());
        using SerialLine line = Line();
        using Hil.VirtualRpi4.Board board = new(
            new LabOptions { Folder = _tree.Root, Card = Path.Combine(Tool.Root, "artifacts", "rpi4", "sdcard.img") },
            new FaultList([]),
            line);
        string[] before = File.ReadAllLines(Readme);
        using ServedProcess bringup = Bringup("--address", "-");
        // The second step is not clear at first, and no one plugs a cable in for a card.
        bringup.Type($"yes\nno\nyes\ny\nwhat?\nyes\nskip\n{Console}\n");
        bringup.WaitFor("Listening.");
        board.Switch(on: true);
        bringup.WaitFor("Cache maintenance: not shown by these recordings");
        bringup.Type("yes\n");
        Assert.Equal(0, bringup.Finish());

        Assert.Contains("An adapter with 5 V levels destroys the board.", bringup.Text, StringComparison.Ordinal);
        string uart = File.ReadAllText(Path.Combine(Records, "uart.log"));
        Assert.Contains("brfs: File read: ", uart, StringComparison.Ordinal);
        Assert.Contains("RustKernel v0.1.0 - ARM64 Microkernel", uart, StringComparison.Ordinal);
        Assert.Contains("Done (yes/no/skip)? what?", File.ReadAllText(Path.Combine(Records, "journal.txt")), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Records, "netboot.pcap")));
        string[] after = File.ReadAllLines(Readme);
        Assert.Equal(before, after.Where(text => !text.StartsWith("  Seen ", StringComparison.Ordinal)));
        Assert.Contains("the firmware loads kernel8.img to 0x80000", Under("text_offset with and without"), StringComparison.Ordinal);
        Assert.Contains(
            uart.Split('\n').First(
                text => text.StartsWith("Boot: Memory region: ", StringComparison.Ordinal))["Boot: Memory region: ".Length..].TrimEnd(),
            Under("The memory banks that firmware writes"),
            StringComparison.Ordinal);
        Assert.Contains(" timer (INTID ", Under("GIC-400 priorities"), StringComparison.Ordinal);
        Assert.DoesNotContain("Seen", Under("Cache maintenance"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_bring_up_replaces_the_answers_of_the_first()
    {
        using SerialLine line = Line();
        foreach (string banks in new[] { "0x0 - 0x1000 (first)", "0x0 - 0x2000 (second)" })
        {
            using ServedProcess bringup = Bringup("--address", "-", "--serial", Console, "--fill-in");
            bringup.Type("skip\nskip\nskip\nskip\nskip\n");
            bringup.WaitFor("Listening.");
            line.Send("MESS:00:00 noise\nBoot: Memory region: "u8);
            line.Send(System.Text.Encoding.ASCII.GetBytes($"{banks}\n# done total=3 ok=3 notok=0 skip=0\n"));
            Assert.Equal(0, bringup.Finish());
        }

        Assert.EndsWith("0x0 - 0x2000 (second)", Under("The memory banks that firmware writes"), StringComparison.Ordinal);
        Assert.EndsWith("# done total=3 ok=3 notok=0 skip=0", Under("Cache maintenance"), StringComparison.Ordinal);
        Assert.Equal(2, File.ReadAllLines(Readme).Count(text => text.StartsWith("  Seen ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_board_that_stays_silent_answers_nothing_and_the_README_stays()
    {
        string before = File.ReadAllText(Readme);
        using SerialLine line = Line();
        ToolResult result = Run("skip\nskip\nskip\nskip\nskip\nyes\n", "--address", "-", "--serial", Console, "--seconds", "1");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("0 bytes from the serial line", result.Output, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Readme));
    }

    [Fact]
    public void Ctrl_D_stops_it_and_what_cannot_be_used_is_one_clear_line()
    {
        ToolResult stopped = Run("yes\n");
        Assert.Equal(2, stopped.ExitCode);
        Assert.Contains("stopped; what was recorded so far stays", stopped.Output, StringComparison.Ordinal);
        string answers = "skip\nskip\nskip\nskip\nskip\n";
        ToolResult port = Run(answers, "--address", "-", "--serial", _tree.PathOf("none"));
        Assert.Equal(3, port.ExitCode);
        Assert.Contains(_tree.PathOf("none"), Assert.Single(port.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        using SerialLine line = Line();
        ToolResult address = Run(answers, "--serial", Console, "--address", "192.0.2.77");
        Assert.Equal(2, address.ExitCode);
        Assert.Equal("rk: no interface of this machine has the address 192.0.2.77", address.Error.TrimEnd());
        ToolResult board = Tool.Finish(Tool.Start(Tool.Path, ["bringup", "qemu-virt"], new() { ["RK_ROOT"] = _tree.Root }), s_limit);
        Assert.Equal(2, board.ExitCode);
        Assert.Contains("has no bringup.yaml", board.Error, StringComparison.Ordinal);
    }

    private SerialLine Line() => new(Console, new FaultList([]), 1);

    private ServedProcess Bringup(params string[] arguments) => new(_tree.Root, Tool.Path, ["bringup", "rpi4", .. arguments]);

    private ToolResult Run(string answers, params string[] arguments)
        => Tool.Finish(Tool.Start(Tool.Path, ["bringup", "rpi4", .. arguments], new() { ["RK_ROOT"] = _tree.Root }), s_limit, answers);

    // An entry of the list with its lines.
    private string Under(string entry)
    {
        string[] lines = File.ReadAllLines(Readme);
        int at = Array.FindIndex(
            lines,
            line => line.StartsWith("- ", StringComparison.Ordinal) && line.Contains(entry, StringComparison.Ordinal));
        Assert.True(at >= 0, entry);
        return string.Join('\n', lines.Skip(at).TakeWhile((line, i) => i == 0 || line.StartsWith("  ", StringComparison.Ordinal)));
    }
}
