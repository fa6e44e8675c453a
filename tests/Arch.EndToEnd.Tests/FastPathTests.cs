// The fast path of messages in the built image: without it, checked against the C#, and with each of its checks removed.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.EndToEnd.Tests;
using Xunit;

namespace RustKernel.Arch.EndToEnd.Tests;

public sealed class FastPathTests : IDisposable
{
    // Checks of FastPath.S that share a reason (FastRefusal.cs): parts of finding a port, ways to claim one. All others have one each.
    private static readonly (int Reason, int Branches)[] s_several = [(1, 4), (23, 5), (25, 3)];

    private const int Reasons = 33;
    private const int GateTaken = 15;
    private const int ChecksOfThread = 7;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<int, int> Checks
    {
        get
        {
            TheoryData<int, int> data = [];
            foreach (int reason in Enumerable.Range(0, Reasons).Where(reason => reason != GateTaken))
            {
                for (int branch = 0; branch < BranchesOf(reason); branch++)
                {
                    data.Add(reason, branch);
                }
            }

            return data;
        }
    }

    public static TheoryData<int> ThreadChecks => [.. Enumerable.Range(0, ChecksOfThread)];

    private static int BranchesOf(int reason) => Math.Max(1, s_several.FirstOrDefault(several => several.Reason == reason).Branches);

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
    public void A_check_that_is_taken_out_is_missed() => IsMissed(5, 0);

    [Theory]
    [Trait("Run", "hil")]
    [MemberData(nameof(Checks))]
    public void Each_check_that_is_taken_out_is_missed(int reason, int branch) => IsMissed(reason, branch);

    // The gate, for a call and for a reply.
    [Theory]
    [Trait("Run", "hil")]
    [InlineData(0)]
    [InlineData(1)]
    public void A_gate_that_is_not_looked_at_is_missed(int branch) =>
        IsMissed("fast_gate_taken", "fast_call_otherwise", "fast_call_locked", "fastpath", "log=info", 2, branch, 2);

    [Theory]
    [Trait("Run", "hil")]
    [MemberData(nameof(ThreadChecks))]
    public void Each_check_of_the_thread_that_a_tick_interrupts_is_missed(int branch) =>
        IsMissed("tick_path_stops", "tick_path_goes_on", "tick_path_stops", "fastpath", "log=info", 1, branch, ChecksOfThread);

    // If user_irq lets reasons 1, 2 and 4 pass, it is only late: the next interrupt that C# takes finds it.
    [Theory]
    [Trait("Run", "hil")]
    [InlineData("kernel_irq", 1, "log=info")]
    [InlineData("kernel_irq", 2, "log=info")]
    [InlineData("kernel_irq", 4, "log=info")]
    [InlineData("user_irq", 5, "log=info")]
    [InlineData("tick_path", 1, "fastpath=check")]
    [InlineData("tick_path", 2, "fastpath=check")]
    [InlineData("tick_path", 3, "log=info")]
    [InlineData("tick_path", 4, "fastpath=check")]
    public void Each_check_of_the_tick_that_is_taken_out_is_missed(string path, int reason, string commandLine) =>
        IsMissed(
            $"{path}_{reason}",
            "kernel_irq",
            "tick_path_stops",
            "timer,fastpath",
            commandLine,
            1,
            -1,
            path == "user_irq" ? ChecksOfThread : 1);

    private void IsMissed(int reason, int branch) =>
        IsMissed($"fast_refuse_{reason}", "fast_call", "fast_call_otherwise", "fastpath", "fastpath=check", 1, branch, BranchesOf(reason));

    // A branch to a reason does nothing: then the fast path does the work meant for C#, which the comparison detects, or the
    // counter stays at 0, or a waiting thread waits for ever.
    private void IsMissed(
        string reason,
        string from,
        string to,
        string suites,
        string commandLine,
        int cpus = 1,
        int branch = 0,
        int branches = 1)
    {
        string image = System.IO.Path.Combine(_folder.Path, "Image");
        Assert.Equal(branches, MutatedImage.WriteWithoutBranches(image, from, to, reason, branch));
        ToolResult result = Run(suites, commandLine, ["--smp", $"{cpus}", "--gic", "3", "--image", image]);
        Assert.True(result.ExitCode == 1, $"without the check {reason}, {branch}: {result}");
    }

    private ToolResult Run(string suites, string commandLine, IEnumerable<string> more)
        => Tool.Finish(
            Tool.Start(
                Tool.Path,
                ["test", "qemu-virt", "--suite", suites, "--timeout", "500", "--log", _folder.Path, "--cmdline", commandLine, .. more]),
            TimeSpan.FromMinutes(10));
}
