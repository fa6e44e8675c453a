using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.EndToEnd.Tests;

/// <summary>The rig as a whole: every built-in way to boot in one report, many boots in a row, and what the rig itself costs.</summary>
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
        ToolResult result = Rk(s_deadline, "nightly", "--target", "qemu-virt,qemu-rpi4,virtual-rpi4,virtual-rpi4-netboot", "--suite", Suites, "--repeat", "2", "--retries", "0", "--html", page, "--history", history, "--log", _folder.Path);
        output.WriteLine(result.Output);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("of 4 targets 4 passed", result.Output, StringComparison.Ordinal);
        Assert.Equal(8, File.ReadAllText(page).Split("<details class=\"run\"").Length - 1);
        Assert.Equal(9, Rk(s_deadline, "history", "--history", history).Output.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public void Thirty_boots_in_a_row_pass() => Boot(30);

    /// <summary>Beside as many busy processes as there are processors.</summary>
    [Fact]
    [Trait("Run", "soak")]
    public void A_thousand_boots_in_a_row_pass_on_a_loaded_host()
    {
        Process[] load = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Tool.Start("timeout", ["7200", "sh", "-c", "while :; do :; done"]))];
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
        ToolResult result = Rk(TimeSpan.FromSeconds(60 + (times * 20)), "test", "qemu-virt", "--suite", Suites, "--image", KernelImage.Path, "--repeat", $"{times}", "--log", _folder.Path);
        Assert.True(result.ExitCode == 0, result.Output.Split('\n').FirstOrDefault(line => line.StartsWith("run ", StringComparison.Ordinal) && !line.Contains(": pass:", StringComparison.Ordinal)) + result.Error);
        Assert.Contains($"{times} of {times} runs passed", result.Output, StringComparison.Ordinal);
    }

    /// <summary>The same tiny kernel by QEMU alone and by the rig, in turn, so that both meet the same load; the least of each.</summary>
    [Fact]
    [Trait("Run", "hil")]
    public void The_rig_costs_less_than_50_ms_beyond_QEMU_itself()
    {
        string image = HostileKernel.Image("good"), summary = _folder.File("summary.json");
        double alone = Enumerable.Range(0, 15).Min(_ => TimeQemu(image));
        Assert.Equal(0, Rk(s_deadline, "test", "qemu-virt", "--suite", "boot,lang", "--image", image, "--repeat", "15", "--json", summary, "--log", _folder.Path).ExitCode);
        double[] rig = [.. JsonNode.Parse(File.ReadAllText(summary))!["runs"]!.AsArray().Select(run => (double)run!["seconds"]! * 1000)];
        double alone2 = Enumerable.Range(0, 15).Min(_ => TimeQemu(image));
        alone = Math.Min(alone, alone2);
        output.WriteLine(FormattableString.Invariant($"QEMU alone: {alone:0.0} ms; a test of the rig: {rig.Min():0.0} ms (median {rig.Order().ElementAt(rig.Length / 2):0.0}); the rig's own: {rig.Min() - alone:0.0} ms"));
        Assert.True(rig.Min() - alone < 50, $"a test takes {rig.Min():0.0} ms, QEMU alone {alone:0.0} ms");
    }

    private static double TimeQemu(string image)
    {
        List<string> arguments = ["-no-user-config", "-nodefaults", "-display", "none", "-machine", "virt,gic-version=2", "-cpu", "cortex-a72", "-m", "1G", "-smp", "1", "-kernel", image, "-append", "test=boot,lang", "-serial", "stdio"];
        Stopwatch clock = Stopwatch.StartNew();
        using Process qemu = Tool.Start("qemu-system-aarch64", arguments);
        qemu.StandardOutput.ReadToEnd();
        Assert.True(qemu.WaitForExit(TimeSpan.FromSeconds(30)), "the program did not end");
        return clock.Elapsed.TotalMilliseconds;
    }
}
