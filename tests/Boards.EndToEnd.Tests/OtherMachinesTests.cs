using System;
using RustKernel.EndToEnd.Tests;
using Xunit;

namespace RustKernel.Boards.EndToEnd.Tests;

/// <summary>
/// The one Image on machines with other UARTs and interrupt controllers.
/// Their device trees must have been fetched: ./rk firmware fetch BOARD.
/// </summary>
public sealed class OtherMachinesTests : IDisposable
{
    private const string Suites = "boot,memory,interrupts,timer,process,ipc,services";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Suite boot of each is a row of the matrix, in make test.
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
}
