using System;
using System.IO;
using System.Threading;
using RustKernel.EndToEnd.Tests;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Strategies.Outside;
using RustKernel.Hil.Targets;
using Xunit;

namespace RustKernel.Outside.EndToEnd.Tests;

/// <summary>The shell's commands as a person gives them: what they show, what they do, and that services come back.</summary>
public sealed class ShellCommandTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rk-shell-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Every_command_answers_and_services_come_back()
    {
        TargetDefinition target = BoardCatalog.Load(Tool.Root).Target("qemu-virt") with { Image = KernelImage.Path };
        using TargetSession session = TargetSession.Boot(new RunRequest { Target = target, Root = Tool.Root, LogPath = Path.Combine(_folder.FullName, "run.jsonl"), Verb = "outside" }, CancellationToken.None);
        session.WaitForShell(s_limit);
        Assert.Matches("(?m)^  crash +make a service fail$", session.Shell("help", s_limit));
        Assert.Contains("crash NAME [null|badmem|stack|loop|exception|hog]: make a service fail", session.Shell("help crash", s_limit), StringComparison.Ordinal);
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

    [Theory]
    [InlineData("qemu-rpi4")]
    [InlineData("qemu-rpi4-miniuart")]
    public void Both_uarts_of_the_board_carry_the_shell(string target)
    {
        ToolResult result = Tool.RkWithInput("ps\ncrash devices\nps\npoweroff\n", "run", target, "--log", _folder.FullName);
        Assert.True(result.ExitCode == 0, result.ToString());
        string output = result.Output.Replace("\r", "", StringComparison.Ordinal);
        Assert.Matches("(?m)^devices +running +0 +always ", output);
        Assert.Contains("init: devices ended with code 0xe100\n", output, StringComparison.Ordinal);
        Assert.Matches("(?m)^devices +running +1 +always ", output);
        Assert.Contains("switching off\n", output, StringComparison.Ordinal);
    }
}
