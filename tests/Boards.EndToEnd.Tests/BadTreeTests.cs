using System;
using System.Linq;
using RustKernel.EndToEnd.Tests;
using Xunit;

namespace RustKernel.Boards.EndToEnd.Tests;

/// <summary>Device trees that no firmware should pass on: one clear line, the best possible console, an end.</summary>
public sealed class BadTreeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("good", "Boot: Device tree parsed successfully")]
    [InlineData(
        "no-gic",
        "Interrupts: no interrupt controller that this kernel drives in the device tree (wanted: arm,gic-v3, arm,gic-400, "
            + "arm,cortex-a15-gic, brcm,bcm2836-l1-intc) (error 2); going on without a tick")]
    [InlineData("no-timer", "Interrupts: no arm,armv8-timer in the device tree (error 2); going on without a tick")]
    [InlineData("no-cpus", "Boot: the device tree lists no CPU; going on with this one")]
    [InlineData("uart-outside-ranges", "Boot: no UART that works here is known from a device tree; the console is a guess")]
    [InlineData("uart-in-memory", "Boot: stdout-path names no UART that works here; the console is the first one that does")]
    [InlineData("uart-nowhere", "Boot: stdout-path names no UART that works here; the console is the first one that does")]
    [InlineData("stdout-path-nowhere", "Boot: stdout-path names no UART that works here; the console is the first one that does")]
    [InlineData("cyclic-phandles", "Interrupts: the timer does not start (error 7); going on without a tick")]
    [InlineData("some-zero-size-banks", "Boot: memory regions of the device tree that make no sense and are left out: 1")]
    [InlineData("overlapping-reservations", "Boot: Memory region: 0x40000000 - 0x80000000 (1024 MB)")]
    [InlineData("gic-in-memory", "Interrupts: the interrupt controller does not start (error 1); going on without a tick")]
    [InlineData("gic-nowhere", "Interrupts: the interrupt controller does not start (error 11); going on without a tick")]
    public void The_kernel_says_what_is_wrong_and_runs_its_tests(string tree, string line)
    {
        (ToolResult result, string console) = BadTree.Boot(BadTree.Compile(tree, _folder), _folder);
        Assert.True(result.ExitCode == 0, $"{result}\n{console}");
        Assert.Equal(1, console.Split('\n').Count(said => said == line));
        Assert.DoesNotContain("PANIC", console, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("absurd-cells", "no memory is described: no bank in the device tree, no map from UEFI, no mem=SIZE@BASE")]
    [InlineData("zero-size-banks", "no memory is described: no bank in the device tree, no map from UEFI, no mem=SIZE@BASE")]
    [InlineData("everything-reserved", "the device tree has no usable memory bank")]
    public void Without_memory_the_kernel_says_so_and_stops(string tree, string reason)
    {
        (ToolResult result, string console) = BadTree.Boot(BadTree.Compile(tree, _folder), _folder);
        Assert.True(result.ExitCode == 1, $"{result}\n{console}");
        Assert.Contains($"fail: panic: {reason}", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("# panic end\n", console, StringComparison.Ordinal);
    }

    [Fact]
    public void An_absent_tree_is_named_on_a_guessed_console()
    {
        (ToolResult result, string console) = BadTree.Boot(new byte[64], _folder);
        Assert.True(result.ExitCode == 1, $"{result}\n{console}");
        Assert.Contains(
            "Boot: no device tree was handed over (x0 was 0x4c000000), and none lies at the start of this memory\n",
            console,
            StringComparison.Ordinal);
        Assert.EndsWith("Kernel: idle\n", console, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(5, 10)]
    [InlineData(8, 10)]
    [InlineData(9, 10)]
    public void A_truncated_tree_is_named_and_read_as_far_as_it_goes(int numerator, int denominator)
    {
        byte[] whole = BadTree.Compile("good", _folder);
        (ToolResult result, string console) = BadTree.Boot(whole[..(whole.Length * numerator / denominator)], _folder);
        Assert.True(result.ExitCode == 1, $"{result}\n{console}");
        Assert.Single(
            console.Split('\n'),
            said => said.StartsWith("Boot: the device tree is damaged at byte 0x", StringComparison.Ordinal));
    }
}
