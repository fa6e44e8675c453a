// make debug: breakpoints by C# line, backtraces and locals, on the kernel as built.

using System;
using System.IO;
using System.Text.RegularExpressions;
using Xunit;

namespace RustKernel.Build.Tests;

public sealed class DebugTests
{
    private const string Source = "kernel/Boot/KernelMain.cs";

    [Fact]
    public void Breakpoint_by_line_backtrace_and_locals_work()
    {
        string[] lines = File.ReadAllLines(Repository.PathOf(Source));
        int line = 1 + Array.FindIndex(lines, text => text.Contains("if (hasTree)", StringComparison.Ordinal));
        Assert.True(line > 0, $"{Source} has no 'if (hasTree)' any more; name another line for this test");

        using var workshop = new Workshop();
        var (status, output) = workshop.Run(Repository.PathOf("bsp/Build/scripts/debug.sh"), [],
            ("BOARD", "qemu-virt"), ("CMDLINE", "done=poweroff"), ("GDB_BATCH", $"break KernelMain.cs:{line}; continue; bt; info locals"));
        Assert.True(status == 0, output);
        Assert.Matches(new Regex(@$"Breakpoint 1, .*KernelMain__\w+ .*{Source}:{line}\n"), output);
        Assert.Matches(@"#1  0x[0-9a-f]{16} in upper_half", output);
        Assert.Contains("hasTree = true", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_board_without_an_emulator_is_refused()
    {
        using var workshop = new Workshop();
        var (status, output) = workshop.Run(Repository.PathOf("bsp/Build/scripts/debug.sh"), [], ("BOARD", "toaster"));
        Assert.Equal(2, status);
        Assert.Contains("BOARD=toaster", output, StringComparison.Ordinal);
    }
}
