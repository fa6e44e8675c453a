using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>rk run, without and with a terminal.</summary>
public sealed class ConsoleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string[] Run(string kernel) => ["run", "qemu-virt", "--image", HostileKernel.Image(kernel), "--log", _folder.Path];

    [Theory]
    [InlineData("half-boot", "")]
    [InlineData("half-boot", "help\n")]
    [InlineData("good", "")]
    public void Without_input_the_boot_is_shown_and_the_run_ends_well(string kernel, string input)
    {
        ToolResult result = Tool.RkWithInput(input, Run(kernel));
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.StartsWith("RustKernel v0.1.0 - ARM64 Microkernel\r\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("FrameAllocator: 262144 frames total, 260000 frames free\r\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_prompt_leaves_a_line_s_end_behind_and_no_escape()
    {
        ToolResult result = Tool.RkWithInput("", "run", "qemu-virt", "--log", _folder.Path);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.EndsWith("\rrk> \n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Input_reaches_the_machine()
    {
        ToolResult result = Tool.RkWithInput("hello\n", Run("echo"));
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.EndsWith("hello\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_panic_gives_a_failing_status()
    {
        ToolResult result = Tool.RkWithInput("", Run("panic"));
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("panic: frame 12 freed twice", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_terminal_control_A_X_leaves_and_the_terminal_is_as_before()
    {
        // script(1) gives the tool a terminal; stty shows its settings before and after.
        string line = $"stty -g; '{Tool.Path}' {string.Join(' ', Run("half-boot"))}; echo status $?; stty -g";
        Process process = Tool.Start("script", ["-qec", line, "/dev/null"]);
        Assert.True(SpinWait.SpinUntil(HasBooted, TimeSpan.FromMinutes(15)), "no boot");
        process.StandardInput.Write("\u0001x");
        process.StandardInput.Flush();

        // The input stays open: its end would also end the run.
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(15)), "Ctrl-A X did not leave");
        ToolResult result = Tool.Finish(process, TimeSpan.FromMinutes(15));
        string[] lines = result.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("status 0", lines);
        Assert.Contains("Ctrl-A X leaves", result.Output, StringComparison.Ordinal);
        Assert.Contains("rk: left;", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("^A", result.Output, StringComparison.Ordinal); // raw: the key is not echoed
        Assert.Equal(lines[0], lines[^1]);
    }

    private bool HasBooted()
        => Directory.GetFiles(_folder.Path, "*.jsonl").Any(log =>
        {
            using StreamReader reader = new(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadToEnd().Contains("serial.rx", StringComparison.Ordinal);
        });
}
