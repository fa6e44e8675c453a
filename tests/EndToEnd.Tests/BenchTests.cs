// rk bench on the built kernel.

using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>The budgets of boards/qemu-virt/budgets.yaml hold, and a violation is reported.</summary>
public sealed class BenchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_budget_is_measured_and_holds()
    {
        ToolResult result = Tool.Rk("bench", "qemu-virt", "--log", _folder.Path, "--json", "-");
        Assert.True(result.ExitCode == 0, result.ToString());
        JsonNode summary = JsonNode.Parse(result.Output)!;
        Assert.Equal("pass", (string)summary["verdict"]!);
        string[] metrics = [.. summary["metrics"]!.AsArray()
            .Where(metric => metric!["budget"] is not null)
            .Select(metric => (string)metric!["name"]!)];
        foreach (string name in new[]
        {
            "frame.allocate",
            "frame.free",
            "frame.run_2m",
            "page.map_4k",
            "page.unmap_4k",
            "heap.allocate",
            "heap.free",
            "interrupt.line_to_handler",
            "smp.call",
            "smp.secondary_start",
            "tick.kernel",
            "boot.prompt",
            "boot.instructions_to_tests"
        })
        {
            Assert.Contains("bench." + name, metrics);
            Assert.Contains($"\nbench.{name} ", result.Error, StringComparison.Ordinal);
        }

        Assert.Contains("image.bytes", metrics);
    }

    [Fact]
    public void Pairs_of_clients_and_servers_are_counted()
    {
        ToolResult result = Tool.Rk("bench", "qemu-virt", "--pairs", "1,2", "--runs", "1", "--log", _folder.Path, "--json", "-");
        Assert.True(result.ExitCode == 0, result.ToString());
        JsonArray rows = JsonNode.Parse(result.Output)!.AsArray();
        Assert.Equal([1, 2], rows.Select(row => (int)row!["pairs"]!));
        Assert.All(rows, row => Assert.True((double)row!["messagesPerThousand"]! > 0));
    }

    [Fact]
    public void An_unknown_benchmark_is_answered_with_the_known_ones()
    {
        ToolResult result = Tool.Rk("test", "qemu-virt", "--suite", "boot", "--cmdline", "bench=frame.free,nosuch", "--log", _folder.Path);
        Assert.True(result.ExitCode == 0, result.ToString());
        string console = EventLog.Console(Directory.GetFiles(_folder.Path, "*.jsonl").Single());
        Assert.Contains("# unknown benchmark: nosuch (known: frame.allocate ", console, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_that_fails_fails_the_benchmark()
    {
        ToolResult result = Tool.Rk("bench", "qemu-virt", "--image", HostileKernel.Image("panic"), "--log", _folder.Path);
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("frame 12 freed twice", result.Error, StringComparison.Ordinal);
    }

    // 300 threads are more than the tick's list of deadlines holds: a call with a deadline then costs the same as alone.
    [Fact]
    public void What_a_message_costs_does_not_grow_with_threads_and_the_plot_is_drawn()
    {
        ToolResult result = Tool.Rk("bench", "qemu-virt", "--growth", "threads", "--plots", _folder.Path, "--log", _folder.Path);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("| threads that wait with a deadline | 0 | 10 | 100 | 300 | 1,000 |", result.Output, StringComparison.Ordinal);
        string[] rows = [.. result.Output.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))];
        Assert.Equal(5, rows.Length);
        Assert.All(rows, row => Assert.Single(row.Split('|', StringSplitOptions.TrimEntries)[2..^1].Distinct()));
        string plot = File.ReadAllText(_folder.File("growth-threads.svg"));
        Assert.Contains("ipc.call_reply.deadline", plot, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_grow_is_a_usage_error_that_says_what_can()
    {
        ToolResult result = Tool.Rk("bench", "qemu-virt", "--growth", "threads,bytes", "--log", _folder.Path);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(
            "--growth: \"bytes\" is none of memory, archive, objects, threads, ports, handles, cpus, all",
            result.Error,
            StringComparison.Ordinal);
    }
}
