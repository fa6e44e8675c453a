// The fast path of messages over the built image: without it, checked against the C#, and with each of its checks taken out.

using System;
using System.Collections.Generic;
using RustKernel.EndToEnd.Tests;
using Xunit;

namespace RustKernel.Arch.EndToEnd.Tests;

public sealed class FastPathTests : IDisposable
{
    // Reasons that suite fastpath meets on one CPU (kernel/Suites/FastPathJudge.cs).
    private static readonly int[] s_reasons = [1, 2, 3, 4, 5, 6, 7, 8, 12, 14, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 30, 32];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<int> Reasons => [.. s_reasons];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("off", 1)]
    [InlineData("check", 1)]
    [InlineData("check", 2)]
    public void Messages_are_the_same_in_every_mode(string mode, int cpus)
    {
        ToolResult result = Run("fastpath,ipc,sched,faults,interfaces", $"fastpath={mode}", ["--smp", $"{cpus}"]);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    [Fact]
    public void A_check_that_is_taken_out_is_missed() => IsMissed(5);

    [Theory]
    [Trait("Run", "hil")]
    [MemberData(nameof(Reasons))]
    public void Each_check_that_is_taken_out_is_missed(int reason) => IsMissed(reason);

    // What is another CPU's thread.
    [Theory]
    [Trait("Run", "hil")]
    [InlineData(10)]
    [InlineData(28)]
    public void Each_check_of_several_CPUs_that_is_taken_out_is_missed(int reason) => IsMissed(reason, 2);

    // What user_irq would let through for reasons 1, 2 and 4 is only late: the next interrupt that C# takes finds it.
    [Theory]
    [Trait("Run", "hil")]
    [InlineData("kernel_irq", 1, "log=info")]
    [InlineData("kernel_irq", 2, "log=info")]
    [InlineData("kernel_irq", 4, "log=info")]
    [InlineData("user_irq", 5, "log=info")]
    [InlineData("tick_path", 1, "fastpath=check")]
    [InlineData("tick_path", 2, "fastpath=check")]
    [InlineData("tick_path", 4, "fastpath=check")]
    public void Each_check_of_the_tick_that_is_taken_out_is_missed(string path, int reason, string commandLine) =>
        IsMissed($"{path}_{reason}", "kernel_irq", "tick_path_stops", "timer,fastpath", commandLine);

    private void IsMissed(int reason, int cpus = 1) =>
        IsMissed($"fast_refuse_{reason}", "fast_call", "fast_call_otherwise", "fastpath", "fastpath=check", cpus);

    // The branches to a reason do nothing: then what is for C# is done here, which the comparison sees, or the counter stays at 0, or
    // what waits waits for ever.
    private void IsMissed(string reason, string from, string to, string suites, string commandLine, int cpus = 1)
    {
        string image = System.IO.Path.Combine(_folder.Path, "Image");
        int branches = MutatedImage.WriteWithoutBranches(image, from, to, reason);
        Assert.True(branches > 0, $"nothing branches to {reason}");
        ToolResult result = Run(suites, commandLine, ["--smp", $"{cpus}", "--gic", "3", "--image", image]);
        Assert.True(result.ExitCode == 1, $"without the check {reason}: {result}");
    }

    private ToolResult Run(string suites, string commandLine, IEnumerable<string> more)
        => Tool.Finish(
            Tool.Start(
                Tool.Path,
                ["test", "qemu-virt", "--suite", suites, "--timeout", "120", "--log", _folder.Path, "--cmdline", commandLine, .. more]),
            TimeSpan.FromMinutes(10));
}
