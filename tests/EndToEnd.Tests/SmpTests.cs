// The built kernel on several CPUs through the real rk.

using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>Boots artifacts/Image in QEMU virt with several CPUs.</summary>
public sealed partial class SmpTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private ToolResult Test(params string[] more) => Tool.Rk(["test", "qemu-virt", "--log", _folder.Path, .. more]);

    private string Console() => EventLog.Console(Directory.GetFiles(_folder.Path, "*.jsonl").Single());

    [Theory]
    [InlineData(4, "--gic", "2")]
    [InlineData(4, "--gic", "3", "--machine-option", "virtualization=on")]
    [InlineData(16, "--gic", "3")]
    public void Every_CPU_comes_up_and_suite_smp_passes(int cpus, params string[] machine)
    {
        ToolResult result = Test(["--suite", "smp", "--smp", $"{cpus}", .. machine]);
        Assert.True(result.ExitCode == 0, result.ToString());
        string console = Console();
        Assert.Contains($"SMP: {cpus} of {cpus} CPUs online", console, StringComparison.Ordinal);
        Assert.DoesNotContain("# SKIP", console, StringComparison.Ordinal);
        string[] lines = console.Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal(4 * cpus, lines.Count(line => WholeLine().IsMatch(line)));
    }

    [Fact]
    public void The_command_line_limits_the_CPUs()
    {
        ToolResult result = Test("--suite", "smp", "--smp", "4", "--cmdline", "cpus=2");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("SMP: 2 of 4 CPUs online", Console(), StringComparison.Ordinal);
        Assert.Contains("# metric smp.cpus=2 CPUs", Console(), StringComparison.Ordinal);
    }

    // As few ASIDs as the machine needs: each switch to another process may take one from another,
    // and the suites' programs and services notice nothing.
    [Theory]
    [InlineData(1, 2)]
    [InlineData(4, 5)]
    public void Address_spaces_that_take_each_other_s_ASIDs_are_as_good_as_others(int cpus, int asids)
    {
        ToolResult result = Test("--suite", "process,ipc,sched,faults,runtime,services", "--smp", $"{cpus}", "--cmdline", $"asids={asids}");
        Assert.True(result.ExitCode == 0, result.ToString());
        Match generations = Generations().Match(Console());
        Assert.True(generations.Success, Console());
        Assert.InRange(int.Parse(generations.Groups[1].Value, CultureInfo.InvariantCulture), 20, int.MaxValue);
    }

    [Theory]
    [InlineData("4")]
    [InlineData("many")]
    [InlineData("-1")]
    public void Too_few_ASIDs_are_refused_with_the_number_that_would_do(string asids)
    {
        ToolResult result = Test("--suite", "process", "--smp", "4", "--cmdline", $"asids={asids}");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains(
            $"Boot: asids={asids} is not a number of at least 5, one for each CPU and one more; ignored",
            Console(),
            StringComparison.Ordinal);
        Assert.Contains("process.asid_generations=0 ", Console(), StringComparison.Ordinal);
    }

    [GeneratedRegex("# metric process.asid_generations=([0-9]+) ")]
    private static partial Regex Generations();

    [Fact]
    public void One_CPU_skips_the_suite_with_a_reason()
    {
        ToolResult result = Test("--suite", "smp", "--smp", "1");
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("nothing was tested: all 15 tests were skipped", result.Output, StringComparison.Ordinal);
        Assert.Contains("SMP: 1 of 1 CPUs online", Console(), StringComparison.Ordinal);
        Assert.Contains("# SKIP one CPU", Console(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_suite_that_one_CPU_skips_passes_when_that_is_allowed()
    {
        ToolResult result = Test("--suite", "smp", "--smp", "1", "--allow-empty");
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    [Theory]
    [InlineData("psci", "firmware knows no such CPU, or its release address is no good")]
    [InlineData("spin-table", "it did not come up within a second")]
    [InlineData("magic", "its enable-method is not known here")]
    public void A_CPU_that_does_not_come_up_is_named_and_the_others_go_on(string method, string reason)
    {
        string tree = _folder.File("virt.dtb");
        Run(
            "qemu-system-aarch64",
            "-machine",
            "virt,gic-version=3,dumpdtb=" + tree,
            "-cpu",
            "cortex-a72",
            "-m",
            "1G",
            "-smp",
            "2",
            "-nic",
            "none",
            "-nographic");
        Run("fdtput", "-c", tree, "/cpus/cpu@5");
        Run("fdtput", "-t", "s", tree, "/cpus/cpu@5", "device_type", "cpu");
        Run("fdtput", "-t", "s", tree, "/cpus/cpu@5", "compatible", "arm,cortex-a72");
        Run("fdtput", "-t", "x", tree, "/cpus/cpu@5", "reg", "5");
        Run("fdtput", "-t", "s", tree, "/cpus/cpu@5", "enable-method", method);
        Run("fdtput", "-t", "x", tree, "/cpus/cpu@5", "cpu-release-addr", "0", "7ffff000");
        ToolResult result = Test("--suite", "boot,interrupts", "--smp", "2", "--gic", "3", "--dtb", tree);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains($"SMP: CPU 0x5 stays off: {reason}", Console(), StringComparison.Ordinal);
        Assert.Contains("SMP: 2 of 3 CPUs online", Console(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_panic_of_another_CPU_is_told_once_by_that_CPU()
    {
        ToolResult result = Test("--suite", "smp", "--smp", "4", "--cmdline", "panic=cpu");
        Assert.True(result.ExitCode == 1, result.ToString());
        string console = Console();
        Assert.Contains("PANIC: asked for by panic=cpu", console, StringComparison.Ordinal);
        Assert.Contains("CPU: 1, MPIDR_EL1 0x80000001", console, StringComparison.Ordinal);
        Assert.DoesNotContain("CPUs that do not stop", console, StringComparison.Ordinal);
        Assert.Equal(2, console.Split("PANIC: ").Length);
        Assert.EndsWith("# panic end", console.TrimEnd(), StringComparison.Ordinal);
    }

    private static void Run(string program, params string[] arguments)
    {
        ToolResult result = Tool.Finish(Tool.Start(program, arguments), TimeSpan.FromMinutes(15));
        Assert.True(result.ExitCode == 0, $"{program}: {result}");
    }

    [GeneratedRegex("^# line [0-3] of CPU [0-9]+ is whole$")]
    private static partial Regex WholeLine();
}
