using System;
using System.IO;
using System.Threading;
using RustKernel.EndToEnd.Tests;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Strategies.Outside;
using RustKernel.Hil.Targets;
using Xunit;

namespace RustKernel.Outside.EndToEnd.Tests;

/// <summary>The shell from outside: the product's own, and a kernel that is only a prompt.</summary>
public sealed class ShellTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rk-outside-");

    public void Dispose() => _folder.Delete(recursive: true);

    private TargetSession Boot(string image)
    {
        TargetDefinition target = BoardCatalog.Load(Tool.Root).Target("qemu-virt") with { Image = image };
        return TargetSession.Boot(
            new RunRequest { Target = target, Root = Tool.Root, LogPath = Path.Combine(_folder.FullName, "run.jsonl"), Verb = "outside" },
            CancellationToken.None);
    }

    [Fact]
    public void The_product_s_shell_answers()
    {
        using TargetSession session = Boot(KernelImage.Path);
        session.WaitForShell(s_limit);
        Assert.Matches("(?m)^shell +running ", session.Shell("ps", s_limit));
        Assert.Equal("one two\n", session.Shell("echo one two", s_limit));
    }

    [Fact]
    public void Commands_are_given_and_answered_one_after_the_other()
    {
        using TargetSession session = Boot(HostileKernel.Image("shell"));
        session.WaitForShell(s_limit);
        Assert.Equal("heard\n", session.Shell("status", s_limit));
        Assert.Equal("heard\n", session.Shell("a longer command, with rk> in it", s_limit));
    }

    [Fact]
    public void A_kernel_without_a_shell_is_said_to_have_stopped_before_it()
    {
        using TargetSession session = Boot(HostileKernel.Image("half-boot"));
        session.WaitFor("^FrameAllocator: ", s_limit);
        string message = Assert.Throws<ExpectationException>(() => session.WaitForShell(TimeSpan.FromSeconds(1))).Message;
        Assert.StartsWith("no prompt of the shell, last stage FrameAllocator: ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_s_lines_go_to_the_shell_each_at_its_prompt()
    {
        ToolResult result = Tool.RkWithInput(
            "first\nsecond command\nthird",
            "run",
            "qemu-virt",
            "--image",
            HostileKernel.Image("shell"),
            "--log",
            _folder.FullName);
        Assert.True(result.ExitCode == 0, result.ToString());
        string[] lines = result.Output
            .Replace("\e[K", "", StringComparison.Ordinal)
            .Replace("\r", "", StringComparison.Ordinal)
            .Split("6\n\nRustKernel shell; 'help' lists the commands\n");
        Assert.Equal("rk> first\nheard\nrk> second command\nheard\nrk> third\n", lines[1]);
        string log = File.ReadAllText(Directory.GetFiles(_folder.FullName, "*.jsonl")[0]);
        Assert.Contains("\"state\":\"shell\"", log, StringComparison.Ordinal);
    }
}
