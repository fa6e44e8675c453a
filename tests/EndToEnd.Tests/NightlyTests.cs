using System;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>rk nightly, and the examples that call it.</summary>
public sealed class NightlyTests : IDisposable
{
    private static readonly string s_examples = Path.Combine(Tool.Root, "docs", "examples");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string[] ServiceCommand()
        => File
            .ReadLines(Path.Combine(s_examples, "rustkernel-nightly.service"))
            .First(line => line.StartsWith("ExecStart=", StringComparison.Ordinal))
            .Split(' ')[1..];

    [Fact]
    public void Targets_are_run_so_many_times_and_summed_up()
    {
        string page = _folder.File("n.html"), junit = _folder.File("n.xml");
        ToolResult result = Tool.Rk(
            "nightly",
            "--target",
            "qemu-virt,qemu-rpi4",
            "--suite",
            "boot",
            "--repeat",
            "2",
            "--html",
            page,
            "--junit",
            junit,
            "--log",
            _folder.Path);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("of 2 targets 2 passed, 0 failed", result.Output, StringComparison.Ordinal);
        Assert.Equal(4, XDocument.Load(junit).Root!.Elements("testsuite").Count());
        Assert.Contains("regression", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_the_rig_failed_is_tried_again_and_the_status_is_3()
    {
        ToolResult result = Tool.Finish(
            Tool.Start(
                Tool.Path,
                ["nightly", "--target", "qemu-virt", "--suite", "boot", "--retries", "2", "--log", _folder.Path],
                new() { ["RK_ROOT"] = Tool.Root, ["PATH"] = "/nonexistent" }),
            TimeSpan.FromMinutes(15));
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("3 runs, 2 tried again", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_suite_that_the_kernel_has_not_is_not_tried_again()
    {
        ToolResult result = Tool.Rk("nightly", "--target", "qemu-virt", "--suite", "nosuch", "--log", _folder.Path);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("1 runs, 0 tried again", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_systemd_units_are_accepted_and_start_a_command_that_there_is()
    {
        string checkout = _folder.File("rustkernel");
        Directory.CreateSymbolicLink(checkout, Tool.Root);
        foreach (string unit in new[] { "rustkernel-nightly.service", "rustkernel-nightly.timer" })
        {
            File.WriteAllText(
                _folder.File(unit),
                File.ReadAllText(Path.Combine(s_examples, unit)).Replace("%h", _folder.Path, StringComparison.Ordinal));
        }

        string[] command = ServiceCommand();
        Assert.Equal(0, Tool.Rk([.. command, "--help"]).ExitCode);
        // A container may have no systemd; a person who installs the units has it.
        if (!File.Exists("/usr/bin/systemd-analyze"))
        {
            return;
        }

        ToolResult verified = Tool.Finish(
            Tool.Start("systemd-analyze", ["verify", _folder.File("rustkernel-nightly.service"), _folder.File("rustkernel-nightly.timer")]),
            TimeSpan.FromMinutes(15));
        Assert.DoesNotContain("rustkernel-nightly", verified.Error, StringComparison.Ordinal);
    }

    /// <summary>The service's command as systemd runs it, once instead of three times and on one target.</summary>
    [Fact]
    [Trait("Run", "hil")]
    public void The_service_s_command_runs_to_its_end()
    {
        string[] command = ServiceCommand();
        int repeat = Array.IndexOf(command, "--repeat") + 1;
        command[repeat] = "1";
        ToolResult result = Tool.Finish(
            Tool.Start(Tool.Path, [.. command, "--target", "qemu-virt", "--history", "none", "--log", _folder.Path]),
            TimeSpan.FromMinutes(15));
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("pass: of 1 targets 1 passed", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Run", "hil")]
    public void The_workflow_s_commands_run()
    {
        string[] commands =
            [.. File
                .ReadLines(Path.Combine(s_examples, "ci-workflow.yml"))
                .Select(line => line.Trim())
                .Where(line => line.StartsWith("run: ", StringComparison.Ordinal))
                .Select(line => line["run: ".Length..])];
        Assert.Equal(["make install-deps", "make build", "./rk firmware fetch rpi4"], commands[..3]);
        Assert.Equal(4, commands.Length);
        foreach (string command in commands)
        {
            ToolResult result = Tool.Finish(Tool.Start("bash", ["-c", command]), TimeSpan.FromMinutes(15));
            Assert.True(result.ExitCode == 0, $"{command}: {result}");
        }
    }
}
