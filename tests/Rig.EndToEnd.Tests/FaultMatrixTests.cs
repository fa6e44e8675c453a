using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using RustKernel.EndToEnd.Tests;
using Xunit;

namespace RustKernel.Rig.EndToEnd.Tests;

/// <summary>
/// One fault of the virtual board in each test: the right verdict with the right words, within its deadline, with the board off and
/// the lease free afterwards. The rig does not know of the fault; the board's program does.
/// </summary>
public sealed class FaultMatrixTests : IDisposable
{
    private const string Card = "virtual-rpi4";
    private const string Network = "virtual-rpi4-netboot";
    private const int Seconds = 20;

    // Far above the run's own limit, which the verdicts name: a busy machine needs time to make and read back a card's image and to
    // start programs. A run without a limit would never end.
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(15);
    private readonly TemporaryFolder _folder = new();

    // The tool is built before anything is timed.
    public FaultMatrixTests() => Assert.NotEmpty(Tool.Path);

    public void Dispose() => _folder.Dispose();

    /// <summary>The ten most different ones.</summary>
    [Theory]
    [InlineData(Card, 3, "no bytes within 10 s of power-on: no current (at most 0 mA): no supply", "no-power")]
    [InlineData(Card, 3, "refuses off: error: relay does not move", "relay-dead")]
    [InlineData(Card, 1, "started again by itself", "boot-loop")]
    [InlineData(Card, 3, "is the baud rate wrong?", "wrong-baud")]
    [InlineData(Card, 3, "noise on the serial line", "noise")]
    [InlineData(Card, 3, "the serial line was cut and came back", "serial-cut")]
    [InlineData(Card, 3, "the serial line cannot be trusted", "bit-errors")]
    [InlineData(Card, 3, "it finds no SD card", "empty-sd")]
    [InlineData(Network, 3, "another DHCP server, 192.168.99.1", "second-dhcp")]
    [InlineData(Card, 1, "not finished within 20 s, after", "hang")]
    public void A_fault_gets_its_verdict(string target, int status, string words, string fault) => Judge(target, status, words, fault);

    [Theory]
    [Trait("Run", "hil")]
    [InlineData(Card, 1, "not finished within 20 s, after", "power-drop")]
    [InlineData(Card, 1, "started again by itself", "power-blip")]
    [InlineData(Card, 3, "switching the power off took longer than 5 s", "relay-mute")]
    [InlineData(Card, 3, "no bytes within 10 s of power-on: current flows (", "silent")]
    [InlineData(Network, 3, "the board has power, as the network shows", "silent")]
    [InlineData(Network, 3, "nothing was heard of it on the network", "no-power")]
    [InlineData(Card, 3, "the firmware loaded a kernel, which printed nothing", "mute-kernel")]
    [InlineData(Card, 3, "did not come back within 5 s", "serial-gone")]
    [InlineData(Card, 3, "the serial line cannot be trusted", "lost-bytes")]
    [InlineData(Card, 3, "the firmware loaded a kernel, which printed nothing", "half-kernel")]
    [InlineData(Card, 3, "the firmware loaded a kernel, which printed nothing", "damaged-kernel")]
    [InlineData(Card, 3, "finds no start4.elf", "corrupt-sd")]
    [InlineData(Card, 3, "finds no start4.elf", "no-firmware")]
    [InlineData(Card, 3, "the device tree is another board's", "wrong-dtb")]
    [InlineData(Network, 3, "its network cable is not plugged in", "no-link")]
    [InlineData(
        Card,
        1,
        "test timer.frequency failed: the timer node's clock-frequency is CNTFRQ_EL0's: expected 0x34fb5e3, was 0x3508ee6",
        "clock")]
    public void A_further_fault_gets_its_verdict(string target, int status, string words, string fault) =>
        Judge(target, status, words, fault);

    [Fact]
    [Trait("Run", "hil")]
    public void A_fifth_of_the_frames_lost_doubled_or_late_only_takes_longer()
        => Is(0, "pass:", Run(
            "test",
            Network,
            "--suite",
            "boot",
            "--image",
            KernelImage.Path,
            "--fault",
            "bad-network=20",
            "--log",
            _folder.Path));

    [Theory]
    [Trait("Run", "hil")]
    [InlineData("check", 0, "panicked as asked: asked for by panic=check")]
    [InlineData("read", 0, "panicked as asked")]
    [InlineData("nosuch", 2, "no class of panics nosuch")]
    public void A_panic_that_is_asked_for_is_expected(string panic, int status, string words)
        => Is(
            status,
            words,
            Run("test", Card, "--panic", panic, "--image", KernelImage.Path, "--timeout", $"{Seconds}", "--log", _folder.Path));

    [Theory]
    [Trait("Run", "hil")]
    [InlineData("panic=check", "panic: asked for by panic=check", "PanicClasses.cs:")]
    [InlineData("panic=double", "panicked again", "PANIC: asked for by panic=double")]
    public void A_panic_that_nobody_asked_for_fails_with_its_place(string words, string reason, string place)
    {
        ToolResult result = Run(
            "test",
            Card,
            "--suite",
            "boot",
            "--cmdline",
            words,
            "--image",
            KernelImage.Path,
            "--timeout",
            $"{Seconds}",
            "--log",
            _folder.Path);
        Is(1, reason, result);
        Assert.Contains(place, result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Run", "hil")]
    [InlineData("panic=hang", "panic: stuck: interrupts come, but the work is not done within watch=")]
    [InlineData(
        "panic=hang-masked",
        "not finished within 20 s, after TimerTicks; its tick did not report a hang after 15 s either: interrupts are masked, or the "
            + "processors stand")]
    public void A_hang_with_interrupts_is_told_from_one_without(string words, string reason)
        => Is(1, reason, Run(
            "test",
            Card,
            "--suite",
            "boot",
            "--cmdline",
            words,
            "--image",
            KernelImage.Path,
            "--timeout",
            $"{Seconds}",
            "--log",
            _folder.Path));

    [Fact]
    [Trait("Run", "hil")]
    public void The_kernel_of_another_commit_is_named()
    {
        byte[] other = File.ReadAllBytes(KernelImage.Path);
        ReadOnlySpan<byte> mark = "RustKernel-build-id: "u8;
        int at = other.AsSpan().IndexOf(mark) + mark.Length;
        "0123456789ab"u8.CopyTo(other.AsSpan(at));
        File.WriteAllBytes(_folder.File("other.img"), other);
        Is(
            3,
            "the machine runs another kernel: it says build 0123456789ab",
            Run(
                "test",
                Card,
                "--suite",
                "boot",
                "--image",
                KernelImage.Path,
                "--fault",
                "other-kernel=" + _folder.File("other.img"),
                "--log",
                _folder.Path));
    }

    [Fact]
    [Trait("Run", "hil")]
    public void A_full_disk_is_the_rig_s_failure()
    {
        // No file may grow beyond 8 KiB, but the event log does. The runtime keeps its code in a memory file unless told not to.
        ToolResult result = Finish(
            Tool.Start(
                "bash",
                ["-c", $"trap '' XFSZ; ulimit -f 8; export DOTNET_EnableWriteXorExecute=0; exec '{Tool.Path}' test qemu-virt --suite "
                    + $"boot,memory,timer --history none --image '{KernelImage.Path}' --log '{_folder.Path}'"],
                Environment()));
        Is(3, "event log", result);
    }

    [Fact]
    [Trait("Run", "hil")]
    public void A_killed_rig_leaves_no_board_running_and_no_lease()
    {
        using Process rig = Tool.Start(
            Tool.Path,
            Arguments(["test", Card, "--suite", "boot", "--image", KernelImage.Path, "--fault", "hang", "--log", _folder.Path]),
            Environment());
        Assert.True(System.Threading.SpinWait.SpinUntil(() => Boards().Length > 0, TimeSpan.FromMinutes(15)), "no board was started");
        rig.Kill();
        Assert.True(rig.WaitForExit(TimeSpan.FromMinutes(15)), "the program did not end");
        AssertNothingIsLeft();
    }

    private static string[] Arguments(string[] arguments) => [.. arguments, "--history", "none"];

    private static void Is(int status, string words, ToolResult result)
    {
        Assert.True(result.ExitCode == status, result.ToString());
        Assert.Contains(words, result.Output + result.Error, StringComparison.Ordinal);
    }

    private void Judge(string target, int status, string words, string fault)
    {
        ToolResult result = Run(
            "test",
            target,
            "--suite",
            "boot,memory,timer",
            "--image",
            KernelImage.Path,
            "--timeout",
            $"{Seconds}",
            "--fault",
            fault,
            "--log",
            _folder.Path);
        Is(status, words, result);
        AssertNothingIsLeft();
    }

    private ToolResult Run(params string[] arguments) => Finish(Tool.Start(Tool.Path, Arguments(arguments), Environment()));

    private static ToolResult Finish(Process process) => Tool.Finish(process, s_deadline);

    /// <summary>A separate folder for the lab's things and leases, by which they are found again.</summary>
    private Dictionary<string, string> Environment() =>
        new() { ["RK_ROOT"] = Tool.Root, ["TMPDIR"] = _folder.Path, ["RK_LEASES"] = _folder.File("leases") };

    private void AssertNothingIsLeft()
    {
        Assert.True(
            System.Threading.SpinWait.SpinUntil(() => Boards().Length == 0, TimeSpan.FromMinutes(15)),
            $"still running: {string.Join("; ", Boards())}");
        string[] targets = [.. Finish(Tool.Start(Tool.Path, ["targets"], Environment())).Output
            .Split('\n')
            .Where(line => line.StartsWith("virtual-rpi4", StringComparison.Ordinal))];
        Assert.Equal(2, targets.Length);
        Assert.All(targets, line => Assert.Contains(" free ", line, StringComparison.Ordinal));
    }

    /// <summary>Processes in this test's folder: the lab's program and its emulator.</summary>
    private string[] Boards()
        => [.. Directory
            .GetDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
            .Select(CommandLine)
            .Where(line => line.Contains(_folder.Path + "/rk-lab-", StringComparison.Ordinal))];

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
