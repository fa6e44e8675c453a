using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.EndToEnd.Tests;

/// <summary>The rig as a whole: every built-in way to boot in one report, and many boots in a row.</summary>
public sealed class WholeRigTests(ITestOutputHelper output) : IDisposable
{
    private const string Suites = "boot,memory,timer";
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(10);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static ToolResult Rk(TimeSpan deadline, params string[] arguments) => Tool.Finish(Tool.Start(Tool.Path, arguments), deadline);

    [Fact]
    [Trait("Run", "hil")]
    public void Every_way_to_boot_passes_and_there_is_one_report()
    {
        string page = Path.Combine(Tool.Root, "artifacts", "hil.html"), history = _folder.File("history.db");
        ToolResult result = Rk(
            s_deadline,
            "nightly",
            "--target",
            "qemu-virt,qemu-rpi4,virtual-rpi4,virtual-rpi4-netboot",
            "--suite",
            Suites,
            "--repeat",
            "2",
            "--retries",
            "0",
            "--html",
            page,
            "--history",
            history,
            "--log",
            _folder.Path);
        output.WriteLine(result.Output);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("of 4 targets 4 passed", result.Output, StringComparison.Ordinal);
        Assert.Equal(8, File.ReadAllText(page).Split("<details class=\"run\"").Length - 1);
        Assert.Equal(9, Rk(s_deadline, "history", "--history", history).Output.TrimEnd().Split('\n').Length);
    }

    /// <summary>
    /// Long enough for the rig to compare the machine's clock with the host's, which it does on
    /// boards that are not plainly emulated.
    /// </summary>
    [Fact]
    [Trait("Run", "hil")]
    public void The_virtual_board_s_clock_is_right_over_a_longer_run()
    {
        ToolResult result = Rk(
            s_deadline,
            "test",
            "virtual-rpi4",
            "--suite",
            "boot,memory,timer,sched,runtime,async,services",
            "--timeout",
            "600",
            "--log",
            _folder.Path);
        Assert.True(result.ExitCode == 0, result.ToString());
        string log = File.ReadAllText(Directory.GetFiles(_folder.Path, "*.jsonl").Single());
        Match rate = Regex.Match(log, "\"clock.rate\",\"value\":(-?[0-9.]+)");
        Assert.True(rate.Success, log[^2000..]);
        Assert.InRange(double.Parse(rate.Groups[1].ValueSpan, CultureInfo.InvariantCulture), -300, 300);
    }

    /// <summary>The log is the truth: every view can be made from it again, and is the same.</summary>
    [Fact]
    public void The_views_of_a_run_are_made_again_from_its_log()
    {
        string[] views = ["--junit", "--json", "--html", "--console"];
        string[] Files(string name) => [.. views.SelectMany(view => new[] { view, _folder.File(name + view) })];
        string[] run = [
            "test",
            "qemu-virt",
            "--suite",
            "boot,lang",
            "--image",
            HostileKernel.Image("failing"),
            "--history",
            "none",
            "--log",
            _folder.Path
        ];
        Assert.Equal(1, Rk(s_deadline, [.. run, .. Files("live")]).ExitCode);
        string log = Directory.GetFiles(_folder.Path, "*.jsonl").Single();
        ToolResult again = Rk(s_deadline, ["report", log, "--history", "none", .. Files("again")]);
        Assert.True(again.ExitCode == 1, again.ToString());
        Assert.StartsWith("fail: test lang.", again.Output, StringComparison.Ordinal);
        foreach (string view in new[] { "--junit", "--json", "--console" })
        {
            Assert.Equal(File.ReadAllText(_folder.File("live" + view)), File.ReadAllText(_folder.File("again" + view)));
        }

        Assert.StartsWith(
            "RustKernel v0.1.0 - ARM64 Microkernel\r\n",
            File.ReadAllText(_folder.File("again--console")),
            StringComparison.Ordinal);
        Assert.Equal(2, Rk(s_deadline, "report", HostileKernel.Image("failing")).ExitCode);
    }

    [Fact]
    public void Thirty_boots_in_a_row_pass() => Boot(30);

    /// <summary>With as many busy processes as there are processors.</summary>
    [Fact]
    [Trait("Run", "soak")]
    public void A_thousand_boots_in_a_row_pass_on_a_loaded_host()
    {
        Process[] load = [.. Enumerable
            .Range(0, Environment.ProcessorCount)
            .Select(_ => Tool.Start("timeout", ["7200", "sh", "-c", "while :; do :; done"]))];
        try
        {
            Boot(1000);
        }
        finally
        {
            Array.ForEach(load, process => process.Kill(entireProcessTree: true));
        }
    }

    private void Boot(int times)
    {
        ToolResult result = Rk(
            TimeSpan.FromSeconds(300 + (times * 100)),
            "test",
            "qemu-virt",
            "--suite",
            Suites,
            "--image",
            KernelImage.Path,
            "--repeat",
            $"{times}",
            "--log",
            _folder.Path);
        Assert.True(
            result.ExitCode == 0,
            result.Output
                .Split('\n')
                .FirstOrDefault(line => line.StartsWith("run ", StringComparison.Ordinal)
                    && !line.Contains(": pass:", StringComparison.Ordinal))
                + result.Error);
        Assert.Contains($"{times} of {times} runs passed", result.Output, StringComparison.Ordinal);
    }
}
