using System;
using RustKernel.EndToEnd.Tests;
using Xunit;

namespace RustKernel.Boards.EndToEnd.Tests;

/// <summary>console=, earlycon= and mem= on the command line of a real boot.</summary>
public sealed class BootWordsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [Trait("Run", "hil")]
    [InlineData("mem=256M", "Boot: Memory region: 0x40000000 - 0x50000000 (256 MB)\n")]
    [InlineData("mem=128M@0x48000000", "Boot: Memory region: 0x48000000 - 0x50000000 (128 MB)\n")]
    [InlineData("mem=lots", "Boot: mem= wants SIZE or SIZE@BASE")]
    [InlineData("console=ttyS0", "Boot: console= names no UART that works here; ignored\n")]
    [InlineData("console=ttyAMA0", "ok 1 boot")]
    [InlineData("earlycon=pl011,0x9000000", "ok 1 boot")]
    [InlineData("earlycon=pl011", "Boot: earlycon= names no UART that works here; ignored\n")]
    public void The_log_says_what_a_word_did(string words, string shows)
    {
        ToolResult result = Tool.Finish(
            Tool.Start(Tool.Path, ["test", "qemu-virt", "--suite", "boot", "--cmdline", words, "--timeout", "600", "--log", _folder.Path]),
            TimeSpan.FromMinutes(15));
        string console = EventLog.Console(_folder.Path);
        Assert.True(result.ExitCode == 0, $"{result}\n{console}");
        Assert.Contains(shows, console.Replace("\r", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
