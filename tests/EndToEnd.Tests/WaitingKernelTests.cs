using System;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>Kernels that only a deadline ends.</summary>
public sealed class WaitingKernelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("silent", "fail: no bytes within 4 s of power-on")]
    [InlineData("half-boot", "fail: not finished within 4 s, after FrameAllocator")]
    [InlineData("half-suite", "fail: not finished within 4 s, after test boot.banner")]
    [InlineData("loop", "it repeats \"Interrupts: waiting for the timer\"")]
    [InlineData("stays-on", "fail: did not switch itself off within 4 s")]
    public void The_verdict_comes_within_the_timeout_and_says_how_far_it_got(string kernel, string message)
    {
        ToolResult result = Tool.Rk(
            "test",
            "qemu-virt",
            "--suite",
            "boot,lang",
            "--image",
            HostileKernel.Image(kernel),
            "--log",
            _folder.Path,
            "--timeout",
            "4");
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains(message, result.Output, StringComparison.Ordinal);
        Assert.Contains("the machine lives, CPU 0 is at PC=", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flood")]
    [InlineData("flood-noise")]
    public void A_flood_is_ended_and_named(string kernel)
    {
        ToolResult result = Tool.Rk(
            "test",
            "qemu-virt",
            "--suite",
            "boot,lang",
            "--image",
            HostileKernel.Image(kernel),
            "--log",
            _folder.Path,
            "--max-output",
            "1");
        Assert.True(result.ExitCode is 1, result.ToString());
        Assert.Contains("floods the line: 1048576 bytes", result.Output, StringComparison.Ordinal);
    }
}
