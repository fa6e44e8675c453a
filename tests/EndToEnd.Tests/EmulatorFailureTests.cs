using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>The emulator or the tool dies: infrastructure, never a word about the kernel, and nothing left running.</summary>
public sealed class EmulatorFailureTests : IDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(15);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static void Signal(int process, string signal)
        => Assert.Equal(0, Tool.Finish(Tool.Start("kill", [$"-{signal}", $"{process}"]), s_deadline).ExitCode);

    private static bool Lives(int process) =>
        Directory.Exists($"/proc/{process}") && !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);

    private static void AssertGone(int process)
    {
        Assert.True(SpinWait.SpinUntil(() => !IsAlive(process), s_deadline), $"process {process} outlived the tool");

        static bool IsAlive(int process)
        {
            try
            {
                return Lives(process);
            }
            catch (IOException)
            {
                return false;
            }
        }
    }

    private Process StartSilent(params string[] more)
        => Tool.Start(
            Tool.Path,
            [
                "test",
                "qemu-virt",
                "--suite",
                "boot",
                "--image",
                HostileKernel.Image("half-boot"),
                "--log",
                _folder.Path,
                "--timeout",
                "600",
                .. more
            ]);

    /// <summary>Waits until the machine has printed its progress; returns the emulator's process id.</summary>
    private int AwaitEmulator()
    {
        int emulator = 0;
        Assert.True(SpinWait.SpinUntil(() => TryFind(out emulator), s_deadline), "the emulator did not start");
        return emulator;
    }

    private bool TryFind(out int emulator)
    {
        emulator = 0;
        if (Directory.GetFiles(_folder.Path, "*.jsonl").FirstOrDefault() is not { } log)
        {
            return false;
        }

        using StreamReader reader = new(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        string text = reader.ReadToEnd();
        if (!Received(text).Contains("FrameAllocator", StringComparison.Ordinal))
        {
            return false;
        }

        string start = text.Split('\n').First(line => line.Contains("process.start", StringComparison.Ordinal));
        emulator = (int)JsonNode.Parse(start)!["pid"]!;
        return true;
    }

    // The machine's output so far; the log's last line may be incomplete.
    private static string Received(string log)
    {
        StringBuilder received = new();
        foreach (string line in log.Split('\n').SkipLast(1).Where(line => line.Contains("serial.rx", StringComparison.Ordinal)))
        {
            received.Append(Encoding.UTF8.GetString(Convert.FromBase64String((string)JsonNode.Parse(line)!["data"]!)));
        }

        return received.ToString();
    }

    [Theory]
    [InlineData("KILL", "QEMU was killed by signal 9")]
    [InlineData("TERM", "terminating on signal 15")]
    public void A_killed_emulator_is_infrastructure(string signal, string message)
    {
        Process rk = StartSilent();
        Signal(AwaitEmulator(), signal);
        ToolResult result = Tool.Finish(rk, s_deadline);
        Assert.True(result.ExitCode == 3, result.ToString());
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Contains("FrameAllocator", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void An_interrupted_tool_ends_the_emulator_and_says_so(string signal)
    {
        Process rk = StartSilent();
        int emulator = AwaitEmulator();
        Signal(rk.Id, signal);
        ToolResult result = Tool.Finish(rk, s_deadline);
        Assert.True(result.ExitCode == 3, result.ToString());
        Assert.Contains("interrupted", result.Error, StringComparison.Ordinal);
        AssertGone(emulator);
    }

    [Fact]
    public void A_tool_on_a_leash_ends_in_order_when_its_input_does()
    {
        Process rk = StartSilent("--leash", "3600");
        int emulator = AwaitEmulator();
        ToolResult result = Tool.Finish(rk, s_deadline);
        Assert.True(result.ExitCode == 3, result.ToString());
        Assert.Contains("interrupted", result.Error, StringComparison.Ordinal);
        AssertGone(emulator);
    }

    [Fact]
    public void A_tool_on_a_leash_ends_in_order_when_its_input_brings_nothing_for_too_long()
    {
        using Process rk = StartSilent("--leash", "5");
        Assert.True(rk.WaitForExit(s_deadline), "it did not end");
        Assert.Equal(3, rk.ExitCode);
        Assert.Contains("interrupted", rk.StandardError.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_killed_tool_takes_the_emulator_along()
    {
        Process rk = StartSilent();
        int emulator = AwaitEmulator();
        Signal(rk.Id, "KILL");
        Tool.Finish(rk, s_deadline);
        AssertGone(emulator);
    }

    [Fact]
    public void A_missing_emulator_is_infrastructure()
    {
        ToolResult result = Tool.RkWithoutPrograms("test", "qemu-virt", "--image", HostileKernel.Image("good"), "--log", _folder.Path);
        Assert.True(result.ExitCode == 3, result.ToString());
        Assert.Contains(
            "qemu-system-aarch64 is not installed or not in PATH: rk doctor says what to install",
            result.Error,
            StringComparison.Ordinal);
        ToolResult run = Tool.RkWithoutPrograms("run", "qemu-virt", "--image", HostileKernel.Image("good"), "--log", _folder.Path);
        Assert.True(run.ExitCode == 3, run.ToString());
        Assert.Contains("qemu-system-aarch64 is not installed", run.Error, StringComparison.Ordinal);
    }

    /// <summary>
    /// Mistakes that QEMU finds at several moments of its start, some before it greets the monitor,
    /// some with hints after the reason.
    /// </summary>
    [Theory]
    [InlineData("unsupported machine type", "qemu-virt", "--machine", "nosuch")]
    [InlineData("Invalid SMP CPUs 2", "qemu-rpi4", "--smp", "2")]
    [InlineData("nosuch", "qemu-virt", "--cpu", "nosuch")]
    [InlineData("nosuch", "qemu-virt", "--qemu-arg=-device", "--qemu-arg=nosuch")]
    [InlineData("nosuch", "qemu-virt", "--qemu-arg=-nosuch")]
    [InlineData("/nonexistent", "qemu-virt", "--qemu-arg=-drive", "--qemu-arg=file=/nonexistent/disk,format=raw,if=none,id=d")]
    public void An_emulator_that_refuses_its_arguments_is_infrastructure_with_its_words(string cause, params string[] arguments)
    {
        ToolResult result = Tool.Rk(
            ["test", arguments[0], "--image", HostileKernel.Image("good"), "--log", _folder.Path, .. arguments[1..]]);
        Assert.True(result.ExitCode == 3, result.ToString());
        string verdict = result.Error.Split('\n').Single(line => line.StartsWith("rk: infrastructure: ", StringComparison.Ordinal));
        Assert.Contains("QEMU refused to start (status 1): ", verdict, StringComparison.Ordinal);
        Assert.Contains(cause, verdict, StringComparison.Ordinal);
        Assert.DoesNotContain("too old", verdict, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("truncate -s 1000")]
    [InlineData("truncate -s 20")]
    public void A_device_tree_that_is_cut_off_is_refused_as_rk_fdt_refuses_it(string damage)
    {
        string tree = _folder.File("cut.dtb");
        Assert.Equal(0, Tool.Finish(
            Tool.Start(
                "qemu-system-aarch64",
                ["-machine", $"virt,dumpdtb={tree}", "-cpu", "cortex-a72", "-display", "none", "-nic", "none"]),
            s_deadline).ExitCode);
        Assert.Equal(0, Tool.Finish(Tool.Start("sh", ["-c", $"{damage} '{tree}'"]), s_deadline).ExitCode);
        string reason = Tool.Rk("fdt", tree).Error.Replace("rk fdt: ", "", StringComparison.Ordinal).Trim();
        ToolResult result = Tool.Rk("test", "qemu-virt", "--image", HostileKernel.Image("good"), "--log", _folder.Path, "--dtb", tree);
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.StartsWith($"rk: {reason}; to hand it over as it is: --qemu-arg=-dtb", result.Error, StringComparison.Ordinal);
    }
}
