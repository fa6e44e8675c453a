// The cost of the services' runtime in instructions; and 10 GB through a quota of 16 MB.

using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>Suites with limits of instructions check nothing where these are not counted: here they are.</summary>
public sealed class RuntimeCostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_collector_exceptions_and_calls_keep_within_their_limits()
    {
        string console = Run("gc,exceptions,interfaces", 60, "--gic", "3", "--qemu-arg=-icount", "--qemu-arg=shift=0,sleep=off");

        // Below the minimum, nothing was counted.
        Limit(console, "allocation_small", 5, 60);
        Limit(console, "collection_50000", 500_000, 4_000_000);
        Limit(console, "collection_50000_dead", 500_000, 6_000_000);
        Limit(console, "throw_catch", 1000, 7000);
        Limit(console, "hello_start", 50_000, 400_000);
        Limit(console, "service_call", 500, 3000);
    }

    [Fact]
    [Trait("Run", "soak")]
    public void Ten_gigabytes_go_through_a_quota_of_16_megabytes() =>
        Assert.Contains("ok 1 ten_gigabytes ", Run("gcsoak", 3600), StringComparison.Ordinal);

    private string Run(string suites, int seconds, params string[] more)
    {
        string[] arguments = ["test", "qemu-virt", "--suite", suites, "--timeout", $"{seconds}", "--log", _folder.Path, .. more];
        ToolResult result = Tool.Finish(Tool.Start(Tool.Path, arguments), TimeSpan.FromSeconds(300 + (6 * seconds)));
        Assert.True(result.ExitCode == 0, result.ToString());
        return EventLog.Console(Directory.GetFiles(_folder.Path, "*.jsonl").Single());
    }

    private static void Limit(string console, string name, long least, long most)
    {
        Match line = Regex.Match(console, $"# {name}=([0-9]+) instructions");
        Assert.True(line.Success, $"no {name} in:\n{console}");
        Assert.InRange(long.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture), least, most);
    }
}
