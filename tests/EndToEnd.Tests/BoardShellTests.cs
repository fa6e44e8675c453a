using System;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>The shell at each UART of the board that has several, through rk run.</summary>
public sealed class BoardShellTests : IDisposable
{
    // The emulator's CPUs take turns: on a busy host, CPUs in threads of their own wait for each other's lock as long as the host likes.
    private static readonly string[] s_turns = ["--qemu-arg", "-accel", "--qemu-arg", "tcg,thread=single"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The shell answers before a service that was told to fail has failed: its line in 'ps' is new only after Init reported its end.
    [Theory]
    [InlineData("qemu-rpi4")]
    [InlineData("qemu-rpi4-miniuart")]
    public void Both_uarts_of_the_board_carry_the_shell(string target) => CarriesTheShell(target);

    [Theory]
    [Trait("Run", "hil")]
    [InlineData("qemu-versal")]
    [InlineData("qemu-zcu102")]
    [InlineData("qemu-imx8mp-evk")]
    [InlineData("qemu-npcm845-evb")]
    [InlineData("qemu-rpi3")]
    [InlineData("qemu-rpi3-miniuart")]
    public void Uarts_of_other_families_carry_the_shell(string target) => CarriesTheShell(target);

    private void CarriesTheShell(string target)
    {
        using RunningSystem system = RunningSystem.At(target, _folder.Path, s_turns);
        Assert.Matches("devices +running +0 +always ", Processes(system, "before"));
        _ = system.Type("crash devices\r", "init: devices ended with code 0xe100");
        Assert.Matches("devices +running +1 +always ", Processes(system, "after"));
        _ = system.Type("poweroff\r", "switching off");
    }

    // 'cat' of a missing file ends the list, whatever else is printed in between.
    private static string Processes(RunningSystem system, string end)
        => system.Type($"ps\rcat /tmp/{end}\r", $"Could not find file '/tmp/{end}'");
}
