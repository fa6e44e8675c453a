using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using RustKernel.EndToEnd.Tests;
using RustKernel.Hil.Targets;
using Xunit;

namespace RustKernel.Rig.EndToEnd.Tests;

/// <summary>rk with a rig.yaml whose board is a program on a serial line and a relay that is a file.</summary>
public sealed class RigVerbTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rk-rig-");

    public RigVerbTests()
        => File.WriteAllText(RigFile, $$"""
            targets:
              - name: toy
                board: qemu-virt
                driver: lab
                console: {driver: command, command: [sh, -c, 'echo hello from the board; exec cat']}
                power:
                  driver: command
                  on: [sh, -c, 'echo on > {{Relay}}; echo on >> {{Relay}}.all']
                  off: [sh, -c, 'echo off > {{Relay}}; echo off >> {{Relay}}.all']
                  status: [cat, '{{Relay}}']
                  discharge: 0.01
                media: {driver: none}
                image: artifacts/Image
            """);

    private string RigFile => Path.Combine(_folder.FullName, "rig.yaml");

    private string Relay => Path.Combine(_folder.FullName, "relay");

    private string RelayState => File.Exists(Relay) ? File.ReadAllText(Relay).Trim() : "";

    private Dictionary<string, string> Environment =>
        new() { ["RK_ROOT"] = Tool.Root, ["RK_RIG"] = RigFile, ["RK_LEASES"] = Path.Combine(_folder.FullName, "leases") };

    public void Dispose() => _folder.Delete(recursive: true);

    private Process Start(params string[] arguments) => Tool.Start(Tool.Path, arguments, Environment);

    private ToolResult Rk(params string[] arguments) => Tool.Finish(Start(arguments), s_limit);

    // A process shows its progress only by its actions: no one sends us an event.
    private static void Await(Func<bool> condition, string what)
    {
        long end = System.Environment.TickCount64 + (long)s_limit.TotalMilliseconds;
        SpinWait wait = default;
        while (!condition())
        {
            Assert.True(System.Environment.TickCount64 < end, $"never came: {what}");
            wait.SpinOnce(sleep1Threshold: 0);
        }
    }

    [Fact]
    public void Power_is_switched_and_told_by_hand()
    {
        Assert.Equal("on", Rk("power", "toy", "on").Output.Trim());
        Assert.Equal("on", RelayState);
        Assert.Equal("on", Rk("power", "toy", "status").Output.Trim());
        Assert.Equal("on", Rk("power", "toy", "cycle").Output.Trim());
        Assert.Equal("off", Rk("power", "toy", "off").Output.Trim());
        Assert.Equal("off", Rk("power", "toy", "status").Output.Trim());
        Assert.Equal(["on", "off", "on", "off"], File.ReadAllLines(Relay + ".all"));
        Assert.Equal(2, Rk("power", "qemu-virt", "on").ExitCode);
    }

    [Fact]
    public void The_console_alone_leaves_power_as_it_is()
    {
        ToolResult result = Tool.Finish(Start("console", "toy"), s_limit, "echoed\n");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("hello from the board", result.Output, StringComparison.Ordinal);
        Assert.Contains("echoed", result.Output, StringComparison.Ordinal);
        Assert.Equal("", RelayState);
    }

    /// <summary>The first boot panics within the line that would end its document; the next ones would be good.</summary>
    [Fact]
    public void A_night_with_a_panic_is_not_tried_again_until_it_is_green()
    {
        string commit = BuildId.Find(File.ReadAllBytes(KernelImage.Path));
        string boots = Path.Combine(_folder.FullName, "boots"), board = Path.Combine(_folder.FullName, "board.sh");
        File.WriteAllText(board, $$"""
            echo boot >> {{boots}}
            printf 'RustKernel v0.1.0 - ARM64 Microkernel\r\nBuild: {{commit}} protocol 1 board toy\r\n'
            printf 'KTAP version 1\r\n1..1\r\n  KTAP version 1\r\n  # Subtest: boot\r\n  1..1\r\n# doPANIC: data abort\r\n'
            printf '  #0 0xffffffff80001234\r\n# panic end\r\n'
            exec cat
            """);
        string rig = File.ReadAllText(RigFile);
        rig = rig.Replace("[sh, -c, 'echo hello from the board; exec cat']", $"[sh, {board}]", StringComparison.Ordinal);
        File.WriteAllText(RigFile, rig);
        string[] what = ["--target", "toy", "--suite", "boot", "--retries", "3"];
        ToolResult result = Rk(["nightly", .. what, "--history", "none", "--log", _folder.FullName]);
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("1 runs, 0 tried again", result.Output, StringComparison.Ordinal);
        Assert.Contains("panic: data abort", result.Output, StringComparison.Ordinal);
        Assert.Single(File.ReadAllLines(boots));
    }

    [Fact]
    public void A_board_in_use_is_shown_waited_for_and_refused()
    {
        Assert.Contains("toy", Rk("targets").Output, StringComparison.Ordinal);
        using Process user = Start("run", "toy");
        Await(() => RelayState == "on", "power on");
        Assert.Contains("in use by", Rk("targets").Output, StringComparison.Ordinal);
        ToolResult refused = Rk("test", "toy", "--suite", "boot", "--wait", "0");
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains($"(rk run toy, process {user.Id}) since", refused.Error, StringComparison.Ordinal);
        using Process waiting = Start("power", "toy", "cycle");
        Assert.Contains("waiting, 1 in line", waiting.StandardError.ReadLine(), StringComparison.Ordinal);
        user.StandardInput.Close();
        Assert.True(user.WaitForExit(s_limit));
        Assert.Equal(0, Tool.Finish(waiting, s_limit).ExitCode);
        Assert.EndsWith("off\noff\non\n", File.ReadAllText(Relay + ".all"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_killed_rig_leaves_the_board_off_and_free()
    {
        using Process user = Start("run", "toy");
        Await(() => RelayState == "on", "power on");
        user.Kill();
        Assert.True(user.WaitForExit(TimeSpan.FromMinutes(15)), "the program did not end");
        Await(() => RelayState == "off", "power off by the guard");
        Assert.Equal(0, Rk("power", "toy", "on", "--wait", "20").ExitCode);
    }

    [Fact]
    public void An_interrupted_rig_leaves_the_board_off_and_free()
    {
        using Process user = Start("run", "toy");
        Await(() => RelayState == "on", "power on");
        using (Process kill = Process.Start("kill", ["-INT", $"{user.Id}"]))
        {
            Assert.True(kill.WaitForExit(TimeSpan.FromMinutes(15)), "the program did not end");
        }

        Assert.True(user.WaitForExit(s_limit));
        Assert.Equal("off", RelayState);
        Assert.Equal(0, Rk("power", "toy", "status").ExitCode);
        Assert.Contains("free", Rk("targets").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_file_is_written_from_answers_read_again_and_never_overwritten()
    {
        File.Delete(RigFile);
        Dictionary<string, string> environment = new() { ["RK_ROOT"] = Tool.Root };
        Process init = Tool.Start(Tool.Path, ["rig", "init", "--output", RigFile, "--system-root", _folder.FullName], environment);
        ToolResult written = Tool.Finish(init, s_limit, "rpi4\nmy-pi\n/dev/ttyUSB7\n921600\nuhubctl\n1-1.4\n3\n10.0.0.1\n");
        Assert.True(written.ExitCode == 0, written.ToString());
        string text = File.ReadAllText(RigFile);
        foreach (string line in new[]
        {
            "name: my-pi",
            "device: /dev/ttyUSB7",
            "baud: 921600",
            "driver: uhubctl",
            "location: 1-1.4",
            "port: 3",
            "address: 10.0.0.1"
        })
        {
            Assert.Contains(line, text, StringComparison.Ordinal);
        }

        Assert.Contains("my-pi", Rk("targets").Output, StringComparison.Ordinal);
        Assert.Equal(2, Tool.Finish(Tool.Start(Tool.Path, ["rig", "init", "--yes", "--output", RigFile], environment), s_limit).ExitCode);
    }

    [Fact]
    public void A_mistake_in_the_file_is_an_error_of_usage_with_its_place()
    {
        File.WriteAllText(RigFile, File.ReadAllText(RigFile).Replace("driver: lab", "driver: labb", StringComparison.Ordinal));
        ToolResult result = Rk("targets");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(
            "rk: rig.yaml:4:13: targets[0].driver is labb, which no driver is called (did you mean lab?",
            result.Error,
            StringComparison.Ordinal);
    }
}
