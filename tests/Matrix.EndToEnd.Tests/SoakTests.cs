using System;
using RustKernel.EndToEnd.Tests;
using RustKernel.Hil.Strategies;
using Xunit;

namespace RustKernel.Matrix.EndToEnd.Tests;

/// <summary>The same boot again and again: not one may differ.</summary>
public sealed class SoakTests
{
    private const int Few = 3;
    private const int Many = 200;
    private const string Suites = "boot,interrupts,timer,smp";

    private static readonly MatrixRow s_virt = new("soak-virt-4cpu") { Cpus = 4 };
    private static readonly MatrixRow s_raspberryPi = new("soak-rpi4") { Way = Way.Pl011, Cpus = 4 };

    [Fact]
    public void Virt_boots_with_4_CPUs_a_few_times() => Boot(s_virt, Few);

    [Fact]
    public void Raspberry_Pi_4_boots_a_few_times() => Boot(s_raspberryPi, Few);

    [Fact]
    [Trait("Run", "soak")]
    public void Virt_boots_with_4_CPUs_200_times() => Boot(s_virt, Many);

    [Fact]
    [Trait("Run", "soak")]
    public void Raspberry_Pi_4_boots_200_times() => Boot(s_raspberryPi, Many);

    // RK_SOAK_BOOTS shortens a soak, for a look at it.
    private static void Boot(MatrixRow row, int times)
    {
        if (times > Few && int.TryParse(Environment.GetEnvironmentVariable("RK_SOAK_BOOTS"), out int wanted) && wanted > 0)
            times = wanted;
        for (int boot = 1; boot <= times; boot++)
        {
            using TemporaryFolder folder = new();
            RunOutcome outcome = MatrixRun.Boot(row, Suites, folder);
            string console = EventLog.Console(outcome.LogPath);
            Assert.True(outcome.Verdict.ExitCode == 0, $"{row}, boot {boot} of {times}: {outcome.Verdict.Word}: {outcome.Verdict.Reason}\n{console}");
            Assert.Contains($"SMP: {row.Cpus} of {row.Cpus} CPUs online", console, StringComparison.Ordinal);
        }
    }
}
