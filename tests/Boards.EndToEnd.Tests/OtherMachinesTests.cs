using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RustKernel.DeviceTree.Tests;
using RustKernel.EndToEnd.Tests;
using Xunit;

namespace RustKernel.Boards.EndToEnd.Tests;

/// <summary>
/// The same Image on machines with other UARTs and interrupt controllers. Their device trees must
/// have been fetched: ./rk firmware fetch BOARD.
/// </summary>
public sealed class OtherMachinesTests : IDisposable
{
    private const string Suites = "boot,memory,interrupts,timer,process,ipc,services";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Suite boot of each machine is a row of the matrix, in make test.
    [Theory]
    [Trait("Run", "hil")]
    [InlineData("qemu-versal", Suites + ",smp")]
    [InlineData("qemu-zcu102", Suites + ",smp")]
    [InlineData("qemu-imx8mp-evk", Suites + ",smp")]
    [InlineData("qemu-npcm845-evb", Suites)]
    [InlineData("qemu-rpi3", Suites + ",smp")]
    [InlineData("qemu-rpi3-miniuart", Suites + ",smp")]
    public void The_suites_pass(string target, string suites)
    {
        ToolResult result = Tool.Finish(
            Tool.Start(Tool.Path, ["test", target, "--suite", suites, "--timeout", "900", "--log", _folder.Path]),
            TimeSpan.FromMinutes(30));
        Assert.True(result.ExitCode == 0, $"{result}\n{EventLog.Console(_folder.Path)}");
    }

    // The rest of QEMU's 64-bit machines, which are no boards of ours: a folder for each, with what no device tree says.
    [Theory]
    [Trait("Run", "hil")]
    [InlineData("qemu-sbsa-ref", "boot,memory,interrupts,timer,process,ipc")]
    [InlineData("qemu-virt", Suites + ",smp", "--machine", "virt-2.6")]
    [InlineData("qemu-rpi3-miniuart", Suites + ",smp", "--machine", "raspi3ap", "--dtb", "bcm2837-rpi-3-a-plus.dtb")]
    public void The_suites_pass_on_machines_that_nobody_aimed_at(string target, string suites, params string[] more)
    {
        string[] words = [.. more.Select(word => word.EndsWith(".dtb", StringComparison.Ordinal) ? OfDebian(word) : word)];
        string boards = Path.Combine(AppContext.BaseDirectory, "machines");
        Dictionary<string, string> environment = new() { ["RK_ROOT"] = Tool.Root };
        if (Directory.Exists(Path.Combine(boards, target["qemu-".Length..])))
        {
            environment["RK_BOARDS"] = boards;
        }

        ToolResult result = Tool.Finish(
            Tool.Start(Tool.Path, ["test", target, "--suite", suites, "--timeout", "900", "--log", _folder.Path, .. words], environment),
            TimeSpan.FromMinutes(30));
        Assert.True(result.ExitCode == 0, $"{result}\n{EventLog.Console(_folder.Path)}");
    }

    private static string OfDebian(string name) => DebianTrees.Files().Single(file => Path.GetFileName(file) == name);

    // QEMU answers PSCI's calls instead of firmware; a tree that does not name them leaves the watchdog.
    [Fact]
    public void The_watchdog_of_an_iMX_restarts_the_machine()
    {
        string tree = _folder.File("no-psci.dtb");
        File.Copy(OfDebian("imx8mp-evk.dtb"), tree);
        ToolResult edited = Tool.Finish(Tool.Start("fdtput", ["-r", tree, "/psci"]), TimeSpan.FromMinutes(1));
        Assert.True(edited.ExitCode == 0, edited.ToString());
        ToolResult result = Tool.Rk(
            "test", "qemu-imx8mp-evk", "--dtb", tree, "--suite", "boot", "--cmdline", "done=reboot", "--log", _folder.Path);
        Assert.True(result.ExitCode == 1, $"{result}\n{EventLog.Console(_folder.Path)}");
        Assert.Contains("fail: the machine reset itself, last stage: # done", result.Output, StringComparison.Ordinal);
    }
}
