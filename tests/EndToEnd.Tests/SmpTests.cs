// The built kernel on several CPUs through the real rk.

using System;
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

    [Fact]
    public void One_CPU_skips_the_suite_with_a_reason()
    {
        ToolResult result = Test("--suite", "smp", "--smp", "1");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("SMP: 1 of 1 CPUs online", Console(), StringComparison.Ordinal);
        Assert.Contains("# SKIP one CPU", Console(), StringComparison.Ordinal);
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

    [GeneratedRegex("^# line [0-3] of CPU [0-9]+ is whole$")]
    private static partial Regex WholeLine();
}
