// The checker on the built kernel and on mutated ones, through the real rk.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using RustKernel.EndToEnd.Tests;
using Xunit;

namespace RustKernel.Arch.EndToEnd.Tests;

public sealed class ArchTests : IDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(10);

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> ShortMutants => [.. Mutants.Short];

    public static TheoryData<string> LongMutants => [.. Mutants.All.Select(mutant => mutant.Name).Except(Mutants.Short)];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_kernel_breaks_no_rule_in_a_short_run() => Passes("qemu-virt", "--suite boot,memory,smp,process --smp 4");

    [Theory]
    [Trait("Run", "hil")]
    [InlineData("qemu-virt", "--smp 1")]
    [InlineData("qemu-virt", "--smp 4 --gic 2")]
    [InlineData("qemu-virt", "--smp 4 --gic 3")]
    [InlineData("qemu-virt", "--suite process --smp 4 --cmdline asids=6")]
    [InlineData("qemu-virt", "--suite restart --smp 4 --gic 2")]
    [InlineData("qemu-virt", "--suite restart --smp 4 --gic 3")]
    [InlineData("qemu-virt", "--suite restart --smp 1")]
    [InlineData("qemu-virt", "--suite hostile --smp 1")]
    [InlineData("qemu-virt", "--suite hostile --smp 4")]
    [InlineData("qemu-rpi4", "")]
    [InlineData("qemu-rpi4", "--suite restart")]
    public void The_kernel_breaks_no_rule(string target, string arguments) => Passes(target, arguments);

    [Theory]
    [MemberData(nameof(ShortMutants))]
    public void A_mutated_kernel_is_caught_by_its_rule(string name) => IsCaught(name);

    [Theory]
    [Trait("Run", "hil")]
    [MemberData(nameof(LongMutants))]
    public void Every_mutated_kernel_is_caught_by_its_rule(string name) => IsCaught(name);

    [Fact]
    public void Rules_are_documented()
    {
        string text = File.ReadAllText(Path.Combine(Tool.Root, "docs", "ARCH-CHECK.md"));
        Assert.All(
            Mutants.All.Select(mutant => mutant.Rule).Distinct(),
            rule => Assert.Contains($"| {rule} |", text, StringComparison.Ordinal));
    }

    private void Passes(string target, string arguments)
    {
        ToolResult result = Test(target, arguments, []);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains(Events(), logged => (string?)logged["name"] == "arch.events");
    }

    private void IsCaught(string name)
    {
        Mutant mutant = Mutants.All.Single(candidate => candidate.Name == name);
        string image = Path.Combine(_folder.Path, "Image");
        MutatedImage.Write(image, mutant.Patches);
        ToolResult result = Test(mutant.Target, mutant.Arguments, ["--image", image]);
        string[] broken = [.. Events()
            .Where(logged => (string?)logged["kind"] == "arch.violation")
            .Select(logged => (string)logged["rule"]!)
            .Distinct()];
        Assert.True(
            result.ExitCode == 1 && broken.Contains(mutant.Rule),
            $"{name}: expected {mutant.Rule}, broken were [{string.Join(", ", broken)}]; {result}");
    }

    private ToolResult Test(string target, string arguments, IEnumerable<string> more)
    {
        Process process = Tool.Start(
            Tool.Path,
            [
                "test",
                target,
                "--arch-check",
                "--log",
                _folder.Path,
                .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                .. more
            ]);
        return Tool.Finish(process, s_deadline);
    }

    private IEnumerable<JsonNode> Events()
        => File.ReadLines(Directory.GetFiles(_folder.Path, "*.jsonl").Single()).Select(line => JsonNode.Parse(line)!);
}
