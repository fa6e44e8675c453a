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
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static void Signal(int process, string signal)
        => Assert.Equal(0, Tool.Finish(Tool.Start("kill", [$"-{signal}", $"{process}"]), s_deadline).ExitCode);

    private static bool Lives(int process) => Directory.Exists($"/proc/{process}") && !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);

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

    private Process StartSilent()
        => Tool.Start(Tool.Path, ["test", "qemu-virt", "--suite", "boot", "--image", HostileKernel.Image("half-boot"), "--log", _folder.Path, "--timeout", "50"]);

    /// <summary>Waits until the machine has printed how far it came; returns the emulator's process id.</summary>
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
            return false;
        using StreamReader reader = new(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        string text = reader.ReadToEnd();
        if (!Received(text).Contains("FrameAllocator", StringComparison.Ordinal))
            return false;
        string start = text.Split('\n').First(line => line.Contains("process.start", StringComparison.Ordinal));
        emulator = (int)JsonNode.Parse(start)!["pid"]!;
        return true;
    }

    // What the machine has printed so far; the log's last line may still be in the writing.
    private static string Received(string log)
    {
        StringBuilder received = new();
        foreach (string line in log.Split('\n').SkipLast(1).Where(line => line.Contains("serial.rx", StringComparison.Ordinal)))
            received.Append(Encoding.UTF8.GetString(Convert.FromBase64String((string)JsonNode.Parse(line)!["data"]!)));
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
        Assert.Contains("qemu-system-aarch64 is not installed or not in PATH: run make install-deps", result.Error, StringComparison.Ordinal);
        ToolResult run = Tool.RkWithoutPrograms("run", "qemu-virt", "--image", HostileKernel.Image("good"), "--log", _folder.Path);
        Assert.True(run.ExitCode == 3, run.ToString());
        Assert.Contains("qemu-system-aarch64 is not installed", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_emulator_that_refuses_its_arguments_is_infrastructure_with_its_words()
    {
        ToolResult result = Tool.Rk("test", "qemu-virt", "--image", HostileKernel.Image("good"), "--log", _folder.Path, "--machine", "nosuch");
        Assert.True(result.ExitCode == 3, result.ToString());
        Assert.Contains("QEMU ended before the machine started", result.Error, StringComparison.Ordinal);
        Assert.Contains("unsupported machine type", result.Error + result.Output, StringComparison.Ordinal);
    }
}
