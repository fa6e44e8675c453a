// log= on the kernel's command line: how much a boot prints.

using System;
using System.IO;
using System.Linq;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>Boots artifacts/Image with each level and looks for the boot log.</summary>
public sealed class LogLevelTests : IDisposable
{
    private const string PartOfTheBootLog = "Memory Test: ✓ Heap allocation working correctly";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_sound_boot_with_log_error_tells_nothing_but_the_results()
    {
        string console = Console("log=error", 0);
        Assert.DoesNotContain(PartOfTheBootLog, console, StringComparison.Ordinal);
        Assert.DoesNotContain("SMP:", console, StringComparison.Ordinal);
        Assert.Contains("RustKernel v", console, StringComparison.Ordinal);
        Assert.Contains("# done ", console, StringComparison.Ordinal);
    }

    [Fact]
    public void Trouble_ends_the_quiet_and_what_came_before_is_told()
    {
        string console = Console("log=error cpus=many", 0);
        int before = console.IndexOf(
            PartOfTheBootLog,
            StringComparison.Ordinal), trouble = console.IndexOf("SMP: cpus= wants a number", StringComparison.Ordinal);
        Assert.True(before >= 0 && before < trouble, console);
    }

    [Fact]
    public void A_panic_is_told_in_full() =>
        Assert.Matches("(?s)PANIC: asked for by panic=check.*# panic end", Console("log=error panic=check", 1));

    [Fact]
    public void An_unknown_level_is_named() =>
        Assert.Contains("Boot: log=loud is not known (error, info, debug); ignored", Console("log=loud", 0), StringComparison.Ordinal);

    private string Console(string options, int exitCode)
    {
        ToolResult result = Tool.Rk("test", "qemu-virt", "--suite", "boot", "--log", _folder.Path, "--cmdline", options);
        Assert.True(result.ExitCode == exitCode, result.ToString());
        return EventLog.Console(Directory.GetFiles(_folder.Path, "*.jsonl").Single());
    }
}
