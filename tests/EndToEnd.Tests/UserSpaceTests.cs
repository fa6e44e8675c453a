// The suites at EL0 through the real rk: hostile processes, and whether repetitions give the same results.

using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>Boots artifacts/Image and runs the tests of user space.</summary>
public sealed class UserSpaceTests : IDisposable
{
    private const string Suites = "process,syscall,ipc,sched,faults,foreign,handles";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("qemu-virt", 1, 1)]
    [InlineData("qemu-virt", 4, 2)]
    public void A_hostile_process_harms_nobody_in_200_000_calls(string target, int cpus, int seed) =>
        Attack(target, cpus, seed, 200_000, 600);

    [Theory]
    [Trait("Run", "soak")]
    [InlineData("qemu-virt", 1, 11)]
    [InlineData("qemu-virt", 2, 14)]
    [InlineData("qemu-virt", 4, 12)]
    [InlineData("qemu-virt", 8, 13)]
    [InlineData("qemu-rpi4", 1, 15)]
    [InlineData("qemu-rpi4", 2, 16)]
    [InlineData("qemu-rpi4", 4, 17)]
    public void A_hostile_process_harms_nobody_in_10_million_calls(string target, int cpus, int seed) =>
        Attack(target, cpus, seed, 10_000_000, 5_000);

    [Theory]
    [InlineData(1, "off")]
    [InlineData(1, "check")]
    public void Nor_without_the_fast_path_nor_while_it_is_checked(int cpus, string mode) =>
        Attack("qemu-virt", cpus, 3, 200_000, 600, mode);

    [Theory]
    [Trait("Run", "soak")]
    [InlineData(1, "off")]
    [InlineData(1, "check")]
    [InlineData(4, "check")]
    public void Nor_in_10_million_calls_in_these_modes(int cpus, string mode) =>
        Attack("qemu-virt", cpus, 14, 10_000_000, 10_000, mode);

    [Theory]
    [InlineData("qemu-virt", 1)]
    [InlineData("qemu-virt", 4)]
    [InlineData("qemu-virt", 8)]
    [InlineData("qemu-rpi4", 4)]
    public void The_suites_pass_five_times(string target, int cpus) => Repeat(target, cpus, 5, Suites);

    [Theory]
    [Trait("Run", "soak")]
    [InlineData("qemu-virt", 1)]
    [InlineData("qemu-virt", 4)]
    [InlineData("qemu-virt", 8)]
    [InlineData("qemu-rpi4", 4)]
    public void The_suites_pass_a_hundred_times(string target, int cpus) => Repeat(target, cpus, 100, Suites);

    [Theory]
    [Trait("Run", "soak")]
    [InlineData("qemu-virt", 1)]
    [InlineData("qemu-virt", 4)]
    [InlineData("qemu-virt", 8)]
    [InlineData("qemu-rpi4", 4)]
    public void Every_suite_passes_twenty_times(string target, int cpus) => Repeat(target, cpus, 20, "all");

    // Attacks that pile up work: when instructions are counted, the suite itself fails above its limit.
    [Fact]
    public void No_attack_keeps_interrupts_masked_for_longer_than_the_limit()
    {
        ToolResult result = Tool.Finish(
            Tool.Start(
                Tool.Path,
                [
                    "test",
                    "qemu-virt",
                    "--suite",
                    "hostile",
                    "--timeout",
                    "600",
                    "--log",
                    _folder.Path,
                    "--qemu-arg=-icount",
                    "--qemu-arg=shift=0,sleep=off"
                ]),
            TimeSpan.FromMinutes(15));
        Assert.True(result.ExitCode == 0, result.ToString());
        string console = EventLog.Console(Directory.GetFiles(_folder.Path, "*.jsonl").Single());
        Assert.InRange(Metric(console, "longest_masked"), 1_000, 150_000);

        // An instruction is a nanosecond here: half of the 200 microseconds for which a dead Console's ring may keep another CPU out.
        Assert.InRange(Metric(console, "dying_console_masked"), 1_000, 100_000);
    }

    private static int Metric(string console, string name)
    {
        Match found = Regex.Match(console, $"# metric hostile[.]{name}=([0-9]+) instructions");
        Assert.True(found.Success, $"metric {name} is there");
        return int.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
    }

    // Suite restart makes each service and Init fail 50 times; test=all leaves it out.
    [Fact]
    public void Services_come_back_fifty_times() => Repeat("qemu-virt", 4, 1, "restart");

    [Theory]
    [Trait("Run", "hil")]
    [InlineData("qemu-virt", 1)]
    [InlineData("qemu-rpi4", 4)]
    public void Services_come_back_fifty_times_elsewhere(string target, int cpus) => Repeat(target, cpus, 1, "restart");

    // Suite files takes as long as all others together, so test=all leaves it out as well.
    [Fact]
    public void Files_are_what_they_should_be_while_their_service_and_clients_fail() => Repeat("qemu-virt", 1, 1, "files");

    [Theory]
    [Trait("Run", "soak")]
    [InlineData("qemu-virt", 1)]
    [InlineData("qemu-rpi4", 4)]
    public void Services_come_back_a_thousand_times(string target, int cpus) => Repeat(target, cpus, 20, "services,drivers,restart");

    // Machine virt has as many CPUs as requested; a Raspberry Pi 4 has four, of which the kernel uses that many.
    private void Attack(string target, int cpus, int seed, int calls, int seconds, string fastPath = "on")
    {
        bool isVirt = target == "qemu-virt";
        string[] machine = isVirt ? ["--smp", $"{cpus}"] : [];
        string options = $"hostile={calls} seed={seed} fastpath={fastPath}" + (isVirt ? "" : $" cpus={cpus}");
        ToolResult result = Tool.Finish(
            Tool.Start(
                Tool.Path,
                ["test", target, "--suite", "hostile", "--timeout", $"{seconds}", "--log", _folder.Path, "--cmdline", options, .. machine]),
            TimeSpan.FromSeconds(300 + (6 * seconds)));
        Assert.True(result.ExitCode == 0, result.ToString());
        string console = EventLog.Console(Directory.GetFiles(_folder.Path, "*.jsonl").Single());
        Match made = Regex.Match(console, $"# hostile: seed {seed} calls ([0-9]+) succeeded [0-9]+ processes [0-9]+");
        Assert.True(made.Success && int.Parse(made.Groups[1].ValueSpan, CultureInfo.InvariantCulture) >= calls, made.Value);
        Assert.Matches("# pairs 4 messages 8000 microseconds [0-9]+ lock spins per message [0-9]+", console);
    }

    private void Repeat(string target, int cpus, int times, string suites)
    {
        string[] machine = target == "qemu-virt" ? ["--smp", $"{cpus}"] : [];
        ToolResult result = Tool.Finish(
            Tool.Start(
                Tool.Path,
                ["test", target, "--suite", suites, "--repeat", $"{times}", "--timeout", "900", "--log", _folder.Path, .. machine]),
            TimeSpan.FromSeconds(300 + (times * 900)));
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
