// make debug: breakpoints by C# line, backtraces and locals, on the kernel as built.

using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace RustKernel.BuildChecks.Tests;

public sealed class DebugTests
{
    // gdb 13 prints a method's symbol, gdb 16 its name.
    private const string Script = "bsp/Build/scripts/debug.sh";
    private const string Source = "kernel/Boot/KernelMain.cs";

    [Fact]
    public void Breakpoint_by_line_backtrace_and_locals_work()
    {
        string[] lines = File.ReadAllLines(Repository.PathOf(Source));
        int line = 1 + Array.FindIndex(lines, text => text.Contains("if (hasTree)", StringComparison.Ordinal));
        Assert.True(line > 0, $"{Source} has no 'if (hasTree)' any more; name another line for this test");

        using var workshop = new Workshop();
        var (status, output) = workshop.Run(Repository.PathOf(Script), [],
            ("BOARD", "qemu-virt"), ("CMDLINE", "done=poweroff"), ("GDB_BATCH", $"break KernelMain.cs:{line}; continue; bt; info locals"));
        Assert.True(status == 0, output);
        Assert.Matches(new Regex(@$"Breakpoint 1, \w+ .*{Source}:{line}\n"), output);
        Assert.Matches(@"#1  0x[0-9a-f]{16} in upper_half", output);
        Assert.Contains("hasTree = true", output, StringComparison.Ordinal);
    }

    // All programs lie at the same addresses and have the framework's loop: the breakpoint stops the shell's.
    [Fact]
    public void A_running_service_is_debugged_by_line_with_its_locals()
    {
        const string source = "services/Framework/Service.cs";
        string[] lines = File.ReadAllLines(Repository.PathOf(source));
        int line = 1 + Array.FindIndex(lines, text => text.Contains("LoopWork? work = _host.Work;", StringComparison.Ordinal));
        Assert.True(line > 0, $"{source} has no 'LoopWork? work' any more; name another line for this test");

        using var workshop = new Workshop();
        var (status, output) = workshop.Run(Repository.PathOf(Script), [], ("BOARD", "qemu-virt"), ("SERVICE", "shell"),
            ("GDB_BATCH", $"sbreak Service.cs:{line}; continue; bt; info locals; x/1xw 0x4000f8; info breakpoints"));
        Assert.True(status == 0, output);
        Assert.Matches(new Regex(@$"Breakpoint 1, (\w*Service__)?Step \(this=.*{source}:{line}\n"), output);
        Assert.Matches(@"#1  0x[0-9a-f]{16} in (\w*Service__)?Run .*" + source, output);
        Assert.Matches(@"(?m)^work = ", output);
        string id = Regex.Match(output, @"0x4000f8:\s+(0x[0-9a-f]{8})").Groups[1].Value;
        Assert.Contains($"stop only if *(unsigned int *)0x4000f8 == {id}\n", output, StringComparison.Ordinal);

        (status, output) = workshop.Run(Repository.PathOf(Script), [], ("BOARD", "qemu-virt"), ("SERVICE", "toaster"));
        Assert.Equal(2, status);
        Assert.Contains("there is no program toaster", output, StringComparison.Ordinal);
    }

    // The script's own proposal, on a board that it has never heard of.
    [Fact]
    public void Any_board_can_be_debugged_and_the_proposed_breakpoint_exists()
    {
        string proposed = Regex.Match(File.ReadAllText(Repository.PathOf(Script)), @"Try: break (\w+),").Groups[1].Value;
        using var workshop = new Workshop();
        workshop.Write("elsewhere/oven/board.yaml",
            """
            board: oven
            image: { file: artifacts/Image, boot_name: Image }
            targets:
              - { name: virtual-oven, driver: qemu, qemu: { machine: virt, options: [gic-version=3], cpu: cortex-a53, memory: 256M,
                  smp: 1 } }
            """);
        var (status, output) = workshop.Run(Repository.PathOf(Script), [],
            ("BOARD", "oven"), ("RK_BOARDS", workshop.PathOf(
                "elsewhere")), ("CMDLINE", "done=poweroff"), ("GDB_BATCH", $"break {proposed}; continue; bt"));
        Assert.True(status == 0, output);
        Assert.Matches(@"Breakpoint 1, .*KernelMain", output);
        Assert.DoesNotContain("pending", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_board_that_is_not_there_or_has_no_emulator_is_refused()
    {
        using var workshop = new Workshop();
        var (status, output) = workshop.Run(Repository.PathOf(Script), [], ("BOARD", "toaster"));
        Assert.Equal(2, status);
        Assert.Contains("rk: no board toaster", output, StringComparison.Ordinal);
        Assert.Contains("BOARD=toaster has nothing to debug on", output, StringComparison.Ordinal);
    }

    // boards/ lists the boards; only the default has its name in a script.
    [Fact]
    public void No_script_of_the_verbs_names_a_board()
    {
        string[] boards = [.. Directory
            .EnumerateDirectories(Repository.PathOf("boards"))
            .Select(folder => Path.GetFileName(folder)!)
            .Where(board => board != "qemu-virt")];
        Assert.NotEmpty(boards);
        foreach (string script in new[] { "Makefile", "bsp/Build/scripts/run.sh", Script })
        {
            string text = File.ReadAllText(Repository.PathOf(script));
            Assert.All(boards, board => Assert.DoesNotContain(board, text, StringComparison.Ordinal));
        }
    }
}
