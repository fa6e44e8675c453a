using System;
using System.IO;
using System.Threading;
using RustKernel.EndToEnd.Tests;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Strategies.Outside;
using RustKernel.Hil.Targets;
using Xunit;

namespace RustKernel.Outside.EndToEnd.Tests;

/// <summary>The shell's commands as a person types them: their output, their effect, and that services come back.</summary>
public sealed class ShellCommandTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rk-shell-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Every_command_answers_and_services_come_back()
    {
        using TargetSession session = Boot("qemu-virt", "");
        session.WaitForShell(s_limit);
        Assert.Matches("(?m)^  crash +make a service fail$", session.Shell("help", s_limit));
        Assert.Contains(
            "crash NAME [null|badmem|stack|loop|exception|hog]: make a service fail",
            session.Shell("help crash", s_limit),
            StringComparison.Ordinal);
        Assert.Equal("crahs: no such command (did you mean crash?); 'help' lists them\n", session.Shell("crahs", s_limit));
        Assert.Equal("nobody: no such service; 'ps' lists them\n", session.Shell("restart nobody", s_limit));
        Assert.Matches("(?m)^console +running +0 +always ", session.Shell("ps", s_limit));
        Assert.Matches("(?m)^machine: [0-9]+ KiB in all", session.Shell("mem", s_limit));
        Assert.Matches("(?m)^shell +yes +0$", session.Shell("ports", s_limit));
        Assert.Matches("(?m)^devices +[0-9]+ +[0-9]+$", session.Shell("handles", s_limit));
        Assert.Matches("(?m) console$", session.Shell("devices", s_limit));
        Assert.Contains("FrameAllocator: ", session.Shell("dmesg", s_limit), StringComparison.Ordinal);
        Assert.Matches("^[0-9]+[.][0-9]{3} s since start", session.Shell("time", s_limit));
        Assert.Equal("", session.Shell("start calculator", s_limit));
        Assert.Contains("it runs already", session.Shell("start calculator", s_limit), StringComparison.Ordinal);

        session.SendLine("crash console exception");
        _ = session.WaitFor("init: console ended with code 0xe100", s_limit);
        session.WaitForShell(s_limit);
        Assert.Matches("(?m)^console +running +1 +always ", session.Shell("ps", s_limit));

        session.SendLine("crash init");
        _ = session.WaitFor("init: back again, services go on", s_limit);
        session.WaitForShell(s_limit);
        Assert.Matches("(?m)^init +running +1 +always ", session.Shell("ps", s_limit));
    }

    [Fact]
    public void Keys_edit_recall_and_complete()
    {
        using TargetSession session = Boot("qemu-virt", "");
        session.WaitForShell(s_limit);
        Assert.Equal("three\n", session.Shell("echo thrx\u007fee", s_limit));
        Assert.Equal("three\n", session.Shell("\u001b[A", s_limit));
        Assert.Equal("four\n", session.Shell("ec\tfour", s_limit));
        Assert.Equal("five\n", session.Shell("xecho five\u0001\u001b[3~", s_limit));
        Assert.Equal("six\n", session.Shell("away\u0015echo six", s_limit));
    }

    // Someone catches each endless loop: Init those of services, the kernel Init's own.
    [Fact]
    public void Endless_loops_are_caught()
    {
        using TargetSession session = Boot("qemu-virt", "");
        session.WaitForShell(s_limit);
        foreach (string name in new[] { "shell", "console", "devices" })
        {
            session.SendLine($"crash {name} loop");
            _ = session.WaitFor($"init: {name} has not answered for [0-9]+ ms", s_limit);
            _ = session.WaitFor($"init: {name} was killed", s_limit);
            session.WaitForShell(s_limit);
        }

        Assert.Matches("(?m)^shell +running +1 +always ", session.Shell("ps", s_limit));
        session.SendLine("crash init loop");
        _ = session.WaitFor("Kernel: Init computed for 5 s without a look at its port", s_limit);
        _ = session.WaitFor("init: back again, services go on", s_limit);
        session.WaitForShell(s_limit);
        Assert.Matches("(?m)^init +running +1 +always ", session.Shell("ps", s_limit));
    }

    // A tree without the UART's interrupt, or with one that never comes: Console polls.
    [Theory]
    [InlineData("-d", "/pl011@9000000", "interrupts")]
    [InlineData("-t", "x", "/pl011@9000000", "interrupts", "0", "4d", "4")]
    public void A_uart_without_interrupts_carries_the_shell(params string[] change)
    {
        string tree = Path.Combine(_folder.FullName, "virt.dtb");
        Run(
            "qemu-system-aarch64",
            "-M",
            "virt,gic-version=2,dumpdtb=" + tree,
            "-cpu",
            "cortex-a72",
            "-m",
            "1G",
            "-nic",
            "none",
            "-nographic");
        int place = Array.IndexOf(change, "/pl011@9000000");
        Run("fdtput", [.. change[..place], tree, .. change[place..]]);
        using TargetSession session = Boot("qemu-virt", tree);
        session.WaitForShell(s_limit);
        if (change[0] == "-t")
        {
            // Console sees keys when Init asks; the third time without an interrupt is the last. It may see a line in two pieces.
            const string Last = "console: no interrupt comes from the line";
            int lines = 0;
            do
            {
                session.SendLine($"echo wake {lines}");
            }
            while (session.WaitFor($"^wake {lines++}|{Last}", s_limit).Value != Last);
            Assert.InRange(lines, 1, 3);

            // The last line sent has its answer after that.
            _ = session.WaitFor($"^wake {lines - 1}", s_limit);
            session.WaitForShell(s_limit);
        }

        for (int i = 0; i < 5; i++)
        {
            Assert.Equal($"number {i}\n", session.Shell($"echo number {i}", s_limit));
        }

        Assert.Matches("(?m)^console +running +0 +always ", session.Shell("ps", s_limit));
    }

    private static void Run(string program, params string[] arguments)
    {
        ToolResult result = Tool.Finish(Tool.Start(program, arguments), TimeSpan.FromMinutes(15));
        Assert.True(result.ExitCode == 0, $"{program}: {result}");
    }

    private TargetSession Boot(string name, string tree)
    {
        TargetDefinition target = BoardCatalog.Load(Tool.Root).Target(name) with { Image = KernelImage.Path };
        target = tree.Length == 0 ? target : target with { Qemu = target.Qemu with { Dtb = tree, Overlays = [] } };
        return TargetSession.Boot(
            new RunRequest { Target = target, Root = Tool.Root, LogPath = Path.Combine(_folder.FullName, "run.jsonl"), Verb = "outside" },
            CancellationToken.None);
    }
}
