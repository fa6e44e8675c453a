using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>rk test records its runs; rk history shows them.</summary>
public sealed class HistoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Runs_are_recorded_listed_followed_and_plotted()
    {
        string history = _folder.File("history.db"), page = _folder.File("report.html");
        for (int run = 0; run < 2; run++)
        {
            ToolResult test = Tool.Rk(
                "test",
                "qemu-virt",
                "--suite",
                "boot",
                "--image",
                KernelImage.Path,
                "--history",
                history,
                "--html",
                page,
                "--log",
                _folder.Path);
            Assert.True(test.ExitCode == 0, test.ToString());
        }

        Assert.Equal(0, Tool.Rk(
            "test",
            "qemu-virt",
            "--suite",
            "boot",
            "--image",
            KernelImage.Path,
            "--history",
            "none",
            "--log",
            _folder.Path).ExitCode);
        string[] listed = Tool.Rk("history", "--history", history).Output.TrimEnd().Split('\n');
        Assert.Equal(3, listed.Length);
        Assert.All(listed[1..], line => Assert.Matches(@"qemu-virt +[0-9a-f]{12}(-dirty)? +boot +pass ", line));
        ToolResult json = Tool.Rk("history", "--history", history, "--json", "-");
        using JsonDocument runs = JsonDocument.Parse(json.Output);
        Assert.Equal(2, runs.RootElement.EnumerateArray().Count(run => run.GetProperty("verdict").GetString() == "pass"));
        string trend = Tool.Rk("history", "--history", history, "--metric", "stage.FrameAllocator").Output;
        Assert.Contains("stage.FrameAllocator on qemu-virt, ms: 2 values, 0 change points", trend, StringComparison.Ordinal);
        Assert.Contains("boot.memory", Tool.Rk("history", "--history", history, "--metrics").Output, StringComparison.Ordinal);
        Assert.Contains("  image\n", Tool.Rk("history", "--history", history, "--run", "1").Output, StringComparison.Ordinal);
        Assert.Contains("Metrics against history", File.ReadAllText(page), StringComparison.Ordinal);
        ToolResult unknown = Tool.Rk("history", "--history", history, "--metric", "stage.FrameAlocator");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("did you mean stage.FrameAllocator?", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_history_that_cannot_be_written_changes_no_verdict()
    {
        string history = _folder.File("history.db");
        File.WriteAllText(history, string.Concat(Enumerable.Repeat("no database at all\n", 100)));
        ToolResult test = Tool.Rk(
            "test",
            "qemu-virt",
            "--suite",
            "boot",
            "--image",
            KernelImage.Path,
            "--history",
            history,
            "--log",
            _folder.Path);
        Assert.True(test.ExitCode == 0, test.ToString());
        Assert.Contains("rk: not recorded: history ", test.Error, StringComparison.Ordinal);
    }
}
